"""What the clock's worker does with files once an hour."""

from tracker.core.db import writing
from tracker.files.services import sweep_unattached


def sweep() -> int:
    """Remove uploads that nobody attached within a day."""
    with writing():
        return sweep_unattached()
