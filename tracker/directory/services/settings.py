"""The college's settings: each value holds from a day on."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from tracker.audit.services import change, record_event
from tracker.core.db import db
from tracker.core.permissions import Actor
from tracker.directory import queries
from tracker.directory.models import Setting


def change_settings(values: Mapping[str, str], *, valid_from: date, actor: Actor) -> list[str]:
    """Let values hold from a day on; returns the keys that differ from what held that day.

    Raises:
        KeyError: there is no such setting.
    """
    present = queries.settings(on=valid_from)
    changed = [key for key, value in values.items() if present[key] != value]
    for key in changed:
        row = db.session.scalar(select(Setting).filter_by(key=key, valid_from=valid_from))
        row = row or Setting(key=key, valid_from=valid_from)
        row.value = values[key]
        db.session.add(row)
        changes = change(key, present[key], values[key])
        record_event("setting.change", row, actor=actor, label=key, changes=changes)
    return changed
