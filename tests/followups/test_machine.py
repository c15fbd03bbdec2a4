"""All verbs of a task by all roles, in any order, keep what must always hold."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from tests.followups.conftest import TODAY, World
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory.models import Unit
from tracker.followups import queries, services
from tracker.followups.models import (
    ENDED_STATES,
    FOLLOWUP_STATE_LABELS,
    Extension,
    ExtensionState,
    FollowUp,
)

PEOPLE = (
    "head", "liaison", "head2", "head3", "clerk", "director", "vice", "discipline", "outsider",
)  # fmt: skip
UNITS = ("机电工程系", "机电工程系党总支", "办公室", "后勤处")
SUPPORT = "保卫部"
# Whose post lies in the family of each unit, told here and not asked of the product.
FAMILY = {
    "机电工程系": {"head", "liaison"},
    "机电工程系党总支": {"head", "liaison"},
    "办公室": {"clerk", "director"},
    "后勤处": {"head3"},
    "保卫部": {"head2"},
}
REASONS = st.sampled_from([*["理由充分。"] * 6, "", "　 \n"])
NEEDS_REASON = {
    "return", "dispute", "uphold", "reassign", "transfer", "suspend", "resume", "cancel",
    "ask_extension", "refuse", "go_on", "review", "end_going_on", "progress",
}  # fmt: skip
FRIDAY = 4
DAYS = st.one_of(st.integers(20, 60), st.integers(20, 60), st.integers(-3, 10))
# Most try what is theirs to do; the others whatever they can think of.
FITTING = ("its head", "its liaison", "an outsider to it", "vice", "director")
PERSON = st.one_of(st.sampled_from(FITTING), st.sampled_from(FITTING), st.sampled_from(PEOPLE))
Carry = Callable[[FollowUp, dict[str, Any]], Any]


class Machine(RuleBasedStateMachine):
    """One task, and whoever tries whatever; the days go on."""

    world: World
    actors: dict[str, Actor]

    @initialize(
        unit=st.sampled_from(UNITS),
        is_filing=st.sampled_from([False, False, True]),
        supported=st.booleans(),
        is_handed_out=st.sampled_from([True, True, True, False]),
    )
    def plan(self, unit: str, is_filing: bool, supported: bool, is_handed_out: bool) -> None:
        self.on, self.is_filing = TODAY, is_filing
        self.original: date | None = None
        self.doers: set[str] = set()
        self.families: set[str] = set()
        self.closed_by: str | None = None
        support = (self.world.cast.units[SUPPORT],) if supported else ()
        self.followup_id = self.world.plan(
            unit, point=None, is_filing=is_filing, supporting_ids=support
        )

        if is_handed_out:
            self.dispatch("clerk")

    def play(self, who: str, carry: Carry) -> bool:
        """Let somebody try something; tells whether it was done."""
        with self.world.app.app_context():
            actor = self.actors.get(who) or self.world.actor(who)
            self.actors[who] = actor
            try:
                with writing():
                    item = db.session.get_one(FollowUp, self.followup_id)
                    carry(item, {"actor": actor, "on": self.on})
            except RuleBroken:
                return False
        return True

    def named(self, who: str) -> str:
        """Return somebody of the cast where only the part in the task is told."""
        family = FAMILY[self.lead()]
        head = next(iter(sorted(family - {"clerk", "liaison"})))
        liaison = "liaison" if "liaison" in family else head
        outside = "clerk" if "clerk" not in family else "vice"
        parts = {"its head": head, "its liaison": liaison, "an outsider to it": outside}
        return parts.get(who, who)

    def day(self, days: int) -> date:
        """Return a day to come; of two at a weekend one is moved to the Monday."""
        day = self.on + timedelta(days=days)
        is_moved = days % 2 == 0 and day.weekday() > FRIDAY
        return day + timedelta(days=7 - day.weekday()) if is_moved else day

    def state(self) -> str:
        with self.world.app.app_context():
            return db.session.get_one(FollowUp, self.followup_id).state

    def lead(self) -> str:
        with self.world.app.app_context():
            return db.session.get_one(FollowUp, self.followup_id).lead_unit.name

    @rule(days=st.integers(1, 12))
    def days_go_by(self, days: int) -> None:
        self.on += timedelta(days=days)

    @rule(who=PERSON)
    def dispatch(self, who: str) -> None:
        """Hand it out; the view lets the office alone do it."""
        who = self.named(who)
        self.play(who, lambda item, k: services.dispatch(followups=[item], **k))

    @rule(who=PERSON)
    def submit(self, who: str) -> None:
        who = self.named(who)
        lead = self.lead()
        if self.play(who, lambda item, k: services.submit(followup=item, **k)):
            assert who in FAMILY[lead] - {"clerk"}
            self.doers.add(who)

    @rule(who=PERSON, note=REASONS)
    def tell(self, who: str, note: str) -> None:
        who = self.named(who)
        lead = self.lead()
        if self.play(who, lambda item, k: services.add_progress(followup=item, note=note, **k)):
            assert who in FAMILY[lead] | FAMILY[SUPPORT]
            self.doers.add(who)
            self.families |= FAMILY[lead] if who in FAMILY[lead] else FAMILY[SUPPORT]

    @rule(who=PERSON)
    def close(self, who: str) -> None:
        who = self.named(who)
        lead = self.lead()
        if self.play(who, lambda item, k: services.close(followup=item, **k)):
            assert who not in FAMILY[lead] | self.doers | self.families
            self.closed_by = who

    @rule(who=PERSON, reason=REASONS, verb=st.sampled_from(["return_", "suspend", "dispute"]))
    def interrupt(self, who: str, reason: str, verb: str) -> None:
        self._reasoned(who, reason, verb)

    @rule(who=PERSON, reason=REASONS, verb=st.sampled_from(["uphold", "resume"]))
    def take_up(self, who: str, reason: str, verb: str) -> None:
        self._reasoned(who, reason, verb)

    @precondition(lambda self: self.on > TODAY + timedelta(days=60))
    @rule(who=PERSON, reason=REASONS)
    def cancel(self, who: str, reason: str) -> None:
        self._reasoned(who, reason, "cancel")

    def _reasoned(self, who: str, reason: str, verb: str) -> None:
        who = self.named(who)
        lead = self.lead()
        service: Any = getattr(services, verb)
        if self.play(who, lambda item, k: service(followup=item, reason=reason, **k)):
            assert reason.strip()
            is_units = verb == "dispute"
            assert verb == "cancel" or (who in FAMILY[lead]) == is_units

    @precondition(lambda self: self.state() == "disputed" or self.on > TODAY + timedelta(days=30))
    @rule(who=PERSON, reason=REASONS, unit=st.sampled_from(UNITS))
    def reassign(self, who: str, reason: str, unit: str) -> None:
        who = self.named(who)
        lead, unit_id = self.lead(), self.world.cast.units[unit]
        done = self.play(
            who,
            lambda item, k: services.reassign(
                followup=item, unit=db.session.get_one(Unit, unit_id), reason=reason, **k
            ),
        )
        assert not done or (who not in FAMILY[lead] and reason.strip() and unit != lead)

    @rule(who=PERSON, reason=REASONS, days=DAYS)
    def ask_extension(self, who: str, reason: str, days: int) -> None:
        who = self.named(who)
        lead, day = self.lead(), self.day(days)
        done = self.play(
            who,
            lambda item, k: services.ask_extension(
                followup=item, to_due_on=day, reason=reason, **k
            ),
        )
        assert not done or who in FAMILY[lead]

    @rule(who=PERSON, words=REASONS, approve=st.booleans())
    def decide_extension(self, who: str, words: str, approve: bool) -> None:
        who = self.named(who)
        verb: Any = services.approve_extension if approve else services.refuse_extension

        def carry(item: FollowUp, k: dict[str, Any]) -> None:
            extension = queries.latest_extension(item.id)
            if extension is None:
                raise RuleBroken("没有申请。")
            verb(extension=extension, words=words, **k)

        lead = self.lead()
        if self.play(who, carry):
            assert who in {"vice", "director"} - FAMILY[lead]
            assert approve or words.strip()

    @rule(who=PERSON, reason=REASONS, days=DAYS, verb=st.sampled_from(["go_on", "review", "end"]))
    def long_term(self, who: str, reason: str, days: int, verb: str) -> None:
        who = self.named(who)
        lead, day = self.lead(), self.day(days)
        carries: dict[str, Carry] = {
            "go_on": lambda item, k: services.go_on(
                followup=item, next_review_on=day, reason=reason, **k
            ),
            "review": lambda item, k: services.review(
                followup=item, next_review_on=day, note=reason, **k
            ),
            "end": lambda item, k: services.end_going_on(
                followup=item, due_on=day, reason=reason, **k
            ),
        }
        if self.play(who, carries[verb]):
            assert who not in FAMILY[lead]
            assert reason.strip()
            assert day >= self.on

    @invariant()
    def all_holds(self) -> None:
        if not hasattr(self, "followup_id"):
            return
        with self.world.app.app_context():
            item = db.session.get_one(FollowUp, self.followup_id)
            self._check(item)
            self._check_dates(item)

    def _check(self, item: FollowUp) -> None:
        assert item.state in FOLLOWUP_STATE_LABELS
        assert item.lead_unit_id is not None
        assert item.lead_unit_id not in {unit.id for unit in item.supporting}
        verbs = [entry.verb for entry in item.entries]
        if item.state == "closed":
            assert item.closed_by_rule == self.is_filing
            assert verbs.count("close") == (0 if self.is_filing else 1)
            assert self.is_filing or self.closed_by
        assert not (item.is_long_term and item.state in {"submitted", "closed"})
        assert all(e.note.strip() for e in item.entries if e.verb in NEEDS_REASON)

    def _check_dates(self, item: FollowUp) -> None:
        if self.original is not None:
            assert item.original_due_on == self.original
        self.original = item.original_due_on
        found = db.session.scalars(select(Extension).filter_by(follow_up_id=item.id)).all()
        waiting = [one for one in found if one.state == ExtensionState.ASKED]
        assert [one.to_due_on for one in waiting] == (
            [item.asked_due_on] if item.asked_due_on else []
        )
        assert not (waiting and item.state in ENDED_STATES)
        verbs = {entry.verb for entry in item.entries}
        moved = verbs & {"approve", "go_on"}
        assert moved or item.original_due_on in {None, item.due_on}
        assert item.is_long_term == (item.next_review_on is not None)
        if item.is_long_term:
            assert item.due_on == item.next_review_on


def test_no_order_of_acts_breaks_a_rule(world: World):
    class Played(Machine):
        pass

    Played.world, Played.actors = world, {}

    run_state_machine_as_test(
        Played,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )
