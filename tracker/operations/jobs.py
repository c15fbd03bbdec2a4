"""The one literal of job kinds, and what the clock's worker does by itself."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from huey import crontab

from tracker.audit.exports import PRINT_LIST
from tracker.audit.jobs import seal_events
from tracker.catalogue import jobs as catalogue
from tracker.catalogue.services import CHECK_ISSUED, PRINT_OF_THE_DAY
from tracker.core.clock import now, today
from tracker.core.db import writing
from tracker.core.jobs import (
    Job,
    JobFunction,
    enqueue,
    has_rested,
    huey,
    in_app,
    report_progress,
    sweep,
)
from tracker.core.running import tell_clock_goes
from tracker.files import jobs as files
from tracker.followups import jobs as followups
from tracker.followups.queries import URGE, run_key
from tracker.issuing.services import PRINT_ISSUED
from tracker.operations.demo import load_demo
from tracker.operations.queries import BACK_UP, ENDING, nightly_folder
from tracker.operations.services.backup import create_backup, drop_old_nights, verify_backup
from tracker.search import services as search
from tracker.search.queries import LAYOUT, standing

LOAD_DEMO = "demo.load"
REBUILD_SEARCH = "search.rebuild"
NIGHT, MORNING = 2, 6
# The extension by which a worker's process begins anew; no other process has it.
BEGIN_ANEW = "begin_anew"
REST = timedelta(minutes=5)


def back_up(job: Job) -> dict[str, Any]:
    """Write the copy of a night, read it back to its end, and keep the newest fourteen.

    It has its name only when it was found whole.
    """
    passphrase = current_app.config["BACKUP_PASSPHRASE"]
    target = nightly_folder() / f"{now():%Y-%m-%d-%H%M%S}{ENDING}"
    draft = target.with_suffix(".new")
    for left in nightly_folder().glob("*.new"):
        left.unlink()
    create_backup(
        draft,
        passphrase=passphrase,
        report=lambda done, total: report_progress(job.id, done, total),
    )
    found = verify_backup(draft, passphrase=passphrase)
    draft.rename(target)
    drop_old_nights()
    return {"path": str(target), "size": found.size, "files": found.file_count}


def rebuild_search(job: Job) -> dict[str, Any]:
    """Make the index of the search anew."""
    job_id = job.id
    count = search.rebuild(report=lambda done, total: report_progress(job_id, done, total))
    return {"entries": count}


def keep_search() -> None:
    """Bring the index of the search to where the trail is; one to be made anew is a job."""
    if standing().is_made:
        search.catch_up()
        return
    with writing():
        enqueue(REBUILD_SEARCH, key=f"{REBUILD_SEARCH}:{LAYOUT}", title="重建搜索索引")


JOB_FUNCTIONS: Mapping[str, JobFunction] = {
    BACK_UP: back_up,
    CHECK_ISSUED: catalogue.check_issued,
    LOAD_DEMO: load_demo,
    PRINT_ISSUED: catalogue.print_issued,
    PRINT_LIST: catalogue.print_list,
    PRINT_OF_THE_DAY: catalogue.print_of_the_day,
    REBUILD_SEARCH: rebuild_search,
    URGE: followups.make_slips,
}


@huey.periodic_task(crontab(minute="*"))
@in_app
def every_minute() -> None:
    """Seal the trail, hand over again what was lost on the way to the queue, keep the index."""
    tell_clock_goes(Path(current_app.config["INSTANCE_PATH"]))
    seal_events()
    sweep()
    keep_search()
    begin_anew_after_work()


def begin_anew_after_work() -> None:
    """Have a worker that has had its rest begin anew: what printing took is free again."""
    begin_anew = current_app.extensions.get(BEGIN_ANEW)
    if begin_anew is not None and has_rested(REST):
        begin_anew()


@huey.periodic_task(crontab(minute="7"))
@in_app
def every_hour() -> None:
    """Remove what nobody attached, and old prints; print what leaders look at."""
    files.sweep()
    catalogue.sweep_prints()
    catalogue.print_for_leaders()


@huey.periodic_task(crontab(minute="17"))
@in_app
def every_night() -> None:
    """Queue the night's work once a day; asked every hour, for machines that sleep at night."""
    back_up_by_night()
    check_by_night()
    urge_by_morning()


def back_up_by_night() -> None:
    """Queue the copy of this night, once it is two o'clock and a passphrase is set."""
    if current_app.config["BACKUP_PASSPHRASE"] and now().hour >= NIGHT:
        with writing():
            enqueue(BACK_UP, key=f"{BACK_UP}:{today()}", title="夜间备份")


def check_by_night() -> None:
    """Queue the comparison of all issued papers with their hashes, once it is two o'clock."""
    if now().hour >= NIGHT:
        with writing():
            enqueue(CHECK_ISSUED, key=f"{CHECK_ISSUED}:{today()}", title="核对已印发文书")


def urge_by_morning() -> None:
    """Queue the slips of the day once it is six o'clock; each day has one job."""
    if now().hour >= MORNING:
        with writing():
            enqueue(URGE, key=run_key(today()), title="核对催办")
