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
    if not (units or signing.told_by) or not took_place(signing):
        return ""
    year = "" if str(signing.year) in signing.title else f"{signing.year}年"
    return (
        f"会上，{_sides(signing.verb, college, units)}{signing.verb}了{year}《{signing.title}》。"
    )


def took_place(signing: Signing) -> bool:
    """Tell whether it was signed at the meeting: told of one entered late, recorded of others."""
    is_told = signing.meeting is not None and signing.meeting.is_entered_late
    return is_told or any(_was_signed_there(one) for one in signing.agreements)


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
    """Return the other side as told, else the units that signed at the meeting."""
    at_meeting = [one for one in signing.agreements if _was_signed_there(one)]
    return list(signing.told_with) or [one.unit_name for one in at_meeting]


def _was_signed_there(agreement: Agreement) -> bool:
    was_signed = agreement.state in {AgreementState.SIGNED, AgreementState.SUPERSEDED}
    return was_signed and agreement.occasion == Occasion.MEETING
