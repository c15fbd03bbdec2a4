"""Forms of one record."""

from wtforms import BooleanField, DateField, Field, SelectField
from wtforms.validators import Optional, Regexp, ValidationError

from tracker.core.clock import today
from tracker.core.forms import CodeField, Form, LinesField, PhoneField, clean_text, required
from tracker.directory import queries
from tracker.directory.forms.fields import _or_blank, _text, identity, whole
from tracker.directory.models import (
    LONG_AGO,
    POST_ROLE_LABELS,
    STAFF_NO,
    STAFF_NO_WORDS,
    UNIT_KIND_LABELS,
    PostRole,
)


class UnitForm(Form):
    """A unit of the college, or a body."""

    name = _text("名称", 100, required("请填写单位名称。"))
    short_name = _text("简称", 60, description="列表和纪要中使用；与名称相同可不填。")
    kind = SelectField("类别", choices={str(k): v for k, v in UNIT_KIND_LABELS.items()})
    aliases = LinesField("别名", 100, description="一行一个；粘贴文稿时据此认出单位。")
    parent_id = SelectField("上级单位", coerce=identity)
    covers_id = SelectField("覆盖的行政单位", coerce=identity, description="只用于党组织。")
    host_id = SelectField("挂靠单位", coerce=identity, description="只用于领导小组及其办公室。")
    supervising_post_id = SelectField(
        "分管领导", coerce=identity, description="红色督办单同时送分管领导；没有登记的只送本单位。"
    )
    sort = whole("排序", default=100, description="小的在前。")
    active_from = DateField(
        "设立日期", [required("请填写设立日期。")], default=LONG_AGO,
        description="早已设立而日期不详的，保留默认；补录过去的会议时据此认出单位。",
    )  # fmt: skip
    active_to = DateField("撤销日期", [Optional()], description="撤销后任职同日终止；不撤销不填。")


class PostForm(Form):
    """A post of a unit."""

    title = _text("职务", 60, required("请填写职务。"))
    role = SelectField("岗位性质", choices={str(k): v for k, v in POST_ROLE_LABELS.items()},
                       default=PostRole.MEMBER, description="据此产生系统中的角色。")  # fmt: skip
    rank = whole("排名", default=1000, description="名单按此排序，小的在前。")
    category = _text("参会类别", 60, description="会议按类别邀请时使用，如“党总支书记”；可不填。")
    is_active = BooleanField("在用", default=True)


class HandOverForm(Form):
    """Who takes a post over, and from which day: somebody of the list, or a newcomer."""

    person_id = SelectField("接任人", coerce=identity, description="选“空缺”即登记离任。")
    new_name = _text("新来的，填写姓名", 60)
    new_staff_no = CodeField(
        "新来的，填写工号", [Optional(), Regexp(STAFF_NO, message=STAFF_NO_WORDS)],
        description="登录时使用。", filters=[clean_text, _or_blank],
    )  # fmt: skip
    on = DateField(
        "自", [required("请填写任职日期。")], default=today,
        description="要补录过去的会议，须早于那次会议。",
    )  # fmt: skip

    def validate_new_name(self, field: Field) -> None:
        """Ask for one successor, and tell two people of one name apart."""
        if field.data and self.person_id.data:
            raise ValidationError("已选择接任人，请清空新来人员的姓名，或把接任人改选“空缺”。")
        if not field.data and self.new_staff_no.data:
            raise ValidationError("已填写工号，请填写姓名。")
        if field.data in queries.person_names() and not self.new_staff_no.data:
            raise ValidationError(
                f"名单中已有{field.data}，请在“接任人”中选择；确为另一人的，请填写其工号。"
            )


class PersonForm(Form):
    """A member of staff in office: nothing else is kept (domain.md §6.2)."""

    name = _text("姓名", 60, required("请填写姓名。"))
    staff_no = CodeField(
        "工号",
        [Optional(), Regexp(STAFF_NO, message=STAFF_NO_WORDS)],
        filters=[clean_text, _or_blank],
    )
    office_phone = PhoneField(
        "办公电话",
        [
            Optional(),
            Regexp(r"[0-9+() -]{3,40}\Z", message="办公电话只填数字和“-”，不超过 40 位。"),
        ],
        filters=[clean_text, _or_blank],
        description="可不填。不登记私人电话。",
    )
    sort = whole("排序", default=100, description="同排名时小的在前。")
    is_active = BooleanField("在职", default=True)


class CampusForm(Form):
    """A campus."""

    name = _text("名称", 60, required("请填写校区名称。"))
    sort = whole("排序", default=100)
    is_active = BooleanField("在用", default=True)


class AreaForm(Form):
    """An area of risk, or a line of work."""

    name = _text("名称", 60, required("请填写领域名称。"))
    synonyms = LinesField("同义词", 60, description="一行一个；同一个词可以同时列在几个领域下。")
    is_sensitive = BooleanField("敏感领域（只登记薄弱环节、措施和时限，不收地点、图片和附件）")
    is_work_line = BooleanField("工作条线（不是风险领域）")
    sort = whole("排序", default=100)
    is_active = BooleanField("在用", default=True)


class AgreementKindForm(Form):
    """A kind of yearly agreement."""

    name = _text("名称", 60, required("请填写责任书名称。"))
    basis = _text("依据文件", 200, description="要求签订的文件名称和文号；没有依据的不宜增设。")
    sort = whole("排序", default=100)
    is_active = BooleanField("在用", default=True)


# Longer than any holiday; more is a slip of the pen.
LONGEST_SPAN = 120


class CalendarDayForm(Form):
    """A day that differs from the week's rule."""

    day = DateField("日期", [required("请填写日期。")])
    until = DateField("至", [Optional()], description="寒暑假等连续多天的，填最后一天。")
    is_workday = SelectField("安排", choices={"": "放假", "1": "上班"}, coerce=bool)
    note = _text("说明", 60)

    def validate_until(self, field: Field) -> None:
        """Ask for a span the right way round, no longer than a summer holiday."""
        if not (field.data and self.day.data):
            return
        days = (field.data - self.day.data).days
        if days < 0:
            raise ValidationError("最后一天早于第一天，请核对后再填。")
        if days > LONGEST_SPAN:
            raise ValidationError(f"一次最多登记 {LONGEST_SPAN} 天，请分几次登记。")


class SeriesForm(Form):
    """How a sort of papers is numbered."""

    pattern = _text(
        "编号格式", 100, required("请填写编号格式。"),
        description="{year} 处为年份，{number} 处为序号，如“院会纪〔{year}〕{number}号”。",
    )  # fmt: skip
    is_manual = BooleanField("手工登记（编号取自办公室的发文登记簿，签发时填写）")
    next_number = whole("本年下一号", least=1, default=1)
