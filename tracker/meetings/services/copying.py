"""Taking over from an earlier meeting who must attend and who must report."""

from tracker.core.permissions import Actor
from tracker.meetings import queries
from tracker.meetings.models import Meeting
from tracker.meetings.services.meeting import Invited, Reporting, set_invited


def copy_invited(*, meeting: Meeting, source: Meeting, actor: Actor) -> list[str]:
    """Invite whom an earlier meeting invited; returns the names of what is gone and left out."""
    gone = queries.gone_since(source, on=meeting.held_on)
    invited = [
        Invited(row.words, row.category, row.unit_id, row.person_id, row.capacity)
        for row in source.invitations
        if row not in gone
    ]
    reporting = [
        Reporting(row.unit_id, row.scope, row.words) for row in source.reporting if row not in gone
    ]
    set_invited(meeting=meeting, invited=invited, reporting=reporting, actor=actor)
    names = (row.words or (row.unit.name if row.unit else "") for row in gone)
    return list(dict.fromkeys(names))
