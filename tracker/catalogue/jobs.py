"""The print jobs."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from tracker.catalogue import services
from tracker.catalogue.queries import KINDS
from tracker.core.clock import now, today
from tracker.core.db import writing
from tracker.core.jobs import Job, report_progress
from tracker.files.models import StoredFile
from tracker.files.services import sweep_older
from tracker.press.listing import Listing
from tracker.press.plain import from_plain

PRINTS_KEPT_FOR = timedelta(days=7)


def print_issued(job: Job) -> Mapping[str, Any]:
    """Print an issued paper from its snapshot."""
    return {"sha256": services.print_issued(job.args["issued_id"])}


def print_of_the_day(job: Job) -> Mapping[str, Any]:
    """Print a paper as the record stands now."""
    file = services.print_of_the_day(
        KINDS[job.args["kind"]],
        job.args["subject"],
        job.args["ending"],
        on=today(),
        asked=job.key if job.user_id else None,
        progress=partial(report_progress, job.id),
    )
    return {"file_id": file.id, "sha256": file.sha256}


def print_list(job: Job) -> Mapping[str, Any]:
    """Print a list from the rows that were handed out."""
    listing = from_plain(Listing, job.args["listing"])
    file = services.print_list(listing, job.args["name"], on=today())
    return {"file_id": file.id, "sha256": file.sha256}


def check_issued(job: Job) -> Mapping[str, Any]:
    """Compare what was issued with what is stored."""
    return {"papers": services.check_issued(progress=partial(report_progress, job.id))}


def print_for_leaders() -> None:
    """Print what leaders look at once a week, before they ask."""
    services.print_for_leaders(on=today())


def sweep_prints() -> int:
    """Remove prints of the day after a week; they can be made again at any time."""
    services.forget_lists(before=now() - PRINTS_KEPT_FOR)
    with writing():
        return sweep_older(StoredFile.attached_to == services.PRINT, than=PRINTS_KEPT_FOR)
