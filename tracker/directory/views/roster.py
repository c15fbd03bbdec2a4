"""Bringing in a table of units, posts and people, and putting the posts in order."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.forms import keep_confirmed
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries, services
from tracker.directory.forms import OrderForm, RosterForm
from tracker.directory.views.frame import blueprint


@blueprint.route("/roster", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def roster() -> Any:
    """Read a table, show what it brings, and bring it in once confirmed."""
    form, actor = RosterForm(), viewer().as_actor()
    reading = form.read() if form.validate_on_submit() else None
    if reading is not None:
        entries = reading.entries(services.Entry)
        done = keep_confirmed(
            form, reading, lambda: services.import_roster(entries, on=today(), actor=actor),
            url=url_for("directory.people"),
        )  # fmt: skip
        if done:
            flash("已导入。", "success")
            return redirect(done)
    return render_template("directory/roster.html", form=form, reading=reading)


@blueprint.route("/order", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def order() -> Any:
    """Put the posts that are held in the order of rosters."""
    form = OrderForm()
    if form.validate_on_submit():
        with writing(form):
            wanted = form.order(queries.holdings(on=today()))
            services.order_posts(wanted, actor=viewer().as_actor())
            url = form.leads_to(url_for("directory.order"))
        flash("已保存次序。", "success")
        return redirect(url)
    return render_template("directory/order.html", form=form, rows=queries.rank_order(on=today()))
