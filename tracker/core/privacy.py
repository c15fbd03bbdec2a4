"""The privacy check: what may never be stored, wherever it is typed, pasted or uploaded.

The object of record is a unit's work and an area's risk, never a person's thoughts, belief or
health. A finding says where and what kind, never what: it may be logged and shown safely.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from tracker.core import privacy_numbers, privacy_words
from tracker.core.privacy_findings import SENTENCES, Finding, Kind
from tracker.core.privacy_numbers import Span
from tracker.core.privacy_persons import near_persons

__all__ = [
    "SENTENCES",
    "Finding",
    "Kind",
    "Report",
    "check",
    "check_all",
    "check_file_name",
    "fold",
]


@dataclass(frozen=True, slots=True)
class Report:
    """Blocks refuse the text, and nobody may override them; warnings only ask to look again."""

    blocks: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()


def check(
    text: str, *, known_names: Collection[str] = (), allow_phone: bool = False
) -> Finding | None:
    """The first block of a text, or None; `known_names` are the persons of the directory.

    `allow_phone` is for the contact field alone. The text is never logged or kept.
    """
    folded = fold(text)
    return _first(text, folded, _blocks(folded, known_names, allow_phone, _SECRET))


def check_all(text: str, *, known_names: Collection[str] = (), allow_phone: bool = False) -> Report:
    """All blocks and warnings of a text, in the order of the text."""
    folded = fold(text)
    blocks = _blocks(folded, known_names, allow_phone, _SECRET)
    warnings = _found(Kind.ADDRESSED, _spans(_ADDRESSED, folded))
    locate = _locator(text, folded)
    return Report(tuple(map(locate, blocks)), tuple(map(locate, warnings)))


def check_file_name(name: str, *, known_names: Collection[str] = ()) -> Finding | None:
    """The first block of a file name, where underscores stand for blanks."""
    folded = fold(name.replace("_", " "))
    return _first(name, folded, _blocks(folded, known_names, False, _SECRET_IN_FILE_NAME))


def _blocks(
    folded: str, known_names: Collection[str], allow_phone: bool, secret: re.Pattern[str]
) -> list[Finding]:
    found = [*_numbers(folded, allow_phone), *_secret_markings(secret, folded)]
    found += near_persons(folded, known_names)
    return sorted(set(found), key=lambda finding: (finding.start, finding.end))


def _first(text: str, folded: str, blocks: list[Finding]) -> Finding | None:
    return _locator(text, folded)(blocks[0]) if blocks else None


# --- folding ------------------------------------------------------------------------------

_DROPPED = [0xAD, 0x20E3, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
_DROPPED += [*range(0x2060, 0x2065), *range(0xFE00, 0xFE10), 0xFEFF]
_FOLD: dict[int, int | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= {0x1D7CE + n: ord("0") + n % 10 for n in range(50)}
_FOLD |= dict.fromkeys([0x3000, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F], ord(" "))
_FOLD |= dict.fromkeys([*range(0x2010, 0x2016), 0x2212], ord("-"))
_FOLD |= dict.fromkeys(_DROPPED)
_FOLD |= privacy_words.TRADITIONAL


def fold(text: str) -> str:
    """Half-width and simplified, one character for one; only invisible characters vanish."""
    return text.translate(_FOLD)


def _locator(text: str, folded: str) -> Callable[[Finding], Finding]:
    """Moves a finding in the folded text to its place in the text as it was typed."""
    if len(text) == len(folded):
        return lambda finding: finding
    kept = [i for i, char in enumerate(text) if _FOLD.get(ord(char), 0) is not None]
    return lambda f: Finding(f.kind, kept[f.start], kept[f.end - 1] + 1)


# --- numbers and markings -----------------------------------------------------------------

_LEVEL = "(?:绝密|机密|秘密)"
_SECRET = re.compile(
    rf"{_LEVEL}级?\s{{0,3}}[★☆✩✭⭐*·•]|[★☆✩✭⭐]\s{{0,3}}{_LEVEL}"
    rf"|[\[(【〔<「]\s{{0,3}}{_LEVEL}(?:级|件|文件)?\s{{0,3}}[\])】〕>」]"
    rf"|密级\s{{0,3}}[:]?\s{{0,3}}[为是]?\s{{0,3}}{_LEVEL}|定密[为:]\s{{0,3}}{_LEVEL}"
    rf"|{_LEVEL}\s{{0,3}}\d{{1,2}}\s{{0,3}}年|{_LEVEL}\s{{0,3}}(?:特急|加急|平急|长期)"
    rf"|^[ \t]*{_LEVEL}(?:级|件|文件|材料|资料)?[ \t]{{0,9}}(?:$|[ \t]\S)"
    rf"|(?<=[ \t][ \t]){_LEVEL}[ \t]{{0,9}}$"
    rf"|(?:本|此|该)(?:件|文|文件|材料|资料)[^,。;\n]{{0,6}}{_LEVEL}",
    re.MULTILINE,
)
_SECRET_IN_FILE_NAME = re.compile(
    rf"{_SECRET.pattern}|(?:^|[\s\-+.]){_LEVEL}(?:级|件|文件|材料|资料)?(?=$|[\s\-+.(])",
    re.MULTILINE,
)
_ADDRESSED = re.compile(
    "(?<![各全][位体班])(?<!广大)(?<!大)同学(?![们会间院校])|(?<![各全][位体])(?<!广大)老师(?!们)|某某|××+"
)


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    return (found.span() for found in pattern.finditer(text))


def _secret_markings(pattern: re.Pattern[str], folded: str) -> list[Finding]:
    # Looking for the bare words first spares nearly every text the slower pattern.
    if not any(level in folded for level in ("绝密", "机密", "秘密")):
        return []
    return _found(Kind.CLASSIFIED, _spans(pattern, folded))


def _found(kind: Kind, spans: Iterable[Span]) -> list[Finding]:
    return [Finding(kind, start, end) for start, end in spans]


def _numbers(folded: str, allow_phone: bool) -> list[Finding]:
    if not privacy_numbers.may_occur(folded):
        return []
    identity = _found(Kind.IDENTITY, privacy_numbers.identity_numbers(folded))
    mobile = [] if allow_phone else _found(Kind.MOBILE, privacy_numbers.mobile_numbers(folded))
    student = _found(Kind.STUDENT_NUMBER, privacy_numbers.student_numbers(folded))
    return identity + mobile + student
