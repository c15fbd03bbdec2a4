"""Grants and delegations, for the security administrator."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from tracker.accounts import queries, services
from tracker.accounts.forms import DelegationForm, GrantForm, PolicyForm
from tracker.accounts.models import Delegation, Grant
from tracker.accounts.views.frame import blueprint, choices, named
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.forms import Form
from tracker.core.permissions import Permission, Role, requires, viewer
from tracker.directory import queries as directory
from tracker.directory.models import LEADER_ROLES, Person
from tracker.directory.services import change_settings


@blueprint.route("/grants", methods=["GET", "POST"])
@requires(Permission.GRANT_MANAGE)
def grants() -> Any:
    """List who was given which role, and give one."""
    form = GrantForm()
    users = [user for user in queries.users() if user.active]
    form.user_id.choices = choices((u.id, named(u.person.name, u.staff_no)) for u in users)
    if form.validate_on_submit():
        with writing(form):
            user = queries.get_user(form.user_id.data) or abort(404)
            services.grant_role(
                user=user, role=Role(form.role.data), from_on=form.from_on.data,
                to_on=form.to_on.data, actor=viewer().as_actor(),
            )  # fmt: skip
            url = form.leads_to(url_for("accounts.grants"))
        flash("已授权。", "success")
        return redirect(url)
    return render_template(
        "accounts/grants.html", form=form, end_form=Form(), grants=queries.grants()
    )


@blueprint.post("/grants/<int:grant_id>/end")
@requires(Permission.GRANT_MANAGE)
def end_grant(grant_id: int) -> Any:
    """End a role from today on."""
    form = Form()
    if not form.validate_on_submit():
        abort(400)
    with writing(form):
        grant = db.session.get(Grant, grant_id) or abort(404)
        services.end_grant(grant=grant, on=today(), actor=viewer().as_actor())
        url = form.leads_to(url_for("accounts.grants"))
    flash("授权已终止，即时生效。", "success")
    return redirect(url)


@blueprint.route("/delegations", methods=["GET", "POST"])
@requires(Permission.GRANT_MANAGE)
def delegations() -> Any:
    """List which leader lets whom issue minutes, and record a delegation."""
    form = DelegationForm()
    holdings = directory.holdings(on=today())
    leaders = [holding for holding in holdings if holding.post.role in LEADER_ROLES]
    form.from_person_id.choices = choices((h.person_id, directory.named(h)) for h in leaders)
    form.to_person_id.choices = choices((h.person_id, directory.named(h)) for h in holdings)
    if form.validate_on_submit():
        with writing(form):
            services.delegate_issuing(
                from_person=db.session.get_one(Person, form.from_person_id.data),
                to_person=db.session.get_one(Person, form.to_person_id.data),
                from_on=form.from_on.data, to_on=form.to_on.data, actor=viewer().as_actor(),
            )  # fmt: skip
            url = form.leads_to(url_for("accounts.delegations"))
        flash("已登记签发委托。", "success")
        return redirect(url)
    return render_template(
        "accounts/delegations.html", form=form, end_form=Form(), delegations=queries.delegations()
    )


@blueprint.post("/delegations/<int:delegation_id>/end")
@requires(Permission.GRANT_MANAGE)
def end_delegation(delegation_id: int) -> Any:
    """End a delegation from today on."""
    form = Form()
    if not form.validate_on_submit():
        abort(400)
    with writing(form):
        delegation = db.session.get(Delegation, delegation_id) or abort(404)
        services.end_delegation(delegation=delegation, on=today(), actor=viewer().as_actor())
        url = form.leads_to(url_for("accounts.delegations"))
    flash("委托已终止，即时生效。", "success")
    return redirect(url)


@blueprint.route("/policy", methods=["GET", "POST"])
@requires(Permission.GRANT_MANAGE)
def policy() -> Any:
    """Say how long a phone may stay signed in."""
    form = PolicyForm()
    if form.validate_on_submit():
        with writing(form):
            values = {"days_kept_signed_in": str(form.days_kept_signed_in.data)}
            change_settings(values, valid_from=today(), actor=viewer().as_actor())
            url = form.leads_to(url_for("accounts.policy"))
        flash("已保存，即时生效。", "success")
        return redirect(url)
    if not form.is_submitted():
        form.days_kept_signed_in.data = queries.days_kept(on=today())
    return render_template("accounts/policy.html", form=form)
