"""概况 of a meeting: the page that reads like its minutes, and the end of the meeting."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.followups import queries as followups
from tracker.meetings import queries as meetings
from tracker.meetings.models import MeetingScan
from tracker.minutes import papers, queries, services
from tracker.minutes.forms import VerbForm
from tracker.minutes.queries import Proceedings
from tracker.minutes.views.blueprint import blueprint, frame, load_proceedings, readable
from tracker.unit_reports import queries as unit_reports


@blueprint.get("")
@requires(Permission.MEETING_READ)
def overview(meeting_id: int) -> str:
    """Show the meeting as its minutes tell it, and what is still missing."""
    proceedings = load_proceedings(meeting_id)
    minutes = readable(queries.current(meeting_id))
    return render_template(
        "minutes/overview.html",
        **frame(proceedings, "overview"),
        **_sections(proceedings),
        minutes=minutes,
        paper=papers.of_meeting(proceedings, minutes, on=today()),
        is_told=viewer().sees_all or minutes is not None,
        items=queries.items_shown(proceedings, minutes, viewer=viewer()),
        mine=queries.ids_to_open(proceedings, viewer=viewer()),
        proceedings=proceedings,
        steps=queries.steps(proceedings, minutes),
        act=queries.next_act(proceedings, minutes, viewer=viewer(), on=today()),
        may_conclude=queries.may_conclude(proceedings, viewer=viewer()),
        verb_form=VerbForm(record=proceedings.meeting),
    )


def _sections(proceedings: Proceedings) -> dict[str, Any]:
    """Return what stands beside the words: what was left open, reports, areas, agreements."""
    left_open = followups.left_open(proceedings.meeting, viewer=viewer())
    return {
        "left_open": left_open,
        "told": unit_reports.words_on(proceedings.meeting) if left_open else {},
        "reported": queries.reported(proceedings, viewer=viewer()),
        "areas": queries.areas_named(proceedings),
        "put_out": queries.put_out(proceedings.signings),
        "photos": meetings.scans_of(proceedings.meeting)[MeetingScan.PHOTO],
    }


@blueprint.post("/conclude")
@requires(Permission.MINUTES_RETURN)
def conclude(meeting_id: int) -> Any:
    """Close the meeting, when everything that it asked for is done."""
    form = VerbForm()
    url = url_for("minutes.overview", meeting_id=meeting_id)
    if form.validate_on_submit():
        with writing(form):
            services.conclude(load_proceedings(meeting_id), actor=viewer().as_actor())
            form.leads_to(url)
        flash("会议已办结。", "success")
    return redirect(url)
