"""Rows that were ticked in a list."""

from wtforms import Field, SelectMultipleField
from wtforms.validators import ValidationError

from tracker.core.forms.form import Form, record_id


class SeveralForm(Form):
    """What was ticked in a list; `nothing` is said where nothing was."""

    nothing = "还没有勾选，请先勾选。"
    ids = SelectMultipleField("所选", coerce=record_id, validate_choice=False)

    def validate_ids(self, field: Field) -> None:
        """Ask for at least one."""
        if not field.data:
            raise ValidationError(self.nothing)

    @property
    def first_fault(self) -> str:
        """Return the first thing that is wrong, for a page that has no place beside a field."""
        first: str = next(words for found in self.errors.values() for words in found)
        return first
