"""What is typed about tasks: the demand, the report, the word of the verifier."""

from collections.abc import Sequence
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
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.accounts.forms import PaperActForm
from tracker.core.clock import today
from tracker.core.forms import Form, clean_text, required
from tracker.core.text import split_list
from tracker.directory import queries as directory
from tracker.directory.models import Unit
from tracker.files.forms import UploadsField
from tracker.followups.models import DueBasis, FollowUp
from tracker.followups.services import Conveyed, Demand
from tracker.meetings.models import HANDLING_LABELS, Handling, Meeting, Point

# What heads answer most; a tap puts it into the box.
ANSWERS = ("已按要求完成。", "已传达并部署落实。", "已制定措施并开展自查，问题已整改到位。")
# Closed lists, so that neither names nor headcounts are asked for (domain.md §9).
CONVEYED_BY = ("会议传达", "文件传阅", "集体学习", "线上传达")
CONVEYED_TO = ("班子成员", "班子成员和科室负责人", "全体教职工", "教职工和学生干部")
UNITS_AT_ONCE = 200


def _length(maximum: int) -> Length:
    return Length(max=maximum, message=f"不超过 {maximum} 字，请精简。")


def _chosen_id(value: Any) -> int:
    """Read an id; what is none becomes 0, which no record has."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0


class _DemandForm(Form):
    """The fields of a demand; whom it asks is added by the two forms below."""

    title = StringField("事项", [required("请写明要做什么。"), _length(200)], filters=[clean_text])
    requirement = TextAreaField("工作要求", [Optional(), _length(5000)], filters=[clean_text])
    deliverable = StringField(
        "报送什么", [Optional(), _length(200)], filters=[clean_text],
        description="例如：自查报告一份。没有可不填。",
    )  # fmt: skip
    supporting = SelectMultipleField(
        "配合单位", [Optional()], coerce=_chosen_id, render_kw={"data-pick": ""}
    )
    due_on = DateField("完成时限", [Optional()])
    is_due_stated = BooleanField("会议原文写明了这个时限")
    is_filing = BooleanField(
        "备案类（报结即办结）", description="用于传达等只需备案的事项，不再经办公室确认。"
    )
    covered_points = SelectMultipleField(
        "同时落实的其他要点", [Optional()], coerce=_chosen_id, render_kw={"data-pick": ""}
    )

    def __init__(
        self,
        *args: Any,
        units: Sequence[Unit],
        points: Sequence[Point],
        meeting: Meeting | None,
        proposed: date | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units, self.meeting, self.proposed = units, meeting, proposed
        self.supporting.choices = [(unit.id, unit.name) for unit in units]
        self.covered_points.choices = [
            (point.id, f"{point.source}：{point.heading[:40]}") for point in points
        ]

    def validate_due_on(self, field: Field) -> None:
        """Ask for a day after the meeting."""
        if field.data and self.meeting and field.data < self.meeting.held_on:
            day = f"{self.meeting.held_on.month} 月 {self.meeting.held_on.day} 日"
            raise ValidationError(f"完成时限早于会议日期，请选择 {day}之后的日期。")

    @property
    def due_basis(self) -> DueBasis:
        """Return where the date comes from: the text, the system's proposal, or the office."""
        if self.is_due_stated.data:
            return DueBasis.STATED
        is_proposal = self.due_on.data is None or self.due_on.data == self.proposed
        return DueBasis.SUGGESTED if is_proposal else DueBasis.CONFIRMED

    def demand(self, lead_unit_ids: Sequence[int]) -> Demand:
        """Return what is asked of these units."""
        return Demand(
            title=self.title.data,
            lead_unit_ids=tuple(lead_unit_ids),
            requirement=self.requirement.data or "",
            deliverable=self.deliverable.data or "",
            supporting_ids=tuple(self.supporting.data or ()),
            due_on=self.due_on.data,
            due_basis=self.due_basis,
            is_filing=self.is_filing.data,
            covered_point_ids=tuple(self.covered_points.data or ()),
        )


