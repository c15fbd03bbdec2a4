"""The list, the form, who is invited, and the verbs of a meeting."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from tracker.audit.exports import hand_out
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.forms import Form
from tracker.core.permissions import Permission, requires, viewer
from tracker.meetings import papers, queries, services
from tracker.meetings.forms import InvitedForm, MeetingForm, NoticeForm, ReasonForm, ScheduleForm
from tracker.meetings.models import MEETING_KIND_LABELS, MEETING_STATE_LABELS, Meeting, MeetingState
from tracker.meetings.views.frame import address_of_tab, blueprint, load_meeting


@blueprint.get("/")
@requires(Permission.MEETING_READ)
def index() -> str:
    """List the meetings, newest first."""
    years, chosen = queries.years(viewer=viewer()), _chosen()
    number = request.args.get("page", 1, type=int)
    return render_template(
        "meetings/index.html",
        page=queries.meetings_page(viewer=viewer(), page=number, **chosen),
        chosen=chosen,
        year_filters=_filters("year", [(year, f"{year}年") for year in years], chosen),
        state_filters=_filters("state", list(_states().items()), chosen),
        kinds=MEETING_KIND_LABELS,
    )


@blueprint.post("/export")
@requires(Permission.MEETING_READ)
def export() -> Response:
    """Hand the whole list out as a table, filtered as it is shown."""
    return hand_out(papers.meetings_table(queries.all_meetings(viewer=viewer(), **_chosen())))


def _chosen() -> dict[str, Any]:
    """Return the filters of the address; a year or state that nothing has is left out."""
    year, state = request.args.get("year", type=int), request.args.get("state")
    return {
        "year": year if year in queries.years(viewer=viewer()) else None,
        "state": state if state in list(MeetingState) else None,
    }


def _states() -> dict[MeetingState, str]:
    """Return the states that the viewer can meet: drafts are the office's own."""
    hidden = set() if viewer().sees_all else {MeetingState.DRAFT}
    return {state: label for state, label in MEETING_STATE_LABELS.items() if state not in hidden}


def _filters(
    name: str, options: Sequence[tuple[Any, str]], chosen: Mapping[str, Any]
) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": url_for("meetings.index", **{**chosen, name: value}),
            "active": chosen[name] == value,
        }
        for value, label in [(None, "全部"), *options]
    ]


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def new() -> ResponseReturnValue:
    """Open a meeting, or enter one that was already held (?late=1, 补录).

    With ?from=12 it begins with what that meeting had (沿用上季度会议).
    """
    is_late, source = "late" in request.args, _source()
    proposed = queries.fields_from(source, on=today(), is_late=is_late) if source else {}
    form = MeetingForm(on=today(), is_late=is_late, data=proposed)
    if form.is_submitted():
        form.move_on(proposed)
    if form.validate_on_submit():
        with writing(form):
            meeting = services.open_meeting(
                details=form.details(),
                schedule=form.schedule(),
                is_late=is_late,
                actor=viewer().as_actor(),
                on=today(),
            )
            gone = _copy_invited(meeting)
            url = form.leads_to(url_for("meetings.invited", meeting_id=meeting.id))
        _tell_opened(source, gone)
        return redirect(url)
    newest = None if source else queries.newest_meeting(viewer=viewer())
    if not source and not form.is_submitted():
        form.propose_quarter(today())
    return render_template(
        "meetings/new.html", form=form, is_late=is_late, source=source, newest=newest
    )


def _source() -> Meeting | None:
    """Return the meeting that a new one takes over from; 404 where there is none of that id."""
    meeting_id = request.args.get("from", type=int)
    return load_meeting(meeting_id) if meeting_id is not None else None


def _copy_invited(meeting: Meeting) -> list[str]:
    source = _source()
    if source is None:
        return []
    return services.copy_invited(meeting=meeting, source=source, actor=viewer().as_actor())


def _tell_opened(source: Meeting | None, gone: Sequence[str]) -> None:
    if source is None:
        flash("会议已登记，请填写参会范围。", "success")
        return
    flash(f"会议已登记，参会范围和汇报单位沿用“{source.name}”，请核对。", "success")
    if gone:
        flash(f"已撤销的单位或不再任职的人员没有沿用：{'、'.join(gone)}。", "warning")


@blueprint.get("/new/quarter")
@requires(Permission.MEETING_EDIT)
def propose_quarter() -> str:
    """Return the fields of the quarter in which the chosen date lies."""
    form = MeetingForm(request.args, on=today())
    if form.held_on.data is not None:
        form.propose_quarter(form.held_on.data)
    return render_template("meetings/_quarter.html", form=form, is_proposed=True)


