"""纪要 of a meeting: written by the drafter beside the paper, read by the others."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.meetings import queries as meetings
from tracker.meetings.models import MeetingScan
from tracker.minutes import papers, queries, services
from tracker.minutes.forms import DraftForm, VerbForm
from tracker.minutes.models import MINUTES_WORKFLOW, Minutes
from tracker.minutes.queries import Proceedings
from tracker.minutes.views.blueprint import (
    blueprint,
    frame,
    load_newest,
    load_proceedings,
    paper_of,
    readable,
    tab,
)


@blueprint.get("/minutes")
@requires(Permission.MINUTES_READ)
def show(meeting_id: int) -> str:
    """Show the minutes: to the drafter to write, to the others to read."""
    proceedings = load_proceedings(meeting_id)
    versions = [one for one in queries.versions(meeting_id) if readable(one)]
    minutes = versions[0] if versions else None
    if minutes is not None and minutes.is_editable and viewer().can(Permission.MINUTES_DRAFT):
        return _edit_page(proceedings, versions, DraftForm(record=minutes))
    return render_template(
        "minutes/show.html",
        **frame(proceedings),
        minutes=minutes,
        versions=versions,
        paper=paper_of(proceedings, minutes) if minutes else None,
        findings=[] if minutes and minutes.is_issued else queries.findings(proceedings, minutes),
        may_sign=minutes is not None and queries.is_for(minutes, viewer=viewer(), on=today()),
        may_review=minutes is not None and queries.may_review(minutes, viewer=viewer()),
        allows=MINUTES_WORKFLOW.allows,
        verb_form=VerbForm(record=minutes),
        scans=meetings.scans_of(proceedings.meeting)[MeetingScan.APPROVAL_SHEET],
    )


def _edit_page(proceedings: Proceedings, versions: list[Minutes], form: DraftForm) -> str:
    settings, minutes = queries.settings(on=today()), versions[0]
    return render_template(
        "minutes/edit.html",
        **frame(proceedings),
        minutes=minutes,
        versions=versions,
        form=form,
        suggested=services.suggested_texts(proceedings, settings),
        paper=papers.of_version(proceedings, minutes, settings=settings),
        findings=queries.findings(proceedings, minutes),
    )


@blueprint.post("/minutes")
@requires(Permission.MINUTES_DRAFT)
def save(meeting_id: int) -> Any:
    """Keep the drafter's texts; with the button 送签 also send them for signature."""
    form = DraftForm(record=load_newest(load_proceedings(meeting_id)))
    if not form.validate_on_submit():
        return _edit_page(load_proceedings(meeting_id), queries.versions(meeting_id), form)
    with writing(form):
        proceedings = load_proceedings(meeting_id)
        minutes = load_newest(proceedings)
        form.require_fresh(minutes)
        services.edit(minutes=minutes, texts=form.texts(), actor=viewer().as_actor())
        said = _send(proceedings, minutes) if form.send.data else ("已保存。", "success")
        url = form.leads_to(tab(meeting_id))
    flash(*said)
    return redirect(url)


def _send(proceedings: Proceedings, minutes: Minutes) -> tuple[str, str]:
    """Send what was just saved, or say what has to be done first: the texts are kept."""
    blocks = queries.blocks(proceedings, minutes)
    if blocks:
        return f"已保存，但还不能送签：{blocks[0].sentence}", "error"
    actor = viewer().as_actor()
    services.submit(minutes=minutes, proceedings=proceedings, actor=actor, on=today())
    return "纪要已送签。", "success"


@blueprint.post("/minutes/start")
@requires(Permission.MINUTES_DRAFT)
def start(meeting_id: int) -> Any:
    """Begin the draft from the record."""
    form = VerbForm()
    if form.validate_on_submit():
        with writing(form):
            proceedings = load_proceedings(meeting_id)
            services.start(proceedings, actor=viewer().as_actor(), on=today())
            form.leads_to(tab(meeting_id))
        flash("已按会议记录拟出初稿，请核对修改后送签。", "success")
    return redirect(tab(meeting_id))


@blueprint.post("/minutes/preview")
@requires(Permission.MINUTES_DRAFT)
def preview(meeting_id: int) -> str:
    """Show the paper with what is being typed; nothing is stored."""
    proceedings = load_proceedings(meeting_id)
    minutes = load_newest(proceedings)
    form = DraftForm(record=minutes)
    paper = papers.with_texts(proceedings, minutes, asdict(form.texts()), on=today())
    return render_template("minutes/_preview.html", paper=paper)
