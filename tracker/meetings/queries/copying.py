"""What the meeting of one quarter takes over from an earlier one."""

from datetime import date
from typing import Any

from tracker.core.calendar import Quarter, quarter_of
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.meetings.models import Invitation, Meeting, MeetingState, ReportingUnit
from tracker.meetings.queries.meeting import newest_first, visible

# What is said again as it was, and what tells of its quarter.
KEPT = ("kinds", "time_basis", "starts_at", "ends_at", "campus_id", "room", "held_by_as_written")
RETOLD = ("title", "short_title", "agenda", "requirements")
PERSONS = ("chair_id", "recorder_id")


def newest_meeting(*, viewer: Viewer) -> Meeting | None:
    """Return the latest meeting that was not given up: the one to take over from."""
    query = visible(viewer).where(Meeting.state != MeetingState.CANCELLED)
    return db.session.scalars(newest_first(query).limit(1)).first()


def fields_from(source: Meeting, *, on: date, is_late: bool = False) -> dict[str, Any]:
    """Return the fields of the next quarter's meeting as this one had them; no date.

    Quarter and year in the words move on, for a meeting entered late not beyond the present;
    who has no post any more is left out.
    """
    quarter = Quarter(source.year, source.quarter)
    following = min(quarter.following, Quarter(*quarter_of(on))) if is_late else quarter.following
    in_post = {holding.person_id for holding in directory.holdings(on=on)}
    kept = {name: getattr(source, name) for name in KEPT}
    retold = {name: following.retell(getattr(source, name), of=quarter) for name in RETOLD}
    persons = {name: getattr(source, name) for name in PERSONS}
    persons = {name: found for name, found in persons.items() if found in in_post}
    when = {"year": following.year, "quarter": str(following.number)}
    return {**kept, **retold, **persons, **when, "organiser_id": source.organiser_id}


def gone_since(source: Meeting, *, on: date) -> list[Invitation | ReportingUnit]:
    """Return those invited or reporting whose unit is dissolved, or who lost their post since."""
    units = {unit.id for unit in directory.units(on=on)}
    then = {holding.person_id for holding in directory.holdings(on=source.held_on)}
    lost = then - {holding.person_id for holding in directory.holdings(on=on)}
    invited = [row for row in source.invitations if row.person_id in lost]
    rows: list[Invitation | ReportingUnit] = [*source.invitations, *source.reporting]
    return invited + [row for row in rows if row.unit_id and row.unit_id not in units]
