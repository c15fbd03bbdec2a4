"""What is typed about a task that is handed out: the report, the word of the verifier."""

from datetime import date
from typing import Any

import wtforms
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError

from tracker.accounts.forms import PaperActForm
from tracker.core.clock import today
from tracker.core.forms import Form, SeveralForm, clean_text, record_id, required
from tracker.files.forms import UploadsField
from tracker.followups.forms.fields import length
from tracker.followups.services import Conveyed, PaperLine

# What heads answer most; a tap puts it into the box.
ANSWERS = ("已按要求完成。", "已传达并部署落实。", "已制定措施并开展自查，问题已整改到位。")
# Closed lists, so that neither names nor headcounts are asked for (domain.md §9).
CONVEYED_BY = ("会议传达", "文件传阅", "集体学习", "线上传达")
CONVEYED_TO = ("班子成员", "班子成员和科室负责人", "全体教职工", "教职工和学生干部")
CONVEYED_BY_CHOICES = {words: words for words in CONVEYED_BY}
CONVEYED_TO_CHOICES = {words: words for words in CONVEYED_TO}


class SubmitForm(Form):
    """报结: a note and files, both optional; or what was signed on paper."""

    note = TextAreaField(
        "办理情况", [Optional(), length(2000)], filters=[clean_text], render_kw={"rows": 3}
    )
    files = UploadsField(
        "照片或文件", render_kw={"accept": "image/*,.pdf,.docx,.xlsx", "data-camera": ""}
    )
    paper = FormField(PaperActForm)

    def conveyed(self) -> Conveyed | None:
        """Return how the meeting was passed on; None for every other task."""
        return None


class ConveyedForm(SubmitForm):
    """报结 of a conveyance: when, how, to which sort of audience."""

    conveyed_on = DateField("传达时间", [required("请填写传达时间。")], default=today)
    # Nothing is said for the unit: 报结 ends the task, and these words stand on the paper.
    conveyed_by = SelectField(
        "传达方式", [required("请选择传达方式。")], choices={"": "请选择", **CONVEYED_BY_CHOICES}
    )
    conveyed_to = SelectField(
        "范围类别", [required("请选择范围类别。")], choices={"": "请选择", **CONVEYED_TO_CHOICES}
    )

    def validate_conveyed_on(self, field: Field) -> None:
        """Ask for a day that has come."""
        if field.data and field.data > today():
            raise ValidationError("传达时间晚于今天，请核对。")

    def conveyed(self) -> Conveyed | None:
        """Return how the meeting was passed on."""
        return Conveyed(self.conveyed_on.data, self.conveyed_by.data, self.conveyed_to.data)


class ReasonForm(Form):
    """Why."""

    reason = TextAreaField(
        "原因", [required("请写明原因。"), length(500)], filters=[clean_text],
        render_kw={"rows": 3},
    )  # fmt: skip


class ReturnForm(ReasonForm):
    """Why a task is sent back, in person or as the verifier wrote it on paper."""

    # Not `paper`, which is the name on the form that stands beside this one.
    return_paper = FormField(PaperActForm)


class CancelForm(ReasonForm):
    """Why a task is given up; stands on the page beside the form above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.id = "cancel-reason"
        self.reason.label.field_id = self.reason.id


class CloseForm(Form):
    """The verifier's word, in person or as signed on paper."""

    paper = FormField(PaperActForm)


class CheckForm(Form):
    """核验销号 of a risk: what was found on the spot."""

    note = TextAreaField(
        "核验情况",
        [required("请写明核验情况，如“现场复查，已整改到位”。"), length(500)],
        filters=[clean_text], render_kw={"rows": 3},
        description="由整改单位以外的人核验。",
    )  # fmt: skip


class SubmitSeveralForm(SeveralForm):
    """Several tasks reported at once with one of the usual answers."""

    note = SelectField("办理情况", choices={words: words for words in ANSWERS})


class HandOutForm(Form):
    """The day on which a task was handed out."""

    assigned_on = DateField("交办日期", [required("请填写交办日期。")], default=today)

    def validate_assigned_on(self, field: Field) -> None:
        """Ask for a day that has come."""
        if field.data and field.data > today():
            raise ValidationError("交办日期晚于今天，请核对。")


class DispatchForm(SeveralForm, HandOutForm):
    """Tasks to be handed out, with the day on which this was done."""


class PaperRow(wtforms.Form):  # type: ignore[misc]
    """One line of a returned paper list."""

    class Meta:
        locales = ("zh",)

    followup_id = HiddenField()
    is_done = BooleanField("已完成")
    done_on = DateField("完成日期", [Optional()])
    note = StringField("完成情况", [Optional(), length(500)], filters=[clean_text])
    # Asked of conveyances only; a paper that does not say is recorded as it is.
    conveyed_by = SelectField("传达方式", choices={"": "未写明", **CONVEYED_BY_CHOICES}, default="")
    conveyed_to = SelectField("范围类别", choices={"": "未写明", **CONVEYED_TO_CHOICES}, default="")

    def validate_done_on(self, field: Field) -> None:
        """Ask for a day that has come."""
        if field.data and field.data > today():
            raise ValidationError("完成日期晚于今天，请核对。")

    def line(self, signed_on: date) -> PaperLine:
        """Return what the paper says; a line without a day was done by the signature's."""
        by, to = self.conveyed_by.data or "", self.conveyed_to.data or ""
        conveyed = Conveyed(self.done_on.data, by, to)
        return PaperLine(self.done_on.data or signed_on, self.note.data or "", conveyed)


class PaperListForm(Form):
    """A whole paper list, as the unit's head has signed it."""

    rows = FieldList(FormField(PaperRow))
    paper = FormField(PaperActForm)

    def validate_rows(self, field: Field) -> None:
        """Ask for at least one tick."""
        if not any(row.is_done.data for row in field):
            raise ValidationError("还没有勾选已完成的任务，请按纸面勾选。")

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask who signed as well: this page records paper only."""
        passed = super().validate(extra_validators)
        if self.paper.form.entry() is not None or self.paper.form.errors:
            return passed
        self.paper.form.person_id.errors = ["请选择纸面上签字的单位负责人。"]
        return False

    @property
    def done(self) -> dict[int, wtforms.Form]:
        """Return the ticked lines by the id of their task."""
        ticked = [row.form for row in self.rows if row.is_done.data]
        return {record_id(row.followup_id.data): row for row in ticked}
