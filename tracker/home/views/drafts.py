"""Drafts of forms: what is typed is kept for the person alone until it is sent."""

from typing import Any

from flask import request

from tracker.core import forms, privacy
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.home.views.blueprint import blueprint

LONGEST_DRAFT = 200_000


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
