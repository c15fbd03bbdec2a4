"""Units, posts and people over time."""

from tracker.directory.models.dictionaries import (
    AgreementKind,
    AreaSynonym,
    CalendarDay,
    NumberSeries,
    RiskArea,
    SeriesYear,
    Setting,
)
from tracker.directory.models.kinds import (
    BODIES,
    LEADER_ROLES,
    LONG_AGO,
    PARTY_UNITS,
    POST_ROLE_LABELS,
    STAFF_NO,
    STAFF_NO_WORDS,
    UNIT_KIND_LABELS,
    PostRole,
    UnitKind,
)
from tracker.directory.models.units import (
    Campus,
    Person,
    Post,
    PostHolding,
    Unit,
    UnitAlias,
    UnitSupervision,
)

__all__ = [
    "AgreementKind",
    "AreaSynonym",
    "BODIES",
    "CalendarDay",
    "Campus",
    "LEADER_ROLES",
    "LONG_AGO",
    "NumberSeries",
    "PARTY_UNITS",
    "POST_ROLE_LABELS",
    "Person",
    "Post",
    "PostHolding",
    "PostRole",
    "RiskArea",
    "STAFF_NO",
    "STAFF_NO_WORDS",
    "SeriesYear",
    "Setting",
    "UNIT_KIND_LABELS",
    "Unit",
    "UnitAlias",
    "UnitKind",
    "UnitSupervision",
]
