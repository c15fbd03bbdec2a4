"""The clock's daily work: slips of the ladder of urging."""

from collections.abc import Mapping
from typing import Any

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.jobs import Job, report_progress
from tracker.followups import queries, services

# Business transactions take turns, so that nobody waits for all slips of a day.
TOGETHER = 50


def make_slips(job: Job) -> Mapping[str, Any]:
    """Make the slips of today; repeated or run twice at once it makes none twice."""
    job_id, on = job.id, today()
    since = queries.last_run(before=on)
    ids = [step.followup_id for step in queries.reached_steps(on=on, since=since)]
    made = 0
    for first in range(0, len(ids), TOGETHER):
        with writing():
            part = ids[first : first + TOGETHER]
            made += len(services.make_slips(on=on, since=since, ids=part))
        report_progress(job_id, made, len(ids))
    return {"slips": made}
