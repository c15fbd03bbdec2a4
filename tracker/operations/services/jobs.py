"""Giving up what the worker has to do, and having it tried anew."""

from tracker.audit.services import change, record_event
from tracker.core.errors import RuleBroken
from tracker.core.jobs import Job, cancel, run_again
from tracker.core.permissions import Actor
from tracker.operations.queries import can_be_cancelled, name_of


def cancel_job(*, job: Job, actor: Actor) -> None:
    """Give a job up; one that runs ends at its next step.

    Raises:
        RuleBroken: it has ended, or must not be left half done.
    """
    if not can_be_cancelled(job):
        raise RuleBroken("这项任务不能取消：已经结束，或必须办完。请刷新页面查看。")
    cancel(job)
    record_event("job.cancel", job, actor=actor, label=name_of(job))


def retry_job(*, job: Job, actor: Actor) -> None:
    """Queue a job anew that failed or was cancelled.

    Raises:
        RuleBroken: it is done, or still under way.
    """
    if not job.is_given_up:
        raise RuleBroken("这项任务没有失败，不需要重试。请刷新页面查看。")
    before = job.error
    run_again(job)
    changes = change("error", before, None)
    record_event("job.retry", job, actor=actor, label=name_of(job), changes=changes)
