"""Forms of signing in, of one's password, and the one form for acts on paper (代录)."""

from datetime import date, timedelta
from typing import Any

import wtforms
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import (
    DataRequired,
    EqualTo,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    StopValidation,
    ValidationError,
)

from tracker.accounts.services import LONGEST_PASSWORD, MOST_DAYS, PaperEntry
from tracker.core.clock import today
from tracker.core.forms import CodeField, Form, clean_text, required
from tracker.core.permissions import ROLES_OF_POSTS, Permission, Role, current_viewer
from tracker.directory import queries as directory
from tracker.directory.models import STAFF_NO, STAFF_NO_WORDS
from tracker.files.forms import UploadField
from tracker.files.services import Purpose

MIN_LENGTH = 10
MIN_CLASSES = 3
STRONG = "至少 10 位，包含大写字母、小写字母、数字、符号中的三种。"


def _person_id(value: Any) -> int | None:
    return int(value) if value else None


def strong_password(_form: Form, field: Field) -> None:
    """Ask for ten characters of three classes (GB/T 22239-2019, identity)."""
    value = field.data or ""
    tests = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    classes = sum(any(test(c) for c in value) for test in tests)
    if len(value) < MIN_LENGTH or classes < MIN_CLASSES:
        raise ValidationError(f"密码{STRONG}")
    if len(value) > LONGEST_PASSWORD:
        raise ValidationError(f"密码不超过 {LONGEST_PASSWORD} 位，请缩短。")


class SignInForm(Form):
    """工号 and password."""

    staff_no = CodeField(
        "工号", [required("请填写工号。")], filters=[clean_text],
        render_kw={"autocomplete": "username", "autocapitalize": "none"},
    )  # fmt: skip
    password = PasswordField(
        "密码", [required("请填写密码。")], description="首次登录填登录条上的登录码。",
        render_kw={"autocomplete": "current-password", "data-code": ""},
    )  # fmt: skip

    keep = BooleanField("在这部手机上保持登录", description="限本人使用的手机；退出登录即取消。")


class PolicyForm(Form):
    """How long a phone may stay signed in."""

    days_kept_signed_in = IntegerField(
        "手机保持登录（天）",
        [InputRequired("请填写天数，不允许的填 0。"),
         NumberRange(0, MOST_DAYS, message=f"请填写 0 至 {MOST_DAYS} 之间的天数。")],
        description="只供单位负责人和联络员；填 0 为不允许，已保持的随即失效。",
    )  # fmt: skip


class SlipsForm(Form):
    """For which units slips are to be prepared."""

    unit_ids = SelectMultipleField("单位", coerce=int, validate_choice=False)


