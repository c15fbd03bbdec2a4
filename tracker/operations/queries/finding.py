"""One line of the check-up, and the words for the command that mends it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import config

# Where docs/install.md puts the program; the service is managed by other commands there.
SERVICE_ROOT = Path("/opt/tracker")


class Level(StrEnum):
    """Whether something is well, should be looked at, or keeps the product from working."""

    FINE = "fine"
    WARNING = "warning"
    WRONG = "wrong"

    @property
    def label(self) -> str:
        """Return the level in a word."""
        return {Level.FINE: "正常", Level.WARNING: "注意", Level.WRONG: "错误"}[self]

    @property
    def tone(self) -> str:
        """Return the tone of the badge that names it."""
        return {Level.FINE: "good", Level.WARNING: "warn", Level.WRONG: "bad"}[self]


@dataclass(frozen=True)
class Finding:
    """One line of the check-up; `mend` is the command or step that puts it right."""

    level: Level
    sentence: str
    mend: str = ""


def command(words: str) -> str:
    """Return a command of the product as it is typed where this copy of it runs."""
    return f"tracker {words}" if config.ROOT == SERVICE_ROOT else f"flask {words}"


def start_worker() -> str:
    """Return the command that starts the worker."""
    is_service = config.ROOT == SERVICE_ROOT
    return "systemctl restart tracker-worker" if is_service else "flask worker --clock"


def in_words(age: timedelta) -> str:
    """Return a span of time as it is told, in seconds, minutes or hours."""
    minutes, seconds = divmod(max(0, int(age.total_seconds())), 60)
    if minutes < 1:
        return f"{seconds} 秒"
    return f"{minutes} 分钟" if minutes < 120 else f"{minutes // 60} 小时"
