"""Whatever is tried on a risk, by whoever and in whatever order, its rules hold."""

from collections.abc import Callable
from datetime import date
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

from tests.risks.conftest import World
from tracker.core.errors import RuleBroken
from tracker.risks import queries, services
from tracker.risks.models import Risk, RiskState
from tracker.risks.services.rules import LONG_FORM

# Who tries; head, head_branch and liaison are of the family of the unit that does the work.
PEOPLE = ("clerk", "director", "secretary", "president", "head", "liaison", "head2", "inspector")
FAMILY = {"head", "liaison"}
LEADERS = {"secretary", "president"}
DECIDERS = LEADERS | {"director"}
SHORT, LONG = "师生思想动态", "消防安全"
DAY = date(2023, 6, 20)
who = st.sampled_from(PEOPLE)
levels = st.sampled_from(["general", "significant", "major"])
words = st.sampled_from(["", " ", "已核对"])


class Life(RuleBasedStateMachine):
    """One risk and everybody who may lay hands on it."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.risk_id = 0
        self.round = 1
        self.asker = ""
        self.checker = ""

    def now(self) -> Risk:
        """Return the risk as it stands."""
        return self.world.risk(self.risk_id)

    def attempt(self, verb: Callable[..., Any], by: str, **values: Any) -> bool:
        """Try an act; tells whether it was let through."""
        try:
            self.world.do(verb, self.risk_id, by, **values)
        except RuleBroken:
            return False
        return True

    @initialize(kind=st.sampled_from(["short", "plain", "major", "incomplete"]))
    def begin(self, kind: str) -> None:
        if kind == "major":
            self.risk_id = self.world.major()
        elif kind == "short":
            self.risk_id = self.world.register(area=SHORT, kind="weak_link")
        else:
            level = "major" if kind == "incomplete" else "general"
            self.risk_id = self.world.register(level=level)
        self.attempt(services.rectify, "clerk")

    @rule(by=who)
    def rectify(self, by: str) -> None:
        before = self.now()
        if self.attempt(services.rectify, by):
            assert before.state == "registered"
            assert not before.missing_if_major

    # Wild acts alone seldom get far: this is what usually comes next, by whoever.
    @rule(by=who)
    def go_on(self, by: str) -> None:
        risk = self.now()
        if risk.state == RiskState.REGISTERED:
            self.rectify(by=by)
        elif risk.state == RiskState.CLOSED:
            self.reopen(by=by, reason="又出现")
        elif risk.is_major and risk.accepted_on is None:
            self.accept(by=by, has_item_files=True)
        else:
            self.close(by=by)

    @rule(by=who, has_item_files=st.booleans())
    def accept(self, by: str, has_item_files: bool) -> None:
        if self.attempt(services.accept, by, has_item_files=has_item_files):
            assert by not in FAMILY
            assert not self.now().missing_if_major
            self.checker = by

    @rule(by=who)
    def close(self, by: str) -> None:
        before = self.now()
        if self.attempt(services.close, by):
            assert by not in FAMILY
            if before.is_major:
                assert by in LEADERS - {self.checker}
                assert before.accepted_on is not None
                assert not before.missing_if_major
                assert self.is_proved(before)
                assert self.now().look_back_on is not None

    def is_proved(self, risk: Risk) -> bool:
        """Tell whether evidence is there, with the tasks or beside the risk."""
        with self.world.app.app_context():
            return risk.has_item_files or queries.has_evidence(risk)

    @rule(by=who, reason=words)
    def refuse(self, by: str, reason: str) -> None:
        if self.attempt(services.refuse, by, reason=reason):
            assert by in LEADERS
            assert reason.strip()

    @rule(by=who, level=levels, reason=words)
    def regrade(self, by: str, level: str, reason: str) -> None:
        before = self.now()
        grading = services.Grading("hazard", level, "判定指南", reason)
        if self.attempt(services.regrade, by, grading=grading):
            assert reason.strip()
            if before.is_major:
                assert self.now().level == "major"
                self.asker = by

    @rule(by=who)
    def confirm_downgrade(self, by: str) -> None:
        if self.attempt(services.confirm_downgrade, by):
            assert by in DECIDERS - {self.asker}

    @rule(by=who, reason=words)
    def refuse_downgrade(self, by: str, reason: str) -> None:
        if self.attempt(services.refuse_downgrade, by, reason=reason):
            assert by in DECIDERS - {self.asker}

    @rule(by=who, doc_no=words)
    def transfer(self, by: str, doc_no: str) -> None:
        letter = {"to": "主管部门", "doc_no": doc_no, "letter_on": date(2023, 3, 20)}
        if self.attempt(services.transfer, by, **letter):
            assert doc_no.strip()

    @rule(by=who, day=st.sampled_from([date(2023, 3, 20), DAY]))
    def prolong(self, by: str, day: date) -> None:
        if self.attempt(services.prolong, by, goal="一期", next_review_on=day):
            assert by in DECIDERS
            assert day == DAY

    @rule(by=who)
    def review(self, by: str) -> None:
        self.attempt(services.review, by, goal="二期", next_review_on=DAY)

    @rule(by=who, reason=words)
    def resume(self, by: str, reason: str) -> None:
        self.attempt(services.resume, by, reason=reason)

    @rule(by=who, note=words)
    def look_back(self, by: str, note: str) -> None:
        if self.attempt(services.look_back, by, note=note):
            assert by not in FAMILY

    @rule(by=who, reason=words)
    def reopen(self, by: str, reason: str) -> None:
        before = self.now()
        if self.attempt(services.reopen, by, reason=reason, due_on=DAY):
            assert by not in FAMILY
            assert before.state == "closed"
            assert self.now().round == before.round + 1

    # Given up rarely, so that most histories go on.
    @precondition(lambda self: self.round > 1)
    @rule(by=who, reason=words)
    def cancel(self, by: str, reason: str) -> None:
        if self.attempt(services.cancel, by, reason=reason):
            assert by == "director"
            assert reason.strip()

    @rule(proves=st.sampled_from(["before", "after", "document"]))
    def photo(self, proves: str) -> None:
        try:
            self.world.photo(self.risk_id, proves)
        except RuleBroken:
            return
        assert self.now().area.name == LONG

    @rule(area=st.sampled_from([SHORT, LONG]), place=st.sampled_from(["", "三号楼"]))
    def edit(self, area: str, place: str) -> None:
        before = self.now()
        facts = self.world.facts(area=area, kind="weak_link", level=before.level, place=place,
                                 due_on=before.due_on)  # fmt: skip
        self.attempt(services.edit, "clerk", facts=facts)
        assert self.now().level == before.level

    @invariant()
    def what_is_always_true(self) -> None:
        """Days say what the state says; rounds only grow; a sensitive area stays short."""
        if not self.risk_id:
            return
        risk = self.now()
        assert (risk.state == RiskState.CLOSED) == (risk.closed_on is not None)
        assert (risk.state == RiskState.CANCELLED) == (risk.cancelled_on is not None)
        assert risk.closed_on is None or risk.accepted_on is not None
        assert risk.round == 1 + sum(step.verb == "reopen" for step in risk.steps) >= self.round
        self.round = risk.round
        if risk.area.is_sensitive:
            assert not any(getattr(risk, name) for name in LONG_FORM)
            assert (risk.kind, risk.level, risk.graded_by) == ("weak_link", "general", "")


def test_no_history_breaks_a_rule(world: World) -> None:
    quick = settings(
        max_examples=10, stateful_step_count=30, deadline=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    run_state_machine_as_test(lambda: Life(world), settings=quick)
