"""Reading, returning, signing and correcting minutes, in person or as recorded from paper."""

from typing import Any

from flask import flash, redirect, render_template

from tracker.accounts.services import acting
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory.models import Person
from tracker.followups.services import dispatch
from tracker.minutes import papers, queries, services
from tracker.minutes.forms import IssueForm, OnPaperForm, ReasonForm, ReturnForm, VerbForm
from tracker.minutes.models import MINUTES_WORKFLOW, Minutes
from tracker.minutes.queries import Proceedings
from tracker.minutes.views.blueprint import (
    blueprint,
    frame,
    load_newest,
    load_proceedings,
    paper_of,
    tab,
)


@blueprint.post("/minutes/review")
@requires(Permission.MINUTES_RETURN)
def review(meeting_id: int) -> Any:
    """Note that the director has read the draft."""
    form = VerbForm()
    if form.validate_on_submit():
        with writing(form):
            minutes = load_newest(load_proceedings(meeting_id))
            form.require_fresh(minutes)
            services.review(minutes=minutes, actor=viewer().as_actor(), on=today())
            form.leads_to(tab(meeting_id))
        flash("已核稿，等待签发。", "success")
    return redirect(tab(meeting_id))


@blueprint.route("/minutes/return", methods=["GET", "POST"])
@requires(Permission.MINUTES_RETURN, Permission.PAPER_RECORD)
def send_back(meeting_id: int) -> Any:
    """Give the draft back to the drafter with a reason, in person or as written on paper."""
    proceedings = load_proceedings(meeting_id)
    form = ReturnForm(record=load_newest(proceedings))
    if form.validate_on_submit():
        with writing(form):
            minutes = load_newest(load_proceedings(meeting_id))
            form.require_fresh(minutes)
            actor, on = acting(
                viewer=viewer(), paper=form.paper.entry(), action="minutes.return", about=minutes,
                on=today(), permission=Permission.MINUTES_RETURN,
            )  # fmt: skip
            services.send_back(minutes=minutes, reason=form.reason.data, actor=actor, on=on)
            url = form.leads_to(tab(meeting_id))
        flash("已退回，拟稿人会先看到退回原因。", "success")
        return redirect(url)
    return _reason_page(proceedings, form, "退回纪要", "退回", "写明要修改什么，拟稿人会先看到。")


@blueprint.route("/minutes/issue", methods=["GET", "POST"])
@requires(Permission.MINUTES_ISSUE, Permission.PAPER_RECORD)
def issue(meeting_id: int) -> Any:
    """Sign in person, or record the signature on paper; the items may be handed out along."""
    proceedings = load_proceedings(meeting_id)
    minutes = load_newest(proceedings)
    form = _issue_form(proceedings, minutes)
    if form.validate_on_submit():
        with writing(form):
            proceedings = load_proceedings(meeting_id)
            minutes = load_newest(proceedings)
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
            url, number = form.leads_to(tab(meeting_id)), paper.doc_no
        flash(f"会议纪要已印发：{number}。", "success")
        return redirect(url)
    return _issue_page(proceedings, minutes, form)


def _issue_form(proceedings: Proceedings, minutes: Minutes) -> IssueForm:
    asks = minutes.version == 1 and queries.is_numbered_by_hand()
    planned = len(proceedings.planned) if viewer().can(Permission.FOLLOWUP_DISPATCH) else 0
    return IssueForm(record=minutes, asks_number=asks, planned=planned)


def _issue_page(proceedings: Proceedings, minutes: Minutes, form: IssueForm) -> str:
    paper = paper_of(proceedings, minutes)
    form.seen.data = papers.fingerprint(paper) if paper else ""
    return render_template(
        "minutes/issue.html",
        **frame(proceedings),
        minutes=minutes,
        form=form,
        paper=paper,
        findings=queries.findings(proceedings, minutes),
        may_sign=queries.may_sign(minutes, viewer=viewer(), on=today()),
        is_submitted=MINUTES_WORKFLOW.allows("issue", minutes.state),
    )


@blueprint.route("/minutes/on-paper", methods=["GET", "POST"])
@requires(Permission.PAPER_RECORD)
def on_paper(meeting_id: int) -> Any:
    """Register minutes that were issued on paper, with their number and scan."""
    proceedings = load_proceedings(meeting_id)
    form = OnPaperForm()
    form.signer_id.choices = queries.signers(proceedings.meeting)
    if form.validate_on_submit():
        with writing(form):
            paper = services.register_issued(
                load_proceedings(meeting_id), entry=_on_paper(form), recorder=viewer(), on=today()
            )
            url, number = form.leads_to(tab(meeting_id)), paper.doc_no
        flash(f"已登记：{number}，扫描件即印发件。", "success")
        return redirect(url)
    findings = queries.findings(proceedings, None)
    return render_template(
        "minutes/on_paper.html", **frame(proceedings), form=form, findings=findings
    )


def _on_paper(form: OnPaperForm) -> services.IssuedOnPaper:
    scan = form.scan.file
    if scan is None:
        raise RuleBroken("扫描件已不在，请重新上传后再提交。")
    signer = db.session.get_one(Person, form.signer_id.data)
    return services.IssuedOnPaper(form.number.data, signer, form.issued_on.data, scan)


@blueprint.route("/minutes/correct", methods=["GET", "POST"])
@requires(Permission.MINUTES_DRAFT)
def correct(meeting_id: int) -> Any:
    """Begin a correction of the issued minutes."""
    proceedings = load_proceedings(meeting_id)
    form = ReasonForm(record=load_newest(proceedings))
    if form.validate_on_submit():
        with writing(form):
            minutes = load_newest(load_proceedings(meeting_id))
            form.require_fresh(minutes)
            services.start_correction(
                minutes=minutes, reason=form.reason.data, actor=viewer().as_actor()
            )
            url = form.leads_to(tab(meeting_id))
        flash("已开始更正：会议记录可以修改，更正版沿用原文号。", "success")
        return redirect(url)
    hint = "更正版沿用原文号、版次加一，印发后原件显示“已被替代”。"
    return _reason_page(proceedings, form, "更正纪要", "开始更正", hint)


def _reason_page(
    proceedings: Proceedings, form: ReasonForm, heading: str, verb: str, hint: str
) -> str:
    return render_template(
        "minutes/reason.html", **frame(proceedings), form=form, heading=heading, verb=verb,
        hint=hint,
    )  # fmt: skip
