"""What was signed at the meeting, in whole sentences, both sides as the text tells them."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.agreements.models import Agreement, AgreementState, Occasion, Signing
from tracker.core.text import person_title
from tracker.minutes.papers.words import is_told, listed

HANDED_IN = frozenset({"递交", "提交", "呈交"})


def agreement_sentences(signings: Iterable[Signing], *, told_in: str) -> tuple[str, ...]:
    """Return a sentence for each agreement; one that the drafter tells is not told twice."""
    sentences = [
        _sentence(signing) for signing in signings if not is_told([f"《{signing.title}》"], told_in)
    ]
    return tuple(dict.fromkeys(filter(None, sentences)))


def _sentence(signing: Signing) -> str:
    """Return who signed what with whom; nothing where the text and the signatures are silent."""
    college, units = _college(signing), _units(signing)
    if not (units or signing.told_by) or not _took_place(signing):
        return ""
    year = "" if str(signing.year) in signing.title else f"{signing.year}年"
    return (
        f"会上，{_sides(signing.verb, college, units)}{signing.verb}了{year}《{signing.title}》。"
    )


def _took_place(signing: Signing) -> bool:
    """Tell whether it was signed at the meeting: told of one entered late, recorded of others."""
    return _is_told(signing) or any(_was_signed_there(one) for one in signing.agreements)


def _is_told(signing: Signing) -> bool:
    return signing.meeting is not None and signing.meeting.is_entered_late


def _sides(verb: str, college: list[str], units: list[str]) -> str:
    if not college or not units:
        return listed(college or units)
    if verb in HANDED_IN:
        return f"{listed(units)}向{listed(college)}"
    return f"{listed(college)}{'共同' if len(college) > 1 else ''}与{listed(units)}"


def _college(signing: Signing) -> list[str]:
    """Return who signs for the college: 职务+姓名, or the words as told where they are all."""
    named = [person_title(leader.post_title, leader.person_name) for leader in signing.leaders]
    return named or list(signing.told_by)


def _units(signing: Signing) -> list[str]:
    """Return the other side as told, else the units that signed at the meeting.

    The words stand where they are all that is known, where all whom they name signed, and where
    they speak of representatives; else one signature would tell of all.
    """
    live = [one for one in signing.agreements if one.state != AgreementState.VOID]
    there = [one.unit_name for one in live if _was_signed_there(one)]
    is_for_some = any(words.endswith("代表") for words in signing.told_with)
    is_whole = _is_told(signing) or is_for_some or len(there) == len(live)
    return list(signing.told_with) if signing.told_with and is_whole else there


def _was_signed_there(agreement: Agreement) -> bool:
    was_signed = agreement.state in {AgreementState.SIGNED, AgreementState.SUPERSEDED}
    return was_signed and agreement.occasion == Occasion.MEETING
