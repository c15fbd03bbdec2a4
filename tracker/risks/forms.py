"""What is typed about a risk; in a sensitive area only weak link, measure and date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from tracker.core.forms import Form, clean_text, record_id, required
from tracker.directory import queries as directory
from tracker.directory.models import RiskArea
from tracker.risks.models import (
    RISK_KIND_LABELS,
    RISK_LEVEL_LABELS,
    Risk,
    RiskKind,
    RiskLevel,
    levels_of,
)
from tracker.risks.services import RiskFacts


def _length(longest: int) -> Length:
    return Length(max=longest, message=f"不超过 {longest} 字，请精简。")


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
    kind = SelectField(
        "类型", choices={str(k): v for k, v in RISK_KIND_LABELS.items()}, default=RiskKind.HAZARD
    )
    level = SelectField(
        "等级", choices={str(k): v for k, v in RISK_LEVEL_LABELS.items()},
        default=RiskLevel.GENERAL,
        description="风险点分蓝黄橙红四色；薄弱环节、问题、隐患分一般、较大、重大。",
    )  # fmt: skip
    title = StringField(
        "描述", [required("请写明风险、薄弱环节或隐患的内容。"), _length(300)], filters=[clean_text]
    )
    place = StringField(
        "地点", [Optional(), _length(100)], filters=[clean_text],
        description="敏感领域不填地点。",
    )  # fmt: skip
    measure = TextAreaField(
        "整改措施", [Optional(), _length(2000)], filters=[clean_text], render_kw={"rows": 3}
    )
    due_on = DateField("整改时限", [Optional()])

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record: Risk | None = kwargs.get("record")
        self.unit_id.choices = [("", "请选择"), *((u.id, u.name) for u in directory.units(on=on))]
        areas = [a for a in directory.risk_areas() if _is_offered(a, record)]
        self.areas = {area.id: area for area in areas}
        self.area_id.choices = [("", "请选择"), *((a.id, _named(a)) for a in areas)]

    @property
    def is_short(self) -> bool:
        """Tell whether the chosen area asks for the short form."""
        area = self.areas.get(self.area_id.data or 0)
        return area is not None and area.is_sensitive

    def validate_level(self, field: Field) -> None:
        """Keep colours and grades apart; a sensitive area has neither."""
        if not self.is_short and field.data not in levels_of(self.kind.data):
            raise ValidationError("等级与类型不符：风险点选四色，其他选一般、较大或重大。")

    def validate_place(self, field: Field) -> None:
        """Refuse a place in a sensitive area (domain.md §6.4)."""
        if field.data and self.is_short:
            raise ValidationError("这个领域不登记地点，请清空地点后再保存。")

    def facts(self) -> RiskFacts:
        """Return what is known of the risk; a sensitive area gives kind and level by itself."""
        return RiskFacts(
            unit_id=self.unit_id.data,
            area_id=self.area_id.data,
            kind=RiskKind.WEAK_LINK if self.is_short else self.kind.data,
            level=RiskLevel.GENERAL if self.is_short else self.level.data,
            title=self.title.data,
            place=self.place.data or "",
            measure=self.measure.data or "",
            due_on=self.due_on.data,
        )


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


class ReasonForm(Form):
    """Why a risk is given up."""

    reason = StringField("原因", [required("请写明原因。"), _length(500)], filters=[clean_text])
