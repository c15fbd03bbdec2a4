"""Fields that the forms of a meeting share: texts with bounds, and ids in options."""

from typing import Any

from wtforms import Field, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from tracker.core.forms import Form, clean_text


def identity(value: Any) -> int | None:
    """Read the id in an option's value; nothing chosen is None."""
    return int(value) if value not in {None, "", "None"} else None


def text_field(label: str, longest: int, *validators: Any, **kwargs: Any) -> StringField:
    length = Length(max=longest, message=f"{label}不超过 {longest} 字，请缩短。")
    return StringField(label, [*validators, length], filters=[clean_text], **kwargs)


def long_text_field(label: str, longest: int, *validators: Any, **kwargs: Any) -> TextAreaField:
    """Return a text area; no counter is shown, because nobody comes near such a bound."""

    def check_length(_form: Form, field: Field) -> None:
        if field.data and len(field.data) > longest:
            raise ValidationError(f"{label}不超过 {longest} 字，请缩短或分次填写。")

    return TextAreaField(label, [*validators, check_length], filters=[clean_text], **kwargs)
