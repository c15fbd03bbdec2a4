"""Forms: what is sent, kept as a draft, or read from a table."""

from tracker.core.forms.drafts import Draft, drop_draft, find_draft, keep_draft
from tracker.core.forms.form import (
    CodeField,
    Form,
    LinesField,
    PhoneField,
    Submission,
    TableField,
    clean_text,
    init_app,
    known_names,
    record_id,
    required,
)
from tracker.core.forms.several import SeveralForm
from tracker.core.forms.sheet import SheetForm, keep_confirmed

__all__ = [
    "CodeField",
    "Draft",
    "Form",
    "LinesField",
    "PhoneField",
    "SeveralForm",
    "SheetForm",
    "Submission",
    "TableField",
    "clean_text",
    "drop_draft",
    "find_draft",
    "init_app",
    "keep_confirmed",
    "keep_draft",
    "known_names",
    "record_id",
    "required",
]
