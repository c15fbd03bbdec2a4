"""What a quarter holds beside speeches and tasks: areas named, agreements signed, risks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tracker.agreements import queries as agreements_queries
from tracker.agreements import services as agreements
from tracker.agreements.models import Agreement, Occasion, Signing
from tracker.agreements.services import Signature, SigningFacts
from tracker.core.text import split_list
from tracker.directory import queries as directory
from tracker.directory.models import LEADER_ROLES, RiskArea
from tracker.followups import services as followups
from tracker.followups.models import DueBasis, FollowUp
from tracker.followups.queries import points_of
from tracker.followups.services import Demand
from tracker.meetings import services as meetings
from tracker.meetings.models import Meeting, NamedBy
from tracker.meetings.queries import addresses_of
from tracker.meetings.services import Context, NamedWords
from tracker.operations.demo.college import Told
from tracker.operations.demo.days import working_days
from tracker.operations.demo.people import as_actor, head_of, person, unit
from tracker.risks import services as risks
from tracker.risks.models import Risk
from tracker.unit_reports import queries
from tracker.unit_reports import services as reports
from tracker.unit_reports.models import Manner, ReportRow
from tracker.unit_reports.queries import states_of
from tracker.unit_reports.services import ReportTexts, RowFacts

# From this distance to the latest quarter on, what was handed out is done.
ALL_DONE_AGE = 4
CANCEL_REASON = "经核实，现有流程已作规定，不另立项。"
REPORT = "已按措施整改，整改结果经本单位复核。"
RETURN_REASON = "风险点没有写明整改措施，请补充后再报。"
STILL_OPEN = "正在整改，已采取临时措施，按时限办结。"
# How far the reports for the meeting that is only called have come.
UNDER_WAY = ("accepted", "submitted", "draft", "returned", "missing", "missing")


def add_records(meeting: Meeting, told: Told) -> None:
    """Name the areas, put agreements out and sign them, and follow up what units reported."""
    for row in told["areas"]:
        _name_areas(meeting, row)
    for row in told["agreements"]:
        _sign(meeting, row)
    _hear(meeting, told)
    fates = {one[3]: one[6] for row in told["reports"] for one in row["rows"]}
    for report in states_of(meeting.id).values():
        for reported in report.rows:
            _follow(meeting, reported, fates[reported.title])


def _hear(meeting: Meeting, told: Told) -> None:
    """Note who reported at the meeting by word of mouth."""
    for row in told["reports"]:
        if row.get("manner") == Manner.ORAL:
            clerk = as_actor("clerk", on=meeting.held_on)
            reports.record_oral(
                meeting=meeting, unit=unit(row["unit"]), actor=clerk, on=meeting.held_on
            )


def file_reports(meeting: Meeting, told: Told) -> None:
    """Let the units hand in what they report before the meeting, and take it in.

    For the meeting that is only called each report stands elsewhere on its way.
    """
    is_called = told["age"] == 0 and not told.get("on_paper", False)
    for place, row in enumerate(told["reports"]):
        if row.get("manner") != Manner.ORAL:
            _file(meeting, row, UNDER_WAY[place % len(UNDER_WAY)] if is_called else "accepted")


def _file(meeting: Meeting, row: Told, outcome: str) -> None:
    if outcome == "missing":
        return
    reporting = unit(row["unit"])
    on = working_days(meeting.held_on, -2 if outcome == "late" else -3)
    head = head_of(reporting, on=on)
    said = _texts(meeting, row)
    if outcome == "draft":
        reports.save(meeting=meeting, unit=reporting, texts=said, actor=head, on=on)
        return
    report = reports.submit(meeting=meeting, unit=reporting, texts=said, actor=head, on=on)
    clerk = as_actor("clerk", on=on)
    if outcome == "accepted":
        reports.accept(report=report, actor=clerk, on=on)
    elif outcome == "returned":
        reports.return_(report=report, reason=RETURN_REASON, actor=clerk, on=on)


def _texts(meeting: Meeting, row: Told) -> ReportTexts:
    codes = {area.code: area.id for area in directory.risk_areas()}
    rows = [
        RowFacts(
            area_id=codes[code],
            kind=kind,
            level=level,
            title=title,
            measure=measure,
            due_on=working_days(meeting.held_on, int(days)),
        )
        for code, kind, level, title, measure, days, _fate in row["rows"]
    ]
    matters = queries.matters(meeting, unit(row["unit"]))
    return ReportTexts(
        manner=Manner(row.get("manner", Manner.WRITTEN)),
        overview=row.get("overview", ""),
        causes=row.get("causes", ""),
        next_steps=row.get("next_steps", ""),
        rows=rows,
        words=dict.fromkeys(matters, STILL_OPEN),
    )


def _name_areas(meeting: Meeting, row: Told) -> None:
    named = [
        NamedWords(words, tuple(area.id for area in directory.areas_of(words)))
        for words in split_list(row["words"])
    ]
    clerk = as_actor("clerk", on=meeting.held_on)
    context = _context(meeting, row)
    meetings.add_area_list(meeting=meeting, context=context, named=named, actor=clerk)


def _context(meeting: Meeting, row: Told) -> Context:
    addresses = addresses_of(meeting)
    if row["by"] == "address":
        return Context(NamedBy.ADDRESS, address_id=addresses[row["address"] - 1].id)
    if row["by"] == "point":
        place, _, path = row["point"].partition(" ")
        address = addresses[int(place) - 1]
        point = next(one for one in points_of(meeting) if _is_at(one, address.id, path))
        return Context(NamedBy.POINT, address_id=address.id, point_id=point.id)
    return Context(NamedBy.UNITS)


def _is_at(point: object, address_id: int, path: str) -> bool:
    return (getattr(point, "address_id", 0), getattr(point, "path", "")) == (address_id, path)


def _sign(meeting: Meeting, row: Told) -> None:
    """Put one text out, mark who signed on the stage, and later who signed afterwards."""
    on = meeting.held_on
    kinds = {kind.name: kind for kind in directory.agreement_kinds()}
    facts = SigningFacts(
        kind_id=kinds[row["kind"]].id,
        year=meeting.year,
        title=row["title"],
        text=row.get("text", "").strip(),
        leader_ids=tuple(person(name).id for name in row["leaders"]),
        told_with=tuple(row["with"]),
    )
    signing = agreements.register(
        facts=facts,
        meeting=meeting,
        unit_ids=[unit(name).id for name in row["units"]],
        actor=as_actor("clerk", on=on),
        on=on,
    )
    for name in row["stage"]:
        _mark(signing, name, on, Occasion.MEETING)
    for name, day in row.get("late", {}).items():
        _mark(signing, name, day, Occasion.LATE)


def _mark(signing: Signing, name: str, day: date, occasion: Occasion) -> None:
    wanted = unit(name).id
    rows: Iterable[Agreement] = agreements_queries.in_order(signing.agreements)
    agreement = next(one for one in rows if one.unit_id == wanted)
    signature = Signature({signer.id: day for signer in agreement.signers}, occasion)
    clerk = as_actor("clerk", on=day)
    agreements.mark_signed(agreement=agreement, signature=signature, actor=clerk, on=day)


def _follow(meeting: Meeting, row: ReportRow, fate: str) -> None:
    """Plan the item that rectifies a reported risk, or give the risk up, as told."""
    risk, on = row.risk, meeting.held_on
    if risk is None or fate == "registered":
        return
    if fate == "cancelled":
        director = as_actor("director", on=on)
        risks.cancel(risk=risk, reason=CANCEL_REASON, actor=director, on=on)
        return
    demand = Demand(
        title=_demand_title(row.area, row.title),
        lead_unit_ids=(risk.unit_id,),
        requirement=row.measure,
        deliverable="整改情况",
        due_on=row.due_on,
        due_basis=DueBasis.CONFIRMED,
    )
    clerk = as_actor("clerk", on=on)
    if risk.is_major:
        leader = next(p.person_id for p in directory.holdings(on=on) if p.post.role in LEADER_ROLES)
        facts = replace(
            risks.facts_of(risk),
            responsibility="责任单位主要负责人",
            budget="列入本年度安全专项经费",
            emergency_plan="发生险情时停用并疏散，由保卫部值守",
            interim_control="整改完成前限制使用，每日巡查",
            supervisor_id=leader,
        )
        risks.edit(risk=risk, facts=facts, actor=clerk, on=on)
    followups.plan_items(demand=demand, meeting=meeting, point=None, risk=risk, actor=clerk, on=on)


def _demand_title(area: RiskArea, title: str) -> str:
    return f"完善{area.name}措施：{title}" if area.is_sensitive else f"整改：{title}"


def rectify(items: list[FollowUp], told: Told) -> None:
    """Let the units rectify their risks; each that was told so is verified and struck off."""
    fates = {row[3]: row[6] for report in told["reports"] for row in report["rows"]}
    for item in items:
        title = item.risk.title if item.risk else ""
        is_closed = fates.get(title) == "closed" or told["age"] >= ALL_DONE_AGE
        received_on = working_days(item.assigned_on or date.min, 1)
        head = head_of(item.lead_unit, on=received_on)
        followups.receive(followup=item, actor=head, on=received_on)
        if item.risk is not None:
            _let_stand(item.risk, fates.get(title, ""), received_on)
        if is_closed:
            _strike_off(item, received_on)


def _let_stand(risk: Risk, fate: str, on: date) -> None:
    """Hand a risk up, or let it take longer than a date, as told; it stays on the ledger."""
    if fate == "transferred":
        risks.transfer(
            risk=risk, to="属地消防救援部门", doc_no=f"院函〔{on.year}〕12号", letter_on=on,
            actor=as_actor("clerk", on=on), on=on,
        )  # fmt: skip
    if fate == "long_term":
        risks.prolong(
            risk=risk, goal="分两期改造，本学期完成一期", next_review_on=working_days(on, 60),
            actor=as_actor("director", on=on), on=on,
        )  # fmt: skip


def _strike_off(item: FollowUp, received_on: date) -> None:
    submitted_on = max(received_on, working_days(item.due_on or date.max, -2))
    head = head_of(item.lead_unit, on=submitted_on)
    followups.submit(followup=item, actor=head, on=submitted_on, note=REPORT)
    verified_on = working_days(submitted_on, 1)
    clerk = as_actor("clerk", on=verified_on)
    followups.close(followup=item, actor=clerk, on=verified_on)
