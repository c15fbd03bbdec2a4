"""Accounts, for the system administrator."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.accounts import papers, queries, services
from tracker.accounts.forms import AccountForm
from tracker.accounts.views.frame import blueprint, choices, named
from tracker.audit.exports import hand_out
from tracker.core.clock import now, today
from tracker.core.db import db, writing
from tracker.core.forms import Form
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries as directory
from tracker.directory.models import Person


@blueprint.get("/")
@requires(Permission.ACCOUNT_MANAGE)
def index() -> Any:
    """List all accounts."""
    return render_template(
        "accounts/index.html",
        users=queries.users(),
        posts=queries.posts_by_person(on=today()),
        sign_ins=queries.sign_ins(),
        now=now(),
    )


@blueprint.post("/export")
@requires(Permission.ACCOUNT_MANAGE)
def export() -> Response:
    """Hand the list of accounts out as a table."""
    return hand_out(papers.accounts_table(on=today()))


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def new() -> Any:
    """Open an account; its first password is shown once."""
    form = AccountForm()
    persons = queries.persons_without_account()
    form.person_id.choices = choices((p.id, named(p.name, p.staff_no)) for p in persons)
    if form.validate_on_submit():
        first = services.new_password()
        first_hash = services.hashed(first)
        with writing(form):
            person = db.session.get_one(Person, form.person_id.data)
            user = services.create_user(
                person=person, staff_no=form.staff_no.data, password_hash=first_hash,
                actor=viewer().as_actor(),
            )  # fmt: skip
            form.leads_to(url_for("accounts.show", user_id=user.id))
        return render_template("accounts/first_password.html", user=user, first=first)
    return render_template("accounts/new.html", form=form)


@blueprint.get("/<int:user_id>")
@requires(Permission.ACCOUNT_MANAGE)
def show(user_id: int) -> Any:
    """Show one account with what may be done to it."""
    user = queries.get_user(user_id) or abort(404)
    return render_template(
        "accounts/show.html",
        user=user,
        form=Form(),
        holdings=directory.holdings_of(user.person_id, on=today()),
        is_locked=services.is_locked(user),
        kept=queries.kept_of(user_id),
    )


@blueprint.post("/<int:user_id>/reset-password")
@requires(Permission.ACCOUNT_MANAGE)
def reset_password(user_id: int) -> Any:
    """Set a new first password, shown once."""
    form = Form()
    if not form.validate_on_submit():
        abort(400)
    first = services.new_password()
    first_hash = services.hashed(first)
    with writing(form):
        user = queries.get_user(user_id) or abort(404)
        actor = viewer().as_actor()
        services.set_password(user=user, password_hash=first_hash, actor=actor, must_change=True)
        form.leads_to(url_for("accounts.show", user_id=user_id))
    return render_template("accounts/first_password.html", user=user, first=first)


@blueprint.post("/<int:user_id>/<any(enable, disable):verb>")
@requires(Permission.ACCOUNT_MANAGE)
def set_active(user_id: int, verb: str) -> Any:
    """Disable or enable an account."""
    form = Form()
    if not form.validate_on_submit():
        abort(400)
    with writing(form):
        user = queries.get_user(user_id) or abort(404)
        services.set_active(user=user, active=verb == "enable", actor=viewer().as_actor())
        url = form.leads_to(url_for("accounts.show", user_id=user_id))
    flash("账户已启用。" if verb == "enable" else "账户已停用，其登录已全部失效。", "success")
    return redirect(url)
