"""The ladder of urging: slips are made by the day, sent with a number, delivered, or not sent."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor, Permission
from tracker.directory.models import NumberSeries
from tracker.followups import papers, queries
from tracker.followups.models import REMINDER, FollowUp, SlipState, UrgeSlip
from tracker.followups.queries import ReachedStep
from tracker.followups.services.entries import note_step
from tracker.issuing import queries as issued
from tracker.issuing import services as issuing
from tracker.issuing.services import FairCopy

BY_ITSELF = "系统自动发出"


def make_slips(
    *,
    on: date,
    since: date | None = None,
    ids: Collection[int] | None = None,
    pending: frozenset[int] | None = None,
) -> list[UrgeSlip]:
    """Make the slip of each open item's step that is due on the day; returns the new ones.

    May be called as often as one likes, and by several processes, which take turns: what was
    made for an item's step and due date is not made again. `since` is the day of the run before
    (steps that came up in between are named as skipped), `ids` looks at those items only,
    `pending` are items whose extension is not decided. Sorts that go out by themselves are sent.
    """
    steps = queries.reached_steps(on=on, since=since, ids=ids, pending=pending)
    rules = queries.ladder(on=on)
    made = [_propose(step, on) for step in steps]
    itself = {kind for kind in {slip.kind.paper for slip in made} if _is_numbered_here(kind)}
    for slip in made:
        if slip.kind.colour in rules.sends and slip.kind.paper in itself:
            _send(slip, actor=SYSTEM, on=on, issuer_name=BY_ITSELF)
    return made


def _propose(step: ReachedStep, on: date) -> UrgeSlip:
    followup = db.session.get_one(FollowUp, step.followup_id)
    _pass_lower(step)
    slip = UrgeSlip(
        follow_up=followup, step=step.step, due_on=step.due_on, made_on=on,
        skipped=list(step.skipped), state=SlipState.PROPOSED,
    )  # fmt: skip
    db.session.add(slip)
    record_event("urge.propose", slip, actor=SYSTEM, label=slip.title)
    return slip


def _pass_lower(step: ReachedStep) -> None:
    """Give up what was not sent before the next step came: an item gets one slip at a time."""
    query = select(UrgeSlip).filter_by(
        follow_up_id=step.followup_id, due_on=step.due_on, state=SlipState.PROPOSED
    )
    for lower in db.session.scalars(query).all():
        lower.move("pass")
        record_event("urge.pass", lower, actor=SYSTEM, label=lower.title)


def _is_numbered_here(series_code: str) -> bool:
    """Tell whether the product gives the numbers; from a register they are typed by hand."""
    series = db.session.scalar(select(NumberSeries).filter_by(code=series_code))
    return series is not None and not series.is_manual


def send_slips(*, slips: Sequence[UrgeSlip], actor: Actor, on: date) -> None:
    """编号发出: give each slip its number, freeze it, and queue its printing.

    Raises:
        RuleBroken: the item was reported or its date moved meanwhile, an extension is asked for,
            or the numbers come from the office's own register.
    """
    for kind in sorted({slip.kind.paper for slip in slips}):
        if not _is_numbered_here(kind):
            raise RuleBroken(
                "提示函和督办单成批编号，请先在“校情字典”的“编号”中把编号方式改为系统编号。"
            )
    for slip in slips:
        if not queries.may_send(slip):
            raise RuleBroken(
                f"“{slip.follow_up.title}”已经报结、改期或正在申请延期，不必再发，请刷新页面。"
            )
        _send(slip, actor=actor, on=on)


def _send(slip: UrgeSlip, *, actor: Actor, on: date, issuer_name: str = "") -> None:
    slip.move("issue")
    number = issuing.take_number(slip.kind.paper, year=on.year)
    sending = papers.sending_of(slip, on=on, number=number.doc_no)
    is_reminder = slip.kind.paper == REMINDER
    build = papers.reminder_of if is_reminder else papers.supervision_slip_of
    data = build(slip, sending)
    copy = FairCopy(
        kind=slip.kind.paper,
        subject=str(slip.id),
        title=data.title,
        snapshot=asdict(data),
        code=issuing.new_code(),
        public_url=issued.public_url(on=on),
        permission=Permission.FOLLOWUP_READ,
        unit_id=slip.follow_up.lead_unit_id,
    )
    slip.issued_paper = issuing.issue(
        copy, number=number, on=on, actor=actor, issuer_name=issuer_name
    )
    slip.issued_on = on
    note_step(slip.follow_up, "urge", actor=actor, on=on, note=f"{slip.kind.label} {number.doc_no}")
    record_event("urge.issue", slip, actor=actor, label=f"{slip.title} {number.doc_no}")


def deliver_slips(*, slips: Iterable[UrgeSlip], actor: Actor, on: date) -> None:
    """登记送达: the paper was handed over on that day.

    Raises:
        RuleBroken: a slip was not sent, was delivered already, or was sent later than that day.
    """
    for slip in slips:
        if slip.issued_on is not None and on < slip.issued_on:
            raise RuleBroken(f"{slip.doc_no}的送达日期早于发出日期，请核对。")
        _deliver(slip, actor=actor, on=on)


def acknowledge_slips(*, slips: Iterable[UrgeSlip], actor: Actor, on: date) -> None:
    """Note that the head of the unit has opened the item: what was sent is delivered by that."""
    for slip in slips:
        slip.is_seen = True
        _deliver(slip, actor=actor, on=on)


def _deliver(slip: UrgeSlip, *, actor: Actor, on: date) -> None:
    slip.move("deliver")
    slip.delivered_on = on
    record_event("urge.deliver", slip, actor=actor, label=f"{slip.title} {slip.doc_no}")


def drop_slip(*, slip: UrgeSlip, actor: Actor, reason: str) -> None:
    """不发: the office leaves this step out, with a reason; it is not made again.

    Raises:
        RuleBroken: it was sent already, or no reason is given.
    """
    slip.move("drop", reason=reason)
    slip.reason = reason
    record_event("urge.drop", slip, actor=actor, label=slip.title)