@blueprint.route("/<int:meeting_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit(meeting_id: int) -> ResponseReturnValue:
    """Change a meeting; what is announced changes by rescheduling."""
    meeting = load_meeting(meeting_id)
    meeting.require_open_to_changes()
    is_announced = meeting.state == MeetingState.NOTIFIED
    form = MeetingForm(record=meeting, on=meeting.held_on)
    form = form.announced() if is_announced else form
    if form.validate_on_submit():
        with writing(form):
            meeting = load_meeting(meeting_id)
            form.require_fresh(meeting)
            services.edit_meeting(
                meeting=meeting,
                details=form.details(),
                schedule=None if is_announced else form.schedule(),
                actor=viewer().as_actor(),
            )
            url = form.leads_to(address_of_tab(meeting_id, "overview"))
        flash("会议已保存。", "success")
        return redirect(url)
    return render_template("meetings/edit.html", form=form, meeting=meeting)


@blueprint.route("/<int:meeting_id>/invited", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def invited(meeting_id: int) -> ResponseReturnValue:
    """Say who must attend and who must report: paste, confirm, keep."""
    meeting = load_meeting(meeting_id)
    meeting.require_open_to_changes()
    form = InvitedForm(meeting=meeting)
    if form.is_submitted() and (form.has_new or "split" in request.form):
        form.take_in()
        return render_template("meetings/invited.html", form=form, meeting=meeting, is_split=True)
    if form.validate_on_submit():
        with writing(form):
            meeting = load_meeting(meeting_id)
            form.require_fresh(meeting)
            services.set_invited(
                meeting=meeting,
                invited=form.invited(),
                reporting=form.reporters(),
                actor=viewer().as_actor(),
            )
            url = form.leads_to(address_of_tab(meeting_id, "attendance"))
        flash("参会范围和汇报单位已保存。", "success")
        return redirect(url)
    return render_template("meetings/invited.html", form=form, meeting=meeting, is_split=False)


@blueprint.route("/<int:meeting_id>/notify", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def notify(meeting_id: int) -> ResponseReturnValue:
    """Issue the notice, after it was read as it will be printed."""
    meeting = load_meeting(meeting_id)
    form = NoticeForm()
    if form.validate_on_submit():
        with writing(form):
            services.notify(
                meeting=load_meeting(meeting_id),
                words=form.words(),
                actor=viewer().as_actor(),
                on=today(),
            )
            url = form.leads_to(address_of_tab(meeting_id, "overview"))
        flash("会议通知已印发，正在生成 PDF。", "success")
        return redirect(url)
    if not form.is_submitted():
        form.addressed_to.data = papers.DEFAULT_RECEIVERS
    return render_template(
        "meetings/notify.html",
        form=form,
        meeting=meeting,
        notice=_notice(meeting, form),
        is_typed=queries.is_notice_number_typed(),
    )


def _notice(meeting: Meeting, form: NoticeForm) -> papers.Notice:
    """Return the notice with what is being typed, as it would be issued."""
    words = {"addressed_to": form.addressed_to.data or "", "materials": form.materials.data or ""}
    return papers.notice_of(meeting, on=today(), contact=form.contact.data or "", **words)


@blueprint.post("/<int:meeting_id>/notify/preview")
@requires(Permission.MEETING_EDIT)
def preview_notice(meeting_id: int) -> str:
    """Show the notice with what is being typed; nothing is stored."""
    notice = _notice(load_meeting(meeting_id), NoticeForm())
    return render_template("meetings/_notice.html", notice=notice)


@blueprint.route("/<int:meeting_id>/reschedule", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def reschedule(meeting_id: int) -> ResponseReturnValue:
    """Move an announced meeting; its notice is issued anew."""
    meeting = load_meeting(meeting_id)
    form = ScheduleForm(record=meeting)
    if form.validate_on_submit():
        with writing(form):
            meeting = load_meeting(meeting_id)
            form.require_fresh(meeting)
            services.reschedule(
                meeting=meeting, schedule=form.schedule(), actor=viewer().as_actor(), on=today()
            )
            url = form.leads_to(address_of_tab(meeting_id, "overview"))
        flash("会议已改期，原定时间已保留，改期通知已印发。", "success")
        return redirect(url)
    return render_template("meetings/reschedule.html", form=form, meeting=meeting)


@blueprint.route("/<int:meeting_id>/hold", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def hold(meeting_id: int) -> ResponseReturnValue:
    """Register the meeting as held."""
    meeting = load_meeting(meeting_id)
    form = Form()
    if form.validate_on_submit():
        with writing(form):
            meeting = load_meeting(meeting_id)
            services.hold(meeting=meeting, actor=viewer().as_actor(), on=today())
            url = form.leads_to(address_of_tab(meeting_id, "attendance"))
        flash("会议已登记为已召开。", "success")
        return redirect(url)
    return render_template("meetings/hold.html", form=form, meeting=meeting)


@blueprint.route("/<int:meeting_id>/cancel", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def cancel(meeting_id: int) -> ResponseReturnValue:
    """Give a meeting up, with the reason."""
    meeting = load_meeting(meeting_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with writing(form):
            services.cancel(
                meeting=load_meeting(meeting_id),
                reason=form.reason.data,
                actor=viewer().as_actor(),
            )
            url = form.leads_to(url_for("meetings.index"))
        flash("会议已取消。", "success")
        return redirect(url)
    return render_template("meetings/cancel.html", form=form, meeting=meeting)
