"""What was read of a text that is no meeting, and the form into which it is filled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import url_for

from tracker.core.permissions import Viewer
from tracker.core.sheets import Rows, guess_columns, read_text
from tracker.core.text import split_list
from tracker.directory import queries as directory
from tracker.directory.models import RiskArea, Unit
from tracker.followups.services import RISK_COLUMNS, TASK_COLUMNS
from tracker.intake.queries.meeting import Span, kind_of
from tracker.intake.reading.other import (
    Agreement,
    Part,
    Report,
    Row,
    Sort,
    read_agreement,
    read_report,
    sort_of,
)
from tracker.meetings import queries as meetings
from tracker.meetings.models import Meeting
from tracker.risks.models import RiskKind
from tracker.unit_reports import queries as unit_reports

SORT_LABELS = {
    Sort.TASKS: "督办事项表",
    Sort.RISKS: "风险隐患台账",
    Sort.REPORT: "单位汇报",
    Sort.AGREEMENT: "责任书文本",
}
_OF_KINDS = (("隐患", RiskKind.HAZARD), ("薄弱", RiskKind.WEAK_LINK), ("问题", RiskKind.PROBLEM))


@dataclass(frozen=True)
class Fact:
    """One thing that was read, with the places of its words."""

    label: str
    words: str
    at: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Found:
    """What was read: `fields` are those of the form that it goes into, as a draft keeps them."""

    sort: Sort
    facts: tuple[Fact, ...]
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    unit_id: int | None = None
    year: int | None = None
    quarter: int | None = None
    rows: tuple[Mapping[str, list[str]], ...] = ()

    @property
    def label(self) -> str:
        """Return what the text is, in words."""
        return SORT_LABELS[self.sort]

    @property
    def is_ledger(self) -> bool:
        """Tell whether it is a table that is brought in row by row."""
        return self.sort in {Sort.TASKS, Sort.RISKS}

    @property
    def spans(self) -> list[Span]:
        """Return where anything was read."""
        return [span for fact in self.facts for span in fact.at]


@dataclass(frozen=True)
class Filled:
    """A form that is filled: where its draft lies, and at which address it opens."""

    form: str
    record: str
    fields: Mapping[str, list[str]]
    url: str


def found_in(pasted: str) -> Found | None:
    """Return what a text that is no meeting says; None for a meeting."""
    sort = sort_of(pasted)
    if sort == Sort.REPORT:
        return _report(read_report(pasted))
    if sort == Sort.AGREEMENT:
        return _agreement(read_agreement(pasted))
    if sort == Sort.MEETING:
        return None
    return _ledger(sort, read_text(pasted))


def _ledger(sort: Sort, rows: Rows) -> Found:
    guess = guess_columns(rows, TASK_COLUMNS if sort == Sort.TASKS else RISK_COLUMNS)
    first = 0 if guess.header is None else guess.header + 1
    head = rows[guess.header] if guess.header is not None else []
    columns = Fact("表头", "、".join(filter(None, head)))
    return Found(sort, (columns, Fact("行数", f"{len(rows) - first} 行")))


# --- a unit's report ----------------------------------------------------------------------


def _report(report: Report) -> Found:
    unit = _unit_of(report)
    quarter = f"第{'一二三四'[report.quarter - 1]}季度" if report.quarter else ""
    facts = [
        _fact("标题", report.title),
        _fact("单位", report.author, words=unit.name if unit else ""),
        Fact("季度", f"{report.year}年{quarter}" if report.year else ""),
        _fact("总体情况", *report.overview),
        *(_row_fact(number, row) for number, row in enumerate(report.rows, start=1)),
        _fact("原因分析", *report.causes),
        _fact("措施", *report.measures),
        _fact("下一步打算", *report.plans),
    ]
    areas = [area for area in directory.risk_areas() if area.is_active and not area.is_work_line]
    texts = {
        "overview": _paragraphs(report.overview),
        "causes": _paragraphs(report.causes),
        "next_steps": _paragraphs([*report.measures, *report.plans]),
    }
    return Found(
        Sort.REPORT,
        tuple(fact for fact in facts if fact.words),
        # What the text does not say stays as the form has it.
        {name: [words] for name, words in texts.items() if words},
        unit.id if unit else None,
        report.year,
        report.quarter,
        tuple(_row_fields(row, areas) for row in report.rows),
    )


def _unit_of(report: Report) -> Unit | None:
    """Return the unit that signs, or whose name stands in the title."""
    signed = directory.find_unit(report.author.words.strip("（）()")) if report.author else None
    if signed is not None:
        return signed
    named = [
        (len(name), unit)
        for unit in directory.units()
        for name in unit.names
        if name in report.title.words
    ]
    return max(named, key=lambda pair: pair[0])[1] if named else None


def _row_fact(number: int, row: Row) -> Fact:
    words = f"{row.title.words}（措施：{row.measure.words}）" if row.measure else row.title.words
    return Fact(f"风险点 {number}", words, _places([row.title, row.measure]))


def _row_fields(row: Row, areas: Sequence[RiskArea]) -> Mapping[str, list[str]]:
    """Return a row of the report's form."""
    area = _area_of(row.title.words, areas)
    kind = next((kind for word, kind in _OF_KINDS if word in row.heading), RiskKind.HAZARD)
    return {
        "area_id": [str(area.id) if area else ""],
        "kind": [kind],
        "title": [row.title.words],
        "place": [""],
        "measure": [row.measure.words],
        "due_on": [""],
        "copied_from_id": [""],
    }


