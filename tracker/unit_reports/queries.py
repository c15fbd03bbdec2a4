"""Finding unit reports, as far as the viewer may see them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.unit_reports.models import UnitReport


def visible(viewer: Viewer | None) -> Select[UnitReport]:
    """Return a query of the reports that this person may see; None sees all (the worker).

    A unit sees its own.
    """
    query = select(UnitReport).options(joinedload(UnitReport.unit))
    if viewer is None or viewer.sees_all:
        return query
    return query.where(UnitReport.unit_id.in_(viewer.unit_ids))


def get_report(report_id: int, *, viewer: Viewer | None) -> UnitReport | None:
    """Return the report if it is for the viewer, else None."""
    return db.session.scalar(visible(viewer).where(UnitReport.id == report_id))
