"""Risks that came back: likely ones with the reason, and the line of those that were linked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, or_, select

from tracker.core.db import db
from tracker.core.permissions import Permission, Viewer
from tracker.directory import queries as directory
from tracker.directory.models import RiskArea
from tracker.risks.models import RepeatState, Risk, RiskRepeat, RiskState
from tracker.risks.queries.likeness import Likeness, Told, likeness
from tracker.risks.queries.register import visible

# A risk is compared with those that were closed in so many years before it was found.
YEARS = 2
# More are no help: what is most alike, and of equals the latest.
MOST_OFFERED = 5


@dataclass(frozen=True)
class LikelyRepeat:
    """An earlier risk that this one may be again, and why in words."""

    risk: Risk
    reason: str


@dataclass(frozen=True)
class Lineage:
    """Risks that were linked as one come back, in the order in which they were found.

    None stands for one that is not for the viewer; `place` is which of them this one is, from 1.
    """

    risks: tuple[Risk | None, ...]
    place: int


@dataclass(frozen=True)
class Repeats:
    """All that a risk's page says of repeats; `linked` and `dismissed` are the answers given."""

    likely: tuple[LikelyRepeat, ...]
    linked: tuple[Risk, ...]
    dismissed: tuple[Risk, ...]
    lineage: Lineage | None


def repeats_of(risk: Risk, *, viewer: Viewer) -> Repeats:
    """Return what is known of a risk and earlier ones, as far as the viewer may see them.

    The number of statements does not depend on how many risks there are. Nothing is offered of
    an ended risk, nor to who may not answer.
    """
    answers = _answers_on(risk.id)
    related = _related_ids(risk.id)
    found = _likely(risk, leaving_out={*related, *answers}, viewer=viewer)
    risks = _by_id({*found, *answers, *related}, viewer=viewer)
    told = {state: tuple(risks[key] for key in answers if key in risks and answers[key] == state)
            for state in (RepeatState.LINKED, RepeatState.DISMISSED)}  # fmt: skip
    return Repeats(
        likely=tuple(LikelyRepeat(risks[key], found[key].reason) for key in found if key in risks),
        linked=told[RepeatState.LINKED],
        dismissed=told[RepeatState.DISMISSED],
        lineage=_lineage(risk, related, risks),
    )


def likely_repeats(risk: Risk, *, viewer: Viewer | None) -> list[tuple[int, Likeness]]:
    """Return the ids of earlier risks that this one may be again, the likest first."""
    own = directory.family_ids(risk.unit_id, on=risk.found_on)
    areas = {
        area.id: ((area.name, *(one.name for one in area.synonyms)), area.is_sensitive)
        for area in directory.risk_areas()
    }

    def told(unit_id: int, area_id: int, place: str, title: str) -> Told:
        return Told(unit_id, own, area_id, *areas[area_id], place, title)

    new = told(risk.unit_id, risk.area_id, risk.place, risk.title)
    rows = db.session.execute(_candidates(risk, own, viewer=viewer)).all()
    compared = ((row[0], likeness(new, told(*row[1:]))) for row in rows)
    found = [(key, how) for key, how in compared if how is not None]
    # Sorting is stable, so that of equals the one closed last stays the first.
    return sorted(found, key=lambda pair: -pair[1].score)


def answer_on(risk_id: int, earlier_id: int) -> RiskRepeat | None:
    """Return what was answered on these two risks, or None."""
    query = select(RiskRepeat).where(RiskRepeat.risk_id == risk_id)
    return db.session.scalar(query.where(RiskRepeat.earlier_id == earlier_id))


def _likely(
    risk: Risk, *, leaving_out: Collection[int], viewer: Viewer
) -> dict[int, Likeness]:  # fmt: skip
    if not risk.is_open or not viewer.can(Permission.RISK_EDIT):
        return {}
    found = likely_repeats(risk, viewer=viewer)
    return dict([pair for pair in found if pair[0] not in leaving_out][:MOST_OFFERED])


def _candidates(
    risk: Risk, family: Collection[int], *, viewer: Viewer | None
) -> Select[int, int, int, str, str]:
    """Return a query of what may be compared at all: id, unit, area, place and title.

    Closed within the years, found before, of the family; in sensitive areas of the same unit only.
    """
    columns = (Risk.id, Risk.unit_id, Risk.area_id, Risk.place, Risk.title)
    query = select(*columns).join(RiskArea, Risk.area_id == RiskArea.id).where(
        Risk.state == RiskState.CLOSED,
        Risk.closed_on >= _years_before(risk.found_on),
        _was_found_before(risk),
        Risk.unit_id.in_(family),
    )  # fmt: skip
    is_own_unit = Risk.unit_id == risk.unit_id
    if risk.area.is_sensitive:
        query = query.where(is_own_unit)
    if viewer is not None and not viewer.sees_all:
        query = query.where(Risk.unit_id.in_(viewer.unit_ids))
    query = query.where(or_(RiskArea.is_sensitive.is_(False), is_own_unit))
    return query.order_by(Risk.closed_on.desc(), Risk.id.desc())


def _was_found_before(risk: Risk) -> ColumnElement[bool]:
    """Return as a condition that a risk comes before this one; of one day the lower id does."""
    is_same_day = and_(Risk.found_on == risk.found_on, Risk.id < risk.id)
    return or_(Risk.found_on < risk.found_on, is_same_day)


def _years_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - YEARS, day=28 if is_leap_day else day.day)


def _answers_on(risk_id: int) -> dict[int, str]:
    """Return {earlier risk: what was answered}, in the order of the answers."""
    query = select(RiskRepeat.earlier_id, RiskRepeat.state).where(RiskRepeat.risk_id == risk_id)
    return {row[0]: row[1] for row in db.session.execute(query.order_by(RiskRepeat.id))}


def _related_ids(risk_id: int) -> list[int]:
    """Return the risk and all that hang together with it by links, in the order of finding.

    What was given up is none of them, though links lead on through it.
    """
    line = select(Risk.id).where(Risk.id == risk_id).cte("line", recursive=True)
    other = case((RiskRepeat.risk_id == line.c.id, RiskRepeat.earlier_id), else_=RiskRepeat.risk_id)
    is_of_line = or_(RiskRepeat.risk_id == line.c.id, RiskRepeat.earlier_id == line.c.id)
    linked = select(other).join(line, is_of_line).where(RiskRepeat.state == RepeatState.LINKED)
    whole = line.union(linked)
    query = select(Risk.id).join(whole, Risk.id == whole.c.id)
    query = query.where(Risk.state != RiskState.CANCELLED)
    return list(db.session.scalars(query.order_by(Risk.found_on, Risk.id)))


def _by_id(ids: Collection[int], *, viewer: Viewer) -> dict[int, Risk]:
    """Return the risks that the viewer may see among these, in the order of their finding."""
    query = visible(viewer).where(Risk.id.in_(ids)).order_by(Risk.found_on, Risk.id)
    return {risk.id: risk for risk in db.session.scalars(query)}


def _lineage(risk: Risk, related: Sequence[int], risks: dict[int, Risk]) -> Lineage | None:
    """Return the line of a risk, or None where it stands alone or was given up."""
    if len(related) < 2 or risk.id not in related:
        return None
    return Lineage(tuple(risks.get(key) for key in related), related.index(risk.id) + 1)
