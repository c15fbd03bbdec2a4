"""Reading side B as a text tells it: 各党总支书记代表 stands for every general branch."""

import re
from dataclasses import dataclass
from datetime import date

from tracker.directory import queries as directory
from tracker.directory.models import BODIES, Unit, UnitKind
from tracker.meetings.queries import Invitable

# What texts call all units of one kind; what is left of the words after 各 and before 负责人.
KINDS_IN_WORDS = {
    "党工委": UnitKind.PARTY_WORKING_COMMITTEE,
    "党总支": UnitKind.GENERAL_BRANCH,
    "直属党支部": UnitKind.DIRECT_BRANCH,
    "系": UnitKind.TEACHING_UNIT,
    "系部": UnitKind.TEACHING_UNIT,
    "院系": UnitKind.TEACHING_UNIT,
    "二级学院": UnitKind.TEACHING_UNIT,
    "部门": UnitKind.ADMIN_OFFICE,
    "处室": UnitKind.ADMIN_OFFICE,
    "职能部门": UnitKind.ADMIN_OFFICE,
    "中心": UnitKind.SUPPORT_UNIT,
    "校区管委会": UnitKind.CAMPUS_ADMIN,
    "群团组织": UnitKind.MASS_ORG,
}
_EVERY = re.compile(r"^(?:院内|校内|学院|全院|各|全体|所有)+")
_HEADS = re.compile(r"(?:的)?(?:主要负责人|负责人|负责同志|书记|主任|代表)+$")
_ALL_UNITS = frozenset({"单位", "责任单位"})
_NO_SIGNERS = BODIES | {UnitKind.PARTY_COMMITTEE, UnitKind.DISCIPLINE_COMMITTEE}


@dataclass(frozen=True)
class SideWords:
    """One entry of side B: the words as told, and the units that they stand for; perhaps none."""

    words: str
    units: tuple[Unit, ...]


def read_side(pasted: str, *, on: date) -> list[SideWords]:
    """Return the entries of side B as told, each with the units it stands for on that day."""
    invitable = Invitable(on)
    units = {unit.id: unit for unit in directory.units(on=on)}
    by_category: dict[str, list[int]] = {}
    for holding in directory.holdings(on=on):
        by_category.setdefault(holding.post.category, []).append(holding.post.unit_id)
    found = []
    for entry in invitable.read(pasted):
        ids = _ids(entry.words, entry.target, by_category, units, invitable)
        found.append(SideWords(entry.words, tuple(u for u in units.values() if u.id in ids)))
    return found


def _ids(
    words: str,
    target: str,
    by_category: dict[str, list[int]],
    units: dict[int, Unit],
    invitable: Invitable,
) -> set[int]:
    kind, _, value = (target or invitable.entry(words.removesuffix("代表")).target).partition(":")
    if kind == "unit":
        return {int(value)}
    if kind == "category":
        return set(by_category.get(value, ()))
    plain = _HEADS.sub("", _EVERY.sub("", words))
    if plain in _ALL_UNITS:
        return {unit.id for unit in units.values() if unit.kind not in _NO_SIGNERS}
    return {unit.id for unit in units.values() if unit.kind == KINDS_IN_WORDS.get(plain)}
