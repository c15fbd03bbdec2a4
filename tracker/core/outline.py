"""A pasted speech as an outline of points, and that outline as text that a clerk can edit."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tracker.core.outline_marks import Mark, find_marks, han
from tracker.core.outline_numbering import number_points


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered point; `end` is the punctuation that closed its heading, so nothing is lost."""

    marker: str
    heading: str
    body: str = ""
    children: tuple["Point", ...] = ()
    end: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands before the first point, the tree of points, and what follows the last."""

    lead: str = ""
    points: tuple[Point, ...] = ()
    tail: str = ""

    def walk(self) -> Iterator[tuple[int, Point]]:
        """Every point with its level (1 is the highest), in reading order."""
        yield from _walk(self.points, 1)


def _walk(points: Iterable[Point], level: int) -> Iterator[tuple[int, Point]]:
    for point in points:
        yield level, point
        yield from _walk(point.children, level + 1)


def whole_text(outline: Outline) -> str:
    """All parts in reading order: the pasted text again but for its white space."""
    points = (p.marker + p.heading + p.end + p.body for _, p in outline.walk())
    return "".join((outline.lead, *points, outline.tail))


# --- from a speech ------------------------------------------------------------------------

_MEETING_VERBS = "指出|强调|要求|认为|决定|明确|提出|号召|同意|原则同意|听取|审议|学习|传达"
_SENTENCE_START = r"(?:(?<=[。！？；\n”])|(?<![\s\S]))[^\S\n]*"
_MEETING_SAYS = re.compile(
    rf"{_SENTENCE_START}会议(?:还|并|同时|最后|进一步|特别|一致)?(?P<verb>指出|强调|要求|认为|决定)"
    r"[，,：:]?\s*"
)
# Paragraphs by which a news item goes on after the points of a speech.
_AFTERWARDS = re.compile(
    rf"(?:(?<=[。！？；\n”])[^\S\n]*会议(?:还|并|同时|最后|进一步)?(?:{_MEETING_VERBS}))"
    r"|(?<=\n)[^\S\n]*(?:(?:供图|供文|图/?文|文/?图|编辑|作者|来源|撰稿|一审|初审|审核|责任编辑)\s*[：:/／]"
    r"|[^\s，。；]{1,8}(?:书记|院长|校长|主任|部长|处长|主席)(?:最后)?(?:还)?(?:强调|指出|要求|表示))"
)
_HEADING_END = re.compile(r"[。；;！？!?\n]")


def split_speech(text: str) -> Outline:
    """Lead, points (up to three levels) and tail; no character but white space gets lost."""
    numbered = number_points(find_marks(text))
    if not numbered:
        return Outline(lead=text.strip())
    last = numbered[-1][1]
    after = _AFTERWARDS.search(text, last.end)
    tail_start = after.start() if after else len(text)
    ends = [mark.start for _, mark in numbered[1:]] + [tail_start]
    flat = [
        (level, _read_point(text, mark, end))
        for (level, mark), end in zip(numbered, ends, strict=True)
    ]
    lead = text[: numbered[0][1].start].strip()
    return Outline(lead, _nest(flat, 1), text[tail_start:].strip())


def _read_point(text: str, mark: Mark, end: int) -> Point:
    inside = text[mark.end : end]
    found = heading_end(inside)
    heading, body = (inside[: found.start()], inside[found.end() :]) if found else (inside, "")
    bare = heading.rstrip(" \t\u3000\n，,、：:")
    closing = heading[len(bare) :].strip() + (found[0].strip() if found else "")
    return Point(text[mark.start : mark.end].strip(), bare.strip(), body.strip(), (), closing)


def heading_end(inside: str) -> re.Match[str] | None:
    """The first full stop or semicolon outside quotation marks, or the end of the line."""
    for found in _HEADING_END.finditer(inside):
        before = inside[: found.start()]
        if before.strip() and (found[0] == "\n" or before.count("“") <= before.count("”")):
            return found
    return None


def _nest(flat: list[tuple[int, Point]], level: int) -> tuple[Point, ...]:
    """A list of (level, point) in reading order as a tree."""
    starts = [i for i, (depth, _) in enumerate(flat) if depth == level]
    ends = [*starts, len(flat)][1:]
    return tuple(
        replace(flat[start][1], children=_nest(flat[start + 1 : end], level + 1))
        for start, end in zip(starts, ends, strict=True)
    )


def meeting_says(text: str) -> list[tuple[str, str]]:
    """(verb, words) of each 会议指出/强调/要求/认为/决定, up to the next or the paragraph's end."""
    found = list(_MEETING_SAYS.finditer(text))
    ends = [*(match.start() for match in found), len(text)][1:]
    return [
        (match["verb"], text[match.end() : end].partition("\n")[0].strip())
        for match, end in zip(found, ends, strict=True)
    ]


