"""Loading the invented college, from the command line or as a job."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import func, select

from tracker.accounts.queries import find_user, has_users
from tracker.audit.jobs import seal_events
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.jobs import Job, report_progress
from tracker.meetings.models import Meeting
from tracker.operations.demo import bulk
from tracker.operations.demo.college import Told, plant_college
from tracker.operations.demo.meetings import announce, draft_minutes, hold, issue_minutes, plan
from tracker.operations.demo.outcomes import carry_out, close_quarters
from tracker.operations.demo.quarters import quarters
from tracker.operations.demo.records import add_records, file_reports
from tracker.operations.demo.turns import link_repeats
from tracker.operations.services.college import has_begun
from tracker.search import services as search

DEFAULT_QUARTERS = 8
Report = Callable[[int, int], None]


def load_demo(job: Job) -> Mapping[str, Any] | None:
    """Load the college in the worker; a job that was broken off goes on where it stopped."""
    job_id, is_again, password_hash = job.id, job.attempts > 1, job.args["password_hash"]
    load(
        password_hash=password_hash,
        go_on=is_again and find_user("auditadmin") is not None,
        report=lambda done, total: report_progress(job_id, done, total),
    )
    return None


def load(
    *,
    password_hash: str,
    quarter_count: int = DEFAULT_QUARTERS,
    item_count: int = 0,
    go_on: bool = False,
    report: Report = lambda _done, _total: None,
) -> None:
    """Fill an empty database: the college, its quarters, and on request many plain tasks.

    The college and each quarter are a transaction of their own. `report` is told after each
    how many of how many are done; `go_on` continues what was broken off.

    Raises:
        RuleBroken: the database is not empty.
    """
    total = quarter_count + 2
    if not go_on:
        _plant(password_hash)
    report(1, total)
    held = db.session.scalar(select(func.count()).select_from(Meeting)) or 0
    for place, told in enumerate(quarters(quarter_count), 1):
        if place > held:
            with writing():
                play(told)
        report(1 + place, total)
    if item_count:
        bulk.add_items(item_count, password_hash=password_hash, on=today())
    close_quarters(quarter_count)
    seal_events()
    search.rebuild()
    report(total, total)


def _plant(password_hash: str) -> None:
    with writing():
        if has_users() or has_begun():
            raise RuleBroken(
                "数据库里已有数据，演示学院只能载入空的数据库。"
                "请另设 INSTANCE_PATH（或 DATABASE_URL），运行 flask db upgrade 后再载入。"
            )
        plant_college(password_hash=password_hash, on=today())


def play(told: Told) -> None:
    """Play one quarter: the latest of several is announced, the one before waits for signature."""
    meeting = announce(told)
    file_reports(meeting, told)
    is_first = told.get("on_paper", False)
    if told["age"] == 0 and not is_first:
        return
    hold(meeting, told)
    plan(meeting, told)
    add_records(meeting, told)
    link_repeats(told)
    minutes = draft_minutes(meeting, told)
    if told["age"] == 1 and not is_first:
        return
    carry_out(meeting, issue_minutes(meeting, minutes, told), told)
