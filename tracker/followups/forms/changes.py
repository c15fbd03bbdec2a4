"""What is typed where an item is disputed, put off, interrupted, or told of on the way."""

from collections.abc import Iterator
from typing import Any

from wtforms import DateField, Field, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from tracker.accounts.forms import PaperActForm
from tracker.core.clock import today
from tracker.core.forms import Form, clean_text, record_id, required
from tracker.files.forms import UploadsField
from tracker.followups.forms.acts import ReasonForm
from tracker.followups.forms.fields import length

# As long as the column in which the reason of a withdrawal stands.
LONGEST_WORD = 200


class ActForm(ReasonForm):
    """Why, in person or as signed on paper."""

    paper = FormField(PaperActForm)

    def __iter__(self) -> Iterator[Field]:
        """Yield the fields in screen order: what a form adds stands before the reason."""
        last = ("reason", "paper")
        yield from (field for name, field in self._fields.items() if name not in last)
        yield from (self._fields[name] for name in last)

    def facts(self) -> dict[str, Any]:
        """Return what the form tells, by the names of the service's facts."""
        return {"reason": self.reason.data}


class ReassignForm(ActForm):
    """Which unit leads from now on, and why."""

    lead_unit_id = SelectField("改由哪个单位牵头", coerce=record_id, render_kw={"data-pick": ""})

    def validate_lead_unit_id(self, field: Field) -> None:
        """Ask for a unit; the option that stands for none is read as 0."""
        if not field.data:
            raise ValidationError("请选择改由哪个单位牵头。")


class ProgressForm(Form):
    """How far it is: words, files, or both."""

    note = TextAreaField("办理进展", [length(2000)], filters=[clean_text], render_kw={"rows": 4})
    files = UploadsField("照片或文件", render_kw={"accept": "image/*,.pdf,.docx,.xlsx"})
    paper = FormField(PaperActForm)

    def __init__(self, *args: Any, is_sensitive: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_sensitive:
            del self.files

    def validate_note(self, field: Field) -> None:
        """Ask for words or a file."""
        if not field.data and not (self.files and self.files.data):
            raise ValidationError("请写明办理进展，或附上照片、文件。")


class ExtensionForm(Form):
    """Until when, why, and what was done so far."""

    to_due_on = DateField("申请延至", [required("请填写申请延至的日期。")])
    reason = TextAreaField(
        "延期原因", [required("请写明延期原因。"), length(500)], filters=[clean_text],
        render_kw={"rows": 3},
    )  # fmt: skip
    measures = TextAreaField(
        "已采取的措施", [Optional(), length(500)], filters=[clean_text], render_kw={"rows": 3}
    )
    paper = FormField(PaperActForm)

    def validate_to_due_on(self, field: Field) -> None:
        """Ask for a day that has not passed."""
        if field.data and field.data < today():
            raise ValidationError("申请延至的日期已过，请选择今天以后的工作日。")


class DecisionForm(Form):
    """The word on a wish for a later date, each choice a button; a refusal says why."""

    is_approved = RadioField(
        "审批意见", [InputRequired("请点“同意延期”或“不同意延期”。")],
        choices={"yes": "同意延期", "no": "不同意延期"},
    )  # fmt: skip
    words = TextAreaField(
        "批语", [length(500)], filters=[clean_text], render_kw={"rows": 2},
        description="不同意的，请写明原因。",
    )  # fmt: skip
    paper = FormField(PaperActForm)

    def validate_words(self, field: Field) -> None:
        """Ask why, where it is refused."""
        if self.is_approved.data == "no" and not field.data:
            raise ValidationError("不同意延期须写明原因。")


class WithdrawEvidenceForm(ReasonForm):
    """Why something that was handed in is taken back."""

    paper = FormField(PaperActForm)

    def validate_reason(self, field: Field) -> None:
        """Keep it short: it stands beside the struck-through name."""
        if len(field.data or "") > LONGEST_WORD:
            raise ValidationError(f"撤回原因不超过 {LONGEST_WORD} 字，请精简。")


class GoOnForm(ActForm):
    """Why it cannot end by a date, and when it is looked at next."""

    next_review_on = DateField("下次回顾日期", [required("请填写下次回顾日期。")])

    def facts(self) -> dict[str, Any]:
        """Return the reason and the day of the first review."""
        return {**super().facts(), "next_review_on": self.next_review_on.data}


class ReviewForm(Form):
    """What was found, and when it is looked at next."""

    note = TextAreaField(
        "回顾情况", [required("请写明回顾情况。"), length(2000)], filters=[clean_text],
        render_kw={"rows": 4},
    )  # fmt: skip
    next_review_on = DateField("下次回顾日期", [required("请填写下次回顾日期。")])
    paper = FormField(PaperActForm)

    def facts(self) -> dict[str, Any]:
        """Return what was found and the day of the next review."""
        return {"note": self.note.data, "next_review_on": self.next_review_on.data}


class EndGoingOnForm(ActForm):
    """Why it can end by a date now, and by which."""

    due_on = DateField("完成时限", [required("请填写完成时限。")])

    def facts(self) -> dict[str, Any]:
        """Return the reason and the date to which it is bound."""
        return {**super().facts(), "due_on": self.due_on.data}


class GoalForm(Form):
    """What shall be reached by when."""

    words = StringField(
        "阶段目标", [required("请写明阶段目标。"), length(200)], filters=[clean_text]
    )
    due_on = DateField("完成日期", [required("请填写完成日期。")])
    paper = FormField(PaperActForm)

    def facts(self) -> dict[str, Any]:
        """Return the goal and its day."""
        return {"words": self.words.data, "due_on": self.due_on.data}


class ReachedForm(Form):
    """How a stage goal was reached."""

    note = TextAreaField(
        "完成情况", [Optional(), length(500)], filters=[clean_text], render_kw={"rows": 3}
    )
    paper = FormField(PaperActForm)
