"""Playing one meeting from its notice to its minutes, through the features' own services."""

from datetime import date, time
from typing import Any

from tracker.accounts.services import record_paper_act, subject_of
from tracker.core.outline import split_speech
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.directory.models import PostRole
from tracker.followups import services as followups
from tracker.followups.models import DueBasis, FollowUp
from tracker.followups.queries import points_of
from tracker.followups.services import Demand
from tracker.meetings import services as meetings
from tracker.meetings.models import (
    AttendanceBasis,
    AttendanceStatus,
    Handling,
    Meeting,
    MeetingKind,
    Point,
)
from tracker.meetings.queries import addresses_of
from tracker.meetings.services import Details, Invited, NoticeWords, Reporting, Schedule, Spoken
from tracker.minutes import queries as minutes_queries
from tracker.minutes import services as minutes_services
from tracker.minutes.models import Minutes
from tracker.minutes.services import Texts
from tracker.operations.demo.college import Told
from tracker.operations.demo.days import working_days
from tracker.operations.demo.people import as_actor, campus, person, unit, viewer

OPENED_BEFORE = -8
NOTIFIED_BEFORE = -4
ADDRESSED_TO = "各党工委、党总支、直属党支部，各处室、系（部）、中心，工会、团委"
CONTACT = "党政办公室（临湖校区主楼三层）"
LEADERS = frozenset({"党委书记", "院长", "党委副书记", "纪委书记", "副院长"})
FULL_TEXT_FIRST = 2023


def announce(told: Told) -> Meeting:
    """Open the meeting, invite, and issue the notice, each on its day."""
    held_on: date = told["held_on"]
    opened_on = working_days(held_on, OPENED_BEFORE)
    clerk = as_actor("clerk", on=opened_on)
    meeting = meetings.open_meeting(
        details=_details(told), schedule=_schedule(told), is_late=False, actor=clerk, on=opened_on
    )
    meetings.set_invited(
        meeting=meeting,
        invited=_invited(told, held_on),
        reporting=[Reporting(unit(name).id, scope) for name, scope in told["reporting"]],
        actor=clerk,
    )
    meetings.notify(
        meeting=meeting,
        words=NoticeWords(addressed_to=ADDRESSED_TO, contact=CONTACT),
        actor=clerk,
        on=working_days(held_on, NOTIFIED_BEFORE),
    )
    return meeting


def _details(told: Told) -> Details:
    chair, recorder = told.get("chair"), told["recorder"]
    return Details(
        kinds=[MeetingKind(kind) for kind in told["kinds"]],
        title=told["title"],
        short_title=told["short_title"],
        year=told["year"],
        quarter=told["quarter"],
        chair_id=person(chair).id if chair else None,
        recorder_id=person(recorder).id,
        organiser_id=unit(told["organiser"]).id,
        agenda=told["agenda"],
        requirements=told["requirements"],
    )


def _schedule(told: Told) -> Schedule:
    return Schedule(
        held_on=told["held_on"],
        day_part=told.get("day_part"),
        starts_at=_clock(told.get("starts_at")),
        ends_at=_clock(told.get("ends_at")),
        campus_id=campus(told["campus"]).id,
        room=told["room"],
    )


def _clock(words: str | None) -> time | None:
    return time.fromisoformat(words) if words else None


def _invited(told: Told, on: date) -> list[Invited]:
    leaders = [(person(name), name) for name in told["people"]]
    posts = {one.id: directory.highest_post(one.id, on=on) for one, _ in leaders}
    words = {one.id: f"{directory.post_words(posts[one.id])}{name}" for one, name in leaders}
    return [
        *(Invited(words=words[one.id], person_id=one.id) for one, _ in leaders),
        *(Invited(words=_all_of(name), category=name) for name in told["categories"]),
        *(
            Invited(words=one.display_name, unit_id=one.id)
            for one in (unit(name) for name in told["units"])
        ),
    ]


def _all_of(category: str) -> str:
    return category if category == "党委委员" else f"各{category}"


def hold(meeting: Meeting, told: Told) -> None:
    """Register who came, the meeting as held, and what was said."""
    on: date = told["held_on"]
    clerk = as_actor("clerk", on=on)
    meetings.set_basis(meeting=meeting, basis=AttendanceBasis(told["basis"]), actor=clerk)
    if meeting.attendance_basis == AttendanceBasis.SHEET:
        _mark_sheet(meeting, clerk)
    meetings.hold(meeting=meeting, actor=clerk, on=on)
    spoken = [
        Spoken(
            verb=row["verb"],
            outline=split_speech(row["text"].strip()),
            person=person(row["person"]) if "person" in row else None,
        )
        for row in told["addresses"]
    ]
    meetings.add_addresses(meeting=meeting, spoken=spoken, actor=clerk)


