"""Forms: each has an id of its own, carries the record's version, and keeps a draft."""

import re
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Any

from flask import Flask, current_app, flash, redirect, request
from flask_wtf import FlaskForm
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response
from wtforms import (
    Field,
    FieldList,
    FormField,
    HiddenField,
    PasswordField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation, ValidationError

from tracker.core import privacy, text
from tracker.core.calendar import FIRST_YEAR, LAST_YEAR
from tracker.core.clock import now
from tracker.core.db import after_commit, db, writing
from tracker.core.errors import AlreadyDone, RuleBroken, StaleEdit, wants_json
from tracker.core.forms.drafts import drop_draft
from tracker.core.models import Base, Record
from tracker.core.permissions import current_viewer


class Submission(Base):
    """A form that was sent and committed, so that a repeat only shows what came of it."""

    __tablename__ = "submission"

    form_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    user_id: Mapped[int] = mapped_column(index=True)
    result_url: Mapped[str] = mapped_column(String(500))
    sent_at: Mapped[datetime] = mapped_column(index=True)


class PhoneField(StringField):  # type: ignore[misc]
    """An office contact: the one place where a telephone number may stand."""


class CodeField(StringField):  # type: ignore[misc]
    """A short code such as a 工号: no free text, so ten digits in it are no student's number.

    Bound its form and length: it is not read by the privacy check.
    """


class TableField(TextAreaField):  # type: ignore[misc]
    """A pasted table with 工号 in it: whoever brings it in checks it cell by cell."""


MAX_LINES = 100
NO_FREE_TEXT = (HiddenField, PasswordField, CodeField, TableField)


def _new_form_id() -> str:
    return secrets.token_urlsafe(16)


def _form_id(sent: str | None) -> str:
    """Return the id as we made it; what is none of ours is none at all."""
    return sent if sent and re.fullmatch(r"[A-Za-z0-9_-]{1,40}", sent) else ""


class Form(FlaskForm):  # type: ignore[misc]
    """The base of every changing form.

    `draft_name` and `draft_record` say where what is typed is kept until it is sent;
    a form without a name keeps no draft.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Sentences in Chinese, whose catalogue is read once and not for each request."""

        locales = ("zh",)

    draft_name = ""
    form_id = HiddenField(default=_new_form_id, filters=[_form_id])
    row_version = HiddenField()

    def __init__(self, *args: Any, record: Record | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("obj", record)
        super().__init__(*args, **kwargs)
        self.draft_record = str(record.id) if record is not None else "new"
        self.result_url = request.path
        if record is not None and not self.is_submitted():
            self.row_version.data = str(record.row_version)

    @property
    def draft_url(self) -> str | None:
        """Return the address that keeps this form's draft."""
        return f"/drafts/{self.draft_name}/{self.draft_record}" if self.draft_name else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and each free text against the privacy rules of domain.md §6.5."""
        passed: bool = super().validate(extra_validators)
        for field in _leaves(self):
            passed = _check_privacy(field) and _check_date(field) and passed
        return passed

    def enter_transaction(self) -> None:
        """Note this form as sent, in the business transaction, and drop its draft."""
        viewer = current_viewer()
        user_id = viewer.user_id if viewer else 0
        if self.form_id.data:
            earlier = db.session.get(Submission, self.form_id.data)
            if earlier is not None:
                raise AlreadyDone(earlier.result_url)
            self._submission = Submission(
                form_id=self.form_id.data,
                user_id=user_id,
                result_url=self.result_url,
                sent_at=now(),
            )
            db.session.add(self._submission)
        if self.draft_name:
            drop_draft(user_id, self.draft_name, self.draft_record)

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Run the business transaction of this form; what a rule refuses is told in it.

        Inside, the view returns where the result is shown. It goes on behind the block where
        something was refused, and shows the form again with all that was typed. A script is told
        the sentence instead.

        Raises:
            RuleBroken: a script has sent the form.
        """
        try:
            with writing(self):
                yield
        except RuleBroken as refused:
            if wants_json():
                raise
            self.form_errors.append(refused.sentence)

    @property
    def status(self) -> int:
        """Return the status of the page that shows it: 409 where it was refused as a whole."""
        return 409 if self.form_errors else 200

    def leads_to(self, url: str) -> str:
        """Say inside the transaction where the result is shown; returns the address."""
        self.result_url = url
        if self.form_id.data:
            self._submission.result_url = url
        return url

    def answer(self, url: str, words: str, *warnings: str) -> Response:
        """Lead from inside the transaction to its result, where it is told once it is committed."""
        told = [(words, "success"), *((warning, "warning") for warning in warnings)]
        for sentence, category in told:
            after_commit(partial(flash, sentence, category))
        return redirect(self.leads_to(url))

    def require_fresh(self, record: Record) -> None:
        """Refuse to overwrite what somebody else saved meanwhile.

        Raises:
            StaleEdit: the record has another version than the form was opened with.
        """
        if self.row_version.data and str(self.row_version.data) != str(record.row_version):
            raise StaleEdit(self, _current_values(self, record), record.row_version)


class LinesField(TextAreaField):  # type: ignore[misc]
    """Names, one per line; takes the records that carry them."""

    def __init__(self, label: str, longest: int, **kwargs: Any) -> None:
        super().__init__(label, filters=[clean_text], **kwargs)
        self.longest = longest

    def process_data(self, value: Iterable[Any] | None) -> None:
        """Show the names of the records."""
        self.data = "\n".join(record.name for record in value or ())

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the names, blank lines left out."""
        lines = (line.strip() for line in (self.data or "").splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def pre_validate(self, form: Form) -> None:
        """Bound each line, as the column does."""
        if len(self.lines) > MAX_LINES:
            raise ValidationError(f"最多 {MAX_LINES} 行，请删减。")
        for line in self.lines:
            if len(line) > self.longest:
                raise ValidationError(f"“{line[:10]}…”超过 {self.longest} 字，请缩短。")


def record_id(value: Any) -> int:
    """Read the id in an option's value; what is none becomes 0, which no record has."""
    typed = str(value)
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 9 else 0


def clean_text(value: str | None) -> str | None:
    """Normalise what was typed: no control characters, no zero-width marks, trimmed."""
    return text.clean(value).strip() if value else value


def known_names() -> Collection[str]:
    """Return the names of the directory's persons, who may stand in a text with their post."""
    provider: Callable[[], Collection[str]] = current_app.extensions["known_names"]
    return provider()


def _leaves(form: Any) -> Iterator[Field]:
    """Go through the fields of a form, with those of its parts and lists."""
    for field in form:
        if isinstance(field, FormField | FieldList):
            yield from _leaves(field)
        else:
            yield field


def _check_date(field: Field) -> bool:
    """Refuse a date that no record of this college can bear: a slip of the hand."""
    if not isinstance(field.data, date) or FIRST_YEAR <= field.data.year <= LAST_YEAR:
        return True
    sentence = f"日期须在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间，请检查年份。"
    field.errors = [*field.errors, sentence]
    return False


def _check_privacy(field: Field) -> bool:
    is_free_text = isinstance(field, StringField) and not isinstance(field, NO_FREE_TEXT)
    if not is_free_text or not isinstance(field.data, str) or not field.data:
        return True
    finding = privacy.check(
        field.data, known_names=known_names(), allow_phone=isinstance(field, PhoneField)
    )
    if finding is None:
        return True
    field.errors = [*field.errors, finding.sentence]
    return False


def _current_values(form: FlaskForm, record: Record) -> dict[str, Any]:
    return {field.name: getattr(record, field.name, None) for field in form}


def required(message: str) -> Callable[[FlaskForm, Field], None]:
    """Return a validator that asks for a value with a sentence of its own."""

    def check(_form: FlaskForm, field: Field) -> None:
        if field.data is None or (isinstance(field.data, str) and not field.data.strip()):
            # Of what could not be read its own fault is told; of nothing at all only this one.
            is_blank = not any(str(one).strip() for one in field.raw_data or ())
            field.errors = [] if is_blank else [*field.process_errors]
            raise StopValidation("" if field.errors else message)

    return check


def init_app(app: Flask, names: Callable[[], Collection[str]]) -> None:
    """Give the privacy check the names that the directory knows."""
    app.extensions["known_names"] = names
