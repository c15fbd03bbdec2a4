"""Finding agreements and the texts put out for signature, as far as the viewer may see them."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.agreements.models import Agreement, AgreementState, Signing
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory.models import Unit
from tracker.meetings.models import Meeting, MeetingState

LIVE = frozenset({AgreementState.TO_SIGN, AgreementState.SIGNED})


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
    """Return the agreement with signers and time line if it is for the viewer, else None."""
    query = visible(viewer).options(
        selectinload(Agreement.signers),
        selectinload(Agreement.steps),
        joinedload(Agreement.signing).joinedload(Signing.meeting),
        joinedload(Agreement.signing).selectinload(Signing.leaders),
    )
    return db.session.scalar(query.where(Agreement.id == agreement_id))


def get_signing(signing_id: int) -> Signing | None:
    """Return a text put out for signature with all its agreements, else None."""
    return db.session.scalar(_signings().where(Signing.id == signing_id))


def signings_of(*meeting_ids: int) -> list[Signing]:
    """Return what was put out for signature at meetings, in order, with all agreements."""
    query = _signings().where(Signing.meeting_id.in_(meeting_ids))
    return list(db.session.scalars(query.order_by(Signing.sort, Signing.id)))


def unexpanded(year: int) -> list[Signing]:
    """Return the texts of a year that were never put out to any unit, in order.

    What was told at a meeting that was cancelled waits for nobody.
    """
    is_idle = Signing.meeting.has(Meeting.state == MeetingState.CANCELLED)
    query = select(Signing).where(Signing.year == year, ~Signing.agreements.any(), ~is_idle)
    return list(db.session.scalars(query.order_by(Signing.id)))


def all_signings() -> list[Signing]:
    """Return every text put out for signature, newest first; for lists of papers."""
    return list(db.session.scalars(select(Signing).order_by(Signing.year.desc(), Signing.id)))


def printable(viewer: Viewer | None) -> list[Agreement]:
    """Return the agreements that are not void, newest year first, by unit."""
    query = visible(viewer).join(Agreement.unit).where(Agreement.state != AgreementState.VOID)
    query = query.order_by(Agreement.year.desc(), Agreement.kind_id, Unit.sort, Agreement.version)
    return list(db.session.scalars(query))


def _signings() -> Select[Signing]:
    agreements = selectinload(Signing.agreements)
    return select(Signing).options(
        joinedload(Signing.kind),
        joinedload(Signing.meeting),
        selectinload(Signing.leaders),
        agreements.selectinload(Agreement.signers),
        agreements.joinedload(Agreement.unit),
    )


def in_order(agreements: Sequence[Agreement]) -> list[Agreement]:
    """Return agreements in the order of their units, an earlier version first."""
    return sorted(agreements, key=lambda one: (one.unit.sort, one.unit_id, one.version))


def undated(signings: Sequence[Signing]) -> list[Agreement]:
    """Return those of the signings' agreements that still have to be signed."""
    waiting = [a for s in signings for a in s.agreements if a.state == AgreementState.TO_SIGN]
    return in_order(waiting)


def live_agreement(kind_id: int, year: int, unit_id: int) -> Agreement | None:
    """Return a unit's agreement of a kind and year that waits or is signed, the newest."""
    query = visible(None).where(
        Agreement.kind_id == kind_id,
        Agreement.year == year,
        Agreement.unit_id == unit_id,
        Agreement.state.in_(LIVE),
    )
    return db.session.scalars(query.order_by(Agreement.version.desc())).first()


def next_version(kind_id: int, year: int, unit_id: int) -> int:
    """Return the version that the next agreement of this kind, year and unit takes."""
    query = select(Agreement.version).where(
        Agreement.kind_id == kind_id, Agreement.year == year, Agreement.unit_id == unit_id
    )
    return max(db.session.scalars(query), default=0) + 1


def versions(agreement: Agreement) -> list[Agreement]:
    """Return all versions of one unit's agreement of a kind and year, the oldest first."""
    query = select(Agreement).where(
        Agreement.kind_id == agreement.kind_id,
        Agreement.year == agreement.year,
        Agreement.unit_id == agreement.unit_id,
    )
    return list(db.session.scalars(query.order_by(Agreement.version)))


def years(*, viewer: Viewer | None) -> list[int]:
    """Return the years that have agreements for the viewer, newest first."""
    ids = visible(viewer).with_only_columns(Agreement.id)
    query = select(Agreement.year).where(Agreement.id.in_(ids)).distinct()
    return list(db.session.scalars(query.order_by(Agreement.year.desc())))


def count_to_sign(meeting_id: int, *, viewer: Viewer | None) -> int:
    """Return how many agreements of a meeting still wait for signatures."""
    ids = visible(viewer).with_only_columns(Agreement.id)
    query = select(func.count()).select_from(Agreement).join(Agreement.signing)
    query = query.where(
        Signing.meeting_id == meeting_id,
        Agreement.state == AgreementState.TO_SIGN,
        Agreement.id.in_(ids),
    )
    return db.session.scalar(query) or 0
