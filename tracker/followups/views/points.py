"""讲话与要求: what was said, and what becomes of each point."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.followups import queries, services
from tracker.followups.forms import HandlingForm
from tracker.followups.views.blueprint import blueprint, load_meeting, load_point
from tracker.meetings.models import HANDLING_LABELS, TOLD_STATES


@blueprint.get("/meetings/<int:meeting_id>/points")
@requires(Permission.MEETING_READ)
def points(meeting_id: int) -> Any:
    """Show the addresses in speaking order; units see them once the minutes are out."""
    meeting = load_meeting(meeting_id)
    is_shown = meeting.state in TOLD_STATES or viewer().sees_all
    shown = [meeting] if is_shown else []
    found = queries.coverage_of(shown, on=today(), viewer=viewer())
    coverage = found[0] if found else queries.Coverage(meeting)
    all_points = [point for address in coverage.addresses for point in address.points]
    return render_template(
        "followups/points.html",
        meeting=meeting,
        tab="points",
        is_shown=is_shown,
        addresses=coverage.addresses,
        open_count=sum(point.is_open for point in all_points),
        conveying=queries.conveying_point(all_points),
        coverage=coverage,
        tables=queries.tables_of(shown, viewer=viewer()).get(meeting_id, []),
        lights=queries.Lights(today()),
        standing=queries.standing_by_meeting(meeting) if viewer().sees_all else [],
        form=HandlingForm(),
    )


@blueprint.post("/points/<int:point_id>/handling")
@requires(Permission.FOLLOWUP_PLAN)
def set_handling(point_id: int) -> Any:
    """Set what becomes of one point, or take it back."""
    meeting_id = load_point(point_id).address.meeting_id
    url = url_for(".points", meeting_id=meeting_id, _anchor=f"point-{point_id}")
    form = HandlingForm()
    if form.validate_on_submit():
        with writing(form):
            form.leads_to(url)
            services.set_handling(
                point=load_point(point_id), handling=form.chosen, actor=viewer().as_actor()
            )
    return redirect(url)


@blueprint.post("/meetings/<int:meeting_id>/points/settle")
@requires(Permission.FOLLOWUP_PLAN)
def settle(meeting_id: int) -> Any:
    """Give all open points the same handling."""
    load_meeting(meeting_id)
    url = url_for(".points", meeting_id=meeting_id)
    form = HandlingForm()
    if form.validate_on_submit() and form.chosen:
        with writing(form):
            form.leads_to(url)
            settled = services.settle_open_points(
                meeting=load_meeting(meeting_id), handling=form.chosen, actor=viewer().as_actor()
            )
            count = len(settled)
        flash(f"{count} 条要点已记为“{HANDLING_LABELS[form.chosen]}”。", "success")
    return redirect(url)
