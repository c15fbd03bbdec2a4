"""A unit's report: how things stand, problems with measures, causes, what comes next."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.intake.reading.other.parts import Line, Part, lines_of

_LONGEST_HEADING = 24
_LONGEST_TITLE = 300
_LONGEST_NAME = 20
_YEAR = re.compile(r"(20\d\d)\s*年")
_QUARTER = re.compile(r"(?:第\s*)?([一二三四1-4])\s*季度")
_MEASURE = re.compile(r"(?:整改|防范|防控|应对)?(?:措施|对策)\s*(?:是|[：:])\s*")
# 一是…；二是… within one paragraph.
_COUNTED = re.compile(r"(?:^|(?<=[。；;：:，,]))\s*[一二三四五六七八九十]是")
_DAY = re.compile(
    r"^\s*(?:20\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?"
    r"|二[〇○零]\S{2}年\S{1,2}月\S{1,3}日)\s*$"
)


class Section(StrEnum):
    """What a heading announces."""

    BEFORE = "before"
    PLANS = "plans"
    CAUSES = "causes"
    PROBLEMS = "problems"
    MEASURES = "measures"
    OVERVIEW = "overview"


# A section, its heading as written, and a line of it.
Told = tuple[Section, str, Part]

# The first that fits a heading says what it is: 下一步工作措施 are plans, 问题整改情况 is told.
_HEADINGS = (
    (Section.BEFORE, re.compile(r"上季度|上次|遗留|整改(?:落实|进展|完成)?情况")),
    (Section.PLANS, re.compile(r"下一步|下一阶段|下季度|打算|工作计划|工作安排|工作思路|努力方向")),
    (Section.CAUSES, re.compile(r"原因")),
    (Section.PROBLEMS, re.compile(r"问题|风险|隐患|薄弱环节|不足")),
    (Section.MEASURES, re.compile(r"措施|对策|办法")),
    (Section.OVERVIEW, re.compile(r"情况|做法|成效|态势|形势|总体|概述")),
)


@dataclass(frozen=True)
class Row:
    """One problem or risk, its measure if the text gives one, the heading under which it stands."""

    title: Part
    measure: Part = Part("")
    heading: str = ""


@dataclass(frozen=True)
class Report:
    """What a report says; parts that it lacks are empty."""

    title: Part
    author: Part
    year: int | None
    quarter: int | None
    overview: tuple[Part, ...] = ()
    rows: tuple[Row, ...] = ()
    causes: tuple[Part, ...] = ()
    measures: tuple[Part, ...] = ()
    plans: tuple[Part, ...] = ()


def section_of(line: Line) -> Section | None:
    """Return what a line announces, where it is a heading: numbered at the top, or short."""
    heading, end, _ = re.split(r"([。：:]|$)", line.words.words, maxsplit=1)
    is_short = len(heading) <= (_LONGEST_HEADING if line.level == 1 else _LONGEST_HEADING // 2)
    if line.level > 1 or not is_short or (line.level == 0 and end == "。"):
        return None
    return next((section for section, words in _HEADINGS if words.search(heading)), None)


def read_report(pasted: str) -> Report:
    """Return what a unit's report says."""
    title, *rest = lines_of(pasted)
    author, rest = _author(rest)
    told = list(_told(rest))
    year = _YEAR.search(pasted)
    quarter = _QUARTER.search(title.words.words) or _QUARTER.search(pasted)
    measures = list(_items(_of(told, Section.MEASURES)))
    rows = _paired(_rows(told), measures)
    is_paired = any(row.measure for row in rows)
    return Report(
        title.words,
        author,
        int(year[1]) if year else None,
        _numeral(quarter[1]) if quarter else None,
        tuple(_of(told, Section.OVERVIEW) + _of(told, Section.BEFORE)),
        tuple(rows),
        tuple(_of(told, Section.CAUSES)),
        () if is_paired else tuple(_of(told, Section.MEASURES)),
        tuple(_of(told, Section.PLANS)),
    )


