"""Signing in and out, and what is asked before each request."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app, flash, g, redirect, request, session, url_for
from flask_login import current_user
from flask_security import SQLAlchemyUserDatastore, login_user, logout_user

from tracker.accounts import queries, services
from tracker.accounts.forms import SignInForm
from tracker.accounts.models import User
from tracker.accounts.views import keeping
from tracker.accounts.views.frame import blueprint
from tracker.audit.models import Result
from tracker.audit.services import record_event
from tracker.core.clock import now, today
from tracker.core.db import db, writing
from tracker.core.permissions import Actor, public
from tracker.core.urls import local
from tracker.extensions import limiter, security

# One sentence for every refusal: it does not tell which 工号 has an account.
WRONG = (
    "工号或密码不正确，或账户已停用、已锁定（连续错误五次锁定 15 分钟）。"
    "请核对后再试，或联系系统管理员。"
)
RUN_OUT = "登录码已过 14 天有效期，请向系统管理员领取新的登录条。"
# Open to somebody who must first change the password or read the notice.
BEFORE_ENTERING = frozenset({"accounts.password", "accounts.notice", "accounts.sign_out", "static"})
LONGEST_SESSION = timedelta(hours=12)


@blueprint.post("/sign-in")
@public
@limiter.limit("30 per minute")
def sign_in() -> Any:
    """Check 工号 and password; the form itself stands at `/`."""
    form = SignInForm()
    target = local(request.args.get("next"))
    found = queries.find_user(form.staff_no.data) if form.validate_on_submit() else None
    user, refusal = _admitted(found, form.password.data or "")
    if user is None:
        flash(refusal, "error")
        return redirect(url_for("home.index", next=target))
    _begin_session(user)
    session["keep"] = form.keep.data
    return keeping.keep(redirect(target or url_for("home.index")), user)


@blueprint.post("/sign-out")
@public
def sign_out() -> Any:
    """End the session."""
    keeping.stop_here()
    if current_user.is_authenticated:
        logout_user()
    session.pop("keep", None)
    flash("您已退出登录。", "success")
    return redirect(url_for("home.index"))


def _begin_session(user: User) -> None:
    login_user(user)
    session.permanent, session["signed_in_at"] = True, now().isoformat()


def _admitted(user: User | None, given: str) -> tuple[User | None, str]:
    """Return who may enter or why not, and count the try.

    An unknown 工号 takes as long as a known one.
    """
    stored = user.password if user is not None else None
    is_right = services.matches(given, stored or _decoy()) and bool(stored)
    if user is None:
        return None, WRONG
    slip = services.find_slip(user, given)
    has_run_out = slip is not None and slip.valid_until < today()
    is_right = is_right or (slip is not None and not has_run_out)
    passed = bool(is_right and user.active and not services.is_locked(user))
    with writing():
        user = db.session.get_one(User, user.id)
        services.note_sign_in(user, passed=passed)
        actor = Actor(user.person_id, user.person.name, user_id=user.id)
        result = Result.DONE if passed else Result.REFUSED
        record_event("account.sign_in", user, actor=actor, label=user.staff_no, result=result)
    return (user, "") if passed else (None, RUN_OUT if has_run_out else WRONG)


def _decoy() -> str:
    if "hash" not in _DECOY:
        _DECOY["hash"] = services.hashed("nobody signs in with this")
    return _DECOY["hash"]


_DECOY: dict[str, str] = {}


def _load_viewer() -> Any:
    """Say who is signed in, and send those who must first do so to password and notice."""
    if request.endpoint == "static" or not _is_signed_in():
        return None
    _renew_session()
    user = current_user
    g.viewer = queries.viewer_of(user, on=today())
    if request.endpoint in BEFORE_ENTERING:
        return None
    if user.must_change_password:
        return _first_to("accounts.password")
    return _first_to("accounts.notice") if user.notice_read_on is None else None


def _is_signed_in() -> bool:
    """Tell whether somebody is signed in; a kept phone whose session has run out enters again."""
    if current_user.is_authenticated and _is_too_old(session.get("signed_in_at")):
        logout_user()
    if not current_user.is_authenticated and request.endpoint not in BEFORE_ENTERING:
        user = keeping.come_back()
        if user is not None:
            _begin_session(user)
    return bool(current_user.is_authenticated)


def _first_to(endpoint: str) -> Any:
    """Send to what must be done first, and remember the page that was asked for."""
    if request.method == "GET" and request.endpoint != "home.index":
        session["onward"] = request.full_path if request.query_string else request.path
    return redirect(url_for(endpoint))


def _renew_session() -> None:
    """Let the idle time begin anew, but not with each of the requests that a page sends."""
    renewed_at = session.get("renewed_at")
    age = now() - datetime.fromisoformat(renewed_at) if renewed_at else timedelta.max
    if age > current_app.permanent_session_lifetime / 10:
        session["renewed_at"] = now().isoformat()


def _is_too_old(signed_in_at: str | None) -> bool:
    if signed_in_at is None:
        return False
    return now() - datetime.fromisoformat(signed_in_at) > LONGEST_SESSION


def init_app(app: Flask) -> None:
    """Hook Flask-Security to the users, and load the viewer before each request."""
    app.config["SECURITY_JOIN_USER_ROLES"] = False
    # There is no table of roles: posts and grants are the truth.
    datastore = SQLAlchemyUserDatastore(db, User, None)  # type: ignore[arg-type]
    security.init_app(app, datastore, register_blueprint=False)
    app.before_request(_load_viewer)
