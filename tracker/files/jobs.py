"""What the clock's worker does with files once an hour."""

from tracker.core.db import writing
from tracker.files.services import sweep_rowless, sweep_unattached


def sweep() -> int:
    """Remove uploads that nobody attached within a day, and bytes that no row knows."""
    with writing():
        count = sweep_unattached()
    return count + sweep_rowless()