class PlanForm(_DemandForm):
    """One demand to one or many units, chosen from the list or pasted as names."""

    draft_name = "followup-plan"
    lead_units = SelectMultipleField(
        "牵头单位", coerce=_chosen_id, render_kw={"data-pick": ""},
        description="可选多个，每个单位各立一项；同一负责人的单位合并为一项。",
    )  # fmt: skip
    pasted_units = TextAreaField(
        "或粘贴单位名称", [Optional(), _length(5000)], filters=[clean_text],
        render_kw={"rows": 2}, description="从 Word、Excel 或通知中复制，用顿号、逗号或换行分开。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lead_units.choices = self.supporting.choices

    @property
    def chosen_ids(self) -> list[int]:
        """Return the units from the list and from the pasted names, each once."""
        known = {unit.id for unit in self.units}
        picked = [unit_id for unit_id in self.lead_units.data or () if unit_id in known]
        return list(dict.fromkeys([*picked, *self._recognised()[0]]))

    @property
    def unknown_names(self) -> list[str]:
        """Return the pasted names that no unit bears."""
        return self._recognised()[1]

    def validate_lead_units(self, _field: Field) -> None:
        """Ask for at least one unit."""
        if not self.chosen_ids and not self.unknown_names:
            raise ValidationError("还没有选定牵头单位，请至少选择一个。")

    def validate_pasted_units(self, _field: Field) -> None:
        """Offer the nearest names for what no unit is called."""
        unknown = self.unknown_names
        if unknown:
            raise ValidationError("".join(_did_you_mean(name) for name in unknown[:5]))

    def _recognised(self) -> tuple[list[int], list[str]]:
        by_name = _ids_by_name(self.units)
        names = split_list(self.pasted_units.data or "", by_name)[:UNITS_AT_ONCE]
        found = [by_name[name] for name in names if name in by_name]
        return found, [name for name in names if name not in by_name]


class EditForm(_DemandForm):
    """A planned task, to be changed."""

    lead_unit_id = SelectField("牵头单位", coerce=_chosen_id, render_kw={"data-pick": ""})

    def __init__(self, *args: Any, record: FollowUp, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        self.lead_unit_id.choices = self.supporting.choices
        if not self.is_submitted():
            self.supporting.data = [unit.id for unit in record.supporting]
            self.covered_points.data = [point.id for point in record.covered_points]
            self.is_due_stated.data = record.due_basis == DueBasis.STATED


def _ids_by_name(units: Sequence[Unit]) -> dict[str, int]:
    names: dict[str, int] = {}
    for unit in units:
        own = (unit.name, unit.short_name, *(alias.name for alias in unit.aliases))
        for name in filter(None, own):
            names.setdefault(name, unit.id)
    return names


def _did_you_mean(name: str) -> str:
    nearest = directory.nearest_units(name[:100])
    shown = name if len(name) <= 20 else f"{name[:20]}…"
    if not nearest:
        return f"没有找到“{shown}”，请从列表中选择。"
    return f"没有找到“{shown}”，是否为：{'、'.join(nearest)}？"


class ConveyanceForm(Form):
    """Which unit families pass the meeting on."""

    units = SelectMultipleField(
        "传达单位", coerce=_chosen_id, widget=ListWidget(), option_widget=CheckboxInput()
    )

    def validate_units(self, field: Field) -> None:
        """Ask for at least one."""
        if not field.data:
            raise ValidationError("请至少勾选一个单位。")


class HandlingForm(Form):
    """随传达落实, 长期坚持, or neither."""

    handling = SelectField(
        "落实方式",
        choices={
            "": "撤回",
            str(Handling.CONVEYED): HANDLING_LABELS[Handling.CONVEYED],
            str(Handling.STANDING): HANDLING_LABELS[Handling.STANDING],
        },
    )

    @property
    def chosen(self) -> Handling | None:
        """Return the handling; None undoes it."""
        return Handling(self.handling.data) if self.handling.data else None


class SubmitForm(Form):
    """报结: a note and files, both optional; or what was signed on paper."""

    note = TextAreaField(
        "办理情况", [Optional(), _length(2000)], filters=[clean_text], render_kw={"rows": 3}
    )
    files = UploadsField("照片或文件", render_kw={"accept": "image/*,.pdf,.docx,.xlsx"})
    paper = FormField(PaperActForm)

    def conveyed(self) -> Conveyed | None:
        """Return how the meeting was passed on; None for every other task."""
        return None


class ConveyedForm(SubmitForm):
    """报结 of a conveyance: when, how, to which sort of audience."""

    conveyed_on = DateField("传达时间", [required("请填写传达时间。")], default=today)
    conveyed_by = SelectField("传达方式", choices={word: word for word in CONVEYED_BY})
    conveyed_to = SelectField("范围类别", choices={word: word for word in CONVEYED_TO})

    def validate_conveyed_on(self, field: Field) -> None:
        """Ask for a day that has come."""
        if field.data and field.data > today():
            raise ValidationError("传达时间晚于今天，请核对。")

    def conveyed(self) -> Conveyed | None:
        """Return how the meeting was passed on."""
        return Conveyed(self.conveyed_on.data, self.conveyed_by.data, self.conveyed_to.data)


class ReasonForm(Form):
    """Why a task is sent back."""

    reason = TextAreaField(
        "原因", [required("请写明原因。"), _length(500)], filters=[clean_text],
        render_kw={"rows": 3},
    )  # fmt: skip


class CancelForm(ReasonForm):
    """Why a task is given up; stands on the page beside the form above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.id = "cancel-reason"
        self.reason.label.field_id = self.reason.id


class CloseForm(Form):
    """The verifier's word, in person or as signed on paper."""

    paper = FormField(PaperActForm)


class SeveralForm(Form):
    """Tasks that were ticked in a list."""

    ids = SelectMultipleField("任务", coerce=_chosen_id, validate_choice=False)

    def validate_ids(self, field: Field) -> None:
        """Ask for at least one."""
        if not field.data:
            raise ValidationError("还没有勾选任务，请先勾选。")


class SubmitSeveralForm(SeveralForm):
    """Several tasks reported at once with one of the usual answers."""

    note = SelectField("办理情况", choices={words: words for words in ANSWERS})


class DispatchForm(SeveralForm):
    """Tasks to be handed out, with the day on which this was done."""

    assigned_on = DateField("交办日期", [required("请填写交办日期。")], default=today)

    def validate_assigned_on(self, field: Field) -> None:
        """Ask for a day that has come."""
        if field.data and field.data > today():
            raise ValidationError("交办日期晚于今天，请核对。")


class PaperRow(wtforms.Form):  # type: ignore[misc]
    """One line of a returned paper list."""

    class Meta:
        locales = ("zh",)

    followup_id = HiddenField()
    is_done = BooleanField("已完成")
    done_on = DateField("完成日期", [Optional()])
    note = StringField("完成情况", [Optional(), _length(500)], filters=[clean_text])

    def validate_done_on(self, field: Field) -> None:
        """Ask for a day that has come."""
        if field.data and field.data > today():
            raise ValidationError("完成日期晚于今天，请核对。")


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
        return {_chosen_id(row.followup_id.data): row for row in ticked}