# --- text to edit -------------------------------------------------------------------------

TAIL_RULE = "————"
_INDENT = "  "
_ESCAPE = "\\"
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_LINE_MARKS = (
    re.compile(rf"{_NUMERAL}、"),
    re.compile(rf"[（(]{_NUMERAL}[）)]"),
    re.compile(r"\d{1,2}[.．]"),
)


def renumber(outline: Outline) -> Outline:
    """The same tree with 一、（一）1. by level, spaces tidied, headings without punctuation."""
    return Outline(_tidy(outline.lead), _renumbered(outline.points, 1), _tidy(outline.tail))


def _renumbered(points: Iterable[Point], level: int) -> tuple[Point, ...]:
    return tuple(
        Point(
            marker=_marker(level, number),
            heading=" ".join(point.heading.split()),
            body=_tidy(point.body),
            children=_renumbered(point.children, level + 1),
        )
        for number, point in enumerate(points, start=1)
    )


def _marker(level: int, number: int) -> str:
    return (f"{han(number)}、", f"（{han(number)}）", f"{number}.")[level - 1]


def _tidy(text: str) -> str:
    return "\n".join(stripped for line in text.splitlines() if (stripped := line.strip()))


def to_text(outline: Outline) -> str:
    """One line per point, indented by level, its body below; `from_text` reads it back."""
    tidy = renumber(outline)
    lines = [*_escaped(tidy.lead, "")]
    for level, point in tidy.walk():
        indent = _INDENT * (level - 1)
        lines.append(f"{indent}{point.marker}{point.heading}")
        lines += _escaped(point.body, indent + _INDENT)
    if tidy.tail:
        lines += [TAIL_RULE, *_escaped(tidy.tail, "")]
    return "\n".join(lines)


def _escaped(text: str, indent: str) -> Iterator[str]:
    """Lines that would read as a point, the rule or an escape get a backslash in front."""
    for line in text.splitlines():
        special = line.startswith(_ESCAPE) or line == TAIL_RULE or _line_level(line)
        yield f"{indent}{_ESCAPE if special else ''}{line}"


def _line_level(line: str) -> int:
    """1–3 for a line that begins with that level's mark, else 0."""
    matching = (level for level, mark in enumerate(_LINE_MARKS, 1) if mark.match(line))
    return next(matching, 0)


def from_text(text: str) -> Outline:
    """Read edited text: a mark at the start of a line makes a point, whatever its indent."""
    body, _, tail = _cut_tail(text.splitlines())
    lead: list[str] = []
    flat: list[tuple[int, Point]] = []
    for line in body:
        level = _line_level(line)
        if level:
            level = min(level, flat[-1][0] + 1 if flat else 1)
            flat.append((level, _read_line(line)))
        elif flat:
            depth, point = flat[-1]
            flat[-1] = depth, replace(point, body=f"{point.body}\n{_plain(line)}".strip())
        else:
            lead.append(_plain(line))
    return Outline("\n".join(lead), _nest(flat, 1), "\n".join(map(_plain, tail)))


def _cut_tail(lines: list[str]) -> tuple[list[str], str, list[str]]:
    stripped = [bare for line in lines if (bare := line.strip())]
    if TAIL_RULE not in stripped:
        return stripped, "", []
    cut = stripped.index(TAIL_RULE)
    return stripped[:cut], TAIL_RULE, stripped[cut + 1 :]


def _plain(line: str) -> str:
    return line.removeprefix(_ESCAPE)


def _read_line(line: str) -> Point:
    found = next(match for mark in _LINE_MARKS if (match := mark.match(line)))
    return Point(marker=found[0], heading=line[found.end() :].strip())
