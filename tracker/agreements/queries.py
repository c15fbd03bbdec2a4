"""Finding agreements, as far as the viewer may see them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tracker.agreements.models import Agreement
from tracker.core.db import db
from tracker.core.permissions import Viewer


def visible(viewer: Viewer | None) -> Select[Agreement]:
    """Return a query of the agreements that this person may see; None sees all (the worker).

    A unit sees its own; unit, kind and text are loaded.
    """
    query = select(Agreement).options(
        joinedload(Agreement.unit), joinedload(Agreement.kind), joinedload(Agreement.signing)
    )
    if viewer is None or viewer.sees_all:
        return query
    return query.where(Agreement.unit_id.in_(viewer.unit_ids))


def get_agreement(agreement_id: int, *, viewer: Viewer | None) -> Agreement | None:
    """Return the agreement if it is for the viewer, else None."""
    return db.session.scalar(visible(viewer).where(Agreement.id == agreement_id))
