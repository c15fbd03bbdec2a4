"""The copies that the worker makes by night."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from tracker.core.clock import ZONE, now
from tracker.core.db import db
from tracker.core.jobs import Job, JobState
from tracker.core.text import size_in_words

BACK_UP = "backup.nightly"
ENDING = ".backup"
NO_OLDER_THAN = timedelta(hours=30)


def nightly_folder() -> Path:
    """Return where the worker puts the copy of each night."""
    return Path(current_app.config["BACKUPS_PATH"]) / "nightly"


def nightly_backups() -> list[Path]:
    """Return the copies of the last nights, the newest first."""
    return sorted(nightly_folder().glob(f"*{ENDING}"), reverse=True)


@dataclass(frozen=True)
class LastBackup:
    """The copies that the worker makes by night; `failed` is the sentence of the last attempt."""

    made_at: datetime | None
    size: int
    count: int
    failed: str

    @property
    def size_words(self) -> str:
        """Return the size of the newest as people say it."""
        return size_in_words(self.size)

    @property
    def is_late(self) -> bool:
        """Tell whether a night went by without a copy."""
        return self.made_at is None or now() - self.made_at > NO_OLDER_THAN


def last_backup() -> LastBackup:
    """Return the state of the nightly copies, from the folder and the last job."""
    kept = nightly_backups()
    last = db.session.scalar(
        select(Job).where(Job.kind == BACK_UP).order_by(Job.id.desc()).limit(1)
    )
    failed = last.error or "" if last and last.state == JobState.FAILED else ""
    if not kept:
        return LastBackup(None, 0, 0, failed)
    found = kept[0].stat()
    return LastBackup(
        datetime.fromtimestamp(found.st_mtime, tz=ZONE), found.st_size, len(kept), failed
    )
