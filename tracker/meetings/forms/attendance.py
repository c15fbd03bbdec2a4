"""What the signed sheet says of one person."""

from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from tracker.core.forms import Form
from tracker.meetings.forms.fields import text_field
from tracker.meetings.models import ATTENDANCE_LABELS, LEAVE_REASONS, AttendanceStatus


class AttendanceForm(Form):
    """What the signed sheet says of one person; no status takes it back."""

    status = SelectField(
        "到会情况",
        default="",
        choices={"": "未登记", **{str(s): label for s, label in ATTENDANCE_LABELS.items()}},
    )
    leave_reason = SelectField(
        "请假事由",
        default="",
        choices={"": "未写明", **{reason: reason for reason in LEAVE_REASONS}},
    )
    is_late = BooleanField("迟到")
    proxy_name = text_field("代会人", 60, Optional())

    def facts(self) -> dict[str, Any]:
        """Return the facts as `services.mark` takes them."""
        return {
            "status": AttendanceStatus(self.status.data) if self.status.data else None,
            "leave_reason": self.leave_reason.data or "",
            "is_late": bool(self.is_late.data),
            "proxy_name": self.proxy_name.data or "",
        }
