"""Forms of the first start."""

from wtforms import PasswordField, StringField
from wtforms.validators import URL, Length, Optional, Regexp, ValidationError

from tracker.accounts.forms import STAFF_NO, STAFF_NO_WORDS, strong_password
from tracker.core.forms import CodeField, Form, clean_text, required


class DemoForm(Form):
    """Load the invented college; one password for all of its accounts."""

    password = PasswordField(
        "演示账户的密码", [required("请填写密码。"), strong_password],
        description="十个演示账户共用此密码：至少 10 位，含大写、小写、数字、符号中的三种。",
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip


def _name(label: str) -> StringField:
    return StringField(
        label, [required("请填写姓名。"), Length(max=60, message="姓名不超过 60 字。")],
        filters=[clean_text],
    )  # fmt: skip


def _staff_no(label: str) -> CodeField:
    return CodeField(
        label, [required("请填写工号。"), Regexp(STAFF_NO, message=STAFF_NO_WORDS)],
        filters=[clean_text],
    )  # fmt: skip


def _password(label: str) -> PasswordField:
    return PasswordField(
        label,
        [required("请填写密码。"), strong_password],
        render_kw={"autocomplete": "new-password"},
    )


class CollegeForm(Form):
    """Begin with one's own college: its name and address, and the first three people."""

    college_name = StringField(
        "学校全称",
        [required("请填写学校全称。"), Length(max=60, message="校名不超过 60 字。")],
        filters=[clean_text],
    )
    public_url = CodeField(
        "本系统的访问地址",
        [
            Optional(),
            Length(max=200, message="网址不超过 200 字。"),
            URL(require_tld=False, message="请填写完整地址，如 http://oa.example.edu:8000。"),
        ],
        filters=[clean_text],
        description="二维码使用此地址；暂不确定可以留空，以后在设置中填写。",
    )
    clerk_name = _name("办公室干事姓名")
    clerk_no = _staff_no("办公室干事工号")
    clerk_password = _password("办公室干事密码")
    sys_admin_name = _name("系统管理员姓名")
    sys_admin_no = _staff_no("系统管理员工号")
    sys_admin_password = _password("系统管理员密码")
    sec_admin_name = _name("安全管理员姓名")
    sec_admin_no = _staff_no("安全管理员工号")
    sec_admin_password = _password("安全管理员密码")

    def validate_sec_admin_no(self, field: StringField) -> None:
        """Three different persons: administrators see no business, and watch each other."""
        numbers = {field.data, self.sys_admin_no.data, self.clerk_no.data}
        if len(numbers) < 3:
            raise ValidationError("干事、系统管理员、安全管理员须由三个人分别担任，工号不能相同。")
