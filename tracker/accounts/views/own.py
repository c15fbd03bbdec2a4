"""One's own account: who I am, my password, what is kept about me."""

from typing import Any

from flask import abort, flash, redirect, render_template, session, url_for
from flask_login import current_user
from flask_security import login_user

from tracker.accounts import queries, services
from tracker.accounts.forms import NoticeForm, PasswordForm
from tracker.accounts.models import User
from tracker.accounts.views import keeping
from tracker.accounts.views.frame import blueprint
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.forms import Form
from tracker.core.permissions import Permission, Role, requires, viewer
from tracker.core.urls import local
from tracker.directory import queries as directory


@blueprint.get("/me")
@requires(Permission.HOME_READ)
def me() -> Any:
    """Say who I am, which posts and grants I have, and where they come from."""
    user = queries.get_user(viewer().user_id) or abort(404)
    grants = [grant for grant in user.grants if grant.is_valid(today())]
    holdings = directory.holdings_of(viewer().person_id, on=today())
    return render_template(
        "accounts/me.html", user=user, holdings=holdings, grants=grants,
        kept=queries.kept_of(user.id), form=Form(),
        may_entrust=Role.UNIT_HEAD in queries.roles_of_posts(holdings),
    )  # fmt: skip


@blueprint.route("/password", methods=["GET", "POST"])
@requires(Permission.HOME_READ)
def password() -> Any:
    """Set a new password of one's own."""
    form = PasswordForm()
    user = db.session.get_one(User, viewer().user_id)
    if form.validate_on_submit() and _may_change(form, user):
        new_hash = services.hashed(form.new.data)
        with writing(form):
            user = db.session.get_one(User, viewer().user_id)
            actor = viewer().as_actor()
            services.set_password(user=user, password_hash=new_hash, actor=actor, must_change=False)
            form.leads_to(url_for("home.index"))
        login_user(user)
        flash("密码已更改。", "success")
        return keeping.keep(redirect(_onward()), user)
    return render_template("accounts/password.html", form=form, user=user)


def _onward() -> str:
    """Return the page that was asked for before password and notice stood in the way."""
    if current_user.notice_read_on is None:
        return url_for("accounts.notice")
    return local(session.pop("onward", None)) or url_for("home.index")


def _may_change(form: PasswordForm, user: User) -> bool:
    stored = user.password or ""
    if not user.must_change_password and not services.matches(form.old.data or "", stored):
        form.old.errors = ["现在的密码不正确，请重新填写。"]
    elif stored and services.matches(form.new.data, stored):
        form.new.errors = ["新密码与现在的密码相同，请另设一个。"]
    return not form.errors


@blueprint.route("/notice", methods=["GET", "POST"])
@requires(Permission.HOME_READ)
def notice() -> Any:
    """Tell what is kept about the person and why; shown at the first sign-in."""
    form = NoticeForm()
    if form.validate_on_submit():
        with writing(form):
            user = db.session.get_one(User, viewer().user_id)
            services.acknowledge_notice(user=user, on=today(), actor=viewer().as_actor())
            form.leads_to(url_for("home.index"))
        return redirect(_onward())
    user = db.session.get_one(User, viewer().user_id)
    contact = directory.setting("contact_for_personal_data", on=today())
    return render_template("accounts/notice.html", form=form, user=user, contact=contact)
