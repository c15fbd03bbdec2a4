"""Finding risks, as far as the viewer may see them."""

from collections.abc import Collection, Iterable
from datetime import date
from operator import itemgetter

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from tracker.accounts.services import subject_of
from tracker.core.calendar import quarter_of
from tracker.core.db import db
from tracker.core.permissions import Permission as P
from tracker.core.permissions import Viewer
from tracker.core.todos import Todo
from tracker.core.urls import LARGEST
from tracker.directory import queries as directory
from tracker.directory.models import Unit
from tracker.files.models import Scan
from tracker.files.queries import scans_of
from tracker.meetings.models import Meeting, MeetingState
from tracker.risks.models import OPEN_STATES, Evidence, Risk, RiskLevel, RiskState, RiskStep
from tracker.risks.queries.closings import closed_before, stood_at

MAX_TODOS = 100


def visible(viewer: Viewer | None) -> Select[Risk]:
    """Return a query of the risks that this person may see; None sees all (the worker).

    A unit sees its own; unit and area are loaded.
    """
    query = select(Risk).options(joinedload(Risk.unit), joinedload(Risk.area))
    return query.where(in_scope(viewer))


def in_scope(viewer: Viewer | None) -> ColumnElement[bool]:
    """Return as a condition of risks that this person may see them; None sees all."""
    if viewer is None or viewer.sees_all:
        return true()
    return Risk.unit_id.in_(viewer.unit_ids)


def get_risk(risk_id: int, *, viewer: Viewer | None) -> Risk | None:
    """Return the risk with its time line if it is for the viewer, else None."""
    query = visible(viewer).options(selectinload(Risk.steps), joinedload(Risk.meeting))
    return db.session.scalar(query.where(Risk.id == risk_id))


def get_many(ids: Iterable[int], *, viewer: Viewer) -> list[Risk]:
    """Return those of the risks that are for the viewer with their time lines, by number."""
    wanted = [number for number in ids if 0 < number <= LARGEST]
    query = visible(viewer).options(selectinload(Risk.steps)).where(Risk.id.in_(wanted))
    return list(db.session.scalars(query.order_by(Risk.year, Risk.number)))


def risks_of_meeting(meeting_id: int, *, viewer: Viewer | None) -> list[Risk]:
    """Return the risks registered in connection with a meeting, by unit; cancelled ones not."""
    query = visible(viewer).join(Risk.unit).where(
        Risk.meeting_id == meeting_id, Risk.state != RiskState.CANCELLED
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(Unit.sort, Unit.id, Risk.number)))


def whole() -> tuple[ORMOption, ...]:
    """Return what the ledger tells besides unit and area: the time line, finder and leader."""
    return (
        selectinload(Risk.steps), selectinload(Risk.postings), joinedload(Risk.found_by),
        joinedload(Risk.supervisor), joinedload(Risk.meeting),
    )  # fmt: skip


def of_named(named_ids: Collection[int]) -> dict[int, list[Risk]]:
    """Return {area as named: the risks that were made of it}, cancelled ones left out."""
    query = visible(None).where(Risk.named_id.in_(named_ids), Risk.state != RiskState.CANCELLED)
    found: dict[int, list[Risk]] = {}
    for risk in db.session.scalars(query.order_by(Risk.number)):
        found.setdefault(risk.named_id or 0, []).append(risk)
    return found


def standing_between(first: date, last: date, *, unit_id: int | None = None) -> list[Risk]:
    """Return the risks found by the last day that were still open on the first.

    They stand in the order of the units that answered for them then. `unit_id` asks for those
    that a unit answered for then and answers for still: what another one has written since is
    not for it.
    """
    query = visible(None).options(*whole())
    query = query.where(Risk.found_on <= last, is_open_on(first)).order_by(Risk.year, Risk.number)
    if unit_id is not None:
        query = query.where(Risk.unit_id == unit_id)
    order = {one: place for place, one in enumerate(directory.unit_names())}
    found = [(risk.held_on(last)[0], risk) for risk in db.session.scalars(query)]
    own = [(order[unit], risk) for unit, risk in found if unit_id in {None, unit}]
    return [risk for _, risk in sorted(own, key=itemgetter(0))]


