"""All acts on risks by everybody, in any order: what may be done is done, all else is refused."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from flask import Flask, g
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import Forbidden, HTTPException

from tests import factories
from tests.factories import saved
from tests.histories import Tally, played
from tests.invariants import check_cells, check_ledger, check_risk, trail, values_of
from tests.risks import acting
from tests.risks.acting import LEVELS, PEOPLE, UNITS, Known, Rules, Try
from tests.risks.conftest import TODAY, held_meeting
from tracker.accounts.models import Covers, Delegation
from tracker.accounts.services import PaperEntry
from tracker.accounts.services import acting as who_acts
from tracker.core.calendar import Quarter, quarter_of
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Permission, Viewer, may_open
from tracker.reports.queries import RISKS, oldest_open
from tracker.reports.services import close_quarter
from tracker.risks import services
from tracker.risks.models import RISK_VERB_LABELS, RISK_WORKFLOW, Risk

P = Permission
AWAY = (TODAY + timedelta(days=10), TODAY + timedelta(days=200))
EDGES = {(verb, state) for verb, row in RISK_WORKFLOW.table.items() for state in row.sources}
# Notices and repeats have tests of their own.
ELSEWHERE = {"notify", "link", "dismiss", "unlink"}
SHORT = "师生思想动态"
# One rule draws what is tried: Hypothesis would leave whole rules out of a history.
STEPS = (
    ["next"] * 12 + ["almost"] * 4 + ["whoever", "anything"] * 2
    + ["wait"] * 3 + ["register", "quarter"] * 2
)  # fmt: skip
WEIGHTS = {"cancel": 1, "edit": 2, "rectify": 8, "finish": 6, "reopen": 4, "confirm": 6}
REASONS = ("理由充分。", "理由充分。", "", "　 \n")
SORTS = ("plain", "plain", "whole", "whole", "lacking", "short")
seeds = st.integers(0, 2**64)
# verb → the view that lets one do it, and what doing it in person asks for besides.
GATES: dict[str, tuple[str, Permission | None]] = {
    "rectify": ("followups.dispatch_several", None), "edit": ("risks.edit", None),
    "regrade": ("risks.regrade", None), "transfer": ("risks.transfer", None),
    "confirm_downgrade": ("risks.decide_downgrade", P.RISK_DECIDE),
    "refuse_downgrade": ("risks.decide_downgrade", P.RISK_DECIDE),
    "prolong": ("risks.prolong", P.RISK_DECIDE), "review": ("risks.review", None),
    "resume": ("risks.resume", None), "finish": ("followups.settle_risk", None),
    "confirm": ("risks.confirm", P.RISK_CONFIRM), "refuse": ("risks.confirm", P.RISK_CONFIRM),
    "look_back": ("risks.look_back", None), "reopen": ("risks.look_back", None),
    "cancel": ("risks.cancel", P.RISK_DECIDE),
}  # fmt: skip


def _grading(t: Try) -> services.Grading:
    return services.Grading(t.kind, t.level, "管理办法第三条", t.reason)


def _edit(risk: Risk, t: Try, k: dict[str, Any], unit_id: int) -> None:
    services.edit(risk=risk, facts=replace(services.facts_of(risk), unit_id=unit_id), **k)


CARRY: dict[str, Callable[[Risk, Try, dict[str, Any]], Any]] = {
    "rectify": lambda risk, _, k: services.rectify(risk=risk, **k),
    "regrade": lambda risk, t, k: services.regrade(risk=risk, grading=_grading(t), **k),
    "confirm_downgrade": lambda risk, _, k: services.confirm_downgrade(risk=risk, **k),
    "refuse_downgrade": lambda risk, t, k: services.refuse_downgrade(
        risk=risk, reason=t.reason, **k
    ),
    "transfer": lambda risk, t, k: services.transfer(
        risk=risk, to="市消防救援支队", doc_no=t.reason, letter_on=risk.found_on, **k
    ),
    "prolong": lambda risk, t, k: services.prolong(
        risk=risk, goal=t.reason, next_review_on=t.day, **k
    ),
    "review": lambda risk, t, k: services.review(
        risk=risk, goal=t.reason, next_review_on=t.day, **k
    ),
    "resume": lambda risk, t, k: services.resume(risk=risk, reason=t.reason, **k),
    "finish": lambda risk, _, k: services.finish(risk=risk, **k),
    "confirm": lambda risk, _, k: services.confirm(risk=risk, **k),
    "refuse": lambda risk, t, k: services.refuse(risk=risk, reason=t.reason, **k),
    "look_back": lambda risk, t, k: services.look_back(risk=risk, note=t.reason, **k),
    "reopen": lambda risk, t, k: services.reopen(
        risk=risk, reason=t.reason, due_on=t.day, **k
    ),
    "cancel": lambda risk, t, k: services.cancel(risk=risk, reason=t.reason, **k),
}  # fmt: skip


class Machine(RuleBasedStateMachine):
    """Some risks of several units and levels, the whole college, and closings between the acts."""

    app: Flask
    taken: Counter[tuple[str, str]]
    refused: Counter[str]
    noted: set[str]

    @initialize(seed=seeds)
    def begin(self, seed: int) -> None:
        """Enter the college anew; the clerk will act for the head of the department."""
        with self.app.app_context():
            factories.empty_all_tables()
            self.world = held_meeting(self.app, factories.give_college())
            away = {"from_person_id": self.world.cast.persons["head"], "covers": Covers.UNIT}
            deputy = self.world.cast.persons[acting.DEPUTY]
            saved(Delegation(**away, to_person_id=deputy, from_on=AWAY[0], to_on=AWAY[1]))
        self.on, self.tally, self.law = TODAY, Tally(), Rules(AWAY)
        self.risks: list[Known] = []
        self.viewers: dict[tuple[str, bool], Viewer] = {}
        self.kept: dict[int, Any] = {}
        self.seeds = (seed,)
        self.register(Random(seed))  # noqa: S311 -- a game, no secret.

    @rule(seed=seeds)
    def step(self, seed: int) -> None:
        """Let some days go by, or somebody do or try something."""
        self.seeds = (*self.seeds, seed)
        dice = Random(repr(self.seeds))  # noqa: S311 -- likewise.
        what = dice.choice(STEPS)
        if what == "wait":
            self.on += timedelta(days=dice.randint(1, 45))
        elif what == "quarter":
            self.close_a_quarter(dice.choice(["director", "director", "vice"]))
        elif what == "register":
            self.register(dice)
        else:
            self.try_on(dice.choice(self.risks), what, dice)

    def register(self, dice: Random) -> None:
        """Put one more risk on the ledger, found some time ago; some have all a major one needs."""
        if len(self.risks) >= 5:
            return
        sort, unit = dice.choice(SORTS), dice.choice(UNITS)
        kind = "weak_link" if sort == "short" else dice.choice(sorted(LEVELS))
        level = "general" if sort == "short" else dice.choice(LEVELS[kind])
        found_on = self.on - timedelta(days=dice.choice([0, 0, 5, 100]))
        area = SHORT if sort == "short" else "消防安全"
        facts = {"kind": kind, "level": level, "found_on": found_on, "on": self.on}
        make = self.world.major if sort == "whole" else self.world.register
        risk_id = make(unit=unit, area=area, due_on=found_on + timedelta(days=400), **facts)
        if sort == "whole":
            self.world.photo(risk_id, "after", on=self.on)
        risk = Known(risk_id, unit, kind, level, found_on, sort == "short", sort == "whole")
        self.risks.append(risk)
        self.tally.note(risk_id, None, self.standing(risk), found_on, cancelled=False)
        self.check(risk)

    def standing(self, risk: Known) -> tuple[int, str] | None:
        """Return under which unit and level it stands on the ledger."""
        is_open = risk.state in acting.OPEN
        return (self.world.cast.units[risk.unit], risk.level) if is_open else None

    def close_a_quarter(self, who: str) -> None:
        """季度结账, by the director alone and of a quarter that has ended."""
        with self.app.app_context():
            quarter = oldest_open() or Quarter(*quarter_of(self.on))
            may = who == "director" and self.on > quarter.last
            try:
                with writing():
                    close_quarter(quarter=quarter, actor=self.viewer(who).as_actor(), on=self.on)
                is_done = True
            except RuleBroken:
                is_done = False
            assert is_done == may
            self.trail = trail()
        if is_done:
            self.tally.first_open = quarter.following

    def try_on(self, risk: Known, what: str, dice: Random) -> None:
        """Let somebody try something on one risk: what they may, what is next, or anything."""
        if what in {"next", "almost"}:
            self.do_next(risk, dice, is_spoiled=what == "almost")
            return
        verbs = [verb for verb, states in acting.FROM.items() if risk.state in states]
        anything = sorted(acting.FROM)
        verb = dice.choice(anything if what == "anything" or not verbs else verbs)
        doer = dice.choice(PEOPLE)
        t = self.some_try(dice, doer, doer)
        self.attempt(risk, verb, self.spoiled(t, risk, dice) if what == "anything" else t)

    def some_try(self, dice: Random, who: str, doer: str) -> Try:
        """Return an attempt with all that some verb may ask for."""
        kind = dice.choice(sorted(LEVELS))
        day = self.on + timedelta(days=dice.randint(1, 90))
        unit, level = dice.choice(UNITS), dice.choice(LEVELS[kind])
        return Try(who, doer, self.on, day=day, unit=unit, kind=kind, level=level)

    def do_next(self, risk: Known, dice: Random, *, is_spoiled: bool) -> None:
        """Let somebody who may do what comes next; spoiled in one part it is often refused."""
        base = self.some_try(dice, "", "")
        tries = {verb: list(self.fitting(risk, verb, base)) for verb in acting.FROM}
        verbs = [v for v, found in tries.items() if found for _ in range(WEIGHTS.get(v, 3))]
        if verbs:
            verb = dice.choice(verbs)
            t = dice.choice(tries[verb])
            is_done = self.attempt(risk, verb, self.spoiled(t, risk, dice) if is_spoiled else t)
            assert is_done or is_spoiled

    def fitting(self, risk: Known, verb: str, base: Try) -> Iterator[Try]:
        """Yield the attempts that must be let through, each in person or recorded by the clerk."""
        for doer in PEOPLE:
            for who in dict.fromkeys((doer, "clerk")):
                t = replace(base, who=who, doer=doer)
                if self.law.may(risk, verb, t):
                    yield t

    def spoiled(self, t: Try, risk: Known, dice: Random) -> Try:
        """Return the attempt with one part of it changed, most often who does it."""
        other = dice.choice([*PEOPLE, *sorted(self.law.family(risk.unit, self.on)) * 4])
        return dice.choice(
            [
                replace(t, who=other, doer=other),
                replace(t, doer=other),
                replace(t, reason=dice.choice(REASONS)),
                replace(t, day=self.on - timedelta(days=dice.randint(0, 3))),
                replace(t, level=dice.choice(["major", "severe"])),
                replace(t, who="clerk", doer=other, on=self.on - timedelta(dice.randint(1, 9))),
                replace(t, who="head2"),
            ]
        )

    def attempt(self, risk: Known, verb: str, t: Try) -> bool:
        """Try it; what may be done must be done, all else refused without a trace."""
        with self.app.app_context():
            # Whoever acts in person acts today.
            t = t if t.is_on_paper else replace(t, on=self.on)
            is_done = self.carry_out(risk, verb, t)
            note(f"{risk.state} {verb} {'done' if is_done else 'refused'}: {t}")
            assert is_done == self.law.may(risk, verb, t)
            if not is_done:
                assert (trail(), self.keep(risk)) == (self.trail, self.kept[risk.id])
                self.refused[verb] += 1
                return False
        self.take(risk, verb, t)
        self.check(risk)
        return True

    def carry_out(self, known: Known, verb: str, t: Try) -> bool:
        """Try an act as its page would: the gate, who acts, the service; tell if it was done."""
        g.viewer = viewer = self.viewer(t.who)
        endpoint, permission = GATES[verb]
        units, signer_id = self.world.cast.units, self.world.cast.persons[t.doer]
        try:
            with writing():
                if not may_open(endpoint) or (t.is_on_paper and verb not in acting.ON_PAPER):
                    raise Forbidden
                risk = db.session.get_one(Risk, known.id)
                paper = PaperEntry(signer_id, t.on, "档案柜一") if t.is_on_paper else None
                actor, on = who_acts(viewer=viewer, paper=paper, action=f"risk.{verb}",
                                     about=risk, on=self.on, permission=permission)  # fmt: skip
                if verb == "edit":
                    _edit(risk, t, {"actor": actor, "on": on}, units[t.unit])
                else:
                    CARRY[verb](risk, t, {"actor": actor, "on": on})
        except (RuleBroken, HTTPException):
            return False
        return True

    def take(self, risk: Known, verb: str, t: Try) -> None:
        """Keep what was done with it, and what that moves on the ledger."""
        self.taken[verb, risk.state] += 1
        before = self.standing(risk)
        is_close = verb == "confirm" or (verb == "finish" and not risk.is_major)
        self.taken["close" if is_close else "accept", risk.state] += verb in {"finish", "confirm"}
        risk.take(verb, t)
        is_cancelled = risk.state == "cancelled"
        self.tally.note(risk.id, before, self.standing(risk), t.on, cancelled=is_cancelled)

    def viewer(self, who: str) -> Viewer:
        """Return somebody of the cast as signed in on this day; asked once for a history."""
        is_away = AWAY[0] <= self.on <= AWAY[1]
        if (who, is_away) not in self.viewers:
            self.viewers[who, is_away] = self.world.cast.viewer(who, on=self.on)
        return replace(self.viewers[who, is_away], on=self.on)

    def keep(self, risk: Known) -> list[Any]:
        """Return all that stands of a risk, as it is in the database."""
        db.session.expire_all()
        found = db.session.get_one(Risk, risk.id)
        return [values_of(one) for one in (found, *found.steps)]

    def check(self, known: Known) -> None:
        """Compare the record with what is known of it, and ask what must always hold."""
        with self.app.app_context():
            risk = db.session.get_one(Risk, known.id, options=[selectinload(Risk.steps)])
            check_risk(risk)
            assert (risk.state, risk.unit.name) == (known.state, known.unit)
            assert (risk.kind, risk.level, risk.round) == (known.kind, known.level, known.round)
            assert risk.asked_level == (known.asked[1] if known.asked else "")
            self.noted.update(step.verb for step in risk.steps)
            check_ledger(RISKS, self.tally, until=self.until())
            self.trail, self.kept[known.id] = trail(), self.keep(known)

    def until(self) -> Quarter:
        """Return the last quarter that may count anything."""
        return Quarter(*quarter_of(self.on)).following

    def teardown(self) -> None:
        """Ask of the whole ledger, and that each of its numbers opens its records."""
        if hasattr(self, "tally"):
            with self.app.app_context():
                check_cells(RISKS, self.tally, until=self.until())


def test_no_history_breaks_a_rule(app: Flask) -> None:
    class Played(Machine):
        taken, refused, noted = Counter(), Counter(), set()

    Played.app = app

    run_state_machine_as_test(Played, settings=played(examples=20, steps=60))

    assert EDGES - {edge for edge, count in Played.taken.items() if count} == set()
    assert set(RISK_VERB_LABELS) - ELSEWHERE - {"edit"} <= Played.noted
    assert set(Played.refused) == set(acting.FROM)
