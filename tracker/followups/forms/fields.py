"""What the fields of several forms share."""

from typing import Any

from wtforms.validators import Length


def length(maximum: int) -> Length:
    return Length(max=maximum, message=f"不超过 {maximum} 字，请精简。")


def chosen_id(value: Any) -> int:
    """Read an id; what is none becomes 0, which no record has."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0
