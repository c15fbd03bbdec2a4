"""What both sorts of slips say of an item, whom they go to, and the bundles of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.core.calendar import chinese_date
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.directory.models import PostRole, Unit
from tracker.followups import queries
from tracker.followups.models import REMINDER, SUPERVISION_SLIP, UrgeSlip
from tracker.followups.queries import MAX_ID


@dataclass(frozen=True)
class Sending:
    """The facts of a slip on the day it is sent; names and posts are as on that day.

    `number` is empty before it is issued, `supervisor` where no leader is registered for the
    unit; `sent_to` begins with the unit.
    """

    on: date
    number: str
    unit: str
    matter: str
    source: str
    due: str
    supervisor: str
    sent_to: tuple[str, ...]
    signed_by: str
    contact: str


def sending_of(slip: UrgeSlip, *, on: date, number: str = "") -> Sending:
    """Return what is printed on a slip that is sent on that day."""
    item, settings = slip.follow_up, directory.settings(on=on)
    original = item.original_due_on
    moved = f"（原定{chinese_date(original)}）" if original and original != slip.due_on else ""
    supervisor = supervisor_words(item.lead_unit, on=on)
    return Sending(
        on=on,
        number=number,
        unit=item.lead_unit.name,
        matter=f"{item.title}（编号{item.code}）",
        source=item.dated_source,
        due=f"{chinese_date(slip.due_on)}{moved}",
        supervisor=supervisor,
        sent_to=receivers(slip, on=on),
        signed_by=settings["issuing_body"] or settings["college_name"],
        contact=_contact(on),
    )


def receivers(slip: UrgeSlip, *, on: date) -> tuple[str, ...]:
    """Return whom a slip goes to on that day: the unit, then leaders by its step, each once."""
    unit, kind = slip.follow_up.lead_unit, slip.kind
    supervisor = supervisor_words(unit, on=on) if kind.to_supervisor else ""
    heads = _heads(on) if kind.to_heads else ()
    return tuple(dict.fromkeys(filter(None, (unit.name, supervisor, *heads))))


def supervisor_words(unit: Unit, *, on: date) -> str:
    """Return the post and name of the unit's supervising leader; empty where none is registered."""
    post = unit.supervising_post
    if post is None:
        return ""
    holding = directory.holders_of([post.id], on=on).get(post.id)
    return f"{directory.post_words(post)}{holding.person.name if holding else ''}"


def _heads(on: date) -> tuple[str, ...]:
    roles = {PostRole.SECRETARY, PostRole.PRESIDENT}
    return tuple(
        f"{directory.post_words(holding.post)}{holding.person.name}"
        for holding in directory.holdings(on=on)
        if holding.post.role in roles
    )


def _contact(on: date) -> str:
    """Return the office with its telephone, as far as they are known."""
    office_id, _ = directory.office_and_discipline(on)
    holding = directory.principals(on=on).get(office_id or 0)
    if holding is None:
        return ""
    return f"{holding.post.unit.display_name} {holding.person.office_phone}".strip()


def slip_of(subject: str, paper: str, viewer: Viewer | None) -> UrgeSlip | None:
    """Return the slip of this id that makes this sort of paper, if it is for the viewer."""
    if not subject.isdecimal() or int(subject) > MAX_ID:
        return None
    slip = queries.get_slip(int(subject), viewer=viewer)
    return slip if slip and slip.kind.paper == paper else None


def reminder_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the letters that were sent, newest first."""
    return _ids(REMINDER, viewer)


def supervision_slip_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the supervision slips that were sent, newest first."""
    return _ids(SUPERVISION_SLIP, viewer)


def _ids(paper: str, viewer: Viewer | None) -> list[tuple[str, str]]:
    sent = queries.sent_slips(viewer=viewer)
    return [(str(slip.id), _named(slip)) for slip in sent if slip.kind.paper == paper]


def slips_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (day, title) of the bundles of slips, newest first."""
    days = queries.days_sent(viewer=viewer)
    return [(day.isoformat(), f"{chinese_date(day)}催办文书") for day in days]


def slips_of_day(subject: str, viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the slips that were sent on the day, for one bundle."""
    try:
        day = date.fromisoformat(subject)
    except ValueError:
        return []
    sent = queries.slips_sent_on(day, viewer=viewer)
    return [(str(slip.id), _named(slip)) for slip in sent]


def _named(slip: UrgeSlip) -> str:
    """Return a slip as lists of papers name it: its number, the unit, the item."""
    unit = slip.follow_up.lead_unit.display_name
    return f"{slip.doc_no} {unit} {slip.follow_up.code}"
