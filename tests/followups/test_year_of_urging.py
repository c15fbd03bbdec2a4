"""A year of urging, day by day, against a rule that is written down anew and simply."""

import threading
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from tests.followups.conftest import TODAY, World
from tracker.audit.services import SYSTEM, record_event
from tracker.core.calendar import Light, light
from tracker.core.db import db
from tracker.directory.models import CalendarDay
from tracker.followups import services
from tracker.followups.models import FollowUp, UrgeSlip
from tracker.followups.services.entries import note_step

DAYS = [TODAY + timedelta(days=n) for n in range(366)]
UNITS = ("机电工程系", "保卫部", "后勤处")
LADDER = ("behind", "before", "overdue_1", "overdue_2", "overdue_3")
LATE = {"overdue_3": 10, "overdue_2": 5, "overdue_1": 1}
Made = tuple[date, int, str, date]


@dataclass
class Life:
    """What the test knows of an item: nothing of it is asked of the product."""

    id: int
    given: date
    due: date
    state: str = "assigned"
    since: date = TODAY
    told: list[date] = field(default_factory=list)
    pending_until: date | None = None
    made: dict[date, list[str]] = field(default_factory=dict)


class Oracle:
    """The rule as the office would tell it, counted day by day on the fingers."""

    def __init__(self, exceptions: dict[date, bool]) -> None:
        self.exceptions = exceptions
        self.found: dict[tuple[date, date], date | None] = {}

    def works(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < 5)

    def between(self, first: date, last: date) -> int:
        """Working days from first on, before last."""
        return sum(self.works(first + timedelta(days=n)) for n in range((last - first).days))

    def is_past_half(self, life: Life, day: date) -> bool:
        return (day - life.given) * 2 >= life.due - life.given

    def is_behind(self, life: Life, day: date) -> bool:
        if any(self.is_past_half(life, told) for told in life.told):
            return False
        first = self.first_behind(life)
        return first is not None and life.since < first <= day

    def first_behind(self, life: Life) -> date | None:
        """Return the first working day with a yellow light after half of the time."""
        key = (life.given, life.due)
        if key not in self.found:
            days = (life.given + timedelta(days=n) for n in range((life.due - life.given).days + 1))
            self.found[key] = next((day for day in days if self.is_yellow(life, day)), None)
        day = self.found[key]
        return day if day and self.between(day, life.due) >= 4 else None

    def is_yellow(self, life: Life, day: date) -> bool:
        colour = light(life.given, life.due, day, self.exceptions)
        return self.works(day) and colour != Light.GREEN and self.is_past_half(life, day)

    def step(self, life: Life, day: date) -> str | None:
        if day > life.due:
            start = max(life.due, life.since) + timedelta(days=1)
            late = self.between(start, day + timedelta(days=1))
            return (
                next((s for n, s in ((10, 4), (5, 3), (1, 2)) if late >= n), None)
                and LADDER[next(s for n, s in ((10, 4), (5, 3), (1, 2)) if late >= n)]
            )
        is_near = self.between(day, life.due) <= 2
        if is_near and self.between(life.since + timedelta(days=1), life.due) >= 2:
            return "before"
        return "behind" if self.is_behind(life, day) else None

    def make(self, life: Life, day: date) -> str | None:
        """Return the slip that the item gets on a day, and remember it."""
        if not self.works(day) or life.state not in {"assigned", "returned"}:
            return None
        if life.pending_until and day <= life.pending_until:
            return None
        step, made = self.step(life, day), life.made.setdefault(life.due, [])
        if step is None or any(LADDER.index(one) >= LADDER.index(step) for one in made):
            return None
        made.append(step)
        return step


def plant_calendar(world: World, random: Random) -> dict[date, bool]:
    """Enter holidays, some of a week, and working Saturdays."""
    exceptions: dict[date, bool] = {}
    for _ in range(9):
        first = random.choice(DAYS)
        exceptions |= {first + timedelta(days=n): False for n in range(random.randint(1, 8))}
        exceptions[first - timedelta(days=first.weekday() + 2)] = True
    with world.writing():
        for day, is_workday in exceptions.items():
            db.session.add(CalendarDay(day=day, is_workday=is_workday))
        record_event("test.calendar", db.session.get_one(FollowUp, 1), actor=SYSTEM)
    return exceptions


def give_items(world: World, random: Random) -> list[Life]:
    lives = []
    for number in range(18):
        due = TODAY + timedelta(days=random.choice([1, 3, 9, 20, 45, 90, 150, 220, 300]) + number)
        lives.append(Life(world.assigned(UNITS[number % 3], due_on=due), TODAY, due))
    return lives


