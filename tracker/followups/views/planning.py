"""Planning tasks: from a point, straight from the meeting, and the conveyance."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.calendar import chinese_date
from tracker.core.clock import today
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries as directory
from tracker.followups import queries, services
from tracker.followups.forms import ConveyanceForm, EditForm, PlanForm
from tracker.followups.models import RHYTHM_LABELS, FollowUp
from tracker.followups.views.blueprint import blueprint, load_item, load_meeting, load_point
from tracker.meetings.models import Meeting, Point

Page = ResponseReturnValue


@blueprint.route("/points/<int:point_id>/follow-ups/new", methods=["GET", "POST"])
@requires(Permission.FOLLOWUP_PLAN)
def plan(point_id: int) -> Page:
    """Plan tasks that a point asks for."""
    point = load_point(point_id)
    return _plan(point.address.meeting, point)


@blueprint.route("/meetings/<int:meeting_id>/follow-ups/new", methods=["GET", "POST"])
@requires(Permission.FOLLOWUP_PLAN)
def plan_direct(meeting_id: int) -> Page:
    """Plan tasks that the meeting decided without any point."""
    return _plan(load_meeting(meeting_id), None)


def _plan(meeting: Meeting, point: Point | None) -> Page:
    form = PlanForm(**_choices(meeting, point), data=_proposal(meeting, point))
    form.draft_record = f"point-{point.id}" if point else f"meeting-{meeting.id}"
    meeting_id, point_id = meeting.id, point.id if point else None
    if form.validate_on_submit():
        with form.sending():
            return _save_plan(form, meeting_id, point_id)
    page = render_template("followups/plan.html", meeting=meeting, point=point, form=form)
    return page, form.status


def _save_plan(form: PlanForm, meeting_id: int, point_id: int | None) -> Page:
    """Plan the tasks inside the transaction."""
    tab, anchor = ("points", f"point-{point_id}") if point_id else ("of_meeting", None)
    meeting = load_meeting(meeting_id)
    items = services.plan_items(
        demand=form.demand(form.chosen_ids),
        meeting=meeting,
        point=load_point(point_id) if point_id else None,
        actor=viewer().as_actor(),
        on=today(),
    )
    url = url_for(f".{tab}", meeting_id=meeting_id, _anchor=anchor)
    words = f"已拟定 {len(items)} 项任务，交办前可以修改。"
    return form.answer(url, words, *_warnings(items, meeting))


def _warnings(items: Sequence[FollowUp], meeting: Meeting) -> list[str]:
    """Return what is told of a date that has passed: handed out with it a task is late at once."""
    past = min((item.due_on for item in items if item.due_on), default=today())
    if past >= today() or meeting.is_entered_late:
        return []
    words = f"时限{chinese_date(past)}已过，今天交办即为逾期，请核对。"
    return [f"{words}交办在前的，如实填写交办日期。"]


def _proposal(meeting: Meeting, point: Point | None) -> dict[str, Any]:
    """Return what the system knows: the point's words, whom they name, until when.

    Where they name no day it is proposed by the college's settings.
    """
    proposed = services.proposed_due(meeting, "item_working_days")
    if point is None:
        return {"due_on": proposed}
    asked = queries.asked_in(point, directory.units(on=meeting.held_on), after=meeting.held_on)
    return {
        "title": point.heading.rstrip("。；，")[:200],
        "requirement": point.body[:5000],
        "lead_units": [asked.unit_id] if asked.unit_id else [],
        "due_on": asked.due_on or proposed,
        "is_due_stated": asked.due_on is not None,
        "due_as_told": asked.due_as_told,
    }


def _choices(meeting: Meeting, point: Point | None) -> dict[str, Any]:
    return {
        "units": directory.units(on=meeting.held_on),
        "points": [p for p in queries.points_of(meeting) if point is None or p.id != point.id],
        "meeting": meeting,
        "proposed": services.proposed_due(meeting, "item_working_days"),
    }


@blueprint.post("/meetings/<int:meeting_id>/follow-ups/preview")
@requires(Permission.FOLLOWUP_PLAN)
def preview(meeting_id: int) -> str:
    """Tell how many tasks the chosen units would get, families merged; writes nothing."""
    meeting = load_meeting(meeting_id)
    form = PlanForm(**_choices(meeting, None))
    names = {unit.id: unit.display_name for unit in form.units}
    families = services.lead_units(form.chosen_ids, on=meeting.held_on)
    return render_template(
        "followups/_preview.html",
        families=[[names[unit_id] for unit_id in family] for family in families],
        unknown={name: directory.nearest_units(name[:100]) for name in form.unknown_names[:5]},
    )


@blueprint.get("/meetings/<int:meeting_id>/follow-ups/due")
@requires(Permission.FOLLOWUP_PLAN)
def due(meeting_id: int) -> str:
    """Propose the due date that the chosen rhythm gives; writes nothing."""
    meeting, rhythm = load_meeting(meeting_id), request.args.get("rhythm", "")
    if rhythm and rhythm not in RHYTHM_LABELS:
        abort(404)
    choices = _choices(meeting, None)
    if rhythm:
        choices["proposed"] = queries.next_due(rhythm, after=meeting.held_on)
    form = PlanForm(**choices, data={"due_on": choices["proposed"]})
    return render_template("followups/_due.html", form=form)


@blueprint.route("/follow-ups/<int:followup_id>/edit", methods=["GET", "POST"])
@requires(Permission.FOLLOWUP_PLAN)
def edit(followup_id: int) -> Page:
    """Change a task while it is planned."""
    item = load_item(followup_id)
    form = EditForm(record=item, **_choices_of(item))
    if form.validate_on_submit():
        demand = form.demand([form.lead_unit_id.data])
        with form.sending():
            item = load_item(followup_id)
            form.require_fresh(item)
            services.edit_item(followup=item, demand=demand, actor=viewer().as_actor(), on=today())
            return form.answer(url_for(".show", followup_id=followup_id), "任务已修改。")
    return render_template("followups/edit.html", item=item, form=form), form.status


def _choices_of(item: FollowUp) -> dict[str, Any]:
    if item.meeting is not None:
        return _choices(item.meeting, item.point)
    units = directory.units(on=today())
    return {"units": units, "points": [], "meeting": None, "proposed": item.due_on}


@blueprint.route("/meetings/<int:meeting_id>/conveyance", methods=["GET", "POST"])
@requires(Permission.FOLLOWUP_PLAN)
def plan_conveyance(meeting_id: int) -> Page:
    """Plan the tasks by which every unit family passes the meeting on; all are proposed."""
    meeting = load_meeting(meeting_id)
    point = queries.conveying_point(queries.points_of(meeting))
    families = queries.families_to_convey(meeting)
    told = services.told_in(point)
    proposed = {"addressed_to": told.addressed_to, "due_as_told": told.due}
    form = ConveyanceForm(data={"units": [family[0].id for family in families], **proposed})
    form.units.choices = [(family[0].id, _family_words(family)) for family in families]
    if form.validate_on_submit():
        members = {family[0].id: [unit.id for unit in family] for family in families}
        unit_ids = [unit_id for lead in form.units.data for unit_id in members[lead]]
        point_id = point.id if point else None
        with form.sending():
            return _save_conveyance(form, meeting_id, point_id, unit_ids)
    page = render_template(
        "followups/conveyance.html",
        meeting=meeting,
        point=point,
        due_on=services.proposed_due(meeting, "conveyance_working_days"),
        working_days=directory.setting("conveyance_working_days", on=meeting.held_on),
        form=form,
        had=queries.conveyances(meeting_id),
    )
    return page, form.status


def _family_words(family: list[Any]) -> str:
    others = "、".join(unit.display_name for unit in family[1:])
    return f"{family[0].display_name}{f'（含{others}）' if others else ''}"


def _save_conveyance(
    form: ConveyanceForm, meeting_id: int, point_id: int | None, unit_ids: list[int]
) -> Page:
    """Plan them inside the transaction."""
    meeting = load_meeting(meeting_id)
    items = services.plan_conveyance(
        meeting=meeting,
        point=load_point(point_id) if point_id else None,
        unit_ids=unit_ids,
        told=form.told,
        actor=viewer().as_actor(),
        on=today(),
    )
    url = url_for(".of_meeting", meeting_id=meeting_id)
    words = f"已生成 {len(items)} 项传达任务，交办后各单位即可看到。"
    return form.answer(url, words, *_warnings(items, meeting))
