"""What is typed about slips: when they were delivered, why one is not sent."""

from wtforms import DateField, Field
from wtforms.validators import ValidationError

from tracker.core.clock import today
from tracker.core.forms import SeveralForm, required
from tracker.followups.forms.acts import ReasonForm


class DeliverSlipsForm(SeveralForm):
    """Slips that were handed over, with the day."""

    delivered_on = DateField("送达日期", [required("请填写送达日期。")], default=today)

    def validate_delivered_on(self, field: Field) -> None:
        """Ask for a day that has come."""
        if field.data and field.data > today():
            raise ValidationError("送达日期晚于今天，请核对。")


class DropSlipForm(ReasonForm):
    """Why a slip is not sent."""
