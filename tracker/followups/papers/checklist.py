"""The paper that a unit works from: 单位任务落实清单."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.core.calendar import chinese_date
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory.models import Unit
from tracker.followups import queries
from tracker.followups.models import UNLISTED_STATES, FollowUp, FollowUpState
from tracker.issuing import queries as issuing
from tracker.issuing.models import PaperCode
from tracker.meetings.models import Meeting
from tracker.press.listing import Column, Grid, Listing, numbered
from tracker.press.parts import VerifyMark

TITLE = "单位任务落实清单"
UNNUMBERED = "（纪要未印发）"
DONE, OPEN = "√", "□"
SIGNATURES = "单位负责人签字：　　　　　　日期：　　　　　　核验人签字：　　　　　　日期："
_COLUMNS = (
    Column("序号", 11, True), Column("编号", 24, True), Column("事项", 34), Column("来源", 25),
    Column("工作要求", 41), Column("牵头·配合", 29), Column("时限", 28), Column("完成", 10, True),
    Column("完成情况", 23), Column("责任人签字", 22),
)  # fmt: skip


@dataclass(frozen=True)
class ChecklistRow:
    """One item of a unit's checklist; every field is as printed.

    `number` is the item's 编号, `source` what it comes from (会议, 领导要求, 风险), `due` 时限
    (with the original date beside a moved one), `progress` 完成情况 so far or empty, `is_done`
    whether the box is ticked. `verify` leads to the item; it may be None. `addressed_to` and
    `due_as_told` are the words of the demand, `rhythm` says how often it comes again.
    """

    number: str
    matter: str
    source: str
    requirement: str
    lead_unit: str
    support_units: tuple[str, ...]
    due: str
    is_done: bool = False
    progress: str = ""
    verify: VerifyMark | None = None
    addressed_to: str = ""
    due_as_told: str = ""
    rhythm: str = ""

    @property
    def units_lines(self) -> tuple[str, ...]:
        """Return who does it, a line each: lead, the words of the demand, support."""
        return _filled(
            ("牵头：", self.lead_unit), ("原文：", self.addressed_to),
            ("配合：", "、".join(self.support_units)),
        )  # fmt: skip

    @property
    def due_lines(self) -> tuple[str, ...]:
        """Return by when, a line each: the day, the words of the demand, how often."""
        return _filled(("", self.due), ("原文：", self.due_as_told), ("", self.rhythm))


@dataclass(frozen=True)
class Checklist:
    """单位任务落实清单 (domain §3 row 20) of one unit.

    `meeting_date` is as printed; `minutes_number` may be empty before the minutes are issued;
    `printed_on` is the day of the print. `verify` leads to the unit's list.
    """

    title: str
    unit: str
    meeting: str
    meeting_date: str
    minutes_number: str
    rows: tuple[ChecklistRow, ...]
    printed_on: str = ""
    verify: VerifyMark | None = None

    def as_excel(self) -> bytes:
        """Return it as .xlsx, in the columns of the paper, with the codes of list and items."""
        facts = [
            ("单位", self.unit), ("会议", self.meeting), ("会议日期", self.meeting_date),
            ("纪要号", self.minutes_number or UNNUMBERED), ("打印日期", self.printed_on),
        ]  # fmt: skip
        if self.verify:
            facts.append(("核验码", self.verify.code))
        rows = numbered([_cells(row) for row in self.rows])
        grid = Grid(_COLUMNS, rows, "本次会议没有交办本单位的任务。")
        return Listing(self.title, tuple(facts), (grid,), SIGNATURES).as_excel()


def _filled(*words: tuple[str, str]) -> tuple[str, ...]:
    return tuple(f"{label}{text}" for label, text in words if text)


def _cells(row: ChecklistRow) -> tuple[str, ...]:
    code = f"\n{row.verify.code}" if row.verify else ""
    return (
        f"{row.number}{code}", row.matter, row.source, row.requirement,
        "\n".join(row.units_lines), "\n".join(row.due_lines), DONE if row.is_done else OPEN,
        row.progress, "",
    )  # fmt: skip


def checklist(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> Checklist | None:
    """Return the list of one unit from one meeting (domain.md §3 row 20); `subject` is 12-3.

    None where the unit leads nothing that is handed out, or is not the viewer's own.
    """
    ids = _two_numbers(subject)
    if ids is None or not _may_read(viewer, ids[1]):
        return None
    items = queries.items_of_unit(*ids)
    meeting, unit = db.session.get(Meeting, ids[0]), db.session.get(Unit, ids[1])
    if not items or meeting is None or unit is None:
        return None
    codes = _codes("item", [str(item.id) for item in items])
    return Checklist(
        title=TITLE,
        unit=unit.name,
        meeting=meeting.title,
        meeting_date=chinese_date(meeting.held_on),
        minutes_number=minutes_number(meeting.id),
        rows=tuple(_row(item, _mark(codes.get(str(item.id)), public_url)) for item in items),
        printed_on=chinese_date(on),
        verify=_mark(_codes("checklist", [subject]).get(subject), public_url),
    )


def checklist_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the lists that the viewer may print, newest meeting first."""
    reach = queries.reach_of(viewer)
    query = (
        select(Meeting.id, Unit.id, Meeting.short_title, Meeting.title, Unit.name)
        .select_from(FollowUp)
        .join(FollowUp.meeting)
        .join(FollowUp.lead_unit)
        .where(FollowUp.state.not_in(UNLISTED_STATES))
        .where(reach.condition)
        .distinct()
        .order_by(Meeting.held_on.desc(), Meeting.id.desc(), Unit.sort, Unit.id)
        .add_columns(Meeting.held_on, Unit.sort)
    )
    return [
        (f"{row[0]}-{row[1]}", f"{row[2] or row[3]}：{row[4]}任务落实清单")
        for row in db.session.execute(query)
        if _may_read(viewer, row[1])
    ]


