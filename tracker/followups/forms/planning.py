"""What is typed to plan tasks: the demand, whom it asks, what becomes of a point."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.core.calendar import add_working_days, chinese_date_with_weekday, is_working_day
from tracker.core.clock import today
from tracker.core.forms import Form, clean_text, record_id, required
from tracker.core.text import split_list
from tracker.directory import queries as directory
from tracker.directory.models import Unit
from tracker.followups import queries
from tracker.followups.forms.fields import length
from tracker.followups.models import RHYTHM_LABELS, DueBasis, FollowUp, Rhythm
from tracker.followups.services import Demand, Told
from tracker.meetings.models import HANDLING_LABELS, Handling, Meeting, Point

UNITS_AT_ONCE = 200


RHYTHMS: dict[str, str] = {"": "不定期", **{str(key): RHYTHM_LABELS[key] for key in Rhythm}}


def _or_empty(value: str | None) -> str:
    return value or ""


class _DemandForm(Form):
    """The fields of a demand; whom it asks is added by the two forms below."""

    title = StringField("事项", [required("请写明要做什么。"), length(200)], filters=[clean_text])
    requirement = TextAreaField("工作要求", [Optional(), length(5000)], filters=[clean_text])
    deliverable = StringField(
        "报送什么", [Optional(), length(200)], filters=[clean_text],
        description="例如：自查报告一份。没有可不填。",
    )  # fmt: skip
    supporting = SelectMultipleField(
        "配合单位", [Optional()], coerce=record_id, render_kw={"data-pick": ""}
    )
    rhythm = SelectField(
        "定期任务", choices=RHYTHMS, filters=[_or_empty],
        description="办结后自动生成下一期，时限按工作日历推算。",
    )  # fmt: skip
    due_on = DateField("完成时限", [Optional()])
    is_due_stated = BooleanField("会议原文写明了这个时限")
    addressed_to = StringField(
        "原文对象", [Optional(), length(100)], filters=[clean_text],
        description="原文怎么称呼就怎么填，例如：各党总支、各部门。",
    )  # fmt: skip
    due_as_told = StringField(
        "原文时限", [Optional(), length(60)], filters=[clean_text],
        description="例如：会后；每学期初；暑假期间。",
    )  # fmt: skip
    is_filing = BooleanField(
        "备案类（报结即办结）", description="用于传达等只需备案的事项，不再经办公室确认。"
    )
    covered_points = SelectMultipleField(
        "同时落实的其他要点", [Optional()], coerce=record_id, render_kw={"data-pick": ""}
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
        self.kept_due_on: date | None = None
        self.supporting.choices = [(unit.id, unit.name) for unit in units]
        self.covered_points.choices = [
            (point.id, f"{point.source}：{point.heading[:40]}") for point in points
        ]

    def validate_due_on(self, field: Field) -> None:
        """Ask for a day after the meeting."""
        if field.data and self.meeting and field.data < self.meeting.held_on:
            day = f"{self.meeting.held_on.month} 月 {self.meeting.held_on.day} 日"
            raise ValidationError(f"完成时限早于会议日期，请选择 {day}之后的日期。")
        self._ask_for_working_day(field.data)

    def _ask_for_working_day(self, day: date | None) -> None:
        """Tell of a rest day, unless the text itself names it or it was proposed or agreed."""
        exceptions = directory.calendar_exceptions()
        is_agreed = day in {None, self.proposed, self.kept_due_on, *self._rhythms_due()}
        if day is None or is_agreed or self.is_due_stated.data or is_working_day(day, exceptions):
            return
        proposed = chinese_date_with_weekday(add_working_days(day, 0, exceptions))
        raise ValidationError(
            f"{chinese_date_with_weekday(day)}是休息日，建议改为{proposed}；"
            "会议原文就是这一天的，请勾选“会议原文写明了这个时限”。"
        )

    def leave_out_what_no_risk_has(self) -> None:
        """Take away what the item of a risk never is: closed by its report, or coming again."""
        del self.is_filing, self.rhythm

    @property
    def after(self) -> date:
        """Return the day after which a rhythm begins: the meeting's, or today."""
        return self.meeting.held_on if self.meeting else today()

    @property
    def due_basis(self) -> DueBasis:
        """Return where the date comes from: the text, the system's proposal, or the office."""
        if self.is_due_stated.data:
            return DueBasis.STATED
        is_proposal = self.due_on.data in {None, self.proposed, *self._rhythms_due()}
        return DueBasis.SUGGESTED if is_proposal else DueBasis.CONFIRMED

    def _rhythms_due(self) -> Iterator[date]:
        """Return the next date of the chosen rhythm, where there is one."""
        if self.rhythm and self.rhythm.data:
            yield queries.next_due(self.rhythm.data, after=self.after)

    def demand(self, lead_unit_ids: Sequence[int]) -> Demand:
        """Return what is asked of these units."""
        return Demand(
            title=self.title.data,
            lead_unit_ids=tuple(lead_unit_ids),
            requirement=self.requirement.data or "",
            deliverable=self.deliverable.data or "",
            supporting_ids=tuple(self.supporting.data or ()),
            due_on=self.due,
            due_basis=self.due_basis,
            is_filing=bool(self.is_filing and self.is_filing.data),
            covered_point_ids=tuple(self.covered_points.data or ()),
            addressed_to=self.addressed_to.data or "",
            due_as_told=self.due_as_told.data or "",
            rhythm=self.rhythm.data or None if self.rhythm else None,
        )

    @property
    def due(self) -> date | None:
        """Return when it is due; a 定期任务 without a date by the next one of its rhythm."""
        entered: date | None = self.due_on.data
        return entered or next(self._rhythms_due(), None)

    @property
    def is_due_proposed(self) -> bool:
        """Tell whether the date that stands in the field is the system's."""
        return bool(self.due_on.data) and self.due_basis == DueBasis.SUGGESTED


