"""What the words of a text stand for in the directory."""

from collections.abc import Iterator
from datetime import date

from tracker.meetings.queries import Invitable


class Matching:
    """Tells beside each entry whom or what of the directory it names."""

    def __init__(self, on: date) -> None:
        self._invitable = Invitable(on)

    def target(self, words: str) -> str:
        """Return what the words name, as `unit:12`; nothing when the directory has it not."""
        return self._invitable.entry(words).target

    def label(self, words: str, *, is_unit: bool = False) -> str:
        """Return the name in the directory; nothing when it has none.

        A unit that reports may have its scope in brackets behind it.
        """
        entries = self._invitable.read_reporting(words) if is_unit else []
        target = entries[0].target if entries else self.target(words)
        return self._invitable.labels.get(target, "")

    def reporting(self, words: str) -> Iterator[tuple[int | None, str, str]]:
        """Yield (unit, scope in brackets, words left when no unit is meant)."""
        for entry in self._invitable.read_reporting(words):
            unit_id = int(entry.target.partition(":")[2]) if entry.target else None
            yield unit_id, entry.scope, "" if unit_id else entry.words
