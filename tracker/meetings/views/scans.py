"""Signed papers and photographs of a meeting, kept beside what they prove."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.files.forms import ScanForm
from tracker.files.services import add_scan
from tracker.meetings import queries
from tracker.meetings.models import MEETING_SCAN_LABELS, MEETING_SCAN_READERS, MeetingScan
from tracker.meetings.views.frame import blueprint, load_meeting


def _form() -> ScanForm:
    return ScanForm(choices={str(k): v for k, v in MEETING_SCAN_LABELS.items()}, asks_credit=True)


@blueprint.get("/<int:meeting_id>/scans")
@requires(Permission.MEETING_READ)
def scans(meeting_id: int) -> str:
    """Show what was scanned of a meeting, as far as the viewer may read it."""
    return _page(meeting_id, _form())


def _page(meeting_id: int, form: ScanForm) -> str:
    meeting = load_meeting(meeting_id)
    return render_template(
        "meetings/scans.html",
        meeting=meeting,
        tab="",
        found=queries.scans_of(meeting),
        labels=MEETING_SCAN_LABELS,
        form=form if viewer().can(Permission.SCAN_ADD) else None,
    )


@blueprint.post("/<int:meeting_id>/scans")
@requires(Permission.SCAN_ADD)
def add_scans(meeting_id: int) -> ResponseReturnValue:
    """Keep scans or photographs; they may come after the minutes are issued."""
    form = _form()
    if not form.validate_on_submit():
        return _page(meeting_id, form), 422
    with writing(form):
        subject = queries.scan_subject(load_meeting(meeting_id))
        facts = form.facts()
        reader = MEETING_SCAN_READERS[MeetingScan(facts["proves"])]
        for file in form.uploads.files:
            add_scan(
                file=file, subject=subject, permission=reader,
                actor=viewer().as_actor(), on=today(), **facts,
            )  # fmt: skip
        url = form.leads_to(url_for("meetings.scans", meeting_id=meeting_id))
    flash(f"已添加{MEETING_SCAN_LABELS[MeetingScan(facts['proves'])]}。", "success")
    return redirect(url)