def _author(lines: list[Line]) -> tuple[Part, list[Line]]:
    """Return who signs, below the title or above the date, and the lines without the signature."""
    while lines and _DAY.match(lines[-1].words.words):
        lines = lines[:-1]
    author = Part("")
    if lines and _is_name(lines[0]):
        author, lines = lines[0].words, lines[1:]
    if len(lines) > 1 and _is_name(lines[-1]):
        author, lines = author or lines[-1].words, lines[:-1]
    return author, lines


def _is_name(line: Line) -> bool:
    bare = line.words.words.strip("（）()")
    is_short = len(bare) <= _LONGEST_NAME and not re.search(r"[，。；：:、]", bare)
    return line.level == 0 and is_short and section_of(line) is None


def _numeral(word: str) -> int:
    return int(word) if word.isdecimal() else "一二三四".index(word) + 1


def _told(lines: Sequence[Line]) -> Iterator[Told]:
    """Yield each line under its heading; what stands before the first is the overview."""
    section, heading = Section.OVERVIEW, ""
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        found = section_of(line)
        if found is None or _is_of_one_problem(section, found, line, after):
            yield section, heading, line.words
            continue
        section, heading = found, line.words.words
        end = re.search(r"[。：:]", heading)
        if end and (inline := line.words.part(end.end())):
            heading = heading[: end.start()]
            yield section, heading, inline


def _is_of_one_problem(section: Section, found: Section, line: Line, after: Line | None) -> bool:
    """Tell whether 整改措施：… stands below one problem, and further problems may follow."""
    is_below = section == Section.PROBLEMS and found == Section.MEASURES and line.level == 0
    return is_below and bool(_MEASURE.match(line.words.words)) and not _is_bare(line, after)


def _is_bare(line: Line, after: Line | None) -> bool:
    """Tell whether a line is a heading alone, with what it announces below."""
    found = _MEASURE.match(line.words.words)
    return bool(found and not line.words.part(found.end())) and after is not None


def _of(told: Iterable[Told], section: Section) -> list[Part]:
    return [words for found, _, words in told if found == section]


def _rows(told: Iterable[Told]) -> list[Row]:
    """Return the problems; a line that begins with 整改措施： is the measure of the one before."""
    rows: list[Row] = []
    for section, heading, words in told:
        found = _MEASURE.match(words.words)
        if section == Section.PROBLEMS and found and rows:
            rows[-1] = replace(rows[-1], measure=words.part(found.end()))
        elif section == Section.PROBLEMS:
            rows += [_row(item, heading) for item in _items([words])]
    return rows


def _items(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield what is listed: each line, or each 一是… of a paragraph without these two words.

    What leads to the first 一是… and ends in a colon or a comma announces the list.
    """
    for part in parts:
        counted = list(_COUNTED.finditer(part.words))
        lead = part.part(0, counted[0].start()) if counted else part
        if lead and lead.words[-1] not in "：:，,":
            yield lead
        ends = [*(found.start() for found in counted[1:]), None]
        for found, end in zip(counted, ends, strict=False):
            yield part.part(found.end(), end)


def _row(item: Part, heading: str) -> Row:
    """Return a problem; what stands behind 整改措施： is its measure."""
    found = _MEASURE.search(item.words)
    title = item.part(0, found.start()) if found and found.start() else item
    title = replace(title, words=title.words.rstrip("。；;，,")[:_LONGEST_TITLE])
    measure = item.part(found.end()) if found and found.start() else Part("")
    return Row(title, measure, heading)


def _paired(rows: Sequence[Row], measures: Sequence[Part]) -> list[Row]:
    """Give each problem its measure, where the text has as many measures as problems."""
    if len(rows) != len(measures) or any(row.measure for row in rows):
        return list(rows)
    return [replace(row, measure=one) for row, one in zip(rows, measures, strict=True)]
