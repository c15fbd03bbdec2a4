"""督办任务 of a meeting: dispatch, paper lists, and entering a returned one."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts.services import acting
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory.models import Unit
from tracker.followups import queries, services
from tracker.followups.forms import DispatchForm, HandOutForm, PaperListForm
from tracker.followups.models import FOLLOWUP_WORKFLOW, FollowUp, FollowUpState
from tracker.followups.views.blueprint import blueprint, load_item, load_meeting
from tracker.followups.views.items import show_item


@blueprint.get("/meetings/<int:meeting_id>/follow-ups")
@requires(Permission.FOLLOWUP_READ)
def of_meeting(meeting_id: int) -> str:
    """Show the meeting's tasks by demand, with the paper lists of the units."""
    return _tab(meeting_id, DispatchForm())


def _tab(meeting_id: int, form: DispatchForm) -> str:
    items = queries.items_of_meeting(meeting_id, viewer=viewer())
    later = queries.later_items_of(meeting_id, viewer=viewer())
    groups = queries.grouped(items)
    return render_template(
        "followups/of_meeting.html",
        meeting=load_meeting(meeting_id),
        tab="followups",
        tasks=[group for group in groups if not group.first.is_conveyance],
        conveyance=[group for group in groups if group.first.is_conveyance],
        later=queries.grouped(later),
        planned=[item for item in (*items, *later) if item.state == FollowUpState.PLANNED],
        checklists=queries.checklists_among([*items, *later], viewer=viewer()),
        lights=queries.Lights(today()),
        form=form,
    )


@blueprint.post("/meetings/<int:meeting_id>/follow-ups/dispatch")
@requires(Permission.FOLLOWUP_DISPATCH)
def dispatch(meeting_id: int) -> Any:
    """Hand the ticked tasks out to their units."""
    load_meeting(meeting_id)
    form = DispatchForm()
    if not form.validate_on_submit():
        return _tab(meeting_id, form)
    with writing(form):
        url = form.leads_to(url_for(".of_meeting", meeting_id=meeting_id))
        chosen = queries.get_many(form.ids.data, viewer=viewer())
        items = [item for item in chosen if item.meeting_id == meeting_id]
        services.dispatch(followups=items, actor=viewer().as_actor(), on=form.assigned_on.data)
        count, units = len(items), len({item.lead_unit_id for item in items})
    flash(f"已向 {units} 个单位交办 {count} 项任务，可打印清单发给各单位。", "success")
    return redirect(url)


@blueprint.post("/follow-ups/<int:followup_id>/dispatch")
@requires(Permission.FOLLOWUP_DISPATCH)
def hand_out(followup_id: int) -> Any:
    """Hand one task out to its unit: one of no meeting, or one that was left behind."""
    item = load_item(followup_id)
    form = HandOutForm()
    if not form.validate_on_submit():
        return show_item(item, hand_out_form=form)
    with writing(form):
        url = form.leads_to(url_for(".show", followup_id=followup_id))
        item = load_item(followup_id)
        services.dispatch(
            followups=[item], actor=viewer().as_actor(), on=form.assigned_on.data
        )  # fmt: skip
        unit = item.lead_unit.display_name
    flash(f"已向{unit}交办。", "success")
    return redirect(url)


@blueprint.route("/meetings/<int:meeting_id>/paper-list/<int:unit_id>", methods=["GET", "POST"])
@requires(Permission.PAPER_RECORD)
def paper_list(meeting_id: int, unit_id: int) -> Any:
    """Enter a paper list that a unit has returned: ticks, dates and who signed it."""
    meeting, unit, items = load_meeting(meeting_id), *_tickable(meeting_id, unit_id)
    signer = queries.proposed_signer(unit, on=today()) if request.method == "GET" else {}
    rows_shown = [{"followup_id": item.id} for item in items]
    form = PaperListForm(data={"rows": rows_shown, "paper": signer})
    if form.validate_on_submit():
        with form.sending():
            return _save_paper_list(form, meeting_id, unit_id)
    by_id = {str(item.id): item for item in items}
    rows = [(row, by_id[row.followup_id.data]) for row in form.rows if _is_of(row, by_id)]
    page = render_template(
        "followups/paper_list.html", meeting=meeting, unit=unit, rows=rows, form=form
    )
    return page, form.status


def _is_of(row: Any, by_id: dict[str, FollowUp]) -> bool:
    row.followup_id.data = str(row.followup_id.data)
    return row.followup_id.data in by_id


def _tickable(meeting_id: int, unit_id: int) -> tuple[Unit, list[FollowUp]]:
    """Return the unit and what is still to be ticked on its list; 404 where it has none."""
    items = queries.items_of_unit(meeting_id, unit_id)
    if not items:
        abort(404)
    return items[0].lead_unit, [i for i in items if FOLLOWUP_WORKFLOW.allows("submit", i.state)]


def _save_paper_list(form: PaperListForm, meeting_id: int, unit_id: int) -> Response:
    """Enter the ticked lines inside the transaction."""
    _, items = _tickable(meeting_id, unit_id)
    actor, signed_on = acting(
        viewer=viewer(), paper=form.paper.entry(), action="followup.paper-list",
        about=items[0] if items else load_meeting(meeting_id), on=today(), unit_id=unit_id,
    )  # fmt: skip
    services.record_paper_list(
        followups=items,
        lines={key: row.line(signed_on) for key, row in form.done.items()},
        actor=actor,
        signed_on=signed_on,
    )
    waits = sum(item.state == FollowUpState.SUBMITTED for item in items)
    to_verify = f"，其中 {waits} 项待核验确认" if waits else ""
    url = url_for(".of_meeting", meeting_id=meeting_id)
    return form.answer(url, f"已代录 {len(form.done)} 项{to_verify}。")
