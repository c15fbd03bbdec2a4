"""The college's settings as they hold on a day, and the lights that follow from them."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import select

from tracker.audit.queries import while_unchanged
from tracker.core.calendar import Thresholds
from tracker.core.db import db
from tracker.core.lights import DueLights
from tracker.directory.models import Setting
from tracker.directory.queries.dictionaries import calendar_exceptions

SETTING_DEFAULTS: dict[str, str] = {
    "college_name": "",
    "college_short_name": "",
    "red_head": "",
    "issuing_body": "",
    "distribution": "",
    "distribution_label": "分送",
    "says_comrade": "0",
    # How far upright pages keep away from the binder, in mm.
    "binder_margin": "0",
    "public_url": "",
    "notice_working_days": "3",
    "report_working_days_before": "2",
    "conveyance_working_days": "5",
    "item_working_days": "15",
    "general_risk_working_days": "7",
    "significant_risk_working_days": "15",
    "major_risk_working_days": "30",
    "yellow_working_days": "3",
    "liaison_may_submit": "1",
    # The ladder of urging: working days before or after the due date, or the share of the time in
    # per cent; 0 leaves a step out. Which slips go out by themselves: 1, else the office sends.
    "urge_before_days": "2",
    "urge_behind_percent": "50",
    "urge_overdue_1_days": "1",
    "urge_overdue_2_days": "5",
    "urge_overdue_3_days": "10",
    "urge_sends_reminders": "1",
    "urge_sends_yellow": "0",
    "urge_sends_red": "0",
    # 回头看: so many days after a risk was struck off, of so many percent of what is not major.
    "look_back_days": "60",
    "look_back_share": "20",
    "days_kept_signed_in": "14",
    # Ids of the units whose tasks need a verifier of their own, and of who verifies them.
    "office_unit_id": "",
    "discipline_unit_id": "",
    "contact_for_personal_data": "",
}


def due_lights(*, on: date) -> DueLights:
    """Return the lights of a day, by the calendar and the settings of that day."""
    thresholds = Thresholds(yellow_days=int(setting("yellow_working_days", on=on)))
    return DueLights(on, calendar_exceptions(), thresholds)


def setting(key: str, *, on: date) -> str:
    """Return a setting as it holds on that day.

    Raises:
        KeyError: there is no such setting.
    """
    return settings(on=on)[key]


def settings(*, on: date) -> Mapping[str, str]:
    """Return all settings as they hold on that day."""
    return while_unchanged(("settings", on), lambda: _settings(on))


def _settings(on: date) -> Mapping[str, str]:
    query = select(Setting.key, Setting.value).where(Setting.valid_from <= on)
    rows = db.session.execute(query.order_by(Setting.valid_from))
    return MappingProxyType(SETTING_DEFAULTS | {row.key: row.value for row in rows})


def setting_history() -> list[Setting]:
    """Return every value that was ever set, the latest first."""
    return list(
        db.session.scalars(select(Setting).order_by(Setting.valid_from.desc(), Setting.key))
    )
