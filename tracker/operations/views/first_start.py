"""The first start, in the browser: the demo college, or one's own in four short pages.

Until the last page has opened the first accounts nobody signs in; every page may be skipped,
left and come back to.
"""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from tracker.accounts.queries import has_users
from tracker.accounts.services import hashed
from tracker.audit.services import SYSTEM
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.forms import keep_confirmed
from tracker.core.imports import Outcome
from tracker.core.jobs import Job, enqueue
from tracker.core.permissions import Role, public
from tracker.directory import queries as directory
from tracker.directory.forms import OrderForm, RosterForm
from tracker.directory.services import Entry, import_roster, order_posts
from tracker.operations.forms import AccountsForm, CollegeForm, DemoForm
from tracker.operations.jobs import LOAD_DEMO
from tracker.operations.services.college import (
    College,
    Newcomer,
    has_begun,
    open_first_accounts,
    require_unused,
    save_college,
)

blueprint = Blueprint("operations", __name__)

# The pages in their order: endpoint, and what the stepper calls it.
PAGES = (
    ("operations.college", "学校"),
    ("operations.people", "单位和人员"),
    ("operations.order", "排名次序"),
    ("operations.accounts", "账户"),
)


@blueprint.get("/first-start/")
@public
def first_start() -> Any:
    """Offer the demo college, or one's own."""
    _require_unused()
    return render_template(
        "operations/first_start.html", form=DemoForm(), has_begun=has_begun()
    )  # fmt: skip


@blueprint.route("/first-start/college", methods=["GET", "POST"])
@public
def college() -> Any:
    """Ask for the college."""
    _require_unused()
    form = CollegeForm()
    if form.validate_on_submit():
        told = College(
            name=form.college_name.data or "",
            red_head=form.red_head.data or "",
            issuing_body=form.issuing_body.data or "",
            public_url=form.public_url.data or "",
            campuses=form.campuses.lines,
        )
        with writing(form):
            save_college(told, on=today())
            url = form.leads_to(url_for(".people"))
        return redirect(url)
    if not form.is_submitted():
        form.process(data={**directory.settings(on=today()), "campuses": directory.campuses()})
    return _page("college", form=form)


@blueprint.route("/first-start/people", methods=["GET", "POST"])
@public
def people() -> Any:
    """Bring in units, posts and people from a table."""
    _require_unused()
    form = RosterForm()
    reading = form.read() if form.validate_on_submit() else None
    if reading is not None:
        entries = reading.entries(Entry)
        done = keep_confirmed(form, reading, lambda: _bring_in(entries), url=url_for(".order"))
        if done:
            flash("已导入。", "success")
            return redirect(done)
    return _page("people", form=form, reading=reading)


@blueprint.route("/first-start/order", methods=["GET", "POST"])
@public
def order() -> Any:
    """Put the posts in the order of rosters."""
    _require_unused()
    form = OrderForm()
    if form.validate_on_submit():
        with writing(form):
            require_unused()
            order_posts(form.order(directory.holdings(on=today())), actor=SYSTEM)
            url = form.leads_to(url_for(".accounts"))
        return redirect(url)
    return _page("order", form=form, rows=directory.rank_order(on=today()))


@blueprint.route("/first-start/accounts", methods=["GET", "POST"])
@public
def accounts() -> Any:
    """Open the first three accounts, which ends the first start."""
    _require_unused()
    form = AccountsForm()
    staff = directory.people_with_posts(on=today())
    form.posts = {person.staff_no: "、".join(held) for person, held in staff if person.staff_no}
    if form.validate_on_submit():
        newcomers = _newcomers(form)
        with writing(form):
            open_first_accounts(newcomers, on=today())
            url = form.leads_to(url_for("home.index"))
        flash("已启用。请用刚才填写的工号登录。", "success")
        return redirect(url)
    return _page("accounts", form=form, people=[person for person, _ in staff if person.staff_no])


@blueprint.post("/first-start/demo")
@public
def demo() -> Any:
    """Load the invented college in the worker."""
    _require_unused()
    form = DemoForm()
    if not form.validate_on_submit():
        return render_template("operations/first_start.html", form=form, has_begun=has_begun())
    password_hash = hashed(form.password.data or "")
    with writing(form):
        require_unused()
        args = {"password_hash": password_hash}
        enqueue(LOAD_DEMO, key="demo", title="载入演示学院", args=args)
    return redirect(url_for(".demo_progress"))


@blueprint.get("/first-start/demo")
@public
def demo_progress() -> Any:
    """Show how far the demo college is."""
    job = db.session.query(Job).filter_by(key="demo").one_or_none()
    if job is None:
        abort(404)
    return render_template("operations/demo.html", job=job)


def _bring_in(entries: list[Entry]) -> list[Outcome]:
    require_unused()
    return import_roster(entries, on=today(), actor=SYSTEM)


def _page(name: str, **told: Any) -> Any:
    """Show one of the four pages, with where it stands among them."""
    steps = [(endpoint, label, endpoint == f"operations.{name}") for endpoint, label in PAGES]
    return render_template(f"operations/{name}.html", steps=steps, **told)


def _require_unused() -> None:
    if has_users():
        abort(404)


def _newcomers(form: AccountsForm) -> list[Newcomer]:
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
