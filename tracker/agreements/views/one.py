"""One agreement: read as such, signed later, signed anew, void, with its scans."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.accounts.services import subject_of
from tracker.agreements import papers, queries, services
from tracker.agreements.forms import ReasonForm, SignerForm, SignForm
from tracker.agreements.models import AGREEMENT_WORKFLOW, Agreement
from tracker.agreements.views.blueprint import blueprint, load_agreement
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.files import queries as files
from tracker.files.forms import ScanForm
from tracker.files.services import add_scan as keep_scan

Page = str | Response
SCAN_CHOICES = {"agreement": "签字页或全文"}


def _page(agreement: Agreement, **forms: Any) -> str:
    subject = subject_of(agreement)
    context: dict[str, Any] = {
        "sign_form": SignForm(record=agreement),
        "signer_form": SignerForm(on=today()),
        "resign_form": ReasonForm(prefix="resign"),
        "void_form": ReasonForm(prefix="void"),
        "scan_form": ScanForm(choices=SCAN_CHOICES),
        **forms,
    }
    return render_template(
        "agreements/show.html",
        agreement=agreement,
        paper=papers.of_agreement(agreement, on=today()),
        versions=queries.versions(agreement),
        scans=files.scans_of(subject)[subject],
        history=_history(agreement),
        allows=AGREEMENT_WORKFLOW.allows,
        may_be_signed=agreement.signing.may_be_signed(today()),
        **context,
    )


def _history(agreement: Agreement) -> list[dict[str, str]]:
    """Return the steps as the time line shows them, the newest first."""
    return [
        {
            "when": step.when,
            "what": step.label,
            "who": step.actor_name,
            "note": step.note,
            "recorder": step.recorder_name,
        }
        for step in reversed(agreement.steps)
    ]


def _url(agreement: Agreement) -> str:
    return url_for(".show", year=agreement.year, agreement_id=agreement.id)


@blueprint.get("/agreements/<int:year>/<int:agreement_id>")
@requires(Permission.AGREEMENT_READ)
def show(year: int, agreement_id: int) -> str:
    """Show an agreement as it reads, with who signed when, and its scans."""
    return _page(load_agreement(year, agreement_id))


@blueprint.post("/agreements/<int:year>/<int:agreement_id>/sign")
@requires(Permission.AGREEMENT_EDIT)
def sign(year: int, agreement_id: int) -> Page:
    """Record signatures given on paper after the meeting (补签), or without one."""
    agreement = load_agreement(year, agreement_id)
    form = SignForm(record=agreement)
    if not form.validate_on_submit():
        return _page(agreement, sign_form=form)
    with writing(form):
        agreement = load_agreement(year, agreement_id)
        form.require_fresh(agreement)
        services.mark_signed(
            agreement=agreement,
            signature=form.signature(agreement),
            actor=viewer().as_actor(),
            on=today(),
        )
        url = form.leads_to(_url(agreement))
    flash("已登记签订，请附上签字页扫描件。", "success")
    return redirect(url)


@blueprint.post("/agreements/<int:year>/<int:agreement_id>/signer")
@requires(Permission.AGREEMENT_EDIT)
def set_signer(year: int, agreement_id: int) -> Page:
    """Let somebody else sign for the unit."""
    agreement = load_agreement(year, agreement_id)
    form = SignerForm(on=today())
    if not form.validate_on_submit():
        return _page(agreement, signer_form=form)
    with writing(form):
        agreement = load_agreement(year, agreement_id)
        services.set_signer(
            agreement=agreement, person_id=form.person_id.data, is_proxy=form.is_proxy.data,
            actor=viewer().as_actor(), on=today(),
        )  # fmt: skip
        url = form.leads_to(_url(agreement))
    flash("签订人已更改。", "success")
    return redirect(url)


@blueprint.post("/agreements/<int:year>/<int:agreement_id>/resign")
@requires(Permission.AGREEMENT_EDIT)
def resign(year: int, agreement_id: int) -> Page:
    """Make the next version to sign, since the post has changed hands."""
    agreement = load_agreement(year, agreement_id)
    form = ReasonForm(prefix="resign")
    if not form.validate_on_submit():
        return _page(agreement, resign_form=form)
    with writing(form):
        fresh = services.resign(
            agreement=load_agreement(year, agreement_id), reason=form.reason.data,
            actor=viewer().as_actor(), on=today(),
        )  # fmt: skip
        url = form.leads_to(_url(fresh))
    flash("已生成待签的一份；签订后原件显示“已重新签订”。", "success")
    return redirect(url)


@blueprint.post("/agreements/<int:year>/<int:agreement_id>/void")
@requires(Permission.AGREEMENT_EDIT)
def void(year: int, agreement_id: int) -> Page:
    """Make an agreement void, with the reason."""
    agreement = load_agreement(year, agreement_id)
    form = ReasonForm(prefix="void")
    if not form.validate_on_submit():
        return _page(agreement, void_form=form)
    with writing(form):
        agreement = load_agreement(year, agreement_id)
        services.void(
            agreement=agreement, reason=form.reason.data, actor=viewer().as_actor(), on=today()
        )
        url = form.leads_to(_url(agreement))
    flash("责任书已作废。", "success")
    return redirect(url)


@blueprint.post("/agreements/<int:year>/<int:agreement_id>/scans")
@requires(Permission.SCAN_ADD)
def add_scan(year: int, agreement_id: int) -> Page:
    """Keep scans of the signed paper beside its signatures."""
    agreement = load_agreement(year, agreement_id)
    form = ScanForm(choices=SCAN_CHOICES)
    if not form.validate_on_submit():
        return _page(agreement, scan_form=form)
    with writing(form):
        agreement = load_agreement(year, agreement_id)
        for file in form.uploads.files:
            keep_scan(
                file=file, subject=subject_of(agreement), permission=Permission.AGREEMENT_READ,
                unit_id=agreement.unit_id, actor=viewer().as_actor(), on=today(), **form.facts(),
            )  # fmt: skip
        url = form.leads_to(f"{_url(agreement)}#scans")
    flash("扫描件已附上。", "success")
    return redirect(url)
