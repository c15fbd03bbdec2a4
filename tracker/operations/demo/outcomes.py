"""What the units made of their tasks: received, ticked off, confirmed or sent back."""

from collections.abc import Mapping
from datetime import date

from tracker.core.calendar import Quarter
from tracker.core.db import writing
from tracker.directory.models import Unit
from tracker.followups import services as followups
from tracker.followups.models import TICKABLE_STATES, FollowUp, SlipState
from tracker.followups.services import Conveyed
from tracker.meetings.models import Meeting
from tracker.minutes import queries as minutes_queries
from tracker.minutes import services as minutes_services
from tracker.operations.demo.college import Told
from tracker.operations.demo.days import working_days
from tracker.operations.demo.people import as_actor, head_of, unit
from tracker.operations.demo.quarters import FIRST_YEAR, UNDER_WAY
from tracker.operations.demo.records import ALL_DONE_AGE, rectify
from tracker.operations.demo.turns import take_turns
from tracker.reports import queries as reports
from tracker.reports.services import close_quarter

# The steps by which a unit comes to each outcome.
STEPS = {
    "waiting": (),
    "received": ("receive",),
    "submitted": ("receive", "submit"),
    "closed": ("receive", "submit", "close"),
    "returned": ("receive", "submit", "return"),
}
# Slips were sent in the newest of the quarters that are carried out.
URGED_AGE = 2
RETURN_REASON = "材料没有写明完成情况和责任岗位，请补充后再报。"
MEANS = ("会议传达", "集体学习", "文件传阅", "会议传达")
# A quarter is closed so many working days after its end.
CLOSED_AFTER = 5
AUDIENCES = ("全体教职工", "班子成员和科室负责人", "教职工和学生干部")


def carry_out(meeting: Meeting, items: list[FollowUp], told: Told) -> None:
    """Let the units work on what was handed out, and conclude the meeting where all is done."""
    tasks = [item for item in items if not item.is_conveyance and item.risk_id is None]
    outcomes = _outcomes(told, tasks)
    for item in tasks:
        _work_on(item, outcomes[item.id], _row(told, item))
    rectify([item for item in items if item.risk_id is not None], told)
    _convey([item for item in items if item.is_conveyance], told)
    take_turns(items, told)
    if told["age"] <= URGED_AGE:
        _urge(items)
    proceedings = minutes_queries.get_proceedings(meeting.id, viewer=None)
    if proceedings is not None and proceedings.is_done:
        director = as_actor("director", on=max(item.closed_on or date.min for item in items))
        minutes_services.conclude(proceedings, actor=director)


def _row(told: Told, item: FollowUp) -> Told:
    found: Told = next(row for row in told["items"] if row["title"] == item.title)
    return found


def _outcomes(told: Told, tasks: list[FollowUp]) -> dict[int, str]:
    """Return each item's outcome: as told for its unit, else by its place in the list."""
    is_done = told["age"] >= ALL_DONE_AGE
    found = {}
    for place, item in enumerate(tasks):
        stated = _stated(_row(told, item).get("lead", {}), item.lead_unit)
        by_place = (
            "closed" if is_done else UNDER_WAY[(place + told["quarter"] - 1) % len(UNDER_WAY)]
        )
        found[item.id] = stated or by_place
    return found


def _stated(lead: Mapping[str, str], leading: Unit) -> str | None:
    return next((outcome for name, outcome in lead.items() if unit(name).id == leading.id), None)


def _work_on(item: FollowUp, outcome: str, row: Told) -> None:
    received_on, submitted_on, verified_on = _days(item)
    head = head_of(item.lead_unit, on=submitted_on)
    clerk = as_actor("clerk", on=verified_on)
    for step in STEPS[outcome]:
        if step == "receive":
            followups.receive(followup=item, actor=head, on=received_on)
        elif step == "submit":
            note = row.get("report", "")
            followups.submit(followup=item, actor=head, on=submitted_on, note=note)
        elif step == "close":
            followups.close(followup=item, actor=clerk, on=verified_on)
        else:
            reason = row.get("reason", RETURN_REASON)
            followups.return_(followup=item, actor=clerk, on=verified_on, reason=reason)


def _days(item: FollowUp) -> tuple[date, date, date]:
    """Return when the unit received, when it ticked off shortly before the date, when confirmed."""
    assigned_on, due_on = item.assigned_on or date.min, item.due_on or date.max
    received_on = working_days(assigned_on, 1)
    submitted_on = max(received_on, working_days(due_on, -2 - item.number % 3))
    return received_on, submitted_on, working_days(submitted_on, 2)


def _convey(items: list[FollowUp], told: Told) -> None:
    behind = {unit(name).id for name in told["conveyance"]["waiting"]}
    if told["age"] < ALL_DONE_AGE and not behind:
        behind = {items[(told["quarter"] * 5 + step) % len(items)].lead_unit_id for step in (0, 7)}
    for place, item in enumerate(items):
        if item.lead_unit_id in behind:
            continue
        on = working_days(item.assigned_on or date.min, 1 + place % 2)
        head = head_of(item.lead_unit, on=on)
        means, audience = MEANS[place % len(MEANS)], AUDIENCES[place % len(AUDIENCES)]
        followups.receive(followup=item, actor=head, on=on)
        followups.submit(followup=item, actor=head, on=on, conveyed=Conveyed(on, means, audience))


def _urge(items: list[FollowUp]) -> None:
    """Let the office urge what is not reported: a slip of each colour, the red one last."""
    waiting = [item for item in items if item.state in TICKABLE_STATES and item.due_on]
    if not waiting:
        return
    dues = sorted(item.due_on or date.max for item in waiting)
    for on in (working_days(dues[0], 1), working_days(dues[-1], -2)):
        made = followups.make_slips(on=on, ids=[item.id for item in waiting])
        left = [slip for slip in made if slip.state == SlipState.PROPOSED]
        followups.send_slips(slips=left, actor=as_actor("clerk", on=on), on=on)


def close_quarters(count: int) -> None:
    """Let the director close the quarters in order, all but the last two, some days after each."""
    for _ in range(count):
        quarter = reports.oldest_open()
        if quarter is None or quarter >= _quarter(count).previous:
            return
        on = working_days(quarter.last, CLOSED_AFTER)
        with writing():
            close_quarter(quarter=quarter, actor=as_actor("director", on=on), on=on)


def _quarter(number: int) -> Quarter:
    """Return the quarter of that number, the first told being 1."""
    return Quarter(FIRST_YEAR + (number - 1) // 4, (number - 1) % 4 + 1)