HEADS = {"机电工程系": "head", "保卫部": "head2", "后勤处": "head3"}


def live(world: World, life: Life, unit: str, day: date, random: Random) -> None:
    """Let one thing happen to an item on a day, or nothing."""
    chance = random.random()
    if life.pending_until == day:
        life.pending_until = None
        if chance < 0.7:
            move(world, life, life.due + timedelta(days=random.randint(5, 40)))
    elif life.state == "submitted":
        verify(world, life, day, chance)
    elif life.state != "closed":
        act(world, life, unit, day, chance)
        if 0.022 < chance < 0.03 and life.pending_until is None and day < life.due:
            life.pending_until = day + timedelta(days=random.randint(1, 9))


def verify(world: World, life: Life, day: date, chance: float) -> None:
    if chance < 0.15:
        world.do(services.return_, life.id, "director", reason="请补充材料。", on=day)
        life.state, life.since = "returned", day
    elif chance < 0.18:
        world.do(services.close, life.id, "director", on=day)
        life.state = "closed"


def act(world: World, life: Life, unit: str, day: date, chance: float) -> None:
    if chance < 0.012:
        world.do(services.submit, life.id, HEADS[unit], on=day)
        life.state = "submitted"
        life.told.append(day)
    elif chance < 0.022:
        note(world, life, day)


def note(world: World, life: Life, day: date) -> None:
    with world.writing():
        item = db.session.get_one(FollowUp, life.id)
        note_step(item, "progress", actor=SYSTEM, on=day)
        record_event("test.progress", item, actor=SYSTEM)
    life.told.append(day)


def move(world: World, life: Life, due: date) -> None:
    with world.writing():
        item = db.session.get_one(FollowUp, life.id)
        item.due_on = due
        record_event("test.move", item, actor=SYSTEM)
    life.due = due


def pending(lives: list[Life], day: date) -> frozenset[int]:
    return frozenset(one.id for one in lives if one.pending_until and day <= one.pending_until)


def made_slips(world: World) -> list[Made]:
    with world.app.app_context():
        query = select(UrgeSlip.made_on, UrgeSlip.follow_up_id, UrgeSlip.step, UrgeSlip.due_on)
        return sorted((row[0], row[1], str(row[2]), row[3]) for row in db.session.execute(query))


@pytest.fixture
def random() -> Random:
    return Random(2023)  # noqa: S311 -- a history, not a secret.


def test_a_year_gives_exactly_the_steps_of_the_rule(world: World, random: Random) -> None:
    lives = give_items(world, random)
    oracle = Oracle(plant_calendar(world, random))
    expected: list[Made] = []

    for day in DAYS:
        for _twice in range(2 if day.day % 5 == 0 else 1):
            with world.writing():
                services.make_slips(
                    on=day, since=day - timedelta(days=1), pending=pending(lives, day)
                )
        for number, life in enumerate(lives):
            due = life.due
            if step := oracle.make(life, day):
                expected.append((day, life.id, step, due))
            live(world, life, UNITS[number % 3], day, random)

    assert made_slips(world) == sorted(expected)
    assert {step for _, _, step, _ in expected} == set(LADDER)
    with world.app.app_context():
        assert not any(slip.skipped for slip in db.session.scalars(select(UrgeSlip)))


def test_a_worker_that_was_away_gives_each_item_its_highest_step(
    world: World, random: Random
) -> None:
    lives = give_items(world, random)
    oracle = Oracle(plant_calendar(world, random))
    runs = [day for day in DAYS if random.random() < 0.1]
    expected: list[Made] = []

    for before, day in zip([TODAY, *runs], runs, strict=False):
        with world.writing():
            services.make_slips(on=day, since=before)
        expected += [
            (day, life.id, step, life.due) for life in lives if (step := oracle.make(life, day))
        ]

    assert made_slips(world) == sorted(expected)
    with world.app.app_context():
        assert any(slip.skipped for slip in db.session.scalars(select(UrgeSlip)))


def test_two_processes_at_once_make_none_twice(world: World) -> None:
    for number in range(6):
        world.assigned(UNITS[number % 3], due_on=date(2023, 3, 31))
    start = threading.Barrier(2)
    faults: list[BaseException] = []

    def make() -> None:
        try:
            start.wait()
            with world.writing():
                services.make_slips(on=date(2023, 4, 3))
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not faults
    with world.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(UrgeSlip)) == 6
