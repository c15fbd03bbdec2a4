"""A table of units, posts and people."""

from tracker.core.forms import SheetForm
from tracker.directory.services.roster_rows import COLUMNS


class RosterForm(SheetForm):
    """Units, posts and people from a table."""

    columns = COLUMNS
