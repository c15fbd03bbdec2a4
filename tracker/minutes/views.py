"""概况 and 纪要 of a meeting: the page that reads like its minutes, and the minutes themselves."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from tracker.accounts.services import acting
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.followups.services import dispatch
from tracker.minutes import papers, queries, services
from tracker.minutes.forms import DraftForm, IssueForm, ReasonForm, ReturnForm, VerbForm
from tracker.minutes.models import MINUTES_WORKFLOW, Minutes
from tracker.minutes.queries import Proceedings

blueprint = Blueprint("minutes", __name__, url_prefix="/meetings/<int:meeting_id>")


def _proceedings(meeting_id: int) -> Proceedings:
    return queries.get_proceedings(meeting_id, viewer=viewer()) or abort(404)


def _newest(proceedings: Proceedings) -> Minutes:
    return queries.current(proceedings.meeting.id) or abort(404)


def _readable(minutes: Minutes | None) -> Minutes | None:
    """Return the minutes unless they are still a draft and the viewer is of a unit."""
    is_shown = minutes is not None and (viewer().sees_all or minutes.is_issued)
    return minutes if is_shown else None


def _tab(meeting_id: int) -> str:
    return url_for("minutes.show", meeting_id=meeting_id)


@blueprint.get("")
@requires(Permission.MEETING_READ)
def overview(meeting_id: int) -> str:
    """Show the meeting as its minutes tell it, and what is still missing."""
    proceedings = _proceedings(meeting_id)
    minutes = _readable(queries.current(meeting_id))
    return render_template(
        "minutes/overview.html",
        **_frame(proceedings, "overview"),
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


def _frame(proceedings: Proceedings, tab: str = "minutes") -> dict[str, Any]:
    """Return what the meeting's frame shows; the record knows the chair without a query."""
    return {
        "tab": tab,
        "meeting": proceedings.meeting,
        "chair_words": lambda _meeting: proceedings.chair,
    }


@blueprint.get("/minutes")
@requires(Permission.MINUTES_READ)
def show(meeting_id: int) -> str:
    """Show the minutes: to the drafter to write, to the others to read."""
    proceedings = _proceedings(meeting_id)
    versions = [one for one in queries.versions(meeting_id) if _readable(one)]
    minutes = versions[0] if versions else None
    if minutes is not None and minutes.is_editable and viewer().can(Permission.MINUTES_DRAFT):
        return _edit_page(proceedings, versions, DraftForm(record=minutes))
    return render_template(
        "minutes/show.html",
        **_frame(proceedings),
        minutes=minutes,
        versions=versions,
        paper=_paper(proceedings, minutes) if minutes else None,
        findings=[] if minutes and minutes.is_issued else queries.findings(proceedings, minutes),
        may_sign=minutes is not None and queries.is_for(minutes, viewer=viewer(), on=today()),
        may_review=minutes is not None and queries.may_review(minutes, viewer=viewer()),
        allows=MINUTES_WORKFLOW.allows,
        verb_form=VerbForm(record=minutes),
    )


def _paper(proceedings: Proceedings, minutes: Minutes) -> papers.MinutesPaper:
    return papers.of_version(proceedings, minutes, settings=queries.settings(on=today()))


