"""Bringing in the ledgers that an office kept before: looked at, corrected, confirmed."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from tracker.core.clock import today
from tracker.core.forms import keep_confirmed
from tracker.core.permissions import Permission, requires, viewer
from tracker.followups import services
from tracker.followups.forms import RiskLedgerForm, TaskLedgerForm
from tracker.followups.views.blueprint import blueprint


@blueprint.route("/follow-ups/import", methods=["GET", "POST"])
@requires(Permission.FOLLOWUP_DISPATCH)
def import_tasks() -> Any:
    """Read 督办事项一览表, show what it brings, and bring it in once confirmed."""
    form, actor = TaskLedgerForm(), viewer().as_actor()
    reading = form.read() if form.validate_on_submit() else None
    if reading is not None:
        entries = reading.entries(services.TaskEntry)
        done = keep_confirmed(
            form, reading, lambda: services.import_tasks(entries, on=today(), actor=actor),
            url=url_for(".index"),
        )  # fmt: skip
        if done:
            flash("已导入。", "success")
            return redirect(done)
    return render_template("followups/import_tasks.html", form=form, reading=reading)


@blueprint.route("/risks/import", methods=["GET", "POST"])
@requires(Permission.FOLLOWUP_DISPATCH)
def import_risks() -> Any:
    """Read 风险隐患台账, show what it brings, and bring it in once confirmed."""
    form, actor = RiskLedgerForm(), viewer().as_actor()
    reading = form.read() if form.validate_on_submit() else None
    if reading is not None:
        entries = reading.entries(services.RiskEntry)
        done = keep_confirmed(
            form, reading, lambda: services.import_risks(entries, on=today(), actor=actor),
            url=url_for("risks.index"),
        )  # fmt: skip
        if done:
            flash("已导入。", "success")
            return redirect(done)
    return render_template("followups/import_risks.html", form=form, reading=reading)
