"""What is wrong with an installation, how old its copies are, and what its worker does."""

from tracker.operations.queries.backups import (
    BACK_UP,
    ENDING,
    LastBackup,
    last_backup,
    nightly_backups,
    nightly_folder,
)
from tracker.operations.queries.checkup import check_running, check_up
from tracker.operations.queries.finding import Finding, Level
from tracker.operations.queries.jobs import can_be_cancelled, job_counts, jobs_page, name_of
from tracker.operations.queries.metrics import State
from tracker.operations.queries.state import known_revisions, missing_parts, revision

__all__ = [
    "BACK_UP",
    "ENDING",
    "Finding",
    "LastBackup",
    "Level",
    "State",
    "can_be_cancelled",
    "check_running",
    "check_up",
    "job_counts",
    "jobs_page",
    "known_revisions",
    "last_backup",
    "missing_parts",
    "name_of",
    "nightly_backups",
    "nightly_folder",
    "revision",
]