def quarters_found(*, viewer: Viewer | None) -> list[tuple[int, int]]:
    """Return the (year, quarter) in which the viewer's risks were found, newest first."""
    days = db.session.scalars(select(Risk.found_on).where(in_scope(viewer)).distinct())
    return sorted({quarter_of(day) for day in days}, reverse=True)


def made_of(named_id: int, *, unit_id: int, area_id: int) -> Risk | None:
    """Return the risk that was made of a named area for this unit; cancelled ones not."""
    query = visible(None).where(Risk.named_id == named_id, Risk.state != RiskState.CANCELLED)
    return db.session.scalar(query.where(Risk.unit_id == unit_id, Risk.area_id == area_id))


def open_before(meeting: Meeting, *, unit_ids: Collection[int] | None = None) -> list[Risk]:
    """Return what was left open when the meeting was held: 上季度问题整改情况, by unit.

    Where the quarter before had been closed by then, it is what the ledger says stood open at
    its end. Otherwise those of earlier meetings, and those found before it without a meeting,
    that were not closed or cancelled before that day: told by dates alone, so that it stays true
    of a past meeting whatever has become of them since.
    """
    query = visible(None).join(Risk.unit).outerjoin(Risk.meeting)
    closed = closed_before(meeting)
    if closed is None:
        query = query.where(_is_earlier(meeting), is_open_on(meeting.held_on))
    else:
        query = query.where(Risk.id.in_(stood_at(closed)))
    if unit_ids is not None:
        query = query.where(Risk.unit_id.in_(unit_ids))
    return list(db.session.scalars(query.order_by(Unit.sort, Unit.id, Risk.year, Risk.number)))


def is_open_on(day: date) -> ColumnElement[bool]:
    """Return as a condition that a risk had not been struck off when the day began."""
    return and_(
        or_(Risk.closed_on.is_(None), Risk.closed_on >= day),
        or_(Risk.cancelled_on.is_(None), Risk.cancelled_on >= day),
        ~was_away(day),
    )


def _is_earlier(meeting: Meeting) -> ColumnElement[bool]:
    """Return as a condition of risks and their meetings that they come before this one.

    Of two meetings on one day the one entered first is the earlier. What was to be told at a
    meeting that was cancelled counts by the day on which it was found.
    """
    day = meeting.held_on
    is_before = or_(
        Meeting.held_on < day, and_(Meeting.held_on == day, Meeting.id < meeting.id)
    )  # fmt: skip
    is_of_none = or_(Risk.meeting_id.is_(None), Meeting.state == MeetingState.CANCELLED)
    return or_(
        and_(is_of_none, Risk.found_on < day),
        and_(Meeting.state != MeetingState.CANCELLED, is_before, Risk.found_on <= day),
    )


def was_away(day: date) -> ColumnElement[bool]:
    """Return as a condition that it had been struck off before a day and came back on it or later.

    Only one that came back (反弹) was ever away; its closings before that day tell.
    """
    closed = func.sum(case((RiskStep.verb == "close", 1), else_=-1))
    steps = select(func.coalesce(closed, 0)).where(
        RiskStep.risk_id == Risk.id,
        RiskStep.verb.in_(["close", "reopen"]),
        RiskStep.acted_on < day,
    )
    return and_(Risk.round > 1, steps.scalar_subquery() > 0)


def was_closed_between(first: date, last: date) -> ColumnElement[bool]:
    """Return as a condition that it was struck off between two days, whether it came back or not.

    A closing in the time line counts for what came back since; for the others their own day.
    """
    step = exists().where(
        RiskStep.risk_id == Risk.id,
        RiskStep.verb == "close",
        RiskStep.acted_on >= first,
        RiskStep.acted_on <= last,
    )
    is_last = and_(Risk.closed_on >= first, Risk.closed_on <= last)
    return or_(is_last, and_(Risk.round > 1, step))


