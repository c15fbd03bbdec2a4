"""Forms of the directory: one per page."""

from tracker.directory.forms.dictionary import (
    AgreementKindForm,
    AreaForm,
    CalendarDayForm,
    CampusForm,
    HandOverForm,
    PersonForm,
    PostForm,
    SeriesForm,
    UnitForm,
)
from tracker.directory.forms.ladder import LadderForm
from tracker.directory.forms.order import OrderForm
from tracker.directory.forms.roster import RosterForm
from tracker.directory.forms.settings import SETTING_LABELS, UNIT_SETTINGS, SettingsForm

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
