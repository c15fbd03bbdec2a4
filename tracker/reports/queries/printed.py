"""The papers on a quarter that leaders look at once a week, and when each was last printed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select

from tracker.core.calendar import Quarter
from tracker.core.db import db
from tracker.core.jobs import Job, JobState


@dataclass(frozen=True)
class QuarterPaper:
    """A paper on a quarter by kind and id; `made_at` is its last print, asked for or not."""

    kind: str
    subject: str
    name: str
    made_at: datetime | None = None


def quarter_papers(quarter: Quarter) -> list[QuarterPaper]:
    """Return the papers on a quarter, the agreements being those of its year; one statement."""
    found = [
        ("quarter-summary", quarter.code, "季度情况"),
        ("hazard-ledger", quarter.code, "风险隐患台账"),
        ("coverage", str(quarter.year), f"{quarter.year}年责任书签订覆盖情况"),
    ]
    are_prints = [
        and_(Job.args["kind"].as_string() == kind, Job.args["subject"].as_string() == subject)
        for kind, subject, _ in found
    ]
    made = select(*(func.max(case((is_print, Job.finished_at))) for is_print in are_prints))
    made = made.where(or_(*are_prints), Job.state == JobState.DONE)
    at = db.session.execute(made).one()
    return [QuarterPaper(*paper, made_at) for paper, made_at in zip(found, at, strict=True)]
