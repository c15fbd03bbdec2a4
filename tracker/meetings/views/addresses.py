"""What was said: paste, split, confirm; order; remove. The page that shows it is 讲话与要求."""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tracker.core.db import writing
from tracker.core.forms import Form
from tracker.core.permissions import Permission, requires, viewer
from tracker.meetings import queries, services
from tracker.meetings.forms import VERBS, AddressForm
from tracker.meetings.models import Address, Meeting
from tracker.meetings.views.frame import address_of_tab, blueprint, load_meeting


def _address(meeting: Meeting, address_id: int) -> Address:
    address = queries.get_address(address_id, meeting=meeting)
    if address is None:
        abort(404)
    return address


@blueprint.route("/<int:meeting_id>/addresses/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def new_address(meeting_id: int) -> ResponseReturnValue:
    """Enter what somebody said: the pasted words are split first, then confirmed."""
    meeting = load_meeting(meeting_id)
    meeting.require_open_to_changes()
    form = AddressForm(meeting=meeting)
    if form.is_submitted() and form.is_to_split:
        form.split()
    elif form.validate_on_submit():
        with writing(form):
            services.add_addresses(
                meeting=load_meeting(meeting_id),
                spoken=form.spoken(),
                actor=viewer().as_actor(),
            )
            url = form.leads_to(address_of_tab(meeting_id, "points"))
        flash("讲话已保存。", "success")
        return redirect(url)
    return render_template("meetings/new_address.html", form=form, meeting=meeting, verbs=VERBS)


@blueprint.post("/<int:meeting_id>/addresses/preview")
@requires(Permission.MEETING_EDIT)
def preview_address(meeting_id: int) -> str:
    """Return the outline of the pasted words, to be confirmed."""
    form = AddressForm(meeting=load_meeting(meeting_id))
    form.split()
    return render_template("meetings/_outline.html", form=form)


@blueprint.route("/<int:meeting_id>/addresses/<int:address_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_address(meeting_id: int, address_id: int) -> ResponseReturnValue:
    """Change speaker, verb and outline of one address."""
    meeting = load_meeting(meeting_id)
    meeting.require_open_to_changes()
    address = _address(meeting, address_id)
    form = AddressForm(meeting=meeting, record=address, obj=None)
    if not form.is_submitted():
        form.show(address)
    if form.is_submitted() and form.is_to_split:
        form.split()
    elif form.validate_on_submit():
        with writing(form):
            address = _address(load_meeting(meeting_id), address_id)
            form.require_fresh(address)
            first, *more = form.spoken()
            services.replace_points(address=address, spoken=first, actor=viewer().as_actor())
            services.add_addresses(meeting=address.meeting, spoken=more, actor=viewer().as_actor())
            url = form.leads_to(address_of_tab(meeting_id, "points"))
        flash("讲话已保存。", "success")
        return redirect(url)
    return render_template(
        "meetings/edit_address.html", form=form, meeting=meeting, address=address, verbs=VERBS
    )


@blueprint.post("/<int:meeting_id>/addresses/<int:address_id>/move")
@requires(Permission.MEETING_EDIT)
def move_address(meeting_id: int, address_id: int) -> ResponseReturnValue:
    """Move an address up or down in the speaking order."""
    form = Form()
    with writing(form):
        address = _address(load_meeting(meeting_id), address_id)
        is_up = request.form.get("direction") == "up"
        services.move_address(address=address, is_up=is_up, actor=viewer().as_actor())
        url = form.leads_to(address_of_tab(meeting_id, "points"))
    return redirect(url)


@blueprint.post("/<int:meeting_id>/addresses/<int:address_id>/remove")
@requires(Permission.MEETING_EDIT)
def remove_address(meeting_id: int, address_id: int) -> ResponseReturnValue:
    """Remove an address with its points."""
    form = Form()
    with writing(form):
        address = _address(load_meeting(meeting_id), address_id)
        services.remove_address(address=address, actor=viewer().as_actor())
        url = form.leads_to(address_of_tab(meeting_id, "points"))
    flash("讲话已删除。", "success")
    return redirect(url)
