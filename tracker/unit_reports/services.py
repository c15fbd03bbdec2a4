"""What is done with unit reports: kept, handed in, sent back, taken in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.audit.services import changes_of, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.directory.models import PostRole, Unit
from tracker.followups.queries import posts_by_role
from tracker.meetings.models import Meeting, MeetingState
from tracker.risks import services as risks
from tracker.risks.models import Risk
from tracker.risks.services import RiskFacts
from tracker.unit_reports import queries
from tracker.unit_reports.models import (
    Manner,
    ReportRow,
    ReportState,
    ReportStep,
    ReportWord,
    UnitReport,
)
from tracker.unit_reports.queries import About

MOST_ROWS = 60


@dataclass(frozen=True)
class RowFacts:
    """One risk point as reported; `copied_from_id` is last quarter's row that it goes on with."""

    area_id: int
    kind: str
    level: str
    title: str
    place: str = ""
    measure: str = ""
    due_on: date | None = None
    copied_from_id: int | None = None

    def repeats(self, begun: "RowFacts | None") -> bool:
        """Tell whether it says word for word what it was begun with, an area out of use aside."""
        if begun is None:
            return False
        return replace(self, area_id=self.area_id or begun.area_id) == begun


@dataclass(frozen=True)
class ReportTexts:
    """All that a report says; `words` is the unit's word on what was left open, by what about."""

    manner: Manner = Manner.WRITTEN
    overview: str = ""
    causes: str = ""
    next_steps: str = ""
    rows: Sequence[RowFacts] = ()
    words: Mapping[About, str] | None = None

    def news(self, last: UnitReport | None) -> list[str]:
        """Name what goes beyond the last report, which forbids 本季度无新增."""
        begun = begun_with(last)
        rows = sum(not row.repeats(begun.get(row.copied_from_id or 0)) for row in self.rows)
        found = {
            f"{rows} 条新增或修改的风险点": bool(rows),
            "总体情况": self.overview not in {"", last.overview if last else ""},
            "原因分析": bool(self.causes),
            "下一步打算": bool(self.next_steps),
        }
        return [name for name, is_new in found.items() if is_new]


def begun_with(last: UnitReport | None) -> dict[int, RowFacts]:
    """Return {row of the last report: what it is carried over as}.

    An open risk reads as it stands on the register, corrections of the office included.
    """
    rows = last.rows if last else []
    return {row.id: _facts_of(_register_of(row) or row, row.id) for row in rows}


def _register_of(row: ReportRow) -> Risk | None:
    return row.risk if row.risk is not None and row.risk.is_open else None


def _facts_of(known: ReportRow | Risk, copied_from_id: int | None) -> RowFacts:
    names = [name for name in RowFacts.__dataclass_fields__ if name != "copied_from_id"]
    values = {name: getattr(known, name) for name in names}
    return RowFacts(**values, copied_from_id=copied_from_id)


def save(*, meeting: Meeting, unit: Unit, texts: ReportTexts, actor: Actor, on: date) -> UnitReport:
    """Keep what the unit has written so far; nothing is handed in by that.

    Raises:
        RuleBroken: the meeting takes no reports, the unit need not report, it was handed in
            already, or there are too many rows.
    """
    report = _open(meeting, unit)
    if report.state in queries.FILED_STATES:
        raise RuleBroken(f"汇报{report.state_label}，不能再改；需要修改请联系办公室退回。")
    _write(report, texts)
    if report.state != ReportState.RETURNED:
        report.move("save")
    _note(report, "save", actor=actor, on=on)
    return report


def submit(
    *, meeting: Meeting, unit: Unit, texts: ReportTexts, actor: Actor, on: date
) -> UnitReport:
    """报送: the head hands the report in, or the liaison for the head, or a stamped paper did.

    `on` is the day on which the actor did so, on the page or on paper.

    Raises:
        RuleBroken: as for `save`; or the actor neither heads the unit nor may file for it, or a
            written report says nothing.
    """
    report = _open(meeting, unit)
    is_by_liaison = _is_liaison(unit, actor, on)
    _require_content(texts)
    _write(report, texts)
    report.is_late = on > queries.due_on(meeting)
    report.submitted_on, report.submitter_id = on, actor.person_id
    report.submitter_name = f"{actor.post}{actor.name}"
    report.move("submit")
    _note(report, "submit", actor=actor, on=on, is_by_liaison=is_by_liaison)
    return report


