"""Areas named at a meeting: lists of words as written, each with who or what named it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from tracker.audit.services import changes_of, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory.models import RiskArea
from tracker.meetings import queries
from tracker.meetings.models import AreaList, AreaNamed, Meeting, NamedBy

MOST_AREAS = 100


@dataclass(frozen=True)
class Context:
    """Who or what named the areas. A point stands with its address; 会议指出 may have one."""

    named_by: NamedBy = NamedBy.UNITS
    unit_id: int | None = None
    address_id: int | None = None
    point_id: int | None = None


@dataclass(frozen=True)
class NamedWords:
    """One area as written, and the ids of the dictionary's areas that it stands for: 0 to n."""

    words: str
    area_ids: tuple[int, ...] = ()


def add_area_list(
    *, meeting: Meeting, context: Context, named: Sequence[NamedWords], actor: Actor
) -> AreaList:
    """Keep one enumeration of areas behind those of the meeting; a word twice is kept once.

    Raises:
        RuleBroken: the meeting is not open to changes, nothing is named, or more than 100 areas.
    """
    meeting.require_open_to_changes()
    last = db.session.scalar(
        select(func.max(AreaList.sort)).where(AreaList.meeting_id == meeting.id)
    )
    area_list = AreaList(meeting=meeting, sort=0 if last is None else last + 1)
    _write(area_list, context, named)
    changes = {"areas": [None, [entry.words for entry in area_list.entries]]}
    db.session.add(area_list)
    _record("area_list.add", area_list, actor=actor, changes=changes)
    return area_list


def edit_area_list(
    *, area_list: AreaList, context: Context, named: Sequence[NamedWords], actor: Actor
) -> None:
    """Write context and areas anew; the same words remain the same record, with its risks.

    Raises:
        RuleBroken: the meeting is not open to changes, nothing is named, there are more than
            100 areas, or one that is left out has become a risk.
    """
    area_list.meeting.require_open_to_changes()
    before = [entry.words for entry in area_list.entries]
    _write(area_list, context, named)
    changes = changes_of(area_list)
    changes["areas"] = [before, [entry.words for entry in area_list.entries]]
    # The list counts as changed with its areas, so that a stale edit of them is noticed.
    flag_modified(area_list, "sort")
    _flush_or_refuse()
    _record("area_list.edit", area_list, actor=actor, changes=changes)


def remove_area_list(*, area_list: AreaList, actor: Actor) -> None:
    """Remove a list with its areas.

    Raises:
        RuleBroken: the meeting is not open to changes, or one of its areas has become a risk.
    """
    area_list.meeting.require_open_to_changes()
    changes = {"areas": [[entry.words for entry in area_list.entries], None]}
    _record("area_list.remove", area_list, actor=actor, changes=changes)
    db.session.delete(area_list)
    _flush_or_refuse()


def _write(area_list: AreaList, context: Context, named: Sequence[NamedWords]) -> None:
    once = {one.words: one for one in reversed(named) if one.words}
    kept = [one for one in named if once.get(one.words) is one]
    if not kept:
        raise RuleBroken("还没有领域，请粘贴原文中列举的领域，核对后再保存。")
    if len(kept) > MOST_AREAS:
        raise RuleBroken(f"一次最多 {MOST_AREAS} 个领域，现有 {len(kept)} 个，请分成几次录入。")
    with db.session.no_autoflush:
        known = {area.id: area for area in db.session.scalars(select(RiskArea))}
        area_list.named_by, area_list.unit_id = context.named_by, context.unit_id
        area_list.address_id, area_list.point_id = context.address_id, context.point_id
        old = {entry.words: entry for entry in area_list.entries}
        area_list.entries = [
            _entry(old.get(one.words), one, place, known) for place, one in enumerate(kept)
        ]


def _entry(
    entry: AreaNamed | None, one: NamedWords, place: int, known: dict[int, RiskArea]
) -> AreaNamed:
    entry = entry or AreaNamed(words=one.words)
    entry.sort = place
    entry.areas = [known[area_id] for area_id in one.area_ids if area_id in known]
    return entry


def _flush_or_refuse() -> None:
    """Let the database say whether a risk rests on an area; risks live in a higher floor."""
    try:
        db.session.flush()
    except IntegrityError:
        raise RuleBroken(
            "要删去的领域已登记为风险。请先在“风险”页撤销这条风险，或保留这个领域。"
        ) from None


def _record(action: str, area_list: AreaList, *, actor: Actor, changes: dict[str, Any]) -> None:
    label = f"{area_list.meeting.name} {queries.area_context(area_list)}"
    record_event(action, area_list, actor=actor, label=label, changes=changes)
