"""Signing in and out, one's own account, and the pages of the administrators."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user
from flask_security import SQLAlchemyUserDatastore, login_user, logout_user

from tracker.accounts import queries, services
from tracker.accounts.forms import (
    AccountForm,
    DelegationForm,
    GrantForm,
    NoticeForm,
    PasswordForm,
    SignInForm,
)
from tracker.accounts.models import Delegation, Grant, User
from tracker.audit.models import Result
from tracker.audit.services import record_event
from tracker.core.clock import now, today
from tracker.core.db import db, writing
from tracker.core.forms import Form
from tracker.core.permissions import (
    Actor,
    Permission,
    Role,
    public,
    requires,
    viewer,
)
from tracker.core.urls import local
from tracker.directory import queries as directory
from tracker.directory.models import LEADER_ROLES, Person
from tracker.extensions import limiter, security

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")

# One sentence for every refusal: it does not tell which 工号 has an account.
WRONG = (
    "工号或密码不正确，或账户已停用、已锁定（连续错误五次锁定 15 分钟）。"
    "请核对后再试，或联系系统管理员。"
)
# Open to somebody who must first change the password or read the notice.
BEFORE_ENTERING = frozenset({"accounts.password", "accounts.notice", "accounts.sign_out", "static"})
LONGEST_SESSION = timedelta(hours=12)


# Signing in ----------------------------------------------------------------


@blueprint.post("/sign-in")
@public
@limiter.limit("30 per minute")
def sign_in() -> Any:
    """Check 工号 and password; the form itself stands at `/`."""
    form = SignInForm()
    target = local(request.args.get("next"))
    found = queries.find_user(form.staff_no.data) if form.validate_on_submit() else None
    user = _admitted(found, form.password.data or "")
    if user is None:
        flash(WRONG, "error")
        return redirect(url_for("home.index", next=target))
    login_user(user)
    session.permanent, session["signed_in_at"] = True, now().isoformat()
    return redirect(target or url_for("home.index"))


@blueprint.post("/sign-out")
@public
def sign_out() -> Any:
    """End the session."""
    if current_user.is_authenticated:
        logout_user()
    flash("您已退出登录。", "success")
    return redirect(url_for("home.index"))


def _admitted(user: User | None, given: str) -> User | None:
    """Return who may enter, and count the try; an unknown 工号 takes as long as a known one."""
    stored = user.password if user is not None else None
    is_right = services.matches(given, stored or _decoy()) and bool(stored)
    if user is None:
        return None
    passed = bool(is_right and user.active and not services.is_locked(user))
    with writing():
        user = db.session.get_one(User, user.id)
        services.note_sign_in(user, passed=passed)
        actor = Actor(user.person_id, user.person.name, user_id=user.id)
        result = Result.DONE if passed else Result.REFUSED
        record_event("account.sign_in", user, actor=actor, label=user.staff_no, result=result)
    return user if passed else None


def _decoy() -> str:
    if "hash" not in _DECOY:
        _DECOY["hash"] = services.hashed("nobody signs in with this")
    return _DECOY["hash"]


_DECOY: dict[str, str] = {}


# One's own account ---------------------------------------------------------


@blueprint.get("/me")
@requires(Permission.HOME_READ)
def me() -> Any:
    """Say who I am, which posts and grants I have, and where they come from."""
    user = queries.get_user(viewer().user_id) or abort(404)
    grants = [grant for grant in user.grants if grant.is_valid(today())]
    holdings = directory.holdings_of(viewer().person_id, on=today())
    return render_template("accounts/me.html", user=user, holdings=holdings, grants=grants)


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
        return redirect(url_for("home.index"))
    return render_template("accounts/password.html", form=form, user=user)


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
        return redirect(url_for("home.index"))
    user = db.session.get_one(User, viewer().user_id)
    contact = directory.setting("contact_for_personal_data", on=today())
    return render_template("accounts/notice.html", form=form, user=user, contact=contact)


# Accounts, for the system administrator ------------------------------------


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


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def new() -> Any:
    """Open an account; its first password is shown once."""
    form = AccountForm()
    persons = queries.persons_without_account()
    form.person_id.choices = _choices((p.id, _named(p.name, p.staff_no)) for p in persons)
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


# Grants and delegations, for the security administrator --------------------


@blueprint.route("/grants", methods=["GET", "POST"])
@requires(Permission.GRANT_MANAGE)
def grants() -> Any:
    """List who was given which role, and give one."""
    form = GrantForm()
    users = [user for user in queries.users() if user.active]
    form.user_id.choices = _choices((u.id, _named(u.person.name, u.staff_no)) for u in users)
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
    form.from_person_id.choices = _choices((h.person_id, directory.named(h)) for h in leaders)
    form.to_person_id.choices = _choices((h.person_id, directory.named(h)) for h in holdings)
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


def _choices(pairs: Iterable[tuple[int, str]]) -> dict[str, str]:
    """Return choices, each value once with its first label, after an empty one."""
    found = {"": "请选择"}
    for value, label in pairs:
        found.setdefault(str(value), label)
    return found


def _named(name: str, staff_no: str | None) -> str:
    return f"{name}（{staff_no}）" if staff_no else name


# Before each request -------------------------------------------------------


def _load_viewer() -> Any:
    """Say who is signed in, and send those who must first do so to password and notice."""
    if request.endpoint == "static" or not current_user.is_authenticated:
        return None
    if _is_too_old(session.get("signed_in_at")):
        logout_user()
        return None
    _renew_session()
    user = current_user
    g.viewer = queries.viewer_of(user, on=today())
    if request.endpoint in BEFORE_ENTERING:
        return None
    if user.must_change_password:
        return redirect(url_for("accounts.password"))
    if user.notice_read_on is None:
        return redirect(url_for("accounts.notice"))
    return None


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
