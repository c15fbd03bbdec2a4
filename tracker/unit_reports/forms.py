"""What a unit types into its report, and what the office says of it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import wtforms
from wtforms import (
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, ValidationError

from tracker.accounts.forms import PaperActForm
from tracker.core.forms import Form, clean_text, find_draft, record_id, required
from tracker.core.permissions import viewer
from tracker.directory import queries as directory
from tracker.directory.models import RiskArea
from tracker.risks.models import (
    RISK_KIND_LABELS,
    RISK_LEVEL_LABELS,
    RiskKind,
    RiskLevel,
    levels_of,
)
from tracker.unit_reports.models import Manner, ReportRow, UnitReport
from tracker.unit_reports.queries import About
from tracker.unit_reports.services import MOST_ROWS, ReportTexts, RowFacts

LONGEST_TEXT = 20_000
_ROW_OF_DRAFT = re.compile(r"rows-(\d+)-title")


def _length(longest: int) -> Length:
    return Length(max=longest, message=f"不超过 {longest} 字，请精简。")


def _text_area(label: str, rows: int, description: str = "") -> TextAreaField:
    return TextAreaField(
        label, [Optional(), _length(LONGEST_TEXT)], filters=[clean_text],
        render_kw={"rows": rows}, description=description,
    )  # fmt: skip


class RowForm(wtforms.Form):  # type: ignore[misc]
    """One risk point; a row without any words is left out."""

    class Meta:
        locales = ("zh",)

    area_id = SelectField("领域", coerce=record_id, validate_choice=False)
    kind = SelectField(
        "类型", choices={str(k): v for k, v in RISK_KIND_LABELS.items()}, default=RiskKind.HAZARD
    )
    level = SelectField(
        "等级", choices={str(k): v for k, v in RISK_LEVEL_LABELS.items()}, default=RiskLevel.GENERAL
    )
    title = StringField("风险点", [Optional(), _length(300)], filters=[clean_text])
    place = StringField("地点", [Optional(), _length(100)], filters=[clean_text])
    measure = TextAreaField(
        "措施", [Optional(), _length(2000)], filters=[clean_text], render_kw={"rows": 2}
    )
    due_on = DateField("整改时限", [Optional()])
    copied_from_id = HiddenField()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written into the row."""
        return not (self.title.data or self.measure.data)

    def facts(self, area: RiskArea | None) -> RowFacts:
        """Return the row; a sensitive area gives kind and level by itself."""
        is_short = area is not None and area.is_sensitive
        copied = record_id(self.copied_from_id.data)
        return RowFacts(
            area_id=self.area_id.data,
            kind=RiskKind.WEAK_LINK if is_short else self.kind.data,
            level=RiskLevel.GENERAL if is_short else self.level.data,
            title=self.title.data or "",
            place=self.place.data or "",
            measure=self.measure.data or "",
            due_on=self.due_on.data,
            copied_from_id=copied or None,
        )


class WordForm(wtforms.Form):  # type: ignore[misc]
    """What the unit says of one matter that was left open."""

    about = HiddenField()
    words = StringField("整改情况", [Optional(), _length(500)], filters=[clean_text])


