"""Signing in and out, one's own password, and the notice on personal data."""

from typing import Any

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from flask_security import SQLAlchemyUserDatastore, login_user, logout_user, verify_password

from tracker.accounts import queries, services
from tracker.accounts.forms import NoticeForm, PasswordForm, SignInForm
from tracker.accounts.models import User
from tracker.audit.models import Result
from tracker.audit.services import record_event
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.permissions import Actor, Permission, public, requires, viewer
from tracker.directory import queries as directory
from tracker.extensions import limiter, security

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")

WRONG = "工号或密码不正确。连续五次错误将锁定 15 分钟。"
LOCKED = "密码连续错误五次，账户已锁定 15 分钟，请稍后再试或联系系统管理员重置密码。"
# Open to somebody who must first change the password or read the notice.
BEFORE_ENTERING = frozenset({"accounts.password", "accounts.notice", "accounts.sign_out", "static"})


@blueprint.post("/sign-in")
@public
@limiter.limit("30 per minute")
def sign_in() -> Any:
    """Check 工号 and password; the form itself stands at `/`."""
    form = SignInForm()
    target = _local(request.args.get("next"))
    user = queries.find_user(form.staff_no.data) if form.validate_on_submit() else None
    refusal = _refusal(user, form.password.data or "")
    if user is None or refusal:
        flash(refusal or WRONG, "error")
        return redirect(url_for("home.index", next=target))
    login_user(user)
    return redirect(target or url_for("home.index"))


@blueprint.post("/sign-out")
@public
def sign_out() -> Any:
    """End the session."""
    if current_user.is_authenticated:
        logout_user()
    flash("您已退出登录。", "success")
    return redirect(url_for("home.index"))


@blueprint.route("/password", methods=["GET", "POST"])
@requires(Permission.HOME_READ)
def password() -> Any:
    """Set a new password of one's own."""
    form = PasswordForm()
    user = db.session.get_one(User, viewer().user_id)
    if form.validate_on_submit() and _old_password_is_right(form, user):
        new_hash = services.hashed(form.new.data or "")
        with writing(form):
            user = db.session.get_one(User, viewer().user_id)
            actor = viewer().as_actor()
            services.set_password(user=user, password_hash=new_hash, actor=actor, must_change=False)
        login_user(user)
        flash("密码已更改。", "success")
        return redirect(url_for("home.index"))
    return render_template("accounts/password.html", form=form, user=user)


@blueprint.route("/notice", methods=["GET", "POST"])
@requires(Permission.HOME_READ)
def notice() -> Any:
    """Tell what is kept about the person and why; shown at the first sign-in."""
    form = NoticeForm()
    if form.validate_on_submit():
        with writing(form):
            user = db.session.get_one(User, viewer().user_id)
            services.acknowledge_notice(user=user, on=today(), actor=viewer().as_actor())
        return redirect(url_for("home.index"))
    contact = directory.setting("contact_for_personal_data", on=today())
    return render_template("accounts/notice.html", form=form, contact=contact)


def _refusal(user: User | None, given: str) -> str | None:
    """Return why this sign-in is refused; counts the try."""
    if user is not None and services.is_locked(user):
        return LOCKED
    # A hash is checked for unknown accounts too, so that both answers take as long.
    passed = verify_password(given, user.password if user and user.password else _decoy())
    passed = bool(passed and user is not None and user.active)
    if user is not None:
        _note(user.id, passed=passed)
    return None if passed else WRONG


def _decoy() -> str:
    if "decoy_hash" not in _DECOY:
        _DECOY["decoy_hash"] = services.hashed("nobody signs in with this")
    return _DECOY["decoy_hash"]


_DECOY: dict[str, str] = {}


def _note(user_id: int, *, passed: bool) -> None:
    with writing():
        user = db.session.get_one(User, user_id)
        services.note_sign_in(user, passed=passed)
        actor = Actor(user.person_id, user.person.name, user_id=user.id)
        result = Result.DONE if passed else Result.REFUSED
        record_event("account.sign_in", user, actor=actor, label=user.staff_no, result=result)


def _old_password_is_right(form: PasswordForm, user: User) -> bool:
    if user.must_change_password or verify_password(form.old.data or "", user.password or ""):
        return True
    form.old.errors = ["现在的密码不正确，请重新填写。"]
    return False


def _local(target: str | None) -> str | None:
    """Return the address to go on to, if it is one of this site."""
    return target if target and target.startswith("/") and not target.startswith("//") else None


def _load_viewer() -> Any:
    """Say who is signed in, and send those who must first do so to password and notice."""
    if request.endpoint == "static" or not current_user.is_authenticated:
        return None
    user = current_user
    g.viewer = queries.viewer_of(user, on=today())
    if request.endpoint in BEFORE_ENTERING:
        return None
    if user.must_change_password:
        return redirect(url_for("accounts.password"))
    if user.notice_read_on is None:
        return redirect(url_for("accounts.notice"))
    return None


def init_app(app: Flask) -> None:
    """Hook Flask-Security to the users, and load the viewer before each request."""
    app.config["SECURITY_JOIN_USER_ROLES"] = False
    security.init_app(app, SQLAlchemyUserDatastore(db, User, None), register_blueprint=False)
    app.before_request(_load_viewer)
