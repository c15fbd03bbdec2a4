"""What can be done with a meeting, its roster and what was said at it."""

from tracker.meetings.services.addresses import (
    Spoken,
    add_addresses,
    move_address,
    remove_address,
    replace_points,
    spoken_by_meeting,
)
from tracker.meetings.services.areas import (
    MOST_AREAS,
    Context,
    NamedWords,
    add_area_list,
    edit_area_list,
    remove_area_list,
)
from tracker.meetings.services.attendance import build_roster, mark, mark_rest_present, set_basis
from tracker.meetings.services.copying import copy_invited
from tracker.meetings.services.meeting import (
    Details,
    Invited,
    Reporting,
    Schedule,
    cancel,
    edit_meeting,
    hold,
    open_meeting,
    reschedule,
    set_invited,
)
from tracker.meetings.services.notifying import NoticeWords, notify

__all__ = [
    "MOST_AREAS",
    "Context",
    "Details",
    "Invited",
    "NamedWords",
    "NoticeWords",
    "Reporting",
    "Schedule",
    "Spoken",
    "add_addresses",
    "add_area_list",
    "build_roster",
    "cancel",
    "copy_invited",
    "edit_area_list",
    "edit_meeting",
    "hold",
    "mark",
    "mark_rest_present",
    "move_address",
    "notify",
    "open_meeting",
    "remove_address",
    "remove_area_list",
    "replace_points",
    "reschedule",
    "set_basis",
    "set_invited",
    "spoken_by_meeting",
]
