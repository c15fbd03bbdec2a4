"""Pasting what was written already, and confirming what it says."""

import hashlib
from datetime import date
from io import BytesIO
from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.errors import RuleBroken
from tracker.core.forms import drop_draft, find_draft, keep_draft
from tracker.core.permissions import Permission, requires, viewer
from tracker.intake import queries, services
from tracker.intake.forms import FillForm, PasteForm, ReviewForm
from tracker.intake.papers import news_draft
from tracker.intake.queries import Filled, Found
from tracker.intake.reading.other import Sort
from tracker.minutes.queries import get_proceedings

blueprint = Blueprint("intake", __name__, url_prefix="/intake")

# One text at a time for each person: a draft holds it until it is confirmed or given up, beside
# the draft of what was chosen on the page of review.
TEXT, RECORD = "intake-text", "new"
_IMPORTS = {Sort.TASKS: "followups.import_tasks", Sort.RISKS: "followups.import_risks"}


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def paste() -> ResponseReturnValue:
    """Take a text; it is kept as a draft only, until what it says is confirmed."""
    form = PasteForm()
    if form.validate_on_submit():
        found = queries.found_in(form.source.data)
        if found is not None and found.is_ledger:
            # It goes on to be looked at where ledgers are brought in; nothing of it is kept here.
            return _other(found, None, form.source.data)
        with writing(form):
            fields = {"source": [form.source.data], "published": [_day(form.published.data)]}
            _forget()
            keep_draft(viewer().user_id, TEXT, RECORD, fields)
            url = form.leads_to(url_for("intake.review"))
        return redirect(url)
    waiting = find_draft(viewer().user_id, TEXT, RECORD)
    return render_template("intake/paste.html", form=form, waiting=waiting)


def _digest(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


@blueprint.route("/review", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def review() -> ResponseReturnValue:
    """Show what was read beside the text, and make a meeting of what is confirmed."""
    source, published = _waiting()
    # What was sent is recorded even when its text is gone by now, and a repeat shows the first.
    if not source and request.method == "GET":
        return redirect(url_for("intake.paste"))
    is_asked = request.method == "GET" and "as" not in request.args
    found = queries.found_in(source) if is_asked else None
    if found is not None:
        form = None if found.is_ledger else FillForm(found=found, data=_guess(found))
        return _other(found, form, source)
    proposal = queries.propose(source, published=published, on=today())
    form = ReviewForm(on=today(), data={**proposal.data, "text": _digest(source)})
    if form.validate_on_submit() and (url := _take_in(form)):
        flash("会议已登记，粘贴的草稿已删除。请核对各页，确认后起草纪要。", "success")
        return redirect(url)
    return render_template(
        "intake/review.html", form=form, proposal=proposal,
        source=queries.lit_source(source, proposal.spans), matching=queries.Matching(today()),
    )  # fmt: skip


def _take_in(form: ReviewForm) -> str | None:
    """Make the meeting; a rule that is broken stands on the form, with all that was chosen."""
    try:
        with writing(form):
            actor = viewer().as_actor()
            meeting = services.take_in(taken=form.taken_in(), actor=actor, on=today())
            # A text that was pasted meanwhile, on another page, waits on.
            if form.text.data == _digest(_waiting()[0]):
                _forget()
            return form.leads_to(url_for("minutes.overview", meeting_id=meeting.id))
    except RuleBroken as error:
        form.form_errors.append(error.sentence)
        return None


@blueprint.post("/fill")
@requires(Permission.MEETING_EDIT)
def fill() -> ResponseReturnValue:
    """Put what was read of a report or an agreement into its form, as a draft to be looked at."""
    source, _ = _waiting()
    found = queries.found_in(source) if source else None
    if found is None or found.is_ledger:
        return redirect(url_for("intake.paste"))
    form = FillForm(found=found)
    if not form.validate_on_submit():
        return _other(found, form, source)
    filled = _filled(found, form)
    if find_draft(viewer().user_id, filled.form, filled.record):
        form.form_errors.append("那张表单里还有您没有提交的内容，请先打开它提交或放弃，再来填入。")
        return _other(found, form, source)
    with writing(form):
        _forget()
        keep_draft(viewer().user_id, filled.form, filled.record, dict(filled.fields))
        url = form.leads_to(f"{filled.url}#fill")
    flash("已填入，请核对后保存；粘贴的草稿已删除。", "success")
    return redirect(url)


def _filled(found: Found, form: FillForm) -> Filled:
    if found.sort == Sort.REPORT and form.meeting is not None:
        return queries.fill_report(found, form.meeting, form.units[form.unit_id.data])
    return queries.fill_agreement(found, form.meeting, on=today())


def _guess(found: Found) -> dict[str, Any]:
    """Return the unit that was read, and the meeting of its quarter where there is just one."""
    same = [
        meeting
        for meeting in queries.meetings_for(found, viewer=viewer())
        if (meeting.year, meeting.quarter) == (found.year, found.quarter)
    ]
    return {
        "unit_id": str(found.unit_id or ""),
        "meeting_id": str(same[0].id) if len(same) == 1 else "",
    }


def _other(found: Found, form: FillForm | None, source: str) -> str:
    return render_template(
        "intake/other.html",
        found=found,
        form=form,
        pasted=source,
        import_url=url_for(_IMPORTS.get(found.sort, "intake.paste")),
        source=queries.lit_source(source, found.spans),
    )


@blueprint.post("/drop")
@requires(Permission.MEETING_EDIT)
def drop() -> ResponseReturnValue:
    """Give the text up."""
    with writing():
        _forget()
    flash("粘贴的文字已放弃，没有留下记录。", "success")
    return redirect(url_for("intake.paste"))


@blueprint.get("/news/<int:meeting_id>.docx")
@requires(Permission.MEETING_EDIT)
def news(meeting_id: int) -> Response:
    """Hand out the news draft of a meeting as Word."""
    proceedings = get_proceedings(meeting_id, viewer=viewer()) or abort(404)
    draft = news_draft(proceedings, on=today())
    return send_file(
        BytesIO(draft.as_word()), download_name=f"{proceedings.meeting.name}通讯稿.docx",
        as_attachment=True,
    )  # fmt: skip


def _forget() -> None:
    """Forget the text with what was chosen of it."""
    for name in (TEXT, ReviewForm.draft_name):
        drop_draft(viewer().user_id, name, RECORD)


def _waiting() -> tuple[str, date | None]:
    """Return the text that waits for its confirmation, and the day on which it appeared."""
    draft = find_draft(viewer().user_id, TEXT, RECORD)
    fields = draft.fields if draft else {}
    source, day = ((fields.get(name) or [""])[0] for name in ("source", "published"))
    return source, date.fromisoformat(day) if day else None
