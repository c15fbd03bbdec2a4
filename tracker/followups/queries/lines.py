"""A page of the list as plain lines: what it shows of each item, and no more.

A list is what is opened most. Of an item with its unit, meeting, point and risk as mapped
objects a row of it costs several times what its columns cost.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from tracker.core.db import db
from tracker.directory import queries as directory
from tracker.directory.models import RiskArea
from tracker.followups.models import FollowUp, ItemWords, source_words
from tracker.meetings import queries as meetings
from tracker.meetings.models import Meeting
from tracker.risks.models import Risk, risk_code


@dataclass(frozen=True, slots=True)
class Line(ItemWords):
    """One item as the list shows it; dates and words are those of the item."""

    id: int
    year: int
    number: int
    title: str
    state: str
    closed_by_rule: bool
    rhythm: str | None
    lead_unit_id: int
    due_on: date | None
    original_due_on: date | None
    asked_due_on: date | None
    assigned_on: date | None
    submitted_on: date | None
    submitter_id: int | None
    is_long_term: bool
    is_filing: bool
    is_conveyance: bool
    unit: str
    source: str


# What a list that shows mapped items and one that shows lines have in common.
Listed = FollowUp | Line
_OF_ITEM = [field.name for field in fields(Line) if field.name not in {"unit", "source"}]
_OF_OTHERS = (
    FollowUp.point_id,
    Meeting.quarter.label("meeting_quarter"),
    Risk.year.label("risk_year"),
    Risk.number.label("risk_number"),
    RiskArea.name.label("area"),
)


def lines_of(ids: Select[Any]) -> Select[Any]:
    """Return a query of the rows from which `read_lines` makes lines, to be put in order."""
    own = (getattr(FollowUp, name) for name in _OF_ITEM)
    query = select(*own, *_OF_OTHERS).outerjoin(FollowUp.meeting).outerjoin(FollowUp.risk)
    return query.outerjoin(Risk.area).where(FollowUp.id.in_(ids))


def read_lines(query: Select[Any]) -> list[Line]:
    """Return the lines of such a query: their points and the units' names are asked for once."""
    rows: Iterable[Any] = db.session.execute(query).all()
    points = meetings.point_sources({row.point_id for row in rows if row.point_id})
    units = directory.unit_names()
    return [_line(row, units.get(row.lead_unit_id, ""), _source(row, points)) for row in rows]


def _line(row: Any, *others: str) -> Line:
    return Line(*row[: len(_OF_ITEM)], *others)


def _source(row: Any, points: dict[int, str]) -> str:
    risk = risk_code(row.risk_year, row.risk_number) if row.risk_year else ""
    return source_words(risk, row.area, row.meeting_quarter, points.get(row.point_id, ""))
