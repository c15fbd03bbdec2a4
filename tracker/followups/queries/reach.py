"""Which items are for somebody."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from tracker.core.permissions import Role, Viewer
from tracker.directory import queries as directory
from tracker.followups.models import FollowUp, FollowUpUnit


@dataclass(frozen=True)
class Reach:
    """Which items somebody sees; worked out once and passed to the queries of a page.

    `lead_ids` are the units whose items are seen, None for all; `supported_ids` the units
    whose supported items are seen as well. With `is_support` only these are seen, of which other
    units are the lead.
    """

    lead_ids: frozenset[int] | None
    supported_ids: frozenset[int] = frozenset()
    sees_planned: bool = False
    is_support: bool = False

    @property
    def led(self) -> "Reach":
        """Return this without what is only supported."""
        return replace(self, supported_ids=frozenset())

    @property
    def supported(self) -> "Reach":
        """Return what is only supported of this."""
        return replace(self, is_support=True)

    def leads(self, unit_id: int) -> bool:
        """Tell whether the items of a unit are seen for another reason than support."""
        return self.lead_ids is None or unit_id in self.lead_ids

    @property
    def condition(self) -> ColumnElement[bool]:
        """Return this as a condition of a query."""
        handed_out = true() if self.sees_planned else FollowUp.assigned_on.is_not(None)
        if self.lead_ids is None:
            return false() if self.is_support else handed_out
        if not self.lead_ids:
            return false()
        return and_(handed_out, self._of_units(self.lead_ids))

    def _of_units(self, lead_ids: frozenset[int]) -> ColumnElement[bool]:
        own = FollowUp.lead_unit_id.in_(lead_ids)
        if not self.supported_ids:
            return false() if self.is_support else own
        supported = select(FollowUpUnit.follow_up_id).where(
            FollowUpUnit.unit_id.in_(self.supported_ids)
        )
        is_supported = FollowUp.id.in_(supported)
        return and_(~own, is_supported) if self.is_support else or_(own, is_supported)

    def within(self, unit_id: int | None) -> ColumnElement[bool]:
        """Return the condition for the items of one unit, simple where all of them are seen."""
        if self.lead_ids is not None and unit_id in self.lead_ids and not self.is_support:
            return replace(self, lead_ids=None).condition
        return self.condition


def reach_of(viewer: Viewer | None) -> Reach:
    """Return what the viewer sees; None sees all (the worker and the command line).

    A unit sees what it leads or supports, once that is handed out. The discipline office sees
    the office's own items as well, which it verifies.
    """
    if viewer is None or viewer.is_office or Role.LEADER in viewer.roles:
        return Reach(None, sees_planned=True)
    if viewer.sees_all:
        return Reach(None)
    return Reach(viewer.unit_ids | supervised_ids(viewer), viewer.unit_ids)


def supervised_ids(viewer: Viewer) -> frozenset[int]:
    """Return the office's own units, for the head of the discipline office (two settings)."""
    if not viewer.headed_ids:
        return frozenset()
    _, discipline = directory.office_and_discipline(viewer.on)
    if discipline not in viewer.headed_ids:
        return frozenset()
    return directory.office_family_ids(viewer.on)
