"""All acts on tasks by everybody, in any order: what may be done is done, all else is refused."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from flask import Flask
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tests import factories
from tests.factories import saved
from tests.followups import acting
from tests.followups.acting import PEOPLE, SUPPORT, UNITS, Rules, Task, Try
from tests.followups.carrying import carry_out
from tests.followups.conftest import TODAY, held_meeting
from tests.histories import Tally, played
from tests.invariants import check_cells, check_item, check_ledger, trail, values_of
from tracker.accounts.models import Covers, Delegation
from tracker.core.calendar import Quarter, quarter_of
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Viewer
from tracker.followups import queries, services
from tracker.followups.models import (
    EXTENSION_WORKFLOW,
    FOLLOWUP_WORKFLOW,
    VERB_LABELS,
    Extension,
    FollowUp,
)
from tracker.reports.queries import TASKS, oldest_open
from tracker.reports.services import close_quarter

AWAY = (TODAY + timedelta(days=15), TODAY + timedelta(days=120))
LATEST = 2
EDGES = {(verb, state) for verb, row in FOLLOWUP_WORKFLOW.table.items() for state in row.sources}
# Evidence and slips have tests of their own.
ELSEWHERE = {"withdraw", "urge"}
# One rule draws what is tried: Hypothesis would leave whole rules out of a history.
STEPS = (
    ["next"] * 14
    + ["almost"] * 4
    + ["whoever", "anything"] * 2
    + ["wait"] * 3
    + ["look", "plan", "quarter"]
)
# What ends a history, or goes round in it, is tried less often than what leads somewhere.
WEIGHTS = {
    "dispatch": 8, "submit": 12, "return": 10, "resume": 6, "go_on": 5, "add_goal": 5,
    "reach_goal": 5, "approve": 5, "ask_extension": 4, "refuse": 4, "suspend": 2, "dispute": 2,
    "cancel": 1, "edit": 1, "progress": 1, "transfer": 1,
}  # fmt: skip

REASONS = ("理由充分。", "理由充分。", "", "　 \n")
# Within a step the choice is even: Hypothesis by itself would favour what it has drawn before.
seeds = st.integers(0, 2**64)


class Machine(RuleBasedStateMachine):
    """Up to three tasks at a time, the whole college, and days and closings that go by."""

    app: Flask
    # How often each step was taken from each state, and each verb refused, over all histories.
    taken: Counter[tuple[str, str]]
    refused: Counter[str]
    noted: set[str]

    @initialize(seed=seeds)
    def begin(self, seed: int) -> None:
        """Enter the college anew; the head of the department will be away for some months."""
        with self.app.app_context():
            factories.empty_all_tables()
            self.world = held_meeting(self.app, factories.give_college())
            away = {"from_person_id": self.world.cast.persons["head"], "covers": Covers.UNIT}
            deputy = self.world.cast.persons[acting.DEPUTY]
            saved(Delegation(**away, to_person_id=deputy, from_on=AWAY[0], to_on=AWAY[1]))
        for setting, unit in (("office", "办公室"), ("discipline", "纪委办公室")):
            self.world.set(f"{setting}_unit_id", str(self.world.cast.units[unit]))
        self.on, self.tally, self.law = TODAY, Tally(), Rules(AWAY)
        self.tasks: list[Task] = []
        self.viewers: dict[tuple[str, bool], Viewer] = {}
        self.kept: dict[int, Any] = {}
        self.seeds = (seed,)
        self.plan(Random(seed))  # noqa: S311 -- a game, no secret.

    @rule(seed=seeds)
    def step(self, seed: int) -> None:
        """Let a day go by, or somebody do or try something."""
        self.seeds = (*self.seeds, seed)
        dice = Random(repr(self.seeds))  # noqa: S311 -- likewise
        what = dice.choice(STEPS)
        if what == "wait":
            self.on += timedelta(days=dice.randint(1, 25))
        elif what == "quarter":
            self.close_a_quarter(dice.choice(["director", "director", "vice"]))
        elif what == "plan":
            self.plan(dice)
        else:
            # An ended one is tried now and then; while none is under way, the next is drawn up.
            live = [task for task in self.tasks if task.state not in acting.ENDED]
            if not live:
                self.plan(dice)
            self.try_on(dice.choice(live * 3 + self.tasks), what, dice)

    def plan(self, dice: Random) -> None:
        """Let the office draw up one more task, of some sort, for some unit."""
        if sum(task.state not in acting.ENDED for task in self.tasks) >= LATEST:
            return
        unit = dice.choice(UNITS)
        sort = dice.choice(["plain", "plain", "supported", "filing", "recurring"])
        due = self.on + timedelta(days=dice.randint(5, 40))
        supporting = (SUPPORT,) if sort == "supported" else ()
        task_id = self.world.plan(
            unit, point=None, due_on=due, is_filing=sort == "filing",
            rhythm="month" if sort == "recurring" else None,
            supporting_ids=tuple(self.world.cast.units[one] for one in supporting),
        )  # fmt: skip
        task = Task(task_id, unit, due, supporting, sort == "filing", sort == "recurring")
        self.tasks.append(task)
        self.check(task)

    def close_a_quarter(self, who: str) -> None:
        """季度结账, by the director alone and of a quarter that has ended."""
        with self.app.app_context():
            quarter = oldest_open()
            closed = quarter or Quarter(*quarter_of(self.on))
            may = who == "director" and quarter is not None and self.on > quarter.last
            try:
                with writing():
                    close_quarter(quarter=closed, actor=self.viewer(who).as_actor(), on=self.on)
                is_done = True
            except RuleBroken:
                is_done = False
            assert is_done == may
            self.trail = trail()
        if is_done:
            self.tally.first_open = closed.following

    def try_on(self, task: Task, what: str, dice: Random) -> None:
        """Let somebody try something on one task: what they may, what is next, or anything."""
        if what == "look":
            self.look(task, dice.choice([*PEOPLE, *sorted(acting.FAMILY[task.lead]) * 4]))
        elif what in {"next", "almost"}:
            self.do_next(task, dice, is_spoiled=what == "almost")
        elif what == "whoever":
            verbs = [verb for verb, states in acting.FROM.items() if task.state in states]
            doer = dice.choice(PEOPLE)
            t = Try(doer, doer, self.on, day=self.after(task, 1), unit=UNITS[0])
            self.attempt(task, dice.choice(verbs or ["close", "submit"]), t)
        else:
            self.attempt(task, dice.choice(sorted(acting.FROM)), self.some_try(dice))

    def some_try(self, dice: Random) -> Try:
        """Return any attempt of anybody, in person or on paper, with or without a reason."""
        doer = dice.choice(PEOPLE)
        who = dice.choice([doer, doer, "clerk", "head2"])
        on = self.on - timedelta(days=dice.choice([0, 0, 4]) if who != doer else 0)
        day = self.on + timedelta(days=dice.randint(-3, 60))
        return Try(who, doer, on, dice.choice(REASONS), day, dice.choice(UNITS))

    def do_next(self, task: Task, dice: Random, *, is_spoiled: bool) -> None:
        """Let somebody who may do what comes next: this is where the histories get far.

        Spoiled in one part it is what people get wrong; the rules say whether it still holds.
        """
        unit = dice.choice([one for one in UNITS if one != task.lead])
        day = self.after(task, dice.randint(1, 4))
        tries = {verb: list(self.fitting(task, verb, day, unit)) for verb in acting.FROM}
        may = [verb for verb, found in tries.items() if found]
        if may:
            verb = dice.choice([v for v in may for _ in range(self.weight(task, v))])
            t = dice.choice(tries[verb])
            is_done = self.attempt(task, verb, self.spoiled(t, task, dice) if is_spoiled else t)
            assert is_done or is_spoiled

    def weight(self, task: Task, verb: str) -> int:
        """Return how often a verb is drawn; what was sent back is to take every way out."""
        if task.state == "returned":
            return 3 if verb in FOLLOWUP_WORKFLOW.table else 1
        if verb == "cancel" and task.state in {"disputed", "submitted", "suspended"}:
            return 2
        return WEIGHTS.get(verb, 3)

    def spoiled(self, t: Try, task: Task, dice: Random) -> Try:
        """Return the attempt with one part of it changed, most often who does it."""
        own = task.doers | self.law.family(task.lead, self.on)
        other = dice.choice([*PEOPLE, *sorted(own) * 4])
        return dice.choice(
            [
                replace(t, who=other, doer=other),
                replace(t, doer=other),
                replace(t, reason=dice.choice(REASONS)),
                replace(t, day=self.on + timedelta(days=dice.randint(-2, 9))),
                replace(t, who="clerk", on=self.on - timedelta(days=dice.randint(1, 9))),
                replace(t, who="head2"),
            ]
        )

    def after(self, task: Task, weeks: int) -> date:
        """Return a Monday after this day and the task's present date."""
        latest = max(task.due, self.on)
        return latest + timedelta(days=7 * weeks - latest.weekday())

    def fitting(self, task: Task, verb: str, day: date, unit: str) -> Iterator[Try]:
        """Yield the attempts that must be let through, each in person or recorded by the clerk."""
        for doer in PEOPLE:
            for who in dict.fromkeys((doer, "clerk")):
                t = Try(who, doer, self.on, day=day, unit=unit)
                if self.law.may(task, verb, t):
                    yield t

    def look(self, task: Task, who: str) -> None:
        """Open the page: the first time by the lead unit is the receipt, and changes no state."""
        with self.app.app_context():
            viewer = self.viewer(who)
            item = queries.get_followup(task.id, viewer=viewer)
            if item is None or not queries.needs_receipt(item, viewer):
                return
            with writing():
                item = db.session.get_one(FollowUp, task.id)
                services.receive(followup=item, actor=viewer.as_actor(), on=self.on)
        assert who in self.law.family(task.lead, self.on)
        self.check(task)

    def attempt(self, task: Task, verb: str, t: Try) -> bool:
        """Try it; what may be done must be done, all else refused without a trace."""
        with self.app.app_context():
            signer_id = self.world.cast.persons[t.doer]
            viewer = self.viewer(t.who)
            is_done = carry_out(task.id, verb, t, viewer=viewer, signer_id=signer_id)
            note(f"{task.state} {verb} {'done' if is_done else 'refused'}: {t}")
            assert is_done == self.law.may(task, verb, t)
            if not is_done:
                assert (trail(), self.keep(task)) == (self.trail, self.kept[task.id])
                self.refused[verb] += 1
                return False
        self.keep_account(task, verb, t)
        self.check(task)
        return True

    def viewer(self, who: str) -> Viewer:
        """Return somebody of the cast as signed in on this day; asked once for a history."""
        is_away = AWAY[0] <= self.on <= AWAY[1]
        if (who, is_away) not in self.viewers:
            self.viewers[who, is_away] = self.world.cast.viewer(who, on=self.on)
        return replace(self.viewers[who, is_away], on=self.on)

    def keep(self, task: Task) -> list[Any]:
        """Return all that stands of a task, as it is in the database."""
        db.session.expire_all()
        item = db.session.get_one(FollowUp, task.id)
        wishes = db.session.scalars(select(Extension).filter_by(follow_up_id=task.id))
        return [values_of(one) for one in (item, *item.entries, *wishes)]

    def keep_account(self, task: Task, verb: str, t: Try) -> None:
        """Keep what was done with it, and what that moves on the ledger."""
        self.taken[verb, task.state] += 1
        units = self.world.cast.units
        before = (units[task.lead],) if task.is_open else None
        task.take(verb, t, self.law)
        after = (units[task.lead],) if task.is_open else None
        self.tally.note(task.id, before, after, t.on, cancelled=task.state == "cancelled")
        if verb in {"add_goal", "reach_goal"}:
            task.goals += 1 if verb == "add_goal" else -1
        if task.state == "closed" and task.is_recurring:
            self.find_next(task, t.on)

    def find_next(self, task: Task, on: date) -> None:
        """Take up the task that a recurring one has made: handed out, and dated later."""
        with self.app.app_context():
            made = db.session.scalars(select(FollowUp).filter_by(previous_id=task.id)).one()
            due = made.due_on or date.min
            assert due > max(task.due, on)
            support = tuple(unit.name for unit in made.supporting)
        following = Task(made.id, task.lead, due, support, task.is_filing, is_recurring=True)
        following.state, following.original, following.assigned_on = "assigned", due, on
        self.tally.note(made.id, None, (self.world.cast.units[task.lead],), on, cancelled=False)
        self.tasks[self.tasks.index(task)] = following
        self.check(following)

    def check(self, task: Task) -> None:
        """Compare the record with what is known of it, and ask what must always hold."""
        whole = [selectinload(FollowUp.entries), selectinload(FollowUp.supporting)]
        with self.app.app_context():
            item = db.session.get_one(FollowUp, task.id, options=whole)
            check_item(item)
            assert (item.state, item.lead_unit.name) == (task.state, task.lead)
            assert (item.due_on, item.original_due_on) == (task.due, task.original)
            assert (item.is_long_term, item.asked_due_on) == (task.is_long, task.asked_until)
            self.noted.update(entry.verb for entry in item.entries)
            check_ledger(TASKS, self.tally, until=self.until())
            self.trail, self.kept[task.id] = trail(), self.keep(task)

    def until(self) -> Quarter:
        """Return the last quarter that may count anything."""
        return Quarter(*quarter_of(self.on)).following

    def teardown(self) -> None:
        """Ask of the whole ledger, and that each of its numbers opens its records."""
        if hasattr(self, "tally"):
            with self.app.app_context():
                check_cells(TASKS, self.tally, until=self.until())


def test_no_order_of_acts_breaks_a_rule(app: Flask):
    class Played(Machine):
        taken, refused, noted = Counter(), Counter(), set()

    Played.app = app

    run_state_machine_as_test(Played, settings=played(examples=24, steps=60))

    assert EDGES - set(Played.taken) == set()
    assert set(EXTENSION_WORKFLOW.table) | set(VERB_LABELS) - ELSEWHERE == Played.noted
    assert set(Played.refused) == set(acting.FROM)
