"""What the fields of several forms share."""

from wtforms.validators import Length


def length(maximum: int) -> Length:
    return Length(max=maximum, message=f"不超过 {maximum} 字，请精简。")
