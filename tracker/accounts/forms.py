"""Forms of signing in, of one's password, and the one form for acts on paper (代录)."""

from wtforms import BooleanField, Field, PasswordField, StringField
from wtforms.validators import EqualTo, ValidationError

from tracker.core.forms import Form, required

MIN_LENGTH = 10
MIN_CLASSES = 3


def strong_password(_form: Form, field: Field) -> None:
    """Ask for ten characters of three classes (GB/T 22239-2019, identity)."""
    value = field.data or ""
    tests = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    classes = sum(any(test(c) for c in value) for test in tests)
    if len(value) < MIN_LENGTH or classes < MIN_CLASSES:
        raise ValidationError("密码至少 10 位，并包含大写字母、小写字母、数字、符号中的三种。")


class SignInForm(Form):
    """工号 and password."""

    staff_no = StringField(
        "工号", [required("请填写工号。")], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        "密码", [required("请填写密码。")], render_kw={"autocomplete": "current-password"}
    )


class PasswordForm(Form):
    """A new password of one's own."""

    old = PasswordField("现在的密码", render_kw={"autocomplete": "current-password"})
    new = PasswordField(
        "新密码", [required("请填写新密码。"), strong_password],
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip
    again = PasswordField(
        "再输一次", [EqualTo("new", "两次输入不一致，请重新输入。")],
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip


class NoticeForm(Form):
    """Read and understood."""

    has_read = BooleanField("我已阅读并知悉", [required("请阅读后勾选。")])
