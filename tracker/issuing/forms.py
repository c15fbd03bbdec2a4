"""The form of a number that was used outside the system."""

from wtforms import DateField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from tracker.core.clock import today
from tracker.core.forms import Form, clean_text, required

MOST = 9999


class UsedNumberForm(Form):
    """One number, what it was used for, and when."""

    number = IntegerField(
        "号数", [InputRequired("请填写号数，只填数字。"),
                 NumberRange(1, MOST, f"号数请填 1 至 {MOST} 之间的整数。")],
    )  # fmt: skip
    title = StringField(
        "文件标题", [required("请填写文件标题。"), Length(max=200, message="标题不超过 200 字。")],
        filters=[clean_text],
    )  # fmt: skip
    used_on = DateField("印发日期", [required("请填写印发日期。")], default=today)
