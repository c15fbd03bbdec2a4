"""How the installation runs, for the system administrator: the worker, backups, faults, jobs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for

from tracker.core.db import db, writing
from tracker.core.forms import Form
from tracker.core.jobs import Job, JobState
from tracker.core.permissions import Permission, requires, viewer
from tracker.core.running import clock_went_at
from tracker.operations import queries
from tracker.operations.services import jobs as services
from tracker.operations.services.backup import NIGHTS_KEPT
from tracker.operations.views.first_start import blueprint

STATES = {
    JobState.RUNNING: ("正在办理", "info"),
    JobState.QUEUED: ("排队中", "info"),
    JobState.FAILED: ("没有办成", "bad"),
    JobState.CANCELLED: ("已取消", None),
    JobState.DONE: ("已完成", "good"),
}


@blueprint.get("/operations/jobs")
@requires(Permission.JOB_MANAGE)
def jobs() -> str:
    """Show how the installation runs; the jobs alone to a page that asks again by itself."""
    state, counts = request.args.get("state", ""), queries.job_counts()
    told: dict[str, Any] = {
        "page": queries.jobs_page(page=request.args.get("page", 1, type=int), state=state),
        "filters": _filters(state, counts),
        "is_busy": counts[JobState.QUEUED] + counts[JobState.RUNNING] > 0,
        "form": Form(),
        "states": STATES,
        "name_of": queries.name_of,
        "can_be_cancelled": queries.can_be_cancelled,
    }
    if request.headers.get("HX-Request"):
        return render_template("operations/_jobs.html", **told)
    return render_template(
        "operations/jobs.html",
        findings=queries.check_running(),
        clock_went_at=clock_went_at(Path(current_app.config["INSTANCE_PATH"])),
        backup=queries.last_backup(),
        nights_kept=NIGHTS_KEPT,
        **told,
    )


@blueprint.post("/operations/jobs/<int:job_id>/cancel")
@requires(Permission.JOB_MANAGE)
def cancel_job(job_id: int) -> Any:
    """Give a job up."""
    return _act(job_id, services.cancel_job, "已取消；正在办理的，到下一步时停止。")


@blueprint.post("/operations/jobs/<int:job_id>/retry")
@requires(Permission.JOB_MANAGE)
def retry_job(job_id: int) -> Any:
    """Queue a job anew."""
    return _act(job_id, services.retry_job, "已重新排队。")


def _act(job_id: int, service: Callable[..., None], sentence: str) -> Any:
    form = Form()
    if not form.validate_on_submit():
        abort(400)
    with writing(form):
        job = db.session.get(Job, job_id) or abort(404)
        service(job=job, actor=viewer().as_actor())
        url = form.leads_to(url_for("operations.jobs"))
    flash(sentence, "success")
    return redirect(url)


def _filters(chosen: str, counts: dict[JobState, int]) -> list[dict[str, Any]]:
    """Return the states that jobs are in, as filters of the address."""
    found: list[dict[str, Any]] = [{"label": "全部", "url": url_for(".jobs"), "active": not chosen}]
    for state, (label, _tone) in STATES.items():
        if counts[state] or state == chosen:
            url = url_for(".jobs", state=state.value)
            found.append(
                {"label": label, "url": url, "active": state == chosen, "count": counts[state]}
            )
    return found
