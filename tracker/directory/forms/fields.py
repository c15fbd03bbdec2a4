"""Fields that the directory's forms have in common."""

from typing import Any

from wtforms import IntegerField, StringField
from wtforms.validators import Length, NumberRange

from tracker.core.forms import clean_text, required


def identity(value: Any) -> int | None:
    """Read the id in an option's value; nothing chosen is None."""
    return int(value) if value not in {None, "", "None"} else None


def _or_blank(value: str | None) -> str:
    return value or ""


def _text(label: str, longest: int, *validators: Any, **kwargs: Any) -> StringField:
    length = Length(max=longest, message=f"{label}不超过 {longest} 字，请缩短。")
    return StringField(label, [*validators, length], filters=[clean_text, _or_blank], **kwargs)


def whole(label: str, *, most: int = 99_999, least: int = 0, **kwargs: Any) -> IntegerField:
    """Return a field for a whole number between two bounds, which must be filled in."""
    bounds = NumberRange(least, most, f"{label}须为 {least} 至 {most} 的整数。")
    return IntegerField(label, [required(f"请填写{label}。"), bounds], **kwargs)