def checklists_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the meetings whose lists of all units may be printed, newest first."""
    if viewer is not None and not viewer.sees_all:
        return []
    handed_out = select(FollowUp.meeting_id).where(FollowUp.state.not_in(UNLISTED_STATES))
    query = select(Meeting).where(Meeting.id.in_(handed_out))
    meetings = db.session.scalars(query.order_by(Meeting.held_on.desc(), Meeting.id.desc()))
    return [(str(meeting.id), f"{meeting.name}：各单位任务落实清单") for meeting in meetings]


def checklist_units(subject: str, viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of each unit's list of one meeting, for the bundle of all units."""
    if not subject.isdecimal() or int(subject) > queries.MAX_ID:
        return []
    if viewer is not None and not viewer.sees_all:
        return []
    return [
        (f"{subject}-{unit.id}", f"{unit.display_name}任务落实清单")
        for unit, _ in queries.unit_checklists(int(subject))
    ]


def _row(item: FollowUp, verify: VerifyMark | None) -> ChecklistRow:
    return ChecklistRow(
        number=item.code,
        matter=item.title,
        source=item.source,
        requirement=f"{item.requirement}{_hand_in(item)}",
        lead_unit=item.lead_unit.display_name,
        support_units=tuple(unit.display_name for unit in item.supporting),
        due=_due(item),
        is_done=item.state in {FollowUpState.SUBMITTED, FollowUpState.CLOSED},
        progress=item.state_label if item.state != FollowUpState.ASSIGNED else "",
        verify=verify,
        addressed_to=item.addressed_to,
        due_as_told="" if item.due_as_told in item.rhythm_words else item.due_as_told,
        rhythm=item.rhythm_words,
    )


def _hand_in(item: FollowUp) -> str:
    return f"（报送：{item.deliverable}）" if item.deliverable else ""


def _due(item: FollowUp) -> str:
    if item.due_on is None:
        return ""
    moved = item.original_due_on not in {None, item.due_on}
    original = (
        f"（原{chinese_date(item.original_due_on)}）" if moved and item.original_due_on else ""
    )
    return f"{chinese_date(item.due_on)}{original}"


def _two_numbers(subject: str) -> tuple[int, int] | None:
    first, _, second = subject.partition("-")
    if not (first.isdecimal() and second.isdecimal()):
        return None
    numbers = int(first), int(second)
    return numbers if max(numbers) <= queries.MAX_ID else None


def _may_read(viewer: Viewer | None, unit_id: int) -> bool:
    return viewer is None or viewer.sees_all or unit_id in viewer.unit_ids


def minutes_number(meeting_id: int) -> str:
    """Return the number of the meeting's minutes; empty before they are issued."""
    paper = issuing.latest("minutes", str(meeting_id))
    return paper.doc_no if paper else ""


def _codes(kind: str, subjects: list[str]) -> dict[str, str]:
    query = select(PaperCode.subject, PaperCode.code)
    query = query.where(PaperCode.kind == kind, PaperCode.subject.in_(subjects))
    return dict(db.session.execute(query).all())


def _mark(code: str | None, public_url: str) -> VerifyMark | None:
    if code is None:
        return None
    return VerifyMark(f"{public_url}/c/{code}", f"{code[:4]}-{code[4:]}")
