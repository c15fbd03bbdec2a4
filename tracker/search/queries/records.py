"""What the records of meetings and of what follows from them say."""

from tracker.agreements.models import Agreement
from tracker.core.calendar import chinese_date
from tracker.followups.models import FollowUp
from tracker.meetings.models import (
    TOLD_STATES,
    Address,
    AreaList,
    Meeting,
    MeetingState,
    Point,
)
from tracker.minutes.models import Minutes
from tracker.risks.models import Risk
from tracker.search.queries.telling import Readers, Told, dotted, lines, out_or
from tracker.unit_reports.models import ReportState, UnitReport


def of_meeting(meeting: Meeting) -> Told:
    """Tell a meeting by title, place, chair and what its notice says."""
    chair = meeting.chair.name if meeting.chair else ""
    return Told(
        {"meeting_id": meeting.id},
        meeting.title,
        body=lines(meeting.agenda, meeting.requirements),
        hidden=lines(
            meeting.short_title,
            meeting.place,
            meeting.held_by_as_written,
            chair,
            meeting.chair_as_written,
            meeting.quarter_words,
        ),
        about=dotted(meeting.time_words, meeting.place),
        badge=meeting.state_label,
        tone=meeting.state_tone,
        year=meeting.year,
        readers=out_or(meeting.state != MeetingState.DRAFT),
    )


def of_minutes(minutes: Minutes) -> Told:
    """Tell a version of minutes by what the drafter wrote; speeches are told by themselves."""
    return Told(
        {"meeting_id": minutes.meeting_id},
        f"{minutes.meeting.title}纪要",
        body=lines(minutes.opening, minutes.hearing, minutes.closing),
        about=f"第 {minutes.version} 版",
        badge=minutes.state_label,
        tone=minutes.state_tone,
        year=minutes.meeting.year,
        readers=out_or(minutes.is_issued),
    )


def of_address(address: Address) -> Told:
    """Tell who spoke, with what stands before and after the points."""
    values = {"meeting_id": address.meeting_id, "_anchor": f"address-{address.id}"}
    return Told(
        values,
        f"{address.who}{address.verb}",
        body=lines(address.lead, address.tail),
        about=_held(address.meeting),
        year=address.meeting.year,
        readers=_told_of(address.meeting),
    )


def of_point(point: Point) -> Told:
    """Tell a point by its words, and whose they are."""
    address = point.address
    values = {"meeting_id": address.meeting_id, "_anchor": f"point-{point.id}"}
    return Told(
        values,
        point.source,
        point.heading,
        point.body,
        hidden=address.who,
        about=dotted(_held(address.meeting), address.who),
        year=address.meeting.year,
        readers=_told_of(address.meeting),
    )


def of_areas(areas: AreaList) -> Told:
    """Tell a list of areas as named at a meeting; what names sensitive ones is not quoted."""
    told = [entry.words for entry in areas.entries if not entry.is_sensitive]
    return Told(
        {"meeting_id": areas.meeting_id},
        f"{_held(areas.meeting)}提及领域",
        body="、".join(told),
        hidden=lines(*(entry.words for entry in areas.entries if entry.is_sensitive)),
        year=areas.meeting.year,
        readers=_told_of(areas.meeting),
    )


def _held(meeting: Meeting) -> str:
    return f"{meeting.quarter_words}会议"


def _told_of(meeting: Meeting) -> Readers:
    return out_or(meeting.state in TOLD_STATES)


def of_risk(risk: Risk) -> Told:
    """Tell a risk by its words, place, area and what was noted since."""
    return Told(
        {"risk_id": risk.id},
        risk.code,
        risk.title,
        risk.measure,
        hidden=lines(risk.place, risk.area.name, risk.kind_label),
        about=dotted(
            risk.unit.display_name,
            *(() if risk.area.is_sensitive else (risk.area.name, risk.level_label)),
        ),
        badge=risk.state_label,
        tone=risk.state_tone,
        year=risk.year,
        unit_ids=(risk.unit_id,),
        is_sensitive=risk.area.is_sensitive,
    )


def of_follow_up(item: FollowUp) -> Told:
    """Tell an item by its words and what was noted since."""
    due = f"{chinese_date(item.due_on)}前" if item.due_on else ""
    return Told(
        {"followup_id": item.id},
        item.code,
        item.title,
        lines(item.requirement, item.deliverable, *(entry.note for entry in item.entries)),
        hidden=item.addressed_to,
        about=dotted(item.lead_unit.display_name, due),
        badge=item.state_label,
        tone=item.state_tone,
        year=item.year,
        unit_ids=(item.lead_unit_id, *(unit.id for unit in item.supporting)),
        # The discipline office sees what the office leads, not what it only supports.
        marks=(f"lead{item.lead_unit_id}",) if item.assigned_on else (),
        readers=Readers.COLLEGE if item.assigned_on else Readers.PLANNERS,
        is_sensitive=item.risk is not None and item.risk.area.is_sensitive,
    )


def of_report(report: UnitReport) -> Told:
    """Tell a unit's report; rows and words about sensitive areas are found and not quoted."""
    said = _rows_of(report)
    return Told(
        {"meeting_id": report.meeting_id, "unit_id": report.unit_id},
        f"{report.unit.display_name}汇报",
        body=lines(
            report.overview,
            report.causes,
            report.next_steps,
            *(w for w, is_open in said if is_open),
        ),
        hidden=lines(*(words for words, is_open in said if not is_open)),
        about=_held(report.meeting),
        badge=report.state_label,
        tone=report.state_tone,
        year=report.meeting.year,
        unit_ids=(report.unit_id,),
        readers=Readers.OFFICE if report.state == ReportState.DRAFT else Readers.COLLEGE,
    )


def _rows_of(report: UnitReport) -> list[tuple[str, bool]]:
    """Return what a report says of each risk and open matter, and whether it may be quoted."""
    rows = [
        (lines(row.title, row.place, row.measure), not row.area.is_sensitive) for row in report.rows
    ]
    words = [
        (word.words, word.risk is None or not word.risk.area.is_sensitive) for word in report.words
    ]
    return rows + words


def of_agreement(agreement: Agreement) -> Told:
    """Tell a unit's agreement by title, text and who signs it."""
    values = {"year": agreement.year, "agreement_id": agreement.id}
    signing = agreement.signing
    return Told(
        values,
        signing.title,
        body=signing.text,
        hidden=lines(agreement.kind.name, *(one.person_name for one in agreement.signers)),
        about=dotted(agreement.unit_name, f"{agreement.year}年"),
        badge=agreement.state_label,
        tone=agreement.state_tone,
        year=agreement.year,
        unit_ids=(agreement.unit_id,),
    )
