"""Papers of a quarter for those who see the whole college: which there are, and of which days."""

from collections.abc import Sequence
from datetime import date

from tracker.core.calendar import quarter_range, quarter_words, read_quarter
from tracker.core.permissions import Viewer


def days_of(subject: str, *, on: date, viewer: Viewer | None) -> tuple[str, date, date] | None:
    """Return words, first and last day of "2023-1"; None for what is to come or not for them."""
    read = read_quarter(subject)
    if read is None or (viewer is not None and not viewer.sees_all):
        return None
    first, last = quarter_range(*read)
    return (quarter_words(*read), first, last) if first <= on else None


def titled(
    quarters: Sequence[tuple[int, int]], title: str, viewer: Viewer | None
) -> list[tuple[str, str]]:
    """Return (id, title) of a paper for each of the quarters."""
    if viewer is not None and not viewer.sees_all:
        return []
    return [
        (f"{year}-{number}", f"{quarter_words(year, number)}{title}") for year, number in quarters
    ]
