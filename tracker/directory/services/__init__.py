"""Changing the directory: each change is one act with its rules and one event."""

from tracker.directory.services.calendar import (
    add_calendar_day,
    add_calendar_span,
    known_years,
    load_calendar,
    remove_calendar_day,
)
from tracker.directory.services.dictionaries import (
    AreaFacts,
    save_agreement_kind,
    save_area,
    save_campus,
    save_series,
)
from tracker.directory.services.numbers import Numbering, take_numbers
from tracker.directory.services.people import (
    PersonFacts,
    PostFacts,
    hand_over,
    order_posts,
    save_person,
    save_post,
)
from tracker.directory.services.roster import import_roster
from tracker.directory.services.roster_rows import Entry
from tracker.directory.services.settings import change_settings
from tracker.directory.services.start_set import plant_start_set
from tracker.directory.services.units import UnitFacts, save_unit

__all__ = [
    "AreaFacts",
    "Entry",
    "Numbering",
    "PersonFacts",
    "PostFacts",
    "UnitFacts",
    "add_calendar_day",
    "add_calendar_span",
    "change_settings",
    "hand_over",
    "import_roster",
    "known_years",
    "load_calendar",
    "order_posts",
    "plant_start_set",
    "remove_calendar_day",
    "save_agreement_kind",
    "save_area",
    "save_campus",
    "save_person",
    "save_post",
    "save_series",
    "save_unit",
    "take_numbers",
]
