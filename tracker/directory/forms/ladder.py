"""The form of the ladder of urging."""

from typing import Any

from wtforms import BooleanField, DateField
from wtforms.validators import ValidationError

from tracker.core.clock import today
from tracker.core.forms import required
from tracker.directory.forms.fields import whole
from tracker.directory.forms.settings import SETTING_LABELS, DatedSettings

MOST_DAYS, WHOLE = 60, 99


def _days(key: str) -> Any:
    return whole(SETTING_LABELS[key], most=MOST_DAYS)


class LadderForm(DatedSettings):
    """Which steps are used, on which days, and which slips go out by themselves."""

    urge_before_days = _days("urge_before_days")
    urge_behind_percent = whole(SETTING_LABELS["urge_behind_percent"], most=WHOLE)
    urge_overdue_1_days = _days("urge_overdue_1_days")
    urge_overdue_2_days = _days("urge_overdue_2_days")
    urge_overdue_3_days = _days("urge_overdue_3_days")
    urge_sends_reminders = BooleanField(SETTING_LABELS["urge_sends_reminders"])
    urge_sends_yellow = BooleanField(SETTING_LABELS["urge_sends_yellow"])
    urge_sends_red = BooleanField(SETTING_LABELS["urge_sends_red"])
    valid_from = DateField("自何日起", [required("请填写生效日期。")], default=today)

    def validate_urge_overdue_3_days(self, _field: Any) -> None:
        """Ask for steps that follow each other; those left out do not count."""
        steps = (self.urge_overdue_1_days, self.urge_overdue_2_days, self.urge_overdue_3_days)
        days = [step.data for step in steps if step.data]
        if days != sorted(set(days)):
            raise ValidationError("逾期后的三步须一步比一步晚，请核对天数。")
