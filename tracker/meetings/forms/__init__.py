"""Forms of a meeting: what it is, who is invited, who came, what was said."""

from tracker.meetings.forms.address import THE_MEETING, VERBS, AddressForm
from tracker.meetings.forms.areas import AreaListForm
from tracker.meetings.forms.attendance import AttendanceForm
from tracker.meetings.forms.invited import InvitedForm
from tracker.meetings.forms.meeting import MeetingForm, NoticeForm, ReasonForm, ScheduleForm

__all__ = [
    "THE_MEETING",
    "VERBS",
    "AddressForm",
    "AreaListForm",
    "AttendanceForm",
    "InvitedForm",
    "MeetingForm",
    "NoticeForm",
    "ReasonForm",
    "ScheduleForm",
]
