"""What is done with a report: handed in, told at the meeting, sent back, taken in."""

from datetime import date

from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.directory.models import PostRole, Unit
from tracker.followups.queries import posts_by_role
from tracker.meetings.models import Meeting
from tracker.risks import services as risks
from tracker.risks.models import Risk
from tracker.risks.services import RiskFacts
from tracker.unit_reports import queries
from tracker.unit_reports.models import Manner, ReportRow, UnitReport
from tracker.unit_reports.services.facts import ReportTexts, facts_of
from tracker.unit_reports.services.writing import note_step, open_report, write


def submit(
    *, meeting: Meeting, unit: Unit, texts: ReportTexts, actor: Actor, on: date
) -> UnitReport:
    """报送: the head hands the report in, or the liaison for the head, or a stamped paper did.

    `on` is the day on which the actor did so, on the page or on paper.

    Raises:
        RuleBroken: as for `save`; or the actor neither heads the unit nor may file for it, or a
            written report says nothing.
    """
    report = open_report(meeting, unit)
    is_by_liaison = _is_liaison(unit, actor, on)
    _require_content(texts)
    write(report, texts)
    report.is_late = on > queries.due_on(meeting)
    report.submitted_on, report.submitter_id = on, actor.person_id
    report.submitter_name = f"{actor.post}{actor.name}"
    report.move("submit")
    note_step(report, "submit", actor=actor, on=on, is_by_liaison=is_by_liaison)
    return report


def record_oral(*, meeting: Meeting, unit: Unit, actor: Actor, on: date) -> UnitReport:
    """Note that the unit reported at the meeting by word of mouth, without any paper.

    It is the office that heard it: nobody of the unit has signed, and it is taken in at once.

    Raises:
        RuleBroken: the meeting was not held yet or takes no reports, or a report is there.
    """
    if not meeting.was_held:
        raise RuleBroken("会议还没有召开；口头汇报请在会议召开后登记。")
    report = open_report(meeting, unit)
    if report.state in queries.FILED_STATES:
        raise RuleBroken(f"{unit.display_name}的汇报{report.state_label}，不必再登记口头汇报。")
    write(report, ReportTexts(Manner.ORAL))
    report.submitted_on, report.is_late = meeting.held_on, False
    report.move("submit")
    report.move("accept")
    report.accepted_on = on
    note_step(report, "accept", actor=actor, on=on)
    return report


def return_(*, report: UnitReport, reason: str, actor: Actor, on: date) -> None:
    """退回: give the report back with a reason, which the unit sees first.

    Raises:
        RuleBroken: it is not handed in, no reason is given, or the actor handed it in.
    """
    _require_other(report, actor)
    report.move("return", reason=reason)
    note_step(report, "return", actor=actor, on=on, words=reason)


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
    note_step(report, "accept", actor=actor, on=on)
    return made


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
    return earlier is None or facts_of(row, None) != facts_of(earlier, None)


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