class ReportForm(Form):
    """A unit's report; the office adds who has signed the paper."""

    draft_name = "unit-report"
    # The day of 报送; None while the report is only kept.
    filed_on: date | None = None
    # What the rows of the last report are carried over as; with a task the day is the task's.
    begun: Mapping[int, RowFacts] = {}
    handed_out: Collection[int] = ()
    is_nothing_new = False
    overview = _text_area("总体情况", 6, "本季度工作开展情况，写单位工作，不写个人情况。")
    rows = FieldList(FormField(RowForm))
    words = FieldList(FormField(WordForm))
    causes = _text_area("原因分析", 3)
    next_steps = _text_area("下一步打算", 3)
    paper = FormField(PaperActForm)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {
            area.id: area
            for area in directory.risk_areas()
            if area.is_active and not area.is_work_line
        }
        self.offer()

    def offer(self) -> None:
        """Give each row its options."""
        choices = [("", "请选择"), *((area.id, _named(area)) for area in self.areas.values())]
        for entry in self.rows.entries:
            entry.form.area_id.choices = choices

    def add_row(self) -> None:
        """Add an empty row at the end."""
        self.rows.append_entry()
        self.offer()

    def drop_row(self, place: str) -> None:
        """Take out the row at a place from 0; the others keep what is typed and move up."""
        if place in {str(number) for number in range(len(self.rows.entries))}:
            self.rows.pop_entry(int(place))

    def make_room(self) -> None:
        """Add as many empty rows as the viewer's draft holds, so that it can be brought back."""
        draft = find_draft(viewer().user_id, self.draft_name, self.draft_record)
        numbers = [_ROW_OF_DRAFT.fullmatch(name) for name in (draft.fields if draft else ())]
        last = max((int(found[1]) for found in numbers if found), default=-1)
        while len(self.rows.entries) <= min(last, MOST_ROWS - 1):
            self.add_row()

    def is_sensitive(self, row: RowForm) -> bool:
        """Tell whether a row asks for the short form (domain.md §6.4)."""
        area = self.areas.get(row.area_id.data or 0)
        return area is not None and area.is_sensitive

    def validate_rows(self, field: Field) -> None:
        """Ask each row for its area and words, and keep colours and grades apart."""
        rows = [entry.form for entry in field.entries if not entry.form.is_empty]
        if self.is_nothing_new:
            rows = [row for row in rows if not self._is_carried(row)]
        if sum(_fault(self, row) for row in rows):
            raise ValidationError("有风险点没有填完整，请逐条核对。")
        if len(rows) > MOST_ROWS:
            raise ValidationError(f"风险点超过 {MOST_ROWS} 条，请合并同类后再报。")

    def _is_carried(self, row: RowForm) -> bool:
        facts = row.facts(self.areas.get(row.area_id.data))
        return facts.repeats(self.begun.get(facts.copied_from_id or 0))

    def is_handed_out(self, row: RowForm) -> bool:
        """Tell whether a task rectifies what the row goes on with, so that its day counts."""
        return record_id(row.copied_from_id.data) in self.handed_out

    def texts(self) -> ReportTexts:
        """Return all that the report says."""
        rows = [entry.form for entry in self.rows.entries if not entry.form.is_empty]
        return ReportTexts(
            Manner.WRITTEN,
            self.overview.data or "",
            self.causes.data or "",
            self.next_steps.data or "",
            tuple(row.facts(self.areas.get(row.area_id.data)) for row in rows),
            dict(self._said()),
        )

    def _said(self) -> Iterable[tuple[About, str]]:
        for entry in self.words.entries:
            kind, _, number = (entry.form.about.data or "").partition(":")
            if kind in {"risk", "follow_up"} and record_id(number):
                yield (kind, record_id(number)), entry.form.words.data or ""


def _fault(form: ReportForm, row: RowForm) -> bool:
    """Say at the row what it lacks; returns whether anything."""
    faults = len(row.title.errors) + len(row.area_id.errors)
    if not row.title.data:
        row.title.errors = ["请写明风险点。"]
    if row.area_id.data not in form.areas:
        row.area_id.errors = ["请选择领域。"]
    elif form.is_sensitive(row):
        row.place.errors = ["这个领域不填地点，请清空。"] if row.place.data else []
    elif row.level.data not in levels_of(row.kind.data):
        row.level.errors = ["等级与类型不符：风险点选四色，其他选一般、较大或重大。"]
    is_over = form.filed_on and row.due_on.data and row.due_on.data < form.filed_on
    if is_over and not form.is_handed_out(row):
        row.due_on.errors = ["整改时限早于报送日期，请填写新的时限。"]
    fields: Sequence[Field] = (row.title, row.area_id, row.place, row.level, row.due_on)
    return bool(faults) or any(field.errors for field in fields)


def _named(area: RiskArea) -> str:
    return f"{area.name}（敏感）" if area.is_sensitive else area.name


def data_of(report: UnitReport | None, about: Sequence[tuple[About, str]]) -> dict[str, Any]:
    """Return what the form shows of a report; `about` are the open matters with earlier words."""
    words = [{"about": f"{kind}:{number}", "words": said} for (kind, number), said in about]
    if report is None:
        return {"words": words}
    return {
        "overview": report.overview,
        "causes": report.causes,
        "next_steps": report.next_steps,
        "rows": [_row_data(row) for row in report.rows],
        "words": words,
    }


def _row_data(row: ReportRow) -> dict[str, Any]:
    names = RowFacts.__dataclass_fields__
    return {name: getattr(row, name) for name in names} | {
        "copied_from_id": row.copied_from_id or ""
    }


class ReturnForm(Form):
    """Why a report is sent back."""

    reason = TextAreaField(
        "退回原因", [required("请写明退回原因，单位会先看到。"), _length(500)],
        filters=[clean_text], render_kw={"rows": 3},
    )  # fmt: skip