def record_oral(*, meeting: Meeting, unit: Unit, actor: Actor, on: date) -> UnitReport:
    """Note that the unit reported at the meeting by word of mouth, without any paper.

    It is the office that heard it: nobody of the unit has signed, and it is taken in at once.

    Raises:
        RuleBroken: the meeting was not held yet or takes no reports, or a report is there.
    """
    if not meeting.was_held:
        raise RuleBroken("会议还没有召开；口头汇报请在会议召开后登记。")
    report = _open(meeting, unit)
    if report.state in queries.FILED_STATES:
        raise RuleBroken(f"{unit.display_name}的汇报{report.state_label}，不必再登记口头汇报。")
    _write(report, ReportTexts(Manner.ORAL))
    report.submitted_on, report.is_late = meeting.held_on, False
    report.move("submit")
    report.move("accept")
    report.accepted_on = on
    _note(report, "accept", actor=actor, on=on)
    return report


def return_(*, report: UnitReport, reason: str, actor: Actor, on: date) -> None:
    """退回: give the report back with a reason, which the unit sees first.

    Raises:
        RuleBroken: it is not handed in, no reason is given, or the actor handed it in.
    """
    _require_other(report, actor)
    report.move("return", reason=reason)
    _note(report, "return", actor=actor, on=on, words=reason)


def accept(*, report: UnitReport, actor: Actor, on: date) -> list[Risk]:
    """收下: take the report in; each new row is put on the register of risks, once.

    A row that goes on with a risk that is still open keeps that risk: no second is made. What
    the unit changed of it is written to the risk. Returns the risks that were registered.

    Raises:
        RuleBroken: it is not handed in, the actor handed it in, or a row breaks a rule of risks.
    """
    _require_other(report, actor)
    report.move("accept")
    report.accepted_on = on
    made = []
    for row in report.rows:
        row.risk = row.risk or _continued(row)
        facts = _facts(report, row)
        if row.risk is None:
            row.risk = risks.register(facts=facts, meeting=report.meeting, actor=actor, on=on)
            made.append(row.risk)
        elif _is_changed(row) and row.risk.unit_id == report.unit_id:
            risks.bring_up_to_date(risk=row.risk, facts=facts, actor=actor, on=on)
    _note(report, "accept", actor=actor, on=on)
    return made


def _open(meeting: Meeting, unit: Unit) -> UnitReport:
    """Return the unit's report for the meeting, begun where there is none.

    Raises:
        RuleBroken: the meeting takes no reports any more, or the unit need not report.
    """
    if meeting.state == MeetingState.CANCELLED:
        raise RuleBroken("会议已取消，不再收汇报材料；已写的内容保留在草稿中。")
    if not meeting.is_open_to_changes:
        raise RuleBroken("会议纪要已经印发，不再收本次会议的汇报；新的情况请在下次会议汇报。")
    if unit.id not in {row.unit_id for row in meeting.reporting}:
        raise RuleBroken(f"“{unit.name}”不在本次会议的汇报单位中，请与办公室联系。")
    report = queries.find_report(meeting.id, unit.id)
    if report is None:
        report = UnitReport(meeting=meeting, unit=unit, state=ReportState.MISSING)
        db.session.add(report)
    return report


