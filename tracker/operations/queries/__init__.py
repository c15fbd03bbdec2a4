"""What is wrong with an installation, and how old its copies are."""

from tracker.operations.queries.backups import (
    BACK_UP,
    ENDING,
    LastBackup,
    last_backup,
    nightly_backups,
    nightly_folder,
)
from tracker.operations.queries.checkup import Finding, Level, check_up

__all__ = [
    "BACK_UP",
    "ENDING",
    "Finding",
    "LastBackup",
    "Level",
    "check_up",
    "last_backup",
    "nightly_backups",
    "nightly_folder",
]
