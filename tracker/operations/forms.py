"""Forms of the first start, one per page."""

from collections.abc import Mapping

from wtforms import PasswordField, StringField
from wtforms.validators import URL, Length, Optional, Regexp, ValidationError

from tracker.accounts.forms import strong_password
from tracker.core.forms import CodeField, Form, LinesField, clean_text, required
from tracker.directory.models import STAFF_NO, STAFF_NO_WORDS


class DemoForm(Form):
    """Load the invented college; one password for all of its accounts."""

    password = PasswordField(
        "演示账户的密码", [required("请填写密码。"), strong_password],
        description="十个演示账户共用此密码：至少 10 位，含大写、小写、数字、符号中的三种。",
        render_kw={"autocomplete": "new-password"},
    )  # fmt: skip


class CollegeForm(Form):
    """The college: what stands on its papers, and under which address it is reached."""

    college_name = StringField(
        "学校全称",
        [required("请填写学校全称。"), Length(max=60, message="校名不超过 60 字。")],
        filters=[clean_text],
    )
    red_head = StringField(
        "纪要红头", [Length(max=60, message="红头不超过 60 字。")], filters=[clean_text],
        description="不填即“学校全称＋会议纪要”。",
    )  # fmt: skip
    issuing_body = StringField(
        "印发机关", [Length(max=100, message="印发机关不超过 100 字。")], filters=[clean_text],
        description="版记中的印发机关；不填即“学校全称＋办公室”。",
    )  # fmt: skip
    public_url = CodeField(
        "本系统的访问地址",
        [
            Optional(),
            Length(max=200, message="网址不超过 200 字。"),
            URL(require_tld=False, message="请填写完整地址，如 http://oa.example.edu:8000。"),
        ],
        filters=[clean_text],
        description="二维码使用此地址，须在校园网内打得开；暂不确定可以留空。",
    )
    campuses = LinesField(
        "校区", 60, description="一行一个；只有一个校区可不填。", render_kw={"rows": 3}
    )


def _name(label: str) -> StringField:
    return StringField(
        label, [Length(max=60, message="姓名不超过 60 字。")], filters=[clean_text],
        description="已导入的人员不必填写。",
    )  # fmt: skip


def _staff_no(label: str) -> CodeField:
    return CodeField(
        label, [required("请填写工号。"), Regexp(STAFF_NO, message=STAFF_NO_WORDS)],
        filters=[clean_text], render_kw={"list": "people"},
    )  # fmt: skip


def _password(label: str) -> PasswordField:
    return PasswordField(
        label,
        [required("请填写密码。"), strong_password],
        render_kw={"autocomplete": "new-password"},
    )


class AccountsForm(Form):
    """The first three people who sign in.

    `posts` tells for each 工号 of the directory what its person holds, empty for no post.
    """

    clerk_no = _staff_no("办公室干事工号")
    clerk_name = _name("办公室干事姓名")
    clerk_password = _password("办公室干事密码")
    sys_admin_no = _staff_no("系统管理员工号")
    sys_admin_name = _name("系统管理员姓名")
    sys_admin_password = _password("系统管理员密码")
    sec_admin_no = _staff_no("安全管理员工号")
    sec_admin_name = _name("安全管理员姓名")
    sec_admin_password = _password("安全管理员密码")

    posts: Mapping[str, str] = {}

    def validate_clerk_name(self, field: StringField) -> None:
        """Ask for a name where the 工号 does not tell it."""
        self._require_name(field, self.clerk_no)

    def validate_sys_admin_name(self, field: StringField) -> None:
        """Ask for a name where the 工号 does not tell it."""
        self._require_name(field, self.sys_admin_no)

    def validate_sec_admin_name(self, field: StringField) -> None:
        """Ask for a name where the 工号 does not tell it."""
        self._require_name(field, self.sec_admin_no)

    def validate_sys_admin_no(self, field: StringField) -> None:
        """An administrator sees no business, so holds no post in it."""
        self._require_no_post(field)

    def validate_sec_admin_no(self, field: StringField) -> None:
        """Three different persons: administrators see no business, and watch each other."""
        self._require_no_post(field)
        numbers = {field.data, self.sys_admin_no.data, self.clerk_no.data}
        if len(numbers) < 3:
            raise ValidationError("干事、系统管理员、安全管理员须由三个人分别担任，工号不能相同。")

    def _require_no_post(self, field: StringField) -> None:
        if held := self.posts.get(field.data or ""):
            raise ValidationError(
                f"此人任{held}；管理员看不到业务，不能由任职的人担任，请另选一人。"
            )

    def _require_name(self, field: StringField, number: StringField) -> None:
        if not field.data and number.data not in self.posts:
            raise ValidationError("请填写姓名：通讯录中还没有这个工号。")
