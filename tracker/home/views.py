"""`/` by role, drafts of forms, the counts at the tabs of a meeting, and the frame's context."""

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for

from tracker.accounts.forms import SignInForm
from tracker.core import forms, privacy
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, current_viewer, public, requires, viewer
from tracker.directory import queries as directory
from tracker.home import queries

blueprint = Blueprint("home", __name__)

LONGEST_DRAFT = 200_000


@blueprint.get("/")
@public
def index() -> Any:
    """Show the sign-in form to a visitor, and to the others what waits for them."""
    if current_viewer() is None:
        return render_template("home/sign_in.html", form=SignInForm())
    return render_template("home/index.html")


@blueprint.get("/reports/")
@requires(Permission.PAPER_READ)
def reports() -> Any:
    """List the papers to download."""
    return render_template("home/reports.html")


@blueprint.get("/healthz")
@public
def healthz() -> dict[str, str]:
    """Tell that the process answers."""
    return {"status": "ok"}


@blueprint.get("/drafts/<string:form>/<string:record>")
@requires(Permission.HOME_READ)
def draft(form: str, record: str) -> Any:
    """Return what the person left unsent in a form; 204 where there is nothing."""
    found = forms.find_draft(viewer().user_id, form, record)
    if found is None:
        return "", 204
    return {"saved_at": found.saved_at.isoformat(), "fields": found.fields}


@blueprint.post("/drafts/<string:form>/<string:record>")
@requires(Permission.HOME_READ)
def keep_draft(form: str, record: str) -> Any:
    """Keep what is typed so far, unless it holds what must not be stored."""
    fields = _typed(request.get_json(silent=True))
    texts = [text for values in fields.values() for text in values]
    if sum(map(len, texts)) > LONGEST_DRAFT or len(form) > 60 or len(record) > 60:
        return {"sentence": "内容过长，未能自动保存，请先提交。"}, 413
    finding = privacy.check("\n".join(texts), known_names=forms.known_names())
    if finding is not None:
        return {"sentence": finding.sentence}, 422
    with writing():
        kept = forms.keep_draft(viewer().user_id, form, record, fields)
        saved_at = kept.saved_at.isoformat()
    return {"saved_at": saved_at}


@blueprint.delete("/drafts/<string:form>/<string:record>")
@requires(Permission.HOME_READ)
def drop_draft(form: str, record: str) -> Any:
    """Forget what was typed."""
    with writing():
        forms.drop_draft(viewer().user_id, form, record)
    return "", 204


def _typed(sent: Any) -> dict[str, list[str]]:
    """Return {field: its values as typed} from what the page sent, whatever that was."""
    fields = sent.get("fields") if isinstance(sent, dict) else None
    if not isinstance(fields, dict):
        return {}
    return {
        str(name)[:100]: [
            str(value) for value in (values if isinstance(values, list) else [values])
        ]
        for name, values in fields.items()
    }


def _frame() -> dict[str, Any]:
    """Give every template the navigation of whoever is signed in."""
    who = current_viewer()
    frame: dict[str, Any] = {
        "college_name": directory.setting("college_name", on=today()) or "研判会议与督办",
        "search_url": None,
        "sign_out_url": url_for("accounts.sign_out"),
        "account_url": "/accounts/me" if who else "",
    }
    for name, entries in (
        ("navigation", queries.RAIL),
        ("navigation_bottom", queries.RAIL_BOTTOM),
        ("phone_navigation", queries.PHONE),
    ):
        frame[name] = queries.places(entries, who) if who else []
    return frame


def init_app(app: Flask) -> None:
    """Give every template its frame."""
    app.context_processor(_frame)