class PlanForm(_DemandForm):
    """One demand to one or many units, chosen from the list or pasted as names."""

    draft_name = "followup-plan"
    lead_units = SelectMultipleField(
        "牵头单位", coerce=record_id, render_kw={"data-pick": ""},
        description="可选多个，每个单位各立一项；同一负责人的单位合并为一项。",
    )  # fmt: skip
    pasted_units = TextAreaField(
        "或粘贴单位名称", [Optional(), length(5000)], filters=[clean_text],
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

    lead_unit_id = SelectField("牵头单位", coerce=record_id, render_kw={"data-pick": ""})

    def __init__(self, *args: Any, record: FollowUp, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        if record.risk_id is not None:
            self.leave_out_what_no_risk_has()
        self.lead_unit_id.choices = self.supporting.choices
        self.kept_due_on = record.due_on
        if not self.is_submitted():
            self.supporting.data = [unit.id for unit in record.supporting]
            self.covered_points.data = [point.id for point in record.covered_points]
            self.is_due_stated.data = record.due_basis == DueBasis.STATED


def _ids_by_name(units: Sequence[Unit]) -> dict[str, int]:
    names: dict[str, int] = {}
    for unit in units:
        for name in unit.names:
            names.setdefault(name, unit.id)
    return names


def _did_you_mean(name: str) -> str:
    nearest = directory.nearest_units(name[:100])
    shown = name if len(name) <= 20 else f"{name[:20]}…"
    if not nearest:
        return f"没有找到“{shown}”，请从列表中选择。"
    return f"没有找到“{shown}”，是否为：{'、'.join(nearest)}？"


class ConveyanceForm(Form):
    """Which unit families pass the meeting on, and the words that ask for it."""

    units = SelectMultipleField(
        "传达单位", coerce=record_id, widget=ListWidget(), option_widget=CheckboxInput()
    )
    addressed_to = StringField("原文对象", [Optional(), length(100)], filters=[clean_text])
    due_as_told = StringField("原文时限", [Optional(), length(60)], filters=[clean_text])

    def validate_units(self, field: Field) -> None:
        """Ask for at least one."""
        if not field.data:
            raise ValidationError("请至少勾选一个单位。")

    @property
    def told(self) -> Told:
        """Return the words of the demand."""
        return Told(self.addressed_to.data or "", self.due_as_told.data or "")


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
