"""What is typed about slips: which are sent, when they were delivered, why one is not sent."""

from wtforms import DateField, Field, SelectMultipleField
from wtforms.validators import ValidationError

from tracker.core.clock import today
from tracker.core.forms import Form, record_id, required
from tracker.followups.forms.acts import ReasonForm


class SendSlipsForm(Form):
    """Slips that were ticked in a list."""

    ids = SelectMultipleField("催办文书", coerce=record_id, validate_choice=False)

    def validate_ids(self, field: Field) -> None:
        """Ask for at least one."""
        if not field.data:
            raise ValidationError("还没有勾选，请先勾选。")


class DeliverSlipsForm(SendSlipsForm):
    """Slips that were handed over, with the day."""

    delivered_on = DateField("送达日期", [required("请填写送达日期。")], default=today)

    def validate_delivered_on(self, field: Field) -> None:
        """Ask for a day that has come."""
        if field.data and field.data > today():
            raise ValidationError("送达日期晚于今天，请核对。")


class DropSlipForm(ReasonForm):
    """Why a slip is not sent."""
