"""Fields that several forms of risks have."""

from datetime import date
from typing import Any

from wtforms import SelectField
from wtforms.validators import Length, ValidationError

from tracker.core.calendar import add_working_days, chinese_date_with_weekday, is_working_day
from tracker.directory import queries as directory
from tracker.risks.models import RISK_KIND_LABELS, RISK_LEVEL_LABELS, RiskKind, RiskLevel


def length(longest: int) -> Length:
    """Bound a text, with the sentence that says so."""
    return Length(max=longest, message=f"不超过 {longest} 字，请精简。")


def optional_id(value: Any) -> int | None:
    """Read the id in an option's value; None where nothing is chosen."""
    typed = str(value)
    is_id = typed.isascii() and typed.isdecimal() and len(typed) <= 9
    return int(typed) if is_id else None


def require_working_day(day: date | None) -> None:
    """Tell of a rest day, and which working day is next.

    Raises:
        ValidationError: nobody works on the day.
    """
    exceptions = directory.calendar_exceptions()
    if day is not None and not is_working_day(day, exceptions):
        proposed = chinese_date_with_weekday(add_working_days(day, 0, exceptions))
        raise ValidationError(f"{chinese_date_with_weekday(day)}是休息日，建议改为{proposed}。")


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
