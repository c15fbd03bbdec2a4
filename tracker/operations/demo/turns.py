"""Tasks and risks that took another turn: disputed, put off, going on, come back, seen before."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.accounts.services import appoint_deputy
from tracker.core.db import db
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.followups import services as followups
from tracker.followups.models import DueBasis, FollowUp
from tracker.followups.services import Demand
from tracker.operations.demo.college import Told, told
from tracker.operations.demo.days import working_days
from tracker.operations.demo.people import as_actor, head_of, person, unit
from tracker.operations.demo.records import ALL_DONE_AGE
from tracker.risks import services as risks
from tracker.risks.models import Risk


def take_turns(items: list[FollowUp], quarter: Told) -> None:
    """Let tasks of a quarter that is carried out take the turns that are told of it."""
    for row in _told_of(quarter, "turns"):
        item = _find(items, row)
        start = item.due_on if row.get("past") or row["on"] < 0 else item.assigned_on
        ACTS[row["act"]](item, row, working_days(start or date.min, row["on"]))
    for row in _told_of(quarter, "reopened"):
        _reopen(_risk(row["title"]), row, quarter)


def link_repeats(quarter: Told) -> None:
    """Let the office link what was reported in this quarter and seen before."""
    for row in _told_of(quarter, "linked"):
        later, earlier, on = _risk(row["title"]), _risk(row["earlier"]), quarter["held_on"]
        risks.link(risk=later, earlier=earlier, actor=as_actor("clerk", on=on), on=on)


def _told_of(quarter: Told, kind: str) -> list[Told]:
    """Return what is told of the quarter; where all is done nothing took another turn."""
    if quarter["age"] >= ALL_DONE_AGE:
        return []
    code = f"{quarter['year']}-{quarter['quarter']}"
    return [row for row in told("turns.toml")[kind] if row["quarter"] == code]


def _find(items: list[FollowUp], row: Told) -> FollowUp:
    lead = unit(row["unit"])
    return next(i for i in items if i.title == row["title"] and i.lead_unit_id == lead.id)


def _risk(title: str) -> Risk:
    return db.session.scalars(select(Risk).filter_by(title=title)).one()


def _dispute(item: FollowUp, row: Told, on: date) -> None:
    head = head_of(item.lead_unit, on=on)
    followups.dispute(followup=item, actor=head, on=on, reason=row["reason"])


def _ask(item: FollowUp, row: Told, on: date) -> None:
    """Ask for a later date, as head or liaison; decided by the director where it is told so."""
    by = row.get("by")
    actor = as_actor(by, on=on) if by else head_of(item.lead_unit, on=on)
    to_due_on = working_days(max(on, item.due_on or on), row["days"])
    extension = followups.ask_extension(
        followup=item, actor=actor, on=on, to_due_on=to_due_on, reason=row["reason"],
        measures=row.get("measures", ""),
    )  # fmt: skip
    if "approved" in row:
        director = as_actor("director", on=on)
        followups.approve_extension(
            extension=extension, actor=director, on=on, words=row["approved"]
        )


def _go_on(item: FollowUp, row: Told, on: date) -> None:
    """Let it go on with stage goals, of which some are reached on their day."""
    director = as_actor("director", on=on)
    review_on = working_days(on, row["days"])
    followups.go_on(
        followup=item, actor=director, on=on, next_review_on=review_on, reason=row["reason"]
    )
    for goal in row["goals"]:
        due_on = working_days(on, goal["days"])
        kept = followups.add_goal(
            followup=item, actor=director, on=on, words=goal["words"], due_on=due_on
        )
        if "reached" in goal:
            db.session.flush()
            head = head_of(item.lead_unit, on=due_on)
            followups.reach_goal(
                followup=item, actor=head, on=due_on, goal_id=kept.id, note=goal["reached"]
            )


def _deputise(item: FollowUp, row: Told, on: date) -> None:
    """Let a deputy tell how far it is while the head is away."""
    head, deputy = head_of(item.lead_unit, on=on), person(row["deputy"])
    appoint_deputy(
        from_person=person(head.name), to_person=deputy, from_on=on,
        to_on=working_days(on, row["days"]), actor=head,
    )  # fmt: skip
    post = directory.post_words(directory.highest_post(deputy.id, on=on))
    actor = Actor(person_id=deputy.id, name=deputy.name, post=post)
    followups.add_progress(followup=item, actor=actor, on=on, note=row["note"])


def _reopen(risk: Risk, row: Told, quarter: Told) -> None:
    """Let it come back in its next round, with a task of its own."""
    on = working_days(quarter["minutes"]["issued_on"], 1)
    clerk, due_on = as_actor("clerk", on=on), working_days(on, row["days"])
    risks.reopen(risk=risk, reason=row["reason"], due_on=due_on, actor=clerk, on=on)
    demand = Demand(
        title=f"整改：{risk.title}（反弹）", lead_unit_ids=(risk.unit_id,),
        requirement=row["measure"], deliverable="整改情况", due_on=due_on,
        due_basis=DueBasis.CONFIRMED,
    )  # fmt: skip
    planned = followups.plan_items(
        demand=demand, meeting=None, point=None, risk=risk, actor=clerk, on=on
    )
    followups.dispatch(followups=planned, actor=clerk, on=on)


ACTS: dict[str, Callable[[FollowUp, Told, date], Any]] = {
    "dispute": _dispute,
    "ask": _ask,
    "go_on": _go_on,
    "deputise": _deputise,
}
