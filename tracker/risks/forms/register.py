"""What is typed about a risk; in a sensitive area only weak link, measure and date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from tracker.core.forms import Form, clean_text, record_id, required
from tracker.directory import queries as directory
from tracker.directory.models import LEADER_ROLES, RiskArea
from tracker.risks.forms.fields import (
    kind_field,
    length,
    level_field,
    optional_id,
    require_working_day,
)
from tracker.risks.models import (
    RISK_SOURCE_LABELS,
    Risk,
    RiskKind,
    RiskLevel,
    RiskSource,
    levels_of,
)
from tracker.risks.services import RiskFacts

# What only a major risk is asked for; measure and date are asked for all.
MAJOR_ONLY = ("responsibility", "budget", "emergency_plan", "supervisor_id")
LONG_ONLY = (
    "kind", "place", "source", "basis", "found_by_id", "interim_control", *MAJOR_ONLY,
)  # fmt: skip
# What is typed by hand and has no place in a sensitive area; the rest is left out by itself.
TYPED = (
    "place", "basis", "interim_control", "grade_basis", "responsibility", "budget",
    "emergency_plan",
)  # fmt: skip


class RiskForm(Form):
    """A risk. Areas are those at risk: lines of work are none."""

    draft_name = "risk"
    unit_id = SelectField(
        "责任单位",
        [InputRequired("请选择责任单位。")],
        coerce=record_id,
        render_kw={"data-pick": ""},
    )
    area_id = SelectField(
        "领域", [InputRequired("请选择领域。")], coerce=record_id, render_kw={"data-pick": ""},
        description="标“敏感”的领域只登记薄弱环节、措施和时限。",
    )  # fmt: skip
    kind = kind_field()
    level = level_field()
    title = StringField(
        "描述", [required("请写明风险、薄弱环节或隐患的内容。"), length(300)], filters=[clean_text]
    )
    place = StringField(
        "地点", [Optional(), length(100)], filters=[clean_text],
        description="敏感领域不填地点。",
    )  # fmt: skip
    measure = TextAreaField(
        "整改措施", [Optional(), length(2000)], filters=[clean_text], render_kw={"rows": 3}
    )
    due_on = DateField("整改时限", [Optional()])
    source = SelectField(
        "来源", choices={str(k): v for k, v in RISK_SOURCE_LABELS.items()}, default=RiskSource.CHECK
    )
    found_by_id = SelectField(
        "排查单位", coerce=optional_id, render_kw={"data-pick": ""},
        description="填单位，不填个人。",
    )  # fmt: skip
    basis = StringField(
        "依据", [Optional(), length(200)], filters=[clean_text],
        description="如检查记录、上级通报的名称和文号。",
    )  # fmt: skip
    grade_basis = StringField(
        "定级依据", [Optional(), length(300)], filters=[clean_text],
        description="如判定指南的条款。",
    )  # fmt: skip
    interim_control = TextAreaField(
        "临时管控", [Optional(), length(2000)], filters=[clean_text], render_kw={"rows": 2},
        description="整改完成前采取的措施，如停用、专人值守。",
    )  # fmt: skip
    responsibility = StringField(
        "责任", [Optional(), length(200)], filters=[clean_text],
        description="责任单位和责任岗位，如“后勤处处长”。",
    )  # fmt: skip
    budget = StringField(
        "资金", [Optional(), length(100)], filters=[clean_text],
        description="金额和来源；不需要资金的写“不需”。",
    )  # fmt: skip
    emergency_plan = TextAreaField(
        "预案", [Optional(), length(2000)], filters=[clean_text], render_kw={"rows": 2}
    )
    supervisor_id = SelectField("督办领导", coerce=optional_id, render_kw={"data-pick": ""})

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record: Risk | None = kwargs.get("record")
        self.record = record
        units = [(u.id, u.name) for u in directory.units(on=on)]
        self.unit_id.choices = [("", "请选择"), *units]
        self.found_by_id.choices = [("", "未注明"), *units]
        self.supervisor_id.choices = [("", "未指定"), *_leaders(record, on)]
        areas = [a for a in directory.risk_areas() if _is_offered(a, record)]
        self.areas = {area.id: area for area in areas}
        self.area_id.choices = [("", "请选择"), *((a.id, _named(a)) for a in areas)]
        for name in _left_out(record):
            del self[name]

    @property
    def is_short(self) -> bool:
        """Tell whether the chosen area asks for the short form."""
        area = self.areas.get(self.area_id.data or 0)
        return area is not None and area.is_sensitive

    def validate_kind(self, field: Field) -> None:
        """Keep colours and grades apart; a sensitive area has neither."""
        level = self.level.data if "level" in self else self.record and self.record.level
        if not self.is_short and level not in levels_of(field.data):
            raise ValidationError("等级与类型不符：风险点选四色，其他选一般、较大或重大。")

    def validate_due_on(self, field: Field) -> None:
        """Tell of a rest day, unless it was agreed before."""
        if self.record is None or field.data != self.record.due_on:
            require_working_day(field.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse as well what has no place in a sensitive area (domain.md §6.4)."""
        passed = super().validate(extra_validators)
        for name in TYPED if self.is_short else ():
            if name in self and self[name].data:
                field = self[name]
                field.errors = [*field.errors, _no_such(field)]
                passed = False
        return passed

    def facts(self) -> RiskFacts:
        """Return what is known of the risk; a sensitive area gives kind and level by itself."""
        known = {
            name: self[name].data
            for name in ("unit_id", "area_id", "kind", "level", "title", "due_on", *LONG_ONLY)
            if name in self
        }
        left_out = _left_out(self.record) if self.record else ()
        kept = {name: getattr(self.record, name) for name in left_out}
        facts = RiskFacts(**{**kept, **known, **self._texts()})
        return _shortened(facts) if self.is_short else facts

    def _texts(self) -> dict[str, str]:
        """Return the texts; an empty field says nothing."""
        return {name: self[name].data or "" for name in ("measure", *TYPED) if name in self}


