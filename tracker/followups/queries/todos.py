"""What waits for somebody about items: to be done, confirmed, answered, decided or known."""

from datetime import date

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.core.calendar import chinese_date
from tracker.core.db import db
from tracker.core.permissions import Permission, Viewer
from tracker.core.todos import Todo
from tracker.directory import queries as directory
from tracker.followups.models import TICKABLE_STATES, FollowUp, FollowUpState
from tracker.followups.queries.extensions import asked_by_liaison, waiting_extensions
from tracker.followups.queries.items import is_overdue
from tracker.followups.queries.people import verifier_of

F = FollowUpState
MAX_TODOS = 20


def todos(viewer: Viewer, *, on: date) -> list[Todo]:
    """Return what waits for this person: as head what to do, as office what to confirm."""
    own = _own_todos(viewer, on) if viewer.can(Permission.FOLLOWUP_SUBMIT) else []
    counts = _office_counts(on) if _answers(viewer) else []
    return [*own, *counts, *answer_todos(viewer, on=on)]


def answer_todos(viewer: Viewer, *, on: date) -> list[Todo]:
    """Return the items that wait for this person's word rather than for work on them.

    To the office objections and reviews of what goes on; what the office reported to who confirms
    it; extensions to who decides them; to the head what a liaison has asked for.
    """
    offices = _to_answer(on) if _answers(viewer) else []
    told = [
        Todo(f"联络员已代为申请延期：{item.title}", "followups.show", {"followup_id": item.id})
        for item in asked_by_liaison(viewer)
    ]
    return [*offices, *_of_the_office(viewer), *_to_decide(viewer), *told]


def _of_the_office(viewer: Viewer) -> list[Todo]:
    """Return what the office itself has reported: somebody outside it has to confirm that.

    Empty for the office, and for whoever is not asked about its items.
    """
    verifier = None if viewer.is_office else verifier_of(viewer)
    if verifier is None:
        return []
    office_ids = directory.office_family_ids(viewer.on)
    query = select(FollowUp).where(
        FollowUp.state == F.SUBMITTED, FollowUp.lead_unit_id.in_(office_ids)
    )
    query = query.options(joinedload(FollowUp.lead_unit))
    query = query.order_by(FollowUp.submitted_on, FollowUp.id).limit(MAX_TODOS)
    return [
        Todo(
            f"{item.lead_unit.display_name}已报结，待您确认：{item.title}",
            "followups.show",
            {"followup_id": item.id},
        )
        for item in verifier.among(db.session.scalars(query))
    ]


def _answers(viewer: Viewer) -> bool:
    return viewer.is_office and viewer.can(Permission.FOLLOWUP_VERIFY)


def _to_answer(on: date) -> list[Todo]:
    """Return what is disputed, and what goes on and whose day of review has come."""
    is_review_due = and_(
        FollowUp.is_long_term, FollowUp.state.in_(TICKABLE_STATES), FollowUp.next_review_on <= on
    )
    query = select(FollowUp).where(or_(FollowUp.state == F.DISPUTED, is_review_due))
    query = query.options(joinedload(FollowUp.lead_unit))
    query = query.order_by(FollowUp.due_on, FollowUp.year, FollowUp.number).limit(MAX_TODOS)
    return [_answer_todo(item, on) for item in db.session.scalars(query)]


def _answer_todo(item: FollowUp, on: date) -> Todo:
    values = {"followup_id": item.id}
    if item.state == F.DISPUTED:
        words = f"{item.lead_unit.display_name}提出异议，待答复：{item.title}"
        return Todo(words, "followups.show", values)
    day = item.next_review_on
    return Todo(f"阶段回顾：{item.title}", "followups.review", values, day, _tone(day, on))


def _to_decide(viewer: Viewer) -> list[Todo]:
    """Return the one extension that waits for the viewer, or where all of them are listed."""
    waiting = waiting_extensions(viewer)
    if len(waiting) != 1:
        words = f"{len(waiting)} 份延期申请待审批"
        return [Todo(words, "followups.extensions")] if waiting else []
    item, asked = waiting[0]
    words = f"审批延期：{item.title}，申请延至{chinese_date(asked.to_due_on)}"
    return [Todo(words, "followups.decide_extension", {"followup_id": item.id})]


def _own_todos(viewer: Viewer, on: date) -> list[Todo]:
    """Return what the viewer's units have to do; what they want put off waits for others."""
    query = select(FollowUp).where(
        FollowUp.lead_unit_id.in_(viewer.unit_ids),
        FollowUp.state.in_(TICKABLE_STATES),
        FollowUp.asked_due_on.is_(None),
    )
    query = query.order_by(FollowUp.due_on, FollowUp.number).limit(MAX_TODOS)
    return [
        Todo(
            sentence=f"退回：{item.title}" if item.state == F.RETURNED else item.title,
            endpoint="followups.show",
            values={"followup_id": item.id},
            due_on=item.due_on,
            tone=_tone(item.due_on, on),
        )
        for item in db.session.scalars(query)
    ]


def _tone(day: date | None, on: date) -> str:
    return "overdue" if day is not None and day < on else "todo"


def _office_counts(on: date) -> list[Todo]:
    late = case((is_overdue(on), 1), else_=0)
    query = select(FollowUp.state, func.count(), func.sum(late)).group_by(FollowUp.state)
    rows = {state: (count, int(n or 0)) for state, count, n in db.session.execute(query)}
    overdue = sum(rows.get(state, (0, 0))[1] for state in TICKABLE_STATES)
    waiting = [
        (rows.get(F.SUBMITTED, (0, 0))[0], "项任务已报结，待确认", "submitted", "todo"),
        (overdue, "项任务已逾期", "overdue", "overdue"),
        (rows.get(F.PLANNED, (0, 0))[0], "项任务已拟定，尚未交办", "planned", "todo"),
    ]
    return [
        Todo(f"{count} {words}", "followups.index", {"state": state}, tone=tone)
        for count, words, state, tone in waiting
        if count
    ]
