"""What was left open before a meeting, of which a unit has to say how it stands."""

from tracker.directory import queries as directory
from tracker.directory.models import Unit
from tracker.followups import queries as followups
from tracker.followups.queries import LeftOpen
from tracker.meetings.models import Meeting

# What is spoken of: ("risk", id) or ("follow_up", id).
About = tuple[str, int]


def matters(meeting: Meeting, unit: Unit) -> dict[About, LeftOpen]:
    """Return the open matters of a unit and its family, which has the same head, in order.

    A risk with its tasks is one matter, spoken of as the risk.
    """
    family = directory.family_ids(unit.id, on=meeting.held_on)
    rows = followups.left_open(meeting, viewer=None, unit_ids=family)
    return {_about(row): row for row in rows}


def _about(row: LeftOpen) -> About:
    return ("risk", row.risk.id) if row.risk else ("follow_up", row.items[0].id)