class PasswordForm(Form):
    """A new password of one's own."""

    old = PasswordField("现在的密码", render_kw={"autocomplete": "current-password"})
    new = PasswordField(
        "新密码", [required("请填写新密码。"), strong_password], description=STRONG,
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip
    again = PasswordField(
        "再输一次", [EqualTo("new", "两次输入不一致，请重新输入。")],
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip


class AccountForm(Form):
    """An account for somebody of the directory."""

    person_id = SelectField("人员", [required("请选择人员。")], coerce=_person_id)
    staff_no = CodeField(
        "工号", [required("请填写工号。"), Regexp(STAFF_NO, message=STAFF_NO_WORDS)],
        description="登录时使用。", filters=[clean_text],
    )  # fmt: skip


class GrantForm(Form):
    """A role for a time."""

    user_id = SelectField("人员", [required("请选择人员。")], coerce=_person_id)
    role = SelectField(
        "角色", choices={str(role): role.label for role in Role if role not in ROLES_OF_POSTS}
    )
    from_on = DateField("自", [required("请填写开始日期。")], default=today)
    to_on = DateField("至", [Optional()], description="检查人员必须填写；其他角色可不填。")

    def validate_to_on(self, field: Field) -> None:
        """Ask for days the right way round."""
        _require_order(self.from_on.data, field.data)


class DelegationForm(Form):
    """A leader lets somebody issue minutes."""

    from_person_id = SelectField("委托人", [required("请选择校领导。")], coerce=_person_id)
    to_person_id = SelectField("受托人", [required("请选择受托人。")], coerce=_person_id)
    from_on = DateField("自", [required("请填写开始日期。")], default=today)
    to_on = DateField("至", [required("请填写截止日期。")])

    def validate_to_on(self, field: Field) -> None:
        """Ask for days the right way round."""
        _require_order(self.from_on.data, field.data)


def _require_order(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise ValidationError("截止日期早于开始日期，请核对后再填。")


class NoticeForm(Form):
    """Read and understood."""

    has_read = BooleanField("我已阅读并知悉", [DataRequired("请阅读后勾选。")])


class DeputyForm(Form):
    """A head lets another member of the college act for the unit."""

    from_person_id = SelectField("委托人", coerce=_person_id, render_kw={"data-pick": ""})
    to_person_id = SelectField(
        "受托人", [required("请选择受托人。")], coerce=_person_id, render_kw={"data-pick": ""}
    )
    from_on = DateField("自", [required("请填写开始日期。")], default=today)
    to_on = DateField("至", [required("请填写截止日期。")])
    location = StringField(
        "纸件存放处", [Length(max=200, message="存放处不超过 200 字。")], filters=[clean_text]
    )

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_own:
            del self.from_person_id
            del self.location

    def validate_to_on(self, field: Field) -> None:
        """Ask for days the right way round."""
        _require_order(self.from_on.data, field.data)


# A paper may be recorded after its signer has left the post.
RECORDED_WITHIN = timedelta(days=180)


def _only_of_a_paper(form: wtforms.Form, field: Field) -> None:
    """Leave the day unread while nobody is named: it is the viewer's own act."""
    if not form.person_id.data:
        field.errors = []
        raise StopValidation


class PaperActForm(wtforms.Form):  # type: ignore[misc]
    """纸质办理·代录, as a part of the form of an act: `paper = FormField(PaperActForm)`.

    Left without a person it says "my own act". Whoever may not record from paper has nobody
    to choose; show the part only where `can("paper:record")`:
    `{% if can("paper:record") %}{{ signed_on_paper(form.paper) }}{% endif %}`.
    The view passes `form.paper.entry()` to `accounts.services.acting`.
    """

    class Meta:
        locales = ("zh",)

    person_id = SelectField("办理人", coerce=_person_id)
    acted_on = DateField("办理日期", [_only_of_a_paper], default=today)
    location = StringField("纸件存放处", [Length(max=200, message="存放处不超过 200 字。")],
                           filters=[clean_text])  # fmt: skip
    scan_id = UploadField(
        "签字页扫描件", purpose=Purpose.SCAN, description="存放处和扫描件至少填一项。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id.choices = {"": "请选择", **_signers()}
        self.person_id.render_kw = {"data-pick": ""}

    def validate_acted_on(self, field: Field) -> None:
        """Ask for a day that has come."""
        if field.data and field.data > today():
            raise ValidationError("办理日期晚于今天，请核对纸面上的日期。")

    def validate_location(self, field: Field) -> None:
        """Ask for the signer where a paper is named, and for the paper where a signer is."""
        names_paper = bool(field.data or self.scan_id.data)
        if names_paper and not self.person_id.data:
            raise ValidationError("已填写纸件，请选择纸面上签字的办理人。")
        if self.person_id.data and not names_paper:
            raise ValidationError("请写明纸件存放处，或上传扫描件。")

    def entry(self) -> PaperEntry | None:
        """Return what was signed on paper; None when it is the viewer's own act."""
        if not self.person_id.data:
            return None
        return PaperEntry(
            person_id=self.person_id.data,
            acted_on=self.acted_on.data or today(),
            location=self.location.data or "",
            scan_id=next(iter(self.scan_id.data), None),
        )


def _signers() -> dict[str, str]:
    """Return who held a post lately, in rank order, each once under the highest post."""
    viewer = current_viewer()
    if viewer is None or not viewer.can(Permission.PAPER_RECORD):
        return {}
    found: dict[str, str] = {}
    for holding in directory.holdings_between(today() - RECORDED_WITHIN, today()):
        found.setdefault(str(holding.person_id), directory.named(holding))
    return found