def _left_out(record: Risk | None) -> tuple[str, ...]:
    """Return the fields that the page does not show: the form is as short as the risk allows.

    The level has an act of its own; of a sensitive area nothing is asked but weak link, measure
    and date; what makes a major one complete is asked of major ones only.
    """
    if record is None:
        return MAJOR_ONLY
    graded = ("level", "grade_basis")
    if record.area.is_sensitive:
        return (*graded, *LONG_ONLY)
    return graded if record.is_major else (*graded, *MAJOR_ONLY)


def _shortened(facts: RiskFacts) -> RiskFacts:
    return RiskFacts(
        unit_id=facts.unit_id,
        area_id=facts.area_id,
        kind=RiskKind.WEAK_LINK,
        level=RiskLevel.GENERAL,
        title=facts.title,
        measure=facts.measure,
        due_on=facts.due_on,
    )


def _no_such(field: Field) -> str:
    return f"这个领域不登记{field.label.text}，请清空后再保存。"


def _leaders(record: Risk | None, on: date) -> list[tuple[int, str]]:
    """Return who holds a leader's post, each once under the highest; and whom the risk names."""
    found: dict[int, str] = {}
    for holding in directory.holdings(on=on):
        if holding.post.role in LEADER_ROLES:
            found.setdefault(holding.person_id, directory.named(holding))
    if record is not None and record.supervisor is not None:
        found.setdefault(record.supervisor.id, record.supervisor.name)
    return list(found.items())


def _is_offered(area: RiskArea, record: Risk | None) -> bool:
    is_present = record is not None and record.area_id == area.id
    return (area.is_active and not area.is_work_line) or is_present


def _named(area: RiskArea) -> str:
    return f"{area.name}（敏感）" if area.is_sensitive else area.name


class NamedForm(Form):
    """One press that makes an area as named a risk of a unit."""

    unit_id = SelectField("责任单位", coerce=record_id)
    area_id = SelectField("领域", coerce=record_id, validate_choice=False)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_id.choices = list(units)
