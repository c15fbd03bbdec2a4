"""The form of the settings, each from a day on."""

from collections.abc import Mapping

from wtforms import BooleanField, DateField, Field, SelectField
from wtforms.validators import URL, Length, Optional

from tracker.core.clock import today
from tracker.core.forms import CodeField, Form, clean_text, required
from tracker.directory.forms.fields import _text, whole

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

    def show(self, values: Mapping[str, str]) -> None:
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