def _edit_page(proceedings: Proceedings, versions: list[Minutes], form: DraftForm) -> str:
    settings, minutes = queries.settings(on=today()), versions[0]
    return render_template(
        "minutes/edit.html",
        **_frame(proceedings),
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
    form = DraftForm(record=_newest(_proceedings(meeting_id)))
    if not form.validate_on_submit():
        return _edit_page(_proceedings(meeting_id), queries.versions(meeting_id), form)
    with writing(form):
        proceedings = _proceedings(meeting_id)
        minutes = _newest(proceedings)
        form.require_fresh(minutes)
        services.edit(minutes=minutes, texts=form.texts(), actor=viewer().as_actor())
        said = _send(proceedings, minutes) if form.send.data else ("已保存。", "success")
        url = form.leads_to(_tab(meeting_id))
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
            proceedings = _proceedings(meeting_id)
            services.start(proceedings, actor=viewer().as_actor(), on=today())
            form.leads_to(_tab(meeting_id))
        flash("已按会议记录拟出初稿，请核对修改后送签。", "success")
    return redirect(_tab(meeting_id))


@blueprint.post("/minutes/preview")
@requires(Permission.MINUTES_DRAFT)
def preview(meeting_id: int) -> str:
    """Show the paper with what is being typed; nothing is stored."""
    proceedings = _proceedings(meeting_id)
    minutes = _newest(proceedings)
    form = DraftForm(record=minutes)
    paper = papers.with_texts(proceedings, minutes, asdict(form.texts()), on=today())
    return render_template("minutes/_preview.html", paper=paper)


@blueprint.post("/minutes/review")
@requires(Permission.MINUTES_RETURN)
def review(meeting_id: int) -> Any:
    """Note that the director has read the draft."""
    form = VerbForm()
    if form.validate_on_submit():
        with writing(form):
            minutes = _newest(_proceedings(meeting_id))
            form.require_fresh(minutes)
            services.review(minutes=minutes, actor=viewer().as_actor(), on=today())
            form.leads_to(_tab(meeting_id))
        flash("已核稿，等待签发。", "success")
    return redirect(_tab(meeting_id))


@blueprint.route("/minutes/return", methods=["GET", "POST"])
@requires(Permission.MINUTES_RETURN, Permission.PAPER_RECORD)
def send_back(meeting_id: int) -> Any:
    """Give the draft back to the drafter with a reason, in person or as written on paper."""
    proceedings = _proceedings(meeting_id)
    form = ReturnForm(record=_newest(proceedings))
    if form.validate_on_submit():
        with writing(form):
            minutes = _newest(_proceedings(meeting_id))
            form.require_fresh(minutes)
            actor, on = acting(
                viewer=viewer(), paper=form.paper.entry(), action="minutes.return", about=minutes,
                on=today(), permission=Permission.MINUTES_RETURN,
            )  # fmt: skip
            services.send_back(minutes=minutes, reason=form.reason.data, actor=actor, on=on)
            url = form.leads_to(_tab(meeting_id))
        flash("已退回，拟稿人会先看到退回原因。", "success")
        return redirect(url)
    return _reason_page(proceedings, form, "退回纪要", "退回", "写明要修改什么，拟稿人会先看到。")


@blueprint.route("/minutes/issue", methods=["GET", "POST"])
@requires(Permission.MINUTES_ISSUE, Permission.PAPER_RECORD)
def issue(meeting_id: int) -> Any:
    """Sign in person, or record the signature on paper; the items may be handed out along."""
    proceedings = _proceedings(meeting_id)
    minutes = _newest(proceedings)
    form = _issue_form(proceedings, minutes)
    if form.validate_on_submit():
        with writing(form):
            proceedings = _proceedings(meeting_id)
            minutes = _newest(proceedings)
            form.require_fresh(minutes)
            actor, on = acting(
                viewer=viewer(), paper=form.paper.entry(), action="minutes.issue", about=minutes,
                on=today(), permission=Permission.MINUTES_ISSUE,
            )  # fmt: skip
            paper = services.issue(
                minutes=minutes, proceedings=proceedings, actor=actor, on=on,
                typed_number=form.typed_number, seen=form.seen.data or "",
            )  # fmt: skip
            if form.is_dispatching:
                dispatch(followups=proceedings.planned, actor=viewer().as_actor(), on=on)
            url, number = form.leads_to(_tab(meeting_id)), paper.doc_no
        flash(f"会议纪要已印发：{number}。", "success")
        return redirect(url)
    return _issue_page(proceedings, minutes, form)


def _issue_form(proceedings: Proceedings, minutes: Minutes) -> IssueForm:
    asks = minutes.version == 1 and queries.is_numbered_by_hand()
    planned = len(proceedings.planned) if viewer().can(Permission.FOLLOWUP_DISPATCH) else 0
    return IssueForm(record=minutes, asks_number=asks, planned=planned)


def _issue_page(proceedings: Proceedings, minutes: Minutes, form: IssueForm) -> str:
    paper = _paper(proceedings, minutes)
    form.seen.data = papers.fingerprint(paper)
    return render_template(
        "minutes/issue.html",
        **_frame(proceedings),
        minutes=minutes,
        form=form,
        paper=paper,
        findings=queries.findings(proceedings, minutes),
        may_sign=queries.may_sign(minutes, viewer=viewer(), on=today()),
        is_submitted=MINUTES_WORKFLOW.allows("issue", minutes.state),
    )


@blueprint.route("/minutes/correct", methods=["GET", "POST"])
@requires(Permission.MINUTES_DRAFT)
def correct(meeting_id: int) -> Any:
    """Begin a correction of the issued minutes."""
    proceedings = _proceedings(meeting_id)
    form = ReasonForm(record=_newest(proceedings))
    if form.validate_on_submit():
        with writing(form):
            minutes = _newest(_proceedings(meeting_id))
            form.require_fresh(minutes)
            services.start_correction(
                minutes=minutes, reason=form.reason.data, actor=viewer().as_actor()
            )
            url = form.leads_to(_tab(meeting_id))
        flash("已开始更正：会议记录可以修改，更正版沿用原文号。", "success")
        return redirect(url)
    hint = "更正版沿用原文号、版次加一，印发后原件显示“已被替代”。"
    return _reason_page(proceedings, form, "更正纪要", "开始更正", hint)


def _reason_page(
    proceedings: Proceedings, form: ReasonForm, heading: str, verb: str, hint: str
) -> str:
    return render_template(
        "minutes/reason.html", **_frame(proceedings), form=form, heading=heading, verb=verb,
        hint=hint,
    )  # fmt: skip


@blueprint.post("/conclude")
@requires(Permission.MINUTES_RETURN)
def conclude(meeting_id: int) -> Any:
    """Close the meeting, when everything that it asked for is done."""
    form = VerbForm()
    url = url_for("minutes.overview", meeting_id=meeting_id)
    if form.validate_on_submit():
        with writing(form):
            services.conclude(_proceedings(meeting_id), actor=viewer().as_actor())
            form.leads_to(url)
        flash("会议已办结。", "success")
    return redirect(url)
