"""Transition tables."""

from enum import StrEnum

import pytest

from tracker.core.errors import RuleBroken
from tracker.core.workflow import Workflow, transition


class State(StrEnum):
    OPEN = "open"
    SHUT = "shut"


FLOW = Workflow(
    "门",
    {State.OPEN: "开着", State.SHUT: "关着"},
    {
        "shut": transition({State.OPEN}, State.SHUT, "关门"),
        "force": transition({State.SHUT}, State.OPEN, "强行开门", needs_reason=True),
    },
)


def test_it_moves_along_the_table() -> None:
    assert FLOW.target("shut", State.OPEN) == State.SHUT
    assert FLOW.verbs(State.OPEN) == ["shut"]


def test_it_says_why_not() -> None:
    with pytest.raises(RuleBroken, match="门现在是“关着”，不能关门"):
        FLOW.target("shut", State.SHUT)


def test_it_asks_for_a_reason() -> None:
    with pytest.raises(RuleBroken, match="须写明原因"):
        FLOW.target("force", State.SHUT, reason="  ")
