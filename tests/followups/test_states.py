"""The states of a task over random histories …"""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.followups.conftest import TODAY, World
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.followups import services
from tracker.followups.models import FOLLOWUP_WORKFLOW, FollowUp

PEOPLE = ("clerk", "director", "head", "head2", "head3", "liaison", "vice", "discipline")
UNITS = ("机电工程系", "机电工程系党总支", "办公室", "保卫部", "创建办")
# Whose post lies in the family of each unit: none of them may verify its tasks.
FAMILY = {
    "机电工程系": {"head", "liaison"},
    "机电工程系党总支": {"head", "liaison"},
    "办公室": {"clerk", "director"},
    "保卫部": {"head2"},
    "创建办": {"head2"},
}
VERBS = {
    "dispatch": lambda item, **k: services.dispatch(followups=[item], **k),
    "receive": lambda item, **k: services.receive(followup=item, **k),
    "submit": lambda item, **k: services.submit(followup=item, **k),
    "close": lambda item, **k: services.close(followup=item, **k),
    "return": lambda item, **k: services.return_(followup=item, reason="请补报。", **k),
    "cancel": lambda item, **k: services.cancel(followup=item, reason="重复。", **k),
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(VERBS)), st.sampled_from(PEOPLE)), max_size=14)


@dataclass
class History:
    """What has happened to one task, and what was seen on the way."""

    unit: str
    submitters: set[str] = field(default_factory=set)
    originals: set[object] = field(default_factory=set)
    confirmations: list[str] = field(default_factory=list)


def _play(world: World, followup_id: int, history: History, verb: str, who: str) -> None:
    with world.app.app_context():
        actor = world.cast.actor(who)
        before = db.session.get_one(FollowUp, followup_id).state
        try:
            with writing():
                item = db.session.get_one(FollowUp, followup_id)
                VERBS[verb](item, actor=actor, on=TODAY)
        except RuleBroken:
            assert db.session.get_one(FollowUp, followup_id).state == before
            return
        _note(history, db.session.get_one(FollowUp, followup_id), before, verb, who)


def _note(history: History, item: FollowUp, before: str, verb: str, who: str) -> None:
    if verb != "receive":
        assert FOLLOWUP_WORKFLOW.allows(verb, before)
    if verb == "submit":
        history.submitters.add(who)
    if verb == "close":
        history.confirmations.append(who)
    if item.original_due_on is not None:
        history.originals.add(item.original_due_on)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(unit=st.sampled_from(UNITS), is_filing=st.booleans(), steps=STEPS)
def test_no_history_breaks_a_rule(
    world: World, unit: str, is_filing: bool, steps: list[tuple[str, str]]
):
    followup_id = world.plan(unit, point=None, is_filing=is_filing)
    history = History(unit)

    for verb, who in steps:
        _play(world, followup_id, history, verb, who)

    item = world.item(followup_id)
    assert len(history.originals) <= 1
    assert not set(history.confirmations) & (history.submitters | FAMILY[unit])
    assert history.submitters <= FAMILY[unit] - {"clerk"}
    if item.state == "closed":
        verified = bool(history.confirmations)
        assert verified != item.closed_by_rule
        assert item.closed_by_rule == is_filing
        assert item.submitter_id is not None
