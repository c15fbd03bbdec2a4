"""Fields that several forms of risks have."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import Length

from tracker.risks.models import RISK_KIND_LABELS, RISK_LEVEL_LABELS, RiskKind, RiskLevel


def length(longest: int) -> Length:
    """Bound a text, with the sentence that says so."""
    return Length(max=longest, message=f"不超过 {longest} 字，请精简。")


def optional_id(value: Any) -> int | None:
    """Read the id in an option's value; None where nothing is chosen."""
    typed = str(value)
    is_id = typed.isascii() and typed.isdecimal() and len(typed) <= 9
    return int(typed) if is_id else None


def kind_field() -> SelectField:
    """Ask what it is."""
    choices = {str(k): v for k, v in RISK_KIND_LABELS.items()}
    return SelectField("类型", choices=choices, default=RiskKind.HAZARD)


def level_field() -> SelectField:
    """Ask how grave it is, by the scale of its kind."""
    return SelectField(
        "等级", choices={str(k): v for k, v in RISK_LEVEL_LABELS.items()},
        default=RiskLevel.GENERAL,
        description="风险点分蓝黄橙红四色；薄弱环节、问题、隐患分一般、较大、重大。",
    )  # fmt: skip