def _write(report: UnitReport, texts: ReportTexts) -> None:
    if len(texts.rows) > MOST_ROWS:
        raise RuleBroken(f"风险点超过 {MOST_ROWS} 条，请合并同类后再报。")
    is_written = texts.manner == Manner.WRITTEN
    report.manner = texts.manner
    report.overview, report.causes = texts.overview, texts.causes
    report.next_steps = texts.next_steps
    rows = [_own(report, row) for row in texts.rows] if is_written else []
    old = list(report.rows)
    report.rows = [
        _row(old[place] if place < len(old) else ReportRow(), facts, place)
        for place, facts in enumerate(rows)
    ]
    kept = {word.about: word for word in report.words}
    open_before = queries.matters(report.meeting, report.unit)
    said = {
        about: words
        for about, words in (texts.words or {}).items()
        if words.strip() and about in open_before
    }
    report.words = [_word(kept.get(about), about, words) for about, words in said.items()]


def _own(report: UnitReport, facts: RowFacts) -> RowFacts:
    """Let a row go on with a row of the same unit's earlier report only."""
    if facts.copied_from_id is None:
        return facts
    earlier = db.session.get(ReportRow, facts.copied_from_id)
    is_own = earlier is not None and earlier.report.unit_id == report.unit_id
    return facts if is_own else replace(facts, copied_from_id=None)


def _row(row: ReportRow, facts: RowFacts, place: int) -> ReportRow:
    for name in facts.__dataclass_fields__:
        setattr(row, name, getattr(facts, name))
    row.sort = place
    return row


def _word(word: ReportWord | None, about: About, words: str) -> ReportWord:
    kind, record_id = about
    word = word or ReportWord(**{f"{kind}_id": record_id})
    word.words = words
    return word


def _require_content(texts: ReportTexts) -> None:
    if texts.manner == Manner.WRITTEN and not (texts.overview.strip() or texts.rows):
        raise RuleBroken("汇报还是空的：请写总体情况或添加风险点；没有新情况的请选“本季度无新增”。")


def _is_liaison(unit: Unit, actor: Actor, on: date) -> bool:
    """Return whether the liaison files for the head; refuses everybody else."""
    if actor.person_id is None:
        raise RuleBroken("汇报须由单位负责人报送。")
    posts = posts_by_role(actor.person_id, on=on)
    if unit.id in posts.get(PostRole.PRINCIPAL, frozenset()):
        return False
    if actor.paper_act_id is not None or unit.id not in posts.get(PostRole.LIAISON, frozenset()):
        raise RuleBroken(
            f"{actor.name}在 {on:%Y-%m-%d} 不是“{unit.name}”的负责人，汇报须由单位负责人报送。"
        )
    if directory.setting("liaison_may_submit", on=on) != "1":
        raise RuleBroken("学校规定汇报须由单位负责人本人报送，请转请负责人报送。")
    return True


def _require_other(report: UnitReport, actor: Actor) -> None:
    if actor.person_id is not None and actor.person_id == report.submitter_id:
        raise RuleBroken("报送人不能收下或退回自己报送的汇报，请转请另一人办理。")


def _continued(row: ReportRow) -> Risk | None:
    """Return the open risk of the row that this one goes on with."""
    earlier = row.copied_from.risk if row.copied_from else None
    return earlier if earlier is not None and earlier.is_open else None


def _is_changed(row: ReportRow) -> bool:
    """Tell whether a row says something else than the one that it was copied from."""
    earlier = row.copied_from
    return earlier is None or _facts_of(row, None) != _facts_of(earlier, None)


def _facts(report: UnitReport, row: ReportRow) -> RiskFacts:
    return RiskFacts(
        unit_id=report.unit_id,
        area_id=row.area_id,
        kind=row.kind,
        level=row.level,
        title=row.title,
        place=row.place,
        measure=row.measure,
        due_on=row.due_on,
        found_on=min(filter(None, (report.submitted_on, report.meeting.held_on))),
    )


def _note(
    report: UnitReport,
    verb: str,
    *,
    actor: Actor,
    on: date,
    words: str = "",
    is_by_liaison: bool = False,
) -> None:
    changes = changes_of(report)
    step = ReportStep.by(actor, verb, on=on, note=words, report=report, is_by_liaison=is_by_liaison)
    db.session.add(step)
    label = f"{report.meeting.name} {report.unit.display_name}"
    record_event(f"unit_report.{verb}", report, actor=actor, label=label, changes=changes)
