"""One line of the checklist before issuing."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """What a finding does: a block keeps minutes from being sent and issued, an ask does not."""

    BLOCK = "block"
    ASK = "ask"


@dataclass(frozen=True)
class Finding:
    """One sentence of the checklist before issuing, with the page where it is mended."""

    level: Level
    sentence: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)

    def at(self, values: dict[str, Any]) -> "Finding":
        """Return the finding with its page's values, where it does not bring its own."""
        return self if self.values else replace(self, values=values)


def block(sentence: str, endpoint: str, **values: Any) -> Finding:
    """Return a red line."""
    return Finding(Level.BLOCK, sentence, endpoint, values)


def ask(sentence: str, endpoint: str) -> Finding:
    """Return an amber line."""
    return Finding(Level.ASK, sentence, endpoint)
