"""Areas named at a meeting: entered, corrected, removed; shown on the tab 风险."""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tracker.core.db import writing
from tracker.core.forms import Form
from tracker.core.permissions import Permission, requires, viewer
from tracker.meetings import queries, services
from tracker.meetings.forms import AreaListForm
from tracker.meetings.models import AreaList, Meeting
from tracker.meetings.views.frame import address_of_tab, blueprint, load_meeting


@blueprint.route("/<int:meeting_id>/areas/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def new_area_list(meeting_id: int) -> ResponseReturnValue:
    """Enter one enumeration: pasted words are split first, then confirmed."""
    meeting = load_meeting(meeting_id)
    meeting.require_open_to_changes()
    form = AreaListForm(meeting=meeting)
    if form.is_submitted() and (form.is_to_split or "split" in request.form):
        form.split()
    elif form.validate_on_submit():
        with writing(form):
            services.add_area_list(
                meeting=load_meeting(meeting_id), context=form.chosen_context(),
                named=form.named(), actor=viewer().as_actor(),
            )  # fmt: skip
            url = form.leads_to(address_of_tab(meeting_id, "risks"))
        flash("提及领域已保存。", "success")
        return redirect(url)
    return render_template("meetings/areas.html", form=form, meeting=meeting, area_list=None)


@blueprint.route("/<int:meeting_id>/areas/<int:list_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_area_list(meeting_id: int, list_id: int) -> ResponseReturnValue:
    """Correct context and areas of one enumeration."""
    meeting = load_meeting(meeting_id)
    meeting.require_open_to_changes()
    area_list = _area_list(meeting, list_id)
    form = AreaListForm(meeting=meeting, record=area_list, obj=None)
    if not form.is_submitted():
        form.show(area_list)
    if form.is_submitted() and (form.is_to_split or "split" in request.form):
        form.split()
    elif form.validate_on_submit():
        with writing(form):
            area_list = _area_list(load_meeting(meeting_id), list_id)
            form.require_fresh(area_list)
            services.edit_area_list(
                area_list=area_list, context=form.chosen_context(), named=form.named(),
                actor=viewer().as_actor(),
            )  # fmt: skip
            url = form.leads_to(address_of_tab(meeting_id, "risks"))
        flash("提及领域已保存。", "success")
        return redirect(url)
    return render_template("meetings/areas.html", form=form, meeting=meeting, area_list=area_list)


@blueprint.post("/<int:meeting_id>/areas/<int:list_id>/remove")
@requires(Permission.MEETING_EDIT)
def remove_area_list(meeting_id: int, list_id: int) -> ResponseReturnValue:
    """Remove one enumeration, unless one of its areas has become a risk."""
    form = Form()
    with writing(form):
        area_list = _area_list(load_meeting(meeting_id), list_id)
        services.remove_area_list(area_list=area_list, actor=viewer().as_actor())
        url = form.leads_to(address_of_tab(meeting_id, "risks"))
    flash("这一组提及领域已删除。", "success")
    return redirect(url)


def _area_list(meeting: Meeting, list_id: int) -> AreaList:
    return queries.get_area_list(list_id, meeting=meeting) or abort(404)
