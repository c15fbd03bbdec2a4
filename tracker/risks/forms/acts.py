"""What is typed about an act: a reason, another level, a letter, a day, the word of a leader."""

from datetime import date
from typing import Any

from wtforms import (
    DateField,
    Field,
    FormField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from tracker.accounts.forms import PaperActForm
from tracker.core.clock import today
from tracker.core.forms import Form, SeveralForm, clean_text, required
from tracker.risks.forms.fields import kind_field, length, level_field, require_working_day
from tracker.risks.models import levels_of
from tracker.risks.services import Grading

YES, NO = "yes", "no"


def _words(label: str, ask: str, **kwargs: Any) -> TextAreaField:
    """Ask for some sentences, which may not be left out."""
    return TextAreaField(
        label, [required(ask), length(500)], filters=[clean_text], render_kw={"rows": 3}, **kwargs
    )


class ReasonForm(Form):
    """Why."""

    reason = _words("原因", "请写明原因。")


class CancelForm(ReasonForm):
    """Why a risk is given up, by the director in person or on paper."""

    paper = FormField(PaperActForm)


class GradingForm(Form):
    """Another level, by which basis, and why."""

    kind = kind_field()
    level = level_field()
    basis = StringField(
        "定级依据", [required("请写明定级依据，如判定指南的条款。"), length(300)],
        filters=[clean_text],
    )  # fmt: skip
    reason = _words("调整原因", "请写明调整原因。")

    def validate_level(self, field: Field) -> None:
        """Keep colours and grades apart."""
        if field.data not in levels_of(self.kind.data):
            raise ValidationError("等级与类型不符：风险点选四色，其他选一般、较大或重大。")

    def grading(self) -> Grading:
        """Return the level as it was typed."""
        return Grading(self.kind.data, self.level.data, self.basis.data, self.reason.data)


class DecisionForm(Form):
    """A word of yes or no, with the reason of a no; in person or as signed on paper."""

    decision = RadioField("意见", [InputRequired("请选择意见。")])
    note = TextAreaField(
        "说明", [length(500)], filters=[clean_text], render_kw={"rows": 3},
        description="不同意的，须写明原因。",
    )  # fmt: skip
    paper = FormField(PaperActForm)

    def __init__(self, *args: Any, yes: str, no: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = [(YES, yes), (NO, no)]

    def validate_note(self, field: Field) -> None:
        """Ask for the reason of a no."""
        if self.decision.data == NO and not (field.data or "").strip():
            raise ValidationError("请写明不同意的原因。")

    @property
    def is_yes(self) -> bool:
        """Tell whether it was agreed to."""
        return bool(self.decision.data == YES)


class TransferForm(Form):
    """To whom a risk is handed up, and by which letter."""

    to = StringField(
        "接收单位", [required("请填写接收单位。"), length(200)], filters=[clean_text],
        description="如上级主管部门、属地政府部门。",
    )  # fmt: skip
    doc_no = StringField(
        "公函文号", [required("请填写公函文号。"), length(100)], filters=[clean_text]
    )
    letter_on = DateField("公函日期", [required("请填写公函日期。")], default=today)

    def validate_letter_on(self, field: Field) -> None:
        """Ask for a day that has come."""
        if field.data and field.data > today():
            raise ValidationError("公函日期晚于今天，请核对。")


class NoticeForm(Form):
    """Issuing 整改通知书: the number where the office keeps its own register, and why anew."""

    number = IntegerField(
        "号数", [Optional(), NumberRange(1, 99_999, "号数须为 1 至 99999 的整数。")],
        description="手工登记编号的填写登记簿上的号数；由系统编号的不填。",
    )  # fmt: skip
    reason = StringField(
        "更正原因", [Optional(), length(200)], filters=[clean_text],
        description="本轮已印发过、需要更正的填写。",
    )  # fmt: skip


class ReviewForm(Form):
    """How far 持续整改 is, and when it is looked at again."""

    goal = _words("阶段目标或进展", "请写明阶段目标或进展。")
    next_review_on = DateField("下次复核日期", [required("请填写下次复核日期。")])

    def validate_next_review_on(self, field: Field) -> None:
        """Ask for a day to come."""
        if field.data and field.data <= today():
            raise ValidationError("下次复核日期须在今天之后，请重新选择。")


class ProlongForm(ReviewForm):
    """Letting a risk take longer than a date, as the director or a leader approves."""

    paper = FormField(PaperActForm)


class LookBackForm(Form):
    """回头看: whether it has come back, and by when it is then mended."""

    result = RadioField(
        "结果", [InputRequired("请选择回头看结果。")],
        choices={YES: "通过，未反弹", NO: "反弹，重新整改"},
    )  # fmt: skip
    note = _words("情况", "请写明回头看的情况。", description="反弹的，写明反弹原因。")
    due_on = DateField("整改时限", [Optional()], description="反弹的填写；通过的不填。")
    paper = FormField(PaperActForm)

    def validate_due_on(self, field: Field) -> None:
        """Tell of a rest day."""
        require_working_day(field.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a date to come where it has come back."""
        passed: bool = super().validate(extra_validators)
        if self.result.data != NO or self.due_on.errors:
            return passed
        if self.due_on.data is not None and self.due_on.data >= today():
            return passed
        self.due_on.errors = ["请填写重新整改的时限，不早于今天。"]
        return False

    @property
    def has_passed(self) -> bool:
        """Tell whether it has not come back."""
        return bool(self.result.data == YES)

    @property
    def new_due_on(self) -> date:
        """Return by when it is mended once more."""
        found: date = self.due_on.data
        return found


class LookBackSeveralForm(SeveralForm):
    """回头看 of several risks that have not come back, each seen on the spot."""

    note = StringField(
        "情况", [required("请写明回头看的情况。"), length(500)], filters=[clean_text],
        default="现场查看，未发现反弹。",
    )  # fmt: skip