def evidence_of(risk: Risk) -> list[Scan]:
    """Return the photos and documents beside the risk as they came, withdrawn ones included."""
    subject = subject_of(risk)
    return scans_of(subject)[subject]


def has_evidence(risk: Risk) -> bool:
    """Tell whether something beside the risk shows that it was mended, not withdrawn.

    What was sent before it came back shows nothing of the present round; moments tell, since
    both may be of one day.
    """
    shows = {Evidence.AFTER, Evidence.DOCUMENT}
    came_back = max((step.at for step in risk.steps if step.verb == "reopen"), default=None)
    return any(
        one.proves in shows
        and not one.is_withdrawn
        and (came_back is None or one.file.uploaded_at >= came_back)
        for one in evidence_of(risk)
    )


def todos(viewer: Viewer, *, on: date) -> list[Todo]:
    """Return what waits for this person about risks: a leader's word, a second person's, a look.

    In sensitive areas the sentence names the number alone.
    """
    query = visible(viewer).where(_waits(on)).order_by(Risk.year, Risk.number).limit(MAX_TODOS)
    return [todo for risk in db.session.scalars(query) for todo in _todos_of(risk, viewer, on)]


def _waits(on: date) -> ColumnElement[bool]:
    open_major = and_(Risk.level == RiskLevel.MAJOR, Risk.state.in_(OPEN_STATES))
    is_due = and_(Risk.look_back_on <= on, Risk.looked_back_on.is_(None))
    is_review = and_(Risk.state == RiskState.LONG_TERM, Risk.next_review_on <= on)
    return or_(
        open_major, and_(Risk.state == RiskState.CLOSED, is_due), is_review
    )  # fmt: skip


def _may_second(risk: Risk, viewer: Viewer) -> bool:
    """Tell whether a downgrade waits for this person: never for who asked it."""
    is_other = risk.asked_by_id != viewer.person_id
    return bool(risk.asked_level) and is_other and viewer.can(P.RISK_DECIDE)


def _looks_back(risk: Risk, viewer: Viewer) -> bool:
    """Tell whether a look back waits for this person: the office's own are a leader's to see."""
    is_offices = risk.unit_id in directory.office_family_ids(viewer.on)
    is_asked = viewer.can(P.RISK_CONFIRM) if is_offices else viewer.is_office
    return risk.state == RiskState.CLOSED and is_asked


def _todos_of(risk: Risk, viewer: Viewer, on: date) -> list[Todo]:
    confirms = viewer.can(P.RISK_CONFIRM)
    waiting = [
        (risk.is_awaiting_leader and confirms, "confirm", "确认销号", risk.accepted_on),
        (risk.is_awaiting_leader and viewer.is_office, "show", "待校领导确认", risk.accepted_on),
        (_may_second(risk, viewer), "decide_downgrade", "确认降级", None),
        (_looks_back(risk, viewer), "look_back", "回头看", risk.look_back_on),
    ]
    if viewer.is_office:
        is_review = risk.state == RiskState.LONG_TERM and (risk.next_review_on or date.max) <= on
        waiting += [
            (bool(risk.missing_if_major), "edit", "补齐五落实", None),
            (is_review, "review", "持续整改复核", risk.next_review_on),
        ]
    title = "" if risk.area.is_sensitive else f" {risk.title}"
    return [
        Todo(f"{verb}：{risk.code}{title}", f"risks.{endpoint}", {"risk_id": risk.id}, due_on=day,
             tone="overdue" if day is not None and day < on else "todo")
        for is_so, endpoint, verb, day in waiting
        if is_so
    ]  # fmt: skip


def in_states(states: Collection[RiskState], *, viewer: Viewer | None) -> list[Risk]:
    """Return the viewer's risks that stand in one of these states, newest first."""
    query = visible(viewer).where(Risk.state.in_(states))
    return list(db.session.scalars(query.order_by(Risk.year.desc(), Risk.number.desc())))
