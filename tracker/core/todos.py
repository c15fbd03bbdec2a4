"""What waits for somebody: never stored, asked of each feature when a page is shown."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Todo:
    """One thing to do, as a sentence that leads to where it is done."""

    sentence: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    due_on: date | None = None
    tone: str = "todo"
