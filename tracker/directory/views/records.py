"""What the pages that change one record have in common."""

from collections.abc import Iterable
from typing import Any

from flask import abort, render_template, request

from tracker.core.db import db
from tracker.core.forms import Form


def found(kind: Any, record_id: int | None) -> Any:
    """Load a record to change; nothing for one to be added."""
    return None if record_id is None else required(kind, record_id)


def required(kind: Any, record_id: int) -> Any:
    """Load a record; what is not there answers 404."""
    return db.session.get(kind, record_id) or abort(404)


def named_in_address() -> dict[str, str]:
    """Return the name with which a form begins when another page offers to enter somebody."""
    return {"name": request.args["name"][:100]} if request.args.get("name") else {}


def fresh(form: Form, kind: Any, record_id: int | None) -> Any:
    """Load again inside the transaction; refuse when somebody else saved meanwhile."""
    record = found(kind, record_id)
    if record is not None:
        form.require_fresh(record)
    return record


def values_of(form: Form, skip: Iterable[str] = ()) -> dict[str, Any]:
    """Return what was typed, by field."""
    hidden = {"form_id", "row_version", "csrf_token", *skip}
    return {name: value for name, value in form.data.items() if name not in hidden}


def facts_of(kind: Any, form: Form, **lines: tuple[str, ...]) -> Any:
    """Return what was typed as the facts that a service takes."""
    return kind(**values_of(form, skip=lines), **lines)


def edit_page(form: Form, what: str, crumb: tuple[str, str] | None = None) -> Any:
    """Show one record of a short dictionary."""
    return render_template("directory/edit.html", form=form, what=what, crumb=crumb)
