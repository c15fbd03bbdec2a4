"""A phone that stays signed in: its cookie, coming back, and ending it from a list."""

from typing import Any

from flask import abort, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from tracker.accounts import queries, services
from tracker.accounts.models import KeptSignIn, User
from tracker.accounts.views.frame import blueprint
from tracker.audit.services import record_event
from tracker.core.clock import now, today
from tracker.core.db import db, writing
from tracker.core.forms import Form
from tracker.core.permissions import Actor, Permission, requires, viewer

COOKIE = "kept"


def keep(response: Response, user: User) -> Response:
    """Keep this device signed in where its user has asked for it and may.

    Before the first password is set nothing is kept: setting it ends everything older.
    """
    if not session.get("keep") or user.must_change_password:
        return response
    days = queries.days_kept(on=today())
    if not days or not services.may_keep(queries.viewer_of(user, on=today())):
        session.pop("keep")
        flash("保持登录只供单位负责人和联络员使用，本次未保持。", "info")
        return response
    with writing():
        user = db.session.get_one(User, user.id)
        device = services.device_name(request.user_agent.string)
        token = services.keep_signed_in(user=user, days=days, device=device, actor=_as_actor(user))
    response.set_cookie(
        COOKIE, token, max_age=days * 86_400, httponly=True, samesite="Lax",
        secure=request.is_secure,
    )  # fmt: skip
    return response


def come_back() -> User | None:
    """Return who is kept on this device, and note that they came; None for everybody else."""
    token = request.cookies.get(COOKIE)
    kept = services.find_kept(token) if token and queries.days_kept(on=today()) else None
    if kept is None:
        return None
    user = db.session.get_one(User, kept.user_id)
    if not user.active or not services.may_keep(queries.viewer_of(user, on=today())):
        return None
    with writing():
        kept = db.session.get_one(KeptSignIn, kept.id)
        kept.last_seen_at = now()
        user = db.session.get_one(User, kept.user_id)
        label = f"{user.staff_no} {kept.device}"
        record_event("account.sign_in", user, actor=_as_actor(user), label=label)
    session["keep"] = True
    return user


def stop_here() -> None:
    """Forget this device when its user signs out on it."""
    token = request.cookies.get(COOKIE)
    kept = services.find_kept(token) if token else None
    if kept is not None:
        with writing():
            kept = db.session.get_one(KeptSignIn, kept.id)
            user = db.session.get_one(User, kept.user_id)
            services.stop_keeping(kept, user=user, actor=_as_actor(user))


@blueprint.post("/kept/<int:kept_id>/end")
@requires(Permission.HOME_READ)
def end_kept(kept_id: int) -> Any:
    """End a device's stay: one's own, or for the system administrator anybody's."""
    form = Form()
    if not form.validate_on_submit():
        abort(400)
    with writing(form):
        kept = db.session.get(KeptSignIn, kept_id) or abort(404)
        is_own = kept.user_id == viewer().user_id
        if not is_own and not viewer().can(Permission.ACCOUNT_MANAGE):
            abort(404)
        user = db.session.get_one(User, kept.user_id)
        services.stop_keeping(kept, user=user, actor=viewer().as_actor())
        page = url_for(".me") if is_own else url_for(".show", user_id=kept.user_id)
        url = form.leads_to(page)
    flash("已取消，该设备须重新登录。", "success")
    return redirect(url)


def _as_actor(user: User) -> Actor:
    return Actor(user.person_id, user.person.name, user_id=user.id)