def _area_of(words: str, areas: Sequence[RiskArea]) -> RiskArea | None:
    """Return the area whose name or synonym stands in the words, if all of those are one area's."""
    named = [
        area
        for area in areas
        if any(name in words for name in (area.name, *(one.name for one in area.synonyms)))
    ]
    return named[0] if len(named) == 1 else None


# --- an agreement -------------------------------------------------------------------------


def _agreement(agreement: Agreement) -> Found:
    title = "".join(agreement.title.words.split()).strip("《》")
    facts = [
        _fact("名称", agreement.title, words=title),
        Fact("年度", str(agreement.year or "")),
        _fact("学院一方", agreement.side_a),
        _fact("单位一方", agreement.side_b),
        Fact("内容", "；".join(agreement.indicators)),
        _fact("正文", agreement.text, words=f"{len(agreement.text.words)} 字"),
    ]
    college = split_list(agreement.side_a.words)
    ids = _persons_named(college)
    return Found(
        Sort.AGREEMENT,
        tuple(fact for fact in facts if fact.words),
        {
            "title": [title],
            "year": [str(agreement.year or "")],
            "kind_id": [kind_of(title)],
            "verb": ["签订"],
            "leader_ids": [ids[name] for name in college if name in ids],
            "told_by": ["、".join(name for name in college if name not in ids)],
            "told_with": [agreement.side_b.words],
            "text": [agreement.text.words],
        },
        year=agreement.year,
    )


def _persons_named(names: Sequence[str]) -> Mapping[str, str]:
    """Return the ids of those persons of whom there is just one of the name."""
    found: dict[str, list[str]] = {}
    for person in directory.persons():
        found.setdefault(person.name, []).append(str(person.id))
    return {name: found[name][0] for name in names if len(found.get(name, ())) == 1}


# --- where it goes ------------------------------------------------------------------------


def meetings_for(found: Found, *, viewer: Viewer) -> list[Meeting]:
    """Return the meetings that it may belong to, those of its quarter or year first."""

    def is_far(meeting: Meeting) -> tuple[bool, bool]:
        return meeting.year != found.year, meeting.quarter != found.quarter

    return sorted(meetings.all_meetings(viewer=viewer, year=None, state=None), key=is_far)


def fill_agreement(found: Found, meeting: Meeting | None, *, on: date) -> Filled:
    """Return where an agreement is registered: at a meeting, or without one."""
    if meeting is not None:
        url = url_for("agreements.register", meeting_id=meeting.id)
        return Filled("signing", f"meeting-{meeting.id}", found.fields, url)
    year = found.year or on.year
    url = url_for("agreements.register_without_meeting", year=year)
    return Filled("signing", f"year-{year}", found.fields, url)


def fill_report(found: Found, meeting: Meeting, unit: Unit) -> Filled:
    """Return where a report is written; its rows follow those that go on from last quarter."""
    first = unit_reports.rows_before(meeting, unit)
    rows = dict(_numbered(found.rows, first))
    url = url_for("unit_reports.edit", meeting_id=meeting.id, unit_id=unit.id)
    return Filled("unit-report", f"{meeting.id}-{unit.id}", {**found.fields, **rows}, url)


def _numbered(
    rows: Sequence[Mapping[str, list[str]]], first: int
) -> Iterator[tuple[str, list[str]]]:
    for number, row in enumerate(rows, start=first):
        for name, values in row.items():
            yield f"rows-{number}-{name}", values


def _paragraphs(parts: Sequence[Part]) -> str:
    return "\n".join(part.words for part in parts)


def _fact(label: str, *parts: Part, words: str | None = None) -> Fact:
    return Fact(label, _paragraphs(parts) if words is None else words, _places(parts))


def _places(parts: Sequence[Part]) -> tuple[Span, ...]:
    return tuple((part.start, part.end) for part in parts if part)
