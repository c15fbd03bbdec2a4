"""Forms of the directory: one per page."""

from tracker.directory.forms.dictionary import (
    SETTING_LABELS,
    UNIT_SETTINGS,
    AgreementKindForm,
    AreaForm,
    CalendarDayForm,
    CampusForm,
    HandOverForm,
    PersonForm,
    PostForm,
    SeriesForm,
    SettingsForm,
    UnitForm,
)
from tracker.directory.forms.ladder import LadderForm
from tracker.directory.forms.order import OrderForm
from tracker.directory.forms.roster import RosterForm

__all__ = [
    "SETTING_LABELS",
    "UNIT_SETTINGS",
    "AgreementKindForm",
    "AreaForm",
    "CalendarDayForm",
    "CampusForm",
    "HandOverForm",
    "LadderForm",
    "OrderForm",
    "PersonForm",
    "PostForm",
    "RosterForm",
    "SeriesForm",
    "SettingsForm",
    "UnitForm",
]
