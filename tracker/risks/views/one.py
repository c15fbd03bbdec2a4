"""One risk: what is known of it, its photos, its time line, correcting it."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import queries as accounts
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.files.forms import ScanForm
from tracker.files.models import StoredFile
from tracker.issuing import queries as issuing
from tracker.risks import papers, queries, services
from tracker.risks.forms import RiskForm
from tracker.risks.models import EVIDENCE_LABELS, Risk, RiskState
from tracker.risks.views.blueprint import blueprint, load_risk
from tracker.risks.views.next_act import acts_of


def _history(risk: Risk) -> list[dict[str, Any]]:
    """Return the steps as the time line shows them, the newest first, under their rounds."""
    acts = accounts.paper_acts(step.paper_act_id for step in risk.steps)
    found, round_ = [], 1
    for step in risk.steps:
        round_ += step.verb == "reopen"
        entry = {
            "when": step.when,
            "what": step.label,
            "who": step.actor_name,
            "note": step.note,
            "recorder": step.recorder_name,
            "recorded": step.at,
            "paper": acts.get(step.paper_act_id or 0),
        }
        entry |= {"round": f"第 {round_} 轮"} if risk.round > 1 else {}
        entry |= {"url": "#evidence", "link": "查看材料"} if step.verb == "attach" else {}
        found.append(entry)
    return found[::-1]


@blueprint.get("/risks/<int:risk_id>")
@requires(Permission.RISK_READ)
def show(risk_id: int) -> str:
    """Show one risk; its tasks follow as a piece of their own."""
    return page_of(load_risk(risk_id), evidence_form())


def page_of(risk: Risk, form: ScanForm) -> str:
    """Return the page of a risk, with the form of its photos as it stands."""
    return render_template(
        "risks/show.html",
        risk=risk,
        history=_history(risk),
        sent_back=risk.sent_back,
        evidence=queries.evidence_of(risk),
        evidence_labels=EVIDENCE_LABELS,
        evidence_form=form if _may_attach(risk) else None,
        acts=acts_of(risk),
        papers=_papers(risk),
        on=today(),
    )


def _papers(risk: Risk) -> list[tuple[str, str]]:
    """Return (label, address) of the papers of the risk; the notice once it may be issued."""
    found = []
    notice = papers.notice_subject(risk)
    if risk.state in papers.NOTICE_STATES or issuing.latest(papers.NOTICE_KIND, notice):
        found.append(("整改通知书", f"/papers/{papers.NOTICE_KIND}/{notice}"))
    if risk.state in papers.CLOSURE_STATES:
        found.append(("销号申请单", f"/papers/closure-form/{risk.id}"))
    return found


def _may_attach(risk: Risk) -> bool:
    is_kept = risk.state != RiskState.CANCELLED and not risk.area.is_sensitive
    return is_kept and viewer().can(Permission.RISK_ATTACH)


def evidence_form() -> ScanForm:
    """Return the form by which photos and documents are added."""
    return ScanForm(choices={str(k): v for k, v in EVIDENCE_LABELS.items()}, has_camera=True)


@blueprint.post("/risks/<int:risk_id>/evidence")
@requires(Permission.RISK_ATTACH)
def attach(risk_id: int) -> ResponseReturnValue:
    """Add photos before and after, or other documents, by the unit or the office."""
    risk = load_risk(risk_id)
    form = evidence_form()
    if not form.validate_on_submit():
        return page_of(risk, form), 422
    with writing(form):
        files = form.uploads.files
        kept = services.attach_evidence(
            risk=load_risk(risk_id), files=files, facts=_of_files(form),
            actor=viewer().as_actor(), on=today(),
        )  # fmt: skip
        words = _repeats_words(files, kept)
        url = form.leads_to(url_for(".show", risk_id=risk_id))
    flash(words or "已保存。", "warning" if words else "success")
    return redirect(url)


def _repeats_words(files: Sequence[StoredFile], kept: Sequence[StoredFile]) -> str:
    """Return the sentence that names the uploads which were there before; mostly empty."""
    names = "、".join(f"“{file.name}”" for file in files if file not in kept)
    return f"{names}与已有的材料内容相同，只保留一份。" if names else ""


def _of_files(form: ScanForm) -> dict[str, str]:
    facts = form.facts()
    return {"proves": facts["proves"], "caption": facts["caption"]}


@blueprint.route("/risks/<int:risk_id>/edit", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT)
def edit(risk_id: int) -> ResponseReturnValue:
    """Correct a risk that is open."""
    risk = load_risk(risk_id)
    form = RiskForm(record=risk, on=risk.found_on)
    if form.validate_on_submit():
        with form.sending():
            risk = load_risk(risk_id)
            form.require_fresh(risk)
            services.edit(risk=risk, facts=form.facts(), actor=viewer().as_actor(), on=today())
            return form.answer(url_for(".show", risk_id=risk_id), "风险已保存。")
    return render_template("risks/edit.html", form=form, risk=risk), form.status
