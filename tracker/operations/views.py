"""The first start, in the browser: an empty database offers two ways to begin."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from tracker.accounts.queries import has_users
from tracker.accounts.services import hashed
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.jobs import Job, enqueue
from tracker.core.permissions import Role, public
from tracker.operations.forms import CollegeForm, DemoForm
from tracker.operations.jobs import LOAD_DEMO
from tracker.operations.services.college import Newcomer, begin_college, require_empty

blueprint = Blueprint("operations", __name__, url_prefix="/first-start")


@blueprint.get("/")
@public
def first_start() -> Any:
    """Offer the demo college, or one's own."""
    _require_empty()
    return render_template("operations/first_start.html", form=DemoForm())


@blueprint.route("/college", methods=["GET", "POST"])
@public
def college() -> Any:
    """Begin with one's own college."""
    _require_empty()
    form = CollegeForm()
    if form.validate_on_submit():
        newcomers = _newcomers(form)
        with writing(form):
            begin_college(
                name=form.college_name.data or "",
                public_url=form.public_url.data or "",
                newcomers=newcomers,
                on=today(),
            )
        flash("已启用。请用刚才填写的工号登录。", "success")
        return redirect(url_for("home.index"))
    return render_template("operations/college.html", form=form)


@blueprint.post("/demo")
@public
def demo() -> Any:
    """Load the invented college in the worker."""
    _require_empty()
    form = DemoForm()
    if not form.validate_on_submit():
        return render_template("operations/first_start.html", form=form)
    password_hash = hashed(form.password.data or "")
    with writing(form):
        require_empty()
        args = {"password_hash": password_hash}
        enqueue(LOAD_DEMO, key="demo", title="载入演示学院", args=args)
    return redirect(url_for(".demo_progress"))


@blueprint.get("/demo")
@public
def demo_progress() -> Any:
    """Show how far the demo college is."""
    job = db.session.query(Job).filter_by(key="demo").one_or_none()
    if job is None:
        abort(404)
    return render_template("operations/demo.html", job=job)


def _require_empty() -> None:
    if has_users():
        abort(404)


def _newcomers(form: CollegeForm) -> list[Newcomer]:
    """Return the three people with their passwords hashed, before the transaction begins."""
    rows = (
        (form.clerk_name, form.clerk_no, form.clerk_password, Role.CLERK),
        (form.sys_admin_name, form.sys_admin_no, form.sys_admin_password, Role.SYS_ADMIN),
        (form.sec_admin_name, form.sec_admin_no, form.sec_admin_password, Role.SEC_ADMIN),
    )
    return [
        Newcomer(name.data or "", number.data or "", hashed(password.data or ""), role)
        for name, number, password, role in rows
    ]
