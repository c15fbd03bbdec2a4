"""What each record says to those who search: by this it is found, and so it is shown."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from tracker.agreements.models import Agreement
from tracker.core.calendar import chinese_date
from tracker.core.clock import today
from tracker.core.db import db, read_once
from tracker.directory import queries as directory
from tracker.directory.models import NumberSeries, Person, Unit
from tracker.followups.models import FollowUp
from tracker.issuing.models import IssuedPaper, UsedNumber
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
from tracker.unit_reports.models import ReportState, UnitReport


@dataclass(frozen=True)
class Leads:
    """Where a record is read; `otherwise` for those who may not open its own page."""

    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    otherwise: str = ""


class Readers(StrEnum):
    """Who may see a record: each also those before, and its units besides, save what is planned."""

    PLANNERS = "planned"
    OFFICE = "office"
    COLLEGE = "college"
    EVERYBODY = "open"


def _out_or(is_out: bool, otherwise: Readers = Readers.COLLEGE) -> Readers:
    return Readers.EVERYBODY if is_out else otherwise


@dataclass(frozen=True)
class Told:
    """One record in words.

    `name` is neutral (a number, a title of a meeting), `title` and `body` may be quoted unless
    they name a sensitive area, `hidden` is found by and never shown. `unit_ids` begin with the
    unit that answers for it. `readers` says who may see it besides the office.
    """

    leads: Leads
    name: str
    title: str = ""
    body: str = ""
    hidden: str = ""
    about: str = ""
    badge: str = ""
    tone: str = "plain"
    year: int | None = None
    unit_ids: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()
    readers: "Readers" = Readers.COLLEGE
    is_sensitive: bool = False

    @property
    def text(self) -> str:
        """Return all that the record is found by."""
        return _lines(self.name, self.title, self.body, self.hidden)

    @property
    def shown(self) -> dict[str, Any]:
        """Return what a result is made of, as the index keeps it; of sensitive records no words."""
        return {
            "leads": asdict(self.leads),
            "name": self.name,
            "title": "" if self.is_sensitive else self.title,
            "body": "" if self.is_sensitive else self.body,
            "about": self.about,
            "badge": self.badge,
            "tone": self.tone,
            "is_sensitive": self.is_sensitive,
        }


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _dotted(*words: str) -> str:
    return " · ".join(word for word in words if word)


def of_unit(unit: Unit) -> Told:
    """Tell a unit or body by all its names."""
    is_there = unit.is_active(today())
    return Told(
        Leads("directory.unit", {"unit_id": unit.id}, otherwise="directory.units"),
        unit.name,
        hidden=_lines(*unit.names),
        about=unit.kind_label,
        badge="" if is_there else "不在用",
        unit_ids=(unit.id,),
    )


def of_person(person: Person) -> Told:
    """Tell a member of staff by name and posts, those of today shown."""
    on = today()
    held = [h for h in person.holdings if h.from_on <= on and (h.to_on is None or h.to_on >= on)]
    words = [directory.post_words(holding.post) for holding in person.holdings]
    return Told(
        Leads("directory.person", {"person_id": person.id}, otherwise="directory.people"),
        person.name,
        hidden=_lines(*words),
        about="、".join(directory.post_words(holding.post) for holding in held) or "现无任职",
        badge="" if person.is_active else "已离职",
        unit_ids=tuple(dict.fromkeys(holding.post.unit_id for holding in held)),
        marks=(f"person{person.id}",),
    )


def of_paper(paper: IssuedPaper) -> Told:
    """Tell an issued paper by number and title."""
    return Told(
        Leads("catalogue.issued", {"issued_id": paper.id}),
        paper.doc_no,
        paper.title,
        about=_dotted(f"{chinese_date(paper.issued_on)}印发", f"第 {paper.version} 版"),
        badge="有效" if paper.is_valid else "已被替代",
        tone="good" if paper.is_valid else "plain",
        year=paper.year or paper.issued_on.year,
        unit_ids=(paper.unit_id,) if paper.unit_id else (),
        readers=_out_or(paper.unit_id is None),
    )


def of_used_number(used: UsedNumber) -> Told:
    """Tell a number that was used outside the system by number and title."""
    series = _series()[used.series]
    return Told(
        Leads("issuing.register", {"series_id": series.id, "year": used.year}),
        series.format(year=used.year, number=used.number),
        used.title,
        about=f"{chinese_date(used.used_on)}登记，{used.recorder_name}",
        badge="已撤回" if used.withdrawn_on else "",
        year=used.year,
    )


def _series() -> dict[str, NumberSeries]:
    return read_once(
        "series_by_code", lambda: {one.code: one for one in db.session.query(NumberSeries)}
    )


def of_meeting(meeting: Meeting) -> Told:
    """Tell a meeting by title, place, chair and what its notice says."""
    chair = meeting.chair.name if meeting.chair else ""
    return Told(
        Leads("minutes.overview", {"meeting_id": meeting.id}),
        meeting.title,
        body=_lines(meeting.agenda, meeting.requirements),
        hidden=_lines(
            meeting.short_title,
            meeting.place,
            meeting.held_by_as_written,
            chair,
            meeting.chair_as_written,
            meeting.quarter_words,
        ),
        about=_dotted(meeting.time_words, meeting.place),
        badge=meeting.state_label,
        tone=meeting.state_tone,
        year=meeting.year,
        readers=_out_or(meeting.state != MeetingState.DRAFT),
    )


def of_minutes(minutes: Minutes) -> Told:
    """Tell a version of minutes by what the drafter wrote; speeches are told by themselves."""
    return Told(
        Leads("minutes.show", {"meeting_id": minutes.meeting_id}),
        f"{minutes.meeting.title}纪要",
        body=_lines(minutes.opening, minutes.hearing, minutes.closing),
        about=f"第 {minutes.version} 版",
        badge=minutes.state_label,
        tone=minutes.state_tone,
        year=minutes.meeting.year,
        readers=_out_or(minutes.is_issued),
    )


def of_address(address: Address) -> Told:
    """Tell who spoke, with what stands before and after the points."""
    values = {"meeting_id": address.meeting_id, "_anchor": f"address-{address.id}"}
    return Told(
        Leads("followups.points", values),
        f"{address.who}{address.verb}",
        body=_lines(address.lead, address.tail),
        about=_held(address.meeting),
        year=address.meeting.year,
        readers=_told_of(address.meeting),
    )


def of_point(point: Point) -> Told:
    """Tell a point by its words, and whose they are."""
    address = point.address
    values = {"meeting_id": address.meeting_id, "_anchor": f"point-{point.id}"}
    return Told(
        Leads("followups.points", values),
        point.source,
        point.heading,
        point.body,
        hidden=address.who,
        about=_dotted(_held(address.meeting), address.who),
        year=address.meeting.year,
        readers=_told_of(address.meeting),
    )


def of_areas(areas: AreaList) -> Told:
    """Tell a list of areas as named at a meeting; what names sensitive ones is not quoted."""
    told = [entry.words for entry in areas.entries if not entry.is_sensitive]
    return Told(
        Leads("minutes.overview", {"meeting_id": areas.meeting_id}),
        f"{_held(areas.meeting)}提及领域",
        body="、".join(told),
        hidden=_lines(*(entry.words for entry in areas.entries if entry.is_sensitive)),
        year=areas.meeting.year,
        readers=_told_of(areas.meeting),
    )


def _held(meeting: Meeting) -> str:
    return f"{meeting.quarter_words}会议"


def _told_of(meeting: Meeting) -> Readers:
    return _out_or(meeting.state in TOLD_STATES)


def of_risk(risk: Risk) -> Told:
    """Tell a risk by its words, place, area and what was noted since."""
    return Told(
        Leads("risks.show", {"risk_id": risk.id}),
        risk.code,
        risk.title,
        _lines(risk.measure, *(step.note for step in risk.steps)),
        hidden=_lines(risk.place, risk.area.name, risk.kind_label),
        about=_dotted(risk.unit.display_name, risk.area.name, risk.level_label),
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
        Leads("followups.show", {"followup_id": item.id}),
        item.code,
        item.title,
        _lines(item.requirement, item.deliverable, *(entry.note for entry in item.entries)),
        hidden=item.addressed_to,
        about=_dotted(item.lead_unit.display_name, due),
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
    values = {"meeting_id": report.meeting_id, "unit_id": report.unit_id}
    said = [
        (row.area.is_sensitive, _lines(row.title, row.place, row.measure)) for row in report.rows
    ]
    said += [
        (word.risk is not None and word.risk.area.is_sensitive, word.words) for word in report.words
    ]
    return Told(
        Leads("unit_reports.show", values),
        f"{report.unit.display_name}汇报",
        body=_lines(
            report.overview,
            report.causes,
            report.next_steps,
            *(words for is_sensitive, words in said if not is_sensitive),
        ),
        hidden=_lines(*(words for is_sensitive, words in said if is_sensitive)),
        about=_held(report.meeting),
        badge=report.state_label,
        tone=report.state_tone,
        year=report.meeting.year,
        unit_ids=(report.unit_id,),
        readers=Readers.OFFICE if report.state == ReportState.DRAFT else Readers.COLLEGE,
    )


def of_agreement(agreement: Agreement) -> Told:
    """Tell a unit's agreement by title, text and who signs it."""
    values = {"year": agreement.year, "agreement_id": agreement.id}
    signing = agreement.signing
    return Told(
        Leads("agreements.show", values),
        signing.title,
        body=signing.text,
        hidden=_lines(agreement.kind.name, *(one.person_name for one in agreement.signers)),
        about=_dotted(agreement.unit_name, f"{agreement.year}年"),
        badge=agreement.state_label,
        tone=agreement.state_tone,
        year=agreement.year,
        unit_ids=(agreement.unit_id,),
    )
