"""State machines: one literal table of transitions drives checks, buttons and diagrams."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.core.errors import RuleBroken


@dataclass(frozen=True)
class Transition:
    """One verb of a state machine: from which states to which, as it reads on a button."""

    sources: frozenset[str]
    target: str
    label: str
    needs_reason: bool = False


def transition(
    sources: Iterable[StrEnum], target: StrEnum, label: str, *, needs_reason: bool = False
) -> Transition:
    """Write one row of a transition table."""
    return Transition(frozenset(sources), target, label, needs_reason)


class Workflow:
    """A table verb → transition for one kind of record."""

    def __init__(
        self, subject: str, labels: Mapping[Any, str], table: Mapping[str, Transition]
    ) -> None:
        self.subject = subject
        self.labels = labels
        self.table = table

    def allows(self, verb: str, state: str) -> bool:
        """Tell whether `verb` is possible in `state`."""
        return state in self.table[verb].sources

    def verbs(self, state: str) -> list[str]:
        """Return the verbs that are possible in `state`, in the table's order."""
        return [verb for verb in self.table if self.allows(verb, state)]

    def target(self, verb: str, state: str, *, reason: str | None = None) -> str:
        """Return the state after `verb`.

        Raises:
            RuleBroken: the verb is not possible now, or its reason is missing.
        """
        row = self.table[verb]
        if state not in row.sources:
            raise RuleBroken(
                f"{self.subject}现在是“{self.label(state)}”，不能{row.label}。请刷新页面后再办理。"
            )
        if row.needs_reason and not (reason or "").strip():
            raise RuleBroken(f"{row.label}须写明原因，请填写后再提交。")
        return row.target

    def label(self, state: str) -> str:
        """Return the state's name on screen."""
        return next(label for known, label in self.labels.items() if known == state)
