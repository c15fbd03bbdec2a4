"""Finding risks, as far as the viewer may see them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.risks.models import Risk


def visible(viewer: Viewer | None) -> Select[Risk]:
    """Return a query of the risks that this person may see; None sees all (the worker).

    A unit sees its own; unit and area are loaded.
    """
    query = select(Risk).options(joinedload(Risk.unit), joinedload(Risk.area))
    if viewer is None or viewer.sees_all:
        return query
    return query.where(Risk.unit_id.in_(viewer.unit_ids))


def get_risk(risk_id: int, *, viewer: Viewer | None) -> Risk | None:
    """Return the risk if it is for the viewer, else None."""
    return db.session.scalar(visible(viewer).where(Risk.id == risk_id))
