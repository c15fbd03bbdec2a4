"""同志 behind 职务+姓名, where the college's minutes are used to it (a setting)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tracker.core.text import person_title
from tracker.minutes.papers.data import MinutesPaper
from tracker.minutes.queries import Proceedings


def says_comrade(settings: Mapping[str, str]) -> bool:
    """Tell whether minutes say 党委书记×××同志."""
    return settings["says_comrade"] == "1"


def as_comrades(text: str, people: Iterable[str]) -> str:
    """Return the text with 同志 behind each of the people, told as 职务+姓名, once.

    The longest comes first, so that no name is found in another one.
    """
    known = sorted(filter(None, people), key=len, reverse=True)
    if not known:
        return text
    any_of = "|".join(map(re.escape, known))
    return re.sub(f"({any_of})(?!同志)", r"\1同志", text)


def with_comrades(paper: MinutesPaper, proceedings: Proceedings) -> MinutesPaper:
    """Return minutes with 同志 where they name who spoke and who signed for the college."""
    people = _leaders(proceedings)
    addresses = (
        replace(one, lead=as_comrades(one.lead, people), tail=as_comrades(one.tail, people))
        for one in paper.addresses
    )
    sentences = (as_comrades(sentence, people) for sentence in paper.agreements)
    return replace(paper, addresses=tuple(addresses), agreements=tuple(sentences))


def _leaders(proceedings: Proceedings) -> Sequence[str]:
    """Return as 职务+姓名 who presided, who spoke, and who signed for the college."""
    signers = (leader for signing in proceedings.signings for leader in signing.leaders)
    people = (
        proceedings.chair,
        *(one.who for one in proceedings.meeting.addresses if one.person_name),
        *(person_title(one.post_title, one.person_name) for one in signers),
    )
    return tuple(dict.fromkeys(people))
