"""代办委托: heads who let another member of the college act for their unit."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from tracker.accounts import queries, services
from tracker.accounts.forms import DeputyForm
from tracker.accounts.models import Covers, Delegation
from tracker.accounts.queries import roles_of_posts
from tracker.accounts.services import PaperEntry, acting
from tracker.accounts.views.frame import blueprint
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.forms import Form
from tracker.core.permissions import Actor, Permission, Role, requires, viewer
from tracker.directory import queries as directory
from tracker.directory.models import Person, PostRole

P = Permission


def is_head() -> bool:
    """Tell whether the viewer heads a unit by a post, and not for somebody else."""
    held = directory.holdings_of(viewer().person_id, on=today())
    return Role.UNIT_HEAD in roles_of_posts(held)


@blueprint.route("/deputies", methods=["GET", "POST"])
@requires(P.FOLLOWUP_SUBMIT, P.PAPER_RECORD)
def deputies() -> Any:
    """List who acts for which head, and appoint a deputy: one's own, or as signed on paper."""
    is_own = not viewer().can(P.PAPER_RECORD)
    if is_own and not is_head():
        abort(404)
    form = _form(is_own=is_own)
    if form.validate_on_submit():
        with writing(form):
            giver = viewer().person_id if is_own else form.from_person_id.data
            services.appoint_deputy(
                from_person=db.session.get(Person, giver) or abort(404),
                to_person=db.session.get(Person, form.to_person_id.data) or abort(404),
                from_on=form.from_on.data, to_on=form.to_on.data, actor=_actor(form, is_own),
            )  # fmt: skip
            url = form.leads_to(url_for("accounts.deputies"))
        flash("已登记代办委托，期限内受托人可代为办理。", "success")
        return redirect(url)
    found = queries.deputies(of=viewer().person_id if is_own else None)
    return render_template(
        "accounts/deputies.html", form=form, end_form=Form(), deputies=found, is_own=is_own
    )


def _form(*, is_own: bool) -> DeputyForm:
    form = DeputyForm(is_own=is_own)
    holdings = directory.holdings(on=today())
    others = [h for h in holdings[::-1] if h.person_id != viewer().person_id or not is_own]
    # A deputy is most often of the unit itself, and seldom ranks higher.
    headed = viewer().headed_ids
    near = sorted(others, key=lambda holding: holding.post.unit_id not in headed)
    form.to_person_id.choices = {
        "": "请选择", **{str(h.person_id): directory.named(h) for h in near}
    }  # fmt: skip
    if not is_own:
        heads = [h for h in holdings if h.post.role == PostRole.PRINCIPAL]
        form.from_person_id.choices = {
            "": "请选择", **{str(h.person_id): directory.named(h) for h in heads}
        }  # fmt: skip
    return form


def _actor(form: DeputyForm, is_own: bool) -> Actor:
    """Return the head: in person, or as the signer of the paper that the office keeps."""
    if is_own:
        return viewer().as_actor()
    paper = PaperEntry(form.from_person_id.data or 0, today(), form.location.data or "")
    person = db.session.get(Person, paper.person_id) or abort(404)
    actor, _ = acting(
        viewer=viewer(), paper=paper, action="deputy.appoint", about=person, on=today()
    )
    return actor


@blueprint.post("/deputies/<int:delegation_id>/end")
@requires(P.FOLLOWUP_SUBMIT, P.PAPER_RECORD)
def end_deputy(delegation_id: int) -> Any:
    """End it from today on."""
    form = Form()
    if not form.validate_on_submit():
        abort(400)
    with writing(form):
        delegation = db.session.get(Delegation, delegation_id)
        if delegation is None or not _may_end(delegation):
            abort(404)
        services.end_delegation(delegation=delegation, on=today(), actor=viewer().as_actor())
        url = form.leads_to(url_for("accounts.deputies"))
    flash("委托已终止，即时生效。", "success")
    return redirect(url)


def _may_end(delegation: Delegation) -> bool:
    is_own = delegation.from_person_id == viewer().person_id
    return delegation.covers == Covers.UNIT and (is_own or viewer().can(P.PAPER_RECORD))
