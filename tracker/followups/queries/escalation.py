"""The ladder of urging: which step each open item has reached on a day."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from tracker.core import calendar
from tracker.core.calendar import Exceptions
from tracker.core.db import db
from tracker.core.jobs import Job, JobState
from tracker.directory import queries as directory
from tracker.followups.models import (
    STEPS,
    TICKABLE_STATES,
    Entry,
    FollowUp,
    SlipColour,
    SlipStep,
    UrgeSlip,
)

# Steps of the time line by which a unit tells how far it is; every kind of note belongs here.
PROGRESS_VERBS = frozenset({"progress", "submit", "ask_extension", "reach_goal"})
# After these the unit has the item anew: days before are not counted against it.
RESTART_VERBS = frozenset({"return", "uphold", "reassign", "transfer", "resume"})
# A hint that nothing moves is left out where the reminder would follow within so many working days.
APART = 2
URGE = "followups.urge"
CHUNK = 400


@dataclass(frozen=True)
class Ladder:
    """Which steps are used and when, by the settings of one day; 0 leaves a step out.

    Days are working days, `behind_percent` is the share of the time that has passed. `sends` are
    the colours of slips that go out by themselves.
    """

    on: date
    before_days: int
    behind_percent: int
    overdue_days: Mapping[SlipStep, int]
    sends: frozenset[SlipColour]
    thresholds: calendar.Thresholds
    exceptions: Exceptions

    def days(self, given: date, due: date, started: date) -> dict[SlipStep, date]:
        """Return from which day on each step holds, in the order of the ladder.

        `given` is the day of dispatch, `started` the day since when the unit has the item without
        a break: the dispatch, or the last return. Steps before the due date that would fall on
        it or earlier are left out: the unit has just been told.
        """
        found: dict[SlipStep, date] = {}
        before = self._before(due)
        behind = self._behind(given, due, before or due)
        if behind and behind > started:
            found[SlipStep.BEHIND] = behind
        if before and before > started:
            found[SlipStep.BEFORE] = before
        for step, count in self.overdue_days.items():
            if count:
                found[step] = self._shifted(max(due, started), count)
        return found

    def _before(self, due: date) -> date | None:
        return self._shifted(due, -self.before_days) if self.before_days else None

    def _behind(self, given: date, due: date, following: date) -> date | None:
        """Return the first working day with a yellow light after that share of the time."""
        if not self.behind_percent:
            return None
        total = (due - given).days
        # A share of whole days is exact but for the last bits of the fraction.
        left = int(self.thresholds.yellow_share * total + 1e-9)
        # The due date itself counts among the days that are left, if it is a working day.
        is_counted = calendar.is_working_day(due, self.exceptions)
        by_days = self._shifted(due, -(self.thresholds.yellow_days + (not is_counted)))
        yellow = min(due - timedelta(days=left), by_days)
        day = self._shifted(max(yellow, half_of(given, due, self.behind_percent)), 0)
        return day if day <= self._shifted(following, -APART) else None

    def _shifted(self, day: date, count: int) -> date:
        if not count:
            return calendar.add_working_days(day, 0, self.exceptions)
        return calendar.add_working_days(day, count, self.exceptions)

    @property
    def is_working_day(self) -> bool:
        """Tell whether slips are made on this day: nobody is urged on a day off."""
        return calendar.is_working_day(self.on, self.exceptions)


def half_of(given: date, due: date, percent: int) -> date:
    """Return the first day on which that share of the time from dispatch to due date has passed."""
    return given + timedelta(days=-(-(due - given).days * percent // 100))


def ladder(*, on: date) -> Ladder:
    """Return the ladder by the settings of that day."""
    settings, lights = directory.settings(on=on), directory.due_lights(on=on)
    steps = (SlipStep.OVERDUE_1, SlipStep.OVERDUE_2, SlipStep.OVERDUE_3)
    sends = {
        SlipColour.NONE: settings["urge_sends_reminders"],
        SlipColour.YELLOW: settings["urge_sends_yellow"],
        SlipColour.RED: settings["urge_sends_red"],
    }
    return Ladder(
        on=on,
        before_days=int(settings["urge_before_days"]),
        behind_percent=int(settings["urge_behind_percent"]),
        overdue_days={step: int(settings[f"urge_{step}_days"]) for step in steps},
        sends=frozenset(colour for colour, value in sends.items() if value == "1"),
        thresholds=lights.thresholds,
        exceptions=lights.exceptions,
    )


@dataclass(frozen=True)
class Course:
    """What the ladder asks of an open item: its days, and what the unit has told."""

    followup_id: int
    given: date
    due_on: date
    started: date
    progressed_on: date | None = None
    made: frozenset[SlipStep] = frozenset()


@dataclass(frozen=True)
class ReachedStep:
    """The step that is due for an item now, and the lower ones passed over while nothing ran."""

    followup_id: int
    due_on: date
    step: SlipStep
    skipped: tuple[SlipStep, ...] = ()


def has_pending_extension(items: Iterable[int]) -> frozenset[int]:
    """Return those of the items (ids) whose extension is asked for and not decided.

    They are not urged until it is.
    """
    asked = select(FollowUp.id).where(FollowUp.asked_due_on.is_not(None))
    return frozenset(db.session.scalars(asked.where(FollowUp.id.in_(tuple(items)))))


def reached(course: Course, rules: Ladder, *, since: date | None = None) -> ReachedStep | None:
    """Return the step to be taken for one item on the ladder's day; None where there is none.

    Only the highest step that holds is taken, and none below one that was made already for this
    due date. `since` is the day of the run before: a lower step that came up after it is named
    as skipped.
    """
    days = rules.days(course.given, course.due_on, course.started)
    held = [step for step, day in days.items() if day <= rules.on and _holds(step, course, rules)]
    now = [step for step in held if rules.on <= course.due_on or step not in _EARLY]
    if not now or any(STEPS.index(step) >= STEPS.index(now[-1]) for step in course.made):
        return None
    skipped = [
        step for step in held[: held.index(now[-1])]
        if step not in course.made and since is not None and days[step] > since
    ]  # fmt: skip
    return ReachedStep(course.followup_id, course.due_on, now[-1], tuple(skipped))


_EARLY = frozenset({SlipStep.BEHIND, SlipStep.BEFORE})


def _holds(step: SlipStep, course: Course, rules: Ladder) -> bool:
    """Tell whether a step is asked for: the hint only where nothing was told since half time."""
    if step != SlipStep.BEHIND or course.progressed_on is None:
        return True
    return course.progressed_on < half_of(course.given, course.due_on, rules.behind_percent)


def reached_steps(
    *,
    on: date,
    since: date | None = None,
    ids: Collection[int] | None = None,
    pending: frozenset[int] | None = None,
) -> list[ReachedStep]:
    """Return the step of each open item for which one is due on that day, by item.

    Only what the unit can still tick is urged: what is reported, suspended or disputed is not,
    nor what waits for the decision on an extension (`pending`, asked of the database unless
    given). With `ids` only those items are looked at.
    """
    rules = ladder(on=on)
    if not rules.is_working_day:
        return []
    likely = [course for course in _courses(ids) if reached(course, rules, since=since)]
    waiting = pending
    if waiting is None:
        waiting = has_pending_extension([course.followup_id for course in likely])
    found = (
        reached(course, rules, since=since)
        for course in _with_history(likely)
        if course.followup_id not in waiting
    )
    return [step for step in found if step is not None]


def _courses(ids: Collection[int] | None) -> list[Course]:
    """Return the open items by their days; their histories, which only put steps off, lack."""
    query = select(FollowUp.id, FollowUp.assigned_on, FollowUp.due_on)
    query = query.where(FollowUp.state.in_(TICKABLE_STATES), FollowUp.due_on.is_not(None))
    # What goes on without an end has a day of review, not a date that is missed.
    query = query.where(FollowUp.is_long_term.is_(False))
    if ids is not None:
        query = query.where(FollowUp.id.in_(ids))
    made = _made(ids)
    return [
        Course(
            followup_id, given or due, due, given or due,
            made=frozenset(made.get((followup_id, due), ())),
        )
        for followup_id, given, due in db.session.execute(query.order_by(FollowUp.id))
        if due is not None
    ]  # fmt: skip


def _made(ids: Collection[int] | None) -> dict[tuple[int, date], set[SlipStep]]:
    """Return which steps were made for each item and due date, whatever became of them."""
    query = select(UrgeSlip.follow_up_id, UrgeSlip.due_on, UrgeSlip.step)
    query = query.join(UrgeSlip.follow_up).where(FollowUp.state.in_(TICKABLE_STATES))
    if ids is not None:
        query = query.where(UrgeSlip.follow_up_id.in_(ids))
    found: dict[tuple[int, date], set[SlipStep]] = {}
    for followup_id, due, step in db.session.execute(query):
        found.setdefault((followup_id, due), set()).add(SlipStep(step))
    return found


def _with_history(courses: list[Course]) -> Iterator[Course]:
    """Yield the items with the day of their last return and of the unit's last word."""
    for first in range(0, len(courses), CHUNK):
        part = courses[first : first + CHUNK]
        ids = [course.followup_id for course in part]
        returned, told = _last_days(ids, RESTART_VERBS), _last_days(ids, PROGRESS_VERBS)
        for course in part:
            started = max(course.given, returned.get(course.followup_id, course.given))
            yield Course(
                course.followup_id, course.given, course.due_on, started,
                told.get(course.followup_id), course.made,
            )  # fmt: skip


def _last_days(ids: Collection[int], verbs: Collection[str]) -> dict[int, date]:
    query = select(Entry.follow_up_id, func.max(Entry.acted_on))
    query = query.where(Entry.follow_up_id.in_(ids), Entry.verb.in_(verbs))
    return dict(db.session.execute(query.group_by(Entry.follow_up_id)).all())


def last_run(*, before: date) -> date | None:
    """Return the last earlier day on which the clock's worker made slips; None for none."""
    query = select(func.max(Job.key)).where(
        Job.kind == URGE, Job.state == JobState.DONE, Job.key < run_key(before)
    )
    key = db.session.scalar(query)
    return date.fromisoformat(key.rpartition(":")[2]) if key else None


def was_checked(on: date) -> bool:
    """Tell whether a day's slips were made, or none are made as it is a day off."""
    if not calendar.is_working_day(on, directory.calendar_exceptions()):
        return True
    query = select(Job.id).where(Job.key == run_key(on), Job.state == JobState.DONE)
    return db.session.scalar(query) is not None


def run_key(on: date) -> str:
    """Return the key of a day's run, of which there is one."""
    return f"{URGE}:{on.isoformat()}"
