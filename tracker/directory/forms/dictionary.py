"""Forms of one record, and of the settings."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    SelectField,
    StringField,
)
from wtforms.validators import (
    URL,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from tracker.core.clock import today
from tracker.core.forms import CodeField, Form, LinesField, PhoneField, clean_text, required
from tracker.directory import queries
from tracker.directory.models import (
    LONG_AGO,
    POST_ROLE_LABELS,
    STAFF_NO,
    STAFF_NO_WORDS,
    UNIT_KIND_LABELS,
    PostRole,
)


def identity(value: Any) -> int | None:
    """Read the id in an option's value; nothing chosen is None."""
    return int(value) if value not in {None, "", "None"} else None


def _or_blank(value: str | None) -> str:
    return value or ""


def _text(label: str, longest: int, *validators: Any, **kwargs: Any) -> StringField:
    length = Length(max=longest, message=f"{label}不超过 {longest} 字，请缩短。")
    return StringField(label, [*validators, length], filters=[clean_text, _or_blank], **kwargs)


def whole(label: str, *, most: int = 99_999, least: int = 0, **kwargs: Any) -> IntegerField:
    """Return a field for a whole number between two bounds, which must be filled in."""
    bounds = NumberRange(least, most, f"{label}须为 {least} 至 {most} 的整数。")
    return IntegerField(label, [required(f"请填写{label}。"), bounds], **kwargs)


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


# With more, the text would come too near to the cut edge, in mm.
BINDER_MOST = 10
UNIT_SETTINGS = frozenset({"office_unit_id", "discipline_unit_id"})
SETTING_LABELS = {
    "college_name": "学校全称",
    "college_short_name": "学校简称",
    "red_head": "纪要红头",
    "issuing_body": "印发机关",
    "distribution": "分送范围",
    "distribution_label": "版记用语",
    "says_comrade": "纪要中职务姓名后加“同志”",
    "binder_margin": "装订让出（毫米）",
    "public_url": "对外网址",
    "notice_working_days": "会议通知提前（工作日）",
    "report_working_days_before": "汇报材料提前（工作日）",
    "conveyance_working_days": "传达期限（会后工作日）",
    "item_working_days": "任务默认期限（会后工作日）",
    "general_risk_working_days": "一般隐患、低和一般风险的整改期限（工作日）",
    "significant_risk_working_days": "较大隐患和风险的整改期限（工作日）",
    "major_risk_working_days": "重大隐患和风险的整改期限（工作日）",
    "yellow_working_days": "亮黄灯（剩余工作日）",
    "liaison_may_submit": "联络员可以代报",
    "urge_before_days": "到期前提示（到期前工作日）",
    "urge_behind_percent": "进展滞后提示（时间过去的百分比）",
    "urge_overdue_1_days": "黄色督办单（逾期后工作日）",
    "urge_overdue_2_days": "红色督办单，送分管领导（逾期后工作日）",
    "urge_overdue_3_days": "红色督办单，加送党政主要负责人（逾期后工作日）",
    "urge_sends_reminders": "工作提示函自动发出",
    "urge_sends_yellow": "黄色督办单自动发出",
    "urge_sends_red": "红色督办单自动发出",
    "look_back_days": "回头看（销号后天数）",
    "look_back_share": "回头看抽查比例（%）",
    "days_kept_signed_in": "手机保持登录（天）",
    "office_unit_id": "督办的办公室",
    "discipline_unit_id": "纪检部门",
    "contact_for_personal_data": "个人信息联系人",
}


class DatedSettings(Form):
    """Settings of the college; what is changed holds from a day on."""

    def show(self, values: dict[str, str]) -> None:
        """Fill in what holds now."""
        for key in values.keys() & self._fields.keys():
            value, field = values[key], self[key]
            field.process_data(value == "1" if isinstance(field, BooleanField) else value)

    @property
    def values(self) -> dict[str, str]:
        """Return the settings of this form as they are stored."""
        return {key: _stored(self[key]) for key in SETTING_LABELS if key in self}


class SettingsForm(DatedSettings):
    """All settings of the college but the ladder of urging."""

    college_name = _text(SETTING_LABELS["college_name"], 100, required("请填写学校全称。"))
    college_short_name = _text(SETTING_LABELS["college_short_name"], 60)
    red_head = _text(SETTING_LABELS["red_head"], 60, description="如“××学院会议纪要”。")
    issuing_body = _text(SETTING_LABELS["issuing_body"], 100, description="版记中的印发机关。")
    distribution = _text(SETTING_LABELS["distribution"], 300, description="如“党委委员，各单位”。")
    distribution_label = SelectField(
        SETTING_LABELS["distribution_label"], choices={"分送": "分送", "抄送": "抄送", "发": "发"}
    )
    says_comrade = BooleanField(
        SETTING_LABELS["says_comrade"], description="用于主持人、讲话人和签字的院领导。"
    )
    binder_margin = whole(
        SETTING_LABELS["binder_margin"], most=BINDER_MOST,
        description="打孔装订时，竖页正文在国标之外另让开装订边的距离，按双面打印。",
    )  # fmt: skip
    public_url = CodeField(
        SETTING_LABELS["public_url"],
        [Optional(), Length(max=200, message="网址不超过 200 字。"),
         URL(require_tld=False, message="请填写完整网址，如 http://10.0.0.8:8000。")],
        filters=[clean_text], description="二维码和提醒中使用的网址，须在校园网内打得开。",
    )  # fmt: skip
    notice_working_days = whole(SETTING_LABELS["notice_working_days"], most=60)
    report_working_days_before = whole(SETTING_LABELS["report_working_days_before"], most=60)
    conveyance_working_days = whole(SETTING_LABELS["conveyance_working_days"], most=60, least=1)
    item_working_days = whole(SETTING_LABELS["item_working_days"], most=250, least=1)
    general_risk_working_days = whole(
        SETTING_LABELS["general_risk_working_days"], most=250, least=1
    )
    significant_risk_working_days = whole(
        SETTING_LABELS["significant_risk_working_days"], most=250, least=1
    )
    major_risk_working_days = whole(SETTING_LABELS["major_risk_working_days"], most=250, least=1)
    yellow_working_days = whole(SETTING_LABELS["yellow_working_days"], most=60)
    look_back_days = whole(
        SETTING_LABELS["look_back_days"], most=365, least=1, description="逢休息日顺延。"
    )
    look_back_share = whole(
        SETTING_LABELS["look_back_share"], most=100,
        description="重大等级全部回头看，其余按编号抽查。",
    )  # fmt: skip
    liaison_may_submit = BooleanField(SETTING_LABELS["liaison_may_submit"])
    office_unit_id = SelectField(
        SETTING_LABELS["office_unit_id"], description="本单位的任务不由本单位核验。"
    )
    discipline_unit_id = SelectField(
        SETTING_LABELS["discipline_unit_id"], description="其负责人可核验办公室的任务。"
    )
    contact_for_personal_data = _text(
        SETTING_LABELS["contact_for_personal_data"], 200,
        description="部门和办公电话，写在个人信息处理告知中。",
    )  # fmt: skip
    valid_from = DateField("自何日起", [required("请填写生效日期。")], default=today)

    def offer(self, units: dict[str, str]) -> None:
        """Offer the units (id → name) where a setting names one."""
        choices = {"": "未指定", **units}
        self.office_unit_id.choices = self.discipline_unit_id.choices = choices


def _stored(field: Field) -> str:
    if isinstance(field, BooleanField):
        return "1" if field.data else "0"
    return "" if field.data is None else str(field.data)
