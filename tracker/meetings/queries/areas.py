"""Areas named at a meeting, and who or what named them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from tracker.core import text
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.meetings.models import (
    NAMED_BY_LABELS,
    Address,
    AreaList,
    AreaNamed,
    Meeting,
    NamedBy,
    Point,
    Speaker,
)
from tracker.meetings.queries.addresses import addresses_of, told_meetings

# What stands around an enumeration: 紧密围绕…等方面存在的风险点和隐患.
_BEFORE = re.compile(r"^(?:紧密|主要|重点)?(?:围绕|从|就|对|在|结合|针对|涉及)(?=.{2,})")
_AFTER = re.compile(
    r"等(?:多个|几个|各个?|[0-9一二三四五六七八九十]+个)?(?:方面|领域|工作|环节).*$", re.S
)
_LAST_BRACKET = re.compile(r"（[^（）]*）$")


def visible_area_lists(viewer: Viewer | None) -> Select[AreaList]:
    """Return a query of the lists of areas that this person may read, with what they say."""
    areas = selectinload(AreaList.entries).selectinload(AreaNamed.areas)
    query = select(AreaList).options(joinedload(AreaList.meeting), areas)
    return query.where(AreaList.meeting_id.in_(told_meetings(viewer)))


@dataclass(frozen=True)
class AreaWords:
    """One entry of a pasted list: its words, and the areas whose name or synonym they are."""

    words: str
    area_ids: tuple[int, ...]


def read_areas(pasted: str) -> list[AreaWords]:
    """Return the entries of a pasted enumeration in order, each with its dictionary areas.

    It is split at 、 outside brackets; a bracket that never closes is taken as it stands. Known
    words are never split (师生思想状况和宗教信仰情况 stands for two areas). Words that are known
    without the bracket at their end (食品安全（含校外配送）) stand for the same.
    """
    known: dict[str, list[int]] = {}
    for area in directory.risk_areas():
        for name in (area.name, *(one.name for one in area.synonyms)):
            known.setdefault(name, []).append(area.id)
    plain = text.half_to_full_punctuation(text.clean(pasted)).strip()
    enumeration = _AFTER.sub("", _BEFORE.sub("", plain))
    words = text.split_list(enumeration, known)
    return [AreaWords(one[:100], _ids_of(one, known)) for one in words]


def _ids_of(words: str, known: Mapping[str, list[int]]) -> tuple[int, ...]:
    ids = known.get(words) or known.get(_LAST_BRACKET.sub("", words)) or ()
    return tuple(ids)


def area_lists(meeting: Meeting) -> list[AreaList]:
    """Return the lists of areas in order, with all that `area_context` and the pages name."""
    query = select(AreaList).filter_by(meeting_id=meeting.id).options(
        joinedload(AreaList.unit), selectinload(AreaList.entries).joinedload(AreaNamed.areas)
    )  # fmt: skip
    lists = list(db.session.scalars(query.order_by(AreaList.sort, AreaList.id)))
    if any(one.address_id for one in lists):
        is_loaded = "addresses" not in inspect(meeting).unloaded
        addresses = meeting.addresses if is_loaded else addresses_of(meeting)
        _knit_addresses(lists, {address.id: address for address in addresses})
    return lists


def _knit_addresses(lists: list[AreaList], addresses: dict[int, Address]) -> None:
    """Give each list its address and point from what is loaded, instead of a query each."""
    for one in lists:
        address = addresses.get(one.address_id) if one.address_id else None
        points = {point.id: point for point in address.points} if address else {}
        set_committed_value(one, "address", address)
        set_committed_value(one, "point", points.get(one.point_id) if one.point_id else None)


def get_area_list(list_id: int, *, meeting: Meeting) -> AreaList | None:
    """Return a list of this meeting, else None."""
    return next((one for one in area_lists(meeting) if one.id == list_id), None)


def get_area_named(named_id: int, *, meeting: Meeting) -> AreaNamed | None:
    """Return one area as named at this meeting, else None."""
    query = select(AreaNamed).join(AreaNamed.area_list).options(joinedload(AreaNamed.area_list))
    query = query.where(AreaNamed.id == named_id, AreaList.meeting_id == meeting.id)
    return db.session.scalar(query)


def area_context(area_list: AreaList) -> str:
    """Return who or what named the areas, as lists show it, for example 各汇报单位, 保卫部,
    副院长×××安排部署, 党委书记×××讲话 三（二）, 会议指出.
    """
    if area_list.unit is not None:
        return area_list.unit.display_name
    if area_list.address is not None:
        return address_words(area_list.address, area_list.point)
    return NAMED_BY_LABELS[NamedBy(area_list.named_by)]


def address_words(address: Address, point: Point | None = None) -> str:
    """Return an address, or the place of a point in it: 院长×××强调, 党委书记×××讲话 三（二）."""
    verb = re.split("[，,、·]", address.verb)[0]
    who = "" if address.speaker == Speaker.MEETING else address.who
    place = f" {point.path}" if point is not None and len(address.points) > 1 else ""
    return f"{who}{verb}{place}"