def _mark_sheet(meeting: Meeting, clerk: Actor) -> None:
    """Let other heads be away, send their deputy or come late each quarter; the rest came."""
    deputies = {
        holding.post.unit_id: holding.person.name
        for holding in directory.holdings(on=meeting.held_on)
        if holding.post.role == PostRole.DEPUTY
    }
    heads = [row for row in meeting.attendances if row.post_title not in LEADERS]
    turn = meeting.year * 4 + meeting.quarter
    may_send = [row for row in heads if row.unit_id in deputies]
    sent = may_send[turn % len(may_send)]
    away, late = [row for row in heads if row is not sent][turn % 7 :: 7][:2]
    leave, proxied = AttendanceStatus.ON_LEAVE, AttendanceStatus.PROXIED
    name = deputies[sent.unit_id or 0]
    meetings.mark(row=sent, status=proxied, proxy_name=name, actor=clerk)
    meetings.mark(row=away, status=leave, leave_reason="因公外出", actor=clerk)
    meetings.mark(row=late, status=AttendanceStatus.PRESENT, is_late=True, actor=clerk)
    meetings.mark_rest_present(meeting=meeting, actor=clerk)


def plan(meeting: Meeting, told: Told) -> None:
    """Say of every point what becomes of it, and plan the items."""
    on: date = told["minutes"]["submitted_on"]
    clerk = as_actor("clerk", on=on)
    points = _by_path(meeting)
    for row in told["items"]:
        demand = _demand(row, meeting)
        point = points[row["point"]]
        followups.plan_items(demand=demand, meeting=meeting, point=point, actor=clerk, on=on)
    for path in told["handling"]["standing"]:
        followups.set_handling(point=points[path], handling=Handling.STANDING, actor=clerk)
    demanded = points[told["conveyance"]["point"]]
    for point in points.values():
        if point.is_open and point.id != demanded.id:
            followups.set_handling(point=point, handling=Handling.CONVEYED, actor=clerk)
    ids = _conveying_ids(on)
    followups.plan_conveyance(meeting=meeting, point=demanded, unit_ids=ids, actor=clerk, on=on)


def _conveying_ids(on: date) -> list[int]:
    """Return all units but the committee; a unit leads before the party unit that covers it."""
    units = [one for one in directory.units(on=on) if not one.is_body][1:]
    return [one.id for one in sorted(units, key=lambda one: one.covers_id is not None)]


def _by_path(meeting: Meeting) -> dict[str, Point]:
    """Return the points by address and place, for example “3 三（一）”."""
    places = {address.id: place for place, address in enumerate(addresses_of(meeting), 1)}
    return {f"{places[point.address_id]} {point.path}": point for point in points_of(meeting)}


def _demand(row: Told, meeting: Meeting) -> Demand:
    leads = list(row["lead"]) if "lead" in row else row["leads"]
    return Demand(
        title=row["title"],
        requirement=row["requirement"],
        deliverable=row["deliverable"],
        lead_unit_ids=tuple(unit(name).id for name in leads),
        supporting_ids=tuple(unit(name).id for name in row.get("supporting", [])),
        due_on=due_on(row, meeting.held_on),
        due_basis=row.get("basis", DueBasis.CONFIRMED),
    )


def due_on(row: Told, held_on: date) -> date:
    """Return an item's due date: told as such, or in working days after the meeting."""
    told: Any = row.get("due_on")
    return told if isinstance(told, date) else working_days(held_on, row["due_after"])


def draft_minutes(meeting: Meeting, told: Told) -> Minutes:
    """Draft the minutes, send them for signature, and have the director read them."""
    on: date = told["minutes"]["submitted_on"]
    proceedings = minutes_queries.get_proceedings(meeting.id, viewer=None)
    if proceedings is None:
        raise LookupError(meeting.id)
    clerk = as_actor("clerk", on=on)
    minutes = minutes_services.start(proceedings, actor=clerk, on=on)
    texts = Texts(
        opening=minutes.opening,
        hearing=told["hearing"].strip(),
        closing="",
        is_full_text=told["year"] == FULL_TEXT_FIRST and told["quarter"] == 1,
        distribution=minutes.distribution,
        copies=told["minutes"]["copies"],
    )
    minutes_services.edit(minutes=minutes, texts=texts, actor=clerk)
    minutes_services.submit(minutes=minutes, proceedings=proceedings, actor=clerk, on=on)
    return minutes


def issue_minutes(meeting: Meeting, minutes: Minutes, told: Told) -> list[FollowUp]:
    """Have the secretary sign, by pen or in person, and hand the items out."""
    on: date = told["minutes"]["issued_on"]
    minutes_services.review(minutes=minutes, actor=as_actor("director", on=on), on=on)
    proceedings = minutes_queries.get_proceedings(meeting.id, viewer=None)
    if proceedings is None:
        raise LookupError(meeting.id)
    signer = _signature_on_paper(minutes, on) if told.get("on_paper") else as_actor("leader", on=on)
    minutes_services.issue(minutes=minutes, proceedings=proceedings, actor=signer, on=on)
    clerk = as_actor("clerk", on=on)
    return followups.dispatch(followups=proceedings.planned, actor=clerk, on=on)


def _signature_on_paper(minutes: Minutes, on: date) -> Actor:
    return record_paper_act(
        action="minutes.issue",
        subject=subject_of(minutes),
        person=person(as_actor("leader", on=on).name),
        acted_on=on,
        location=f"党政办公室文件柜 {on.year} 年会议文件第 1 盒",
        scan=None,
        recorder=viewer("clerk", on=on),
    )
