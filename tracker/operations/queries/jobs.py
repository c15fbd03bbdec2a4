"""What the worker has done and has still to do."""

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select

from tracker.audit.exports import PRINT_LIST
from tracker.catalogue.services import PRINT_OF_THE_DAY
from tracker.core.db import db
from tracker.core.jobs import Job, JobState
from tracker.issuing.services import PRINT_ISSUED
from tracker.operations.queries.backups import BACK_UP

# Not so: an issued paper, which must have its bytes, and the demo, which would be there by half.
CANCELLABLE = frozenset({BACK_UP, PRINT_LIST, PRINT_OF_THE_DAY})


def jobs_page(*, page: int, state: str = "") -> Pagination:
    """Return one page of the jobs, the newest first; of one state where it is named."""
    query = select(Job).order_by(Job.id.desc())
    if state:
        query = query.where(Job.state == state)
    return db.paginate(query, page=page, per_page=20, max_per_page=20)


def job_counts() -> dict[JobState, int]:
    """Return how many jobs there are of each state."""
    counted = select(Job.state, func.count()).group_by(Job.state)
    found = {row[0]: row[1] for row in db.session.execute(counted)}
    return {state: found.get(state, 0) for state in JobState}


def name_of(job: Job) -> str:
    """Return what an administrator may know of a job: not the title of an issued paper."""
    return "编号印发的文件" if job.kind == PRINT_ISSUED else job.title or job.kind


def can_be_cancelled(job: Job) -> bool:
    """Tell whether giving the job up leaves nothing half done, and has not been asked yet."""
    return job.kind in CANCELLABLE and not (job.is_finished or job.is_cancel_asked)
