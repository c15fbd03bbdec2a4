"""Enumerations of units, groups and persons, parted as the college's papers part them."""

import re
from collections.abc import Iterator

from tracker.intake.reading.people import Mention, People
from tracker.intake.reading.source import Piece

UNIT_END = (
    r"(?:部|处|室|科|系|院|中心|馆|所|会|委|办|总支|支部|公司|集团|单位|部门|站|队|校区|组"
    r"|局|厅|园|街道|社区|学校|镇|乡"
    r"|中学|小学|校|[一二三四五六七八九十附]中|附小|幼儿园|书院|基地|车间|班级|年级|食堂"
    r"|超市|(?:院|系|科|处|部)(?:室|部))"
)
_BRACKETED = r"(?:\([^()]*\))?"
_IS_UNIT = re.compile(rf".*?{UNIT_END}{_BRACKETED}$")
# Those who stand for a unit: 负责人 is dropped behind a named unit, 书记 is a group of its own.
_FOR_UNIT = (
    r"(?:等(?:成员|多个|[\d一二三四五六七八九十]+个|各|职能|部门|单位|科室|处室|学院|院系"
    r"|和|及)*)?(?:相关|有关|的|主要|党政|分管|工作|班子|部门|单位)*"
    r"(?:负责人|负责同志|主要领导|领导|代表|同志|人员)"
)
_FOR_UNIT_END = re.compile(rf"{_FOR_UNIT}$")
# 甲学院、乙学院党委书记 stand for three units.
_POST_OF_UNIT = re.compile(r"(?<=[院部处系科])(?:党委|党总支|党支部)?(?:书记|主任|院长|处长|部长)$")
_ETC_END = re.compile(
    r"等(?:\d+个|[一二三四五六七八九十]+个|多个|各|相关|有关|职能|部门|单位|科室|处室|院系"
    r"|学院|党组织|方面)*$"
)
_GROUP_END = re.compile(
    r"(?:负责人|负责同志|领导|书记|主任|院长|校长|处长|部长|科长|园长|组长|队长|班长|所长"
    r"|馆长|成员|代表|委员|干部|教师|老师|教职工|职工|员工|人员"
    r"|辅导员|学生|师生|同志|骨干|联络员|班主任|秘书|专员|助理|家长|干事|全体|校领导"
    r"|院领导|班子|信息员|网格员|安全员|导师|医生|护士|管理员|保育员|门卫|厨师|司机|商户"
    r"|护士长|经理|主管|举办者|家属|支委|供应商|网格长)(?:\([^()]*\))?$"
)
_GENERIC = re.compile(
    r"各|成员单位|全体|所有|相关|有关|与会|院内|校内|全[校院]|本[校院]|二级|职能|基层|直属"
    r"|部分|其他|机关"
)
# 各党总支书记、院长(主任): a post by itself belongs to the group before it.
_BARE_POST = re.compile(
    r"(?:副?(?:书记|院长|校长|主任|处长|部长|系主任|科长|园长|组长))(?:\([^()]*\))?"
)
_LEAST_UNIT = 2
_LED = re.compile(r"(?:以及|及|和|与(?!会)|还有|包括|其中|特别是|尤其是)")
_JOINS = re.compile("以及|及|和|暨(?!南)|与(?!会)")


def part_list(piece: Piece, people: People | None = None, marks: str = "、,;") -> list[Piece]:
    """Return the entries of an enumeration; neither a bracket nor a person is parted."""
    taken = people.inside(piece) if people else []
    entries: list[Piece] = []
    for part in _cut(piece, marks, taken):
        entries += _parted(_unled(part), taken)
    return [entry for entry in entries if entry]


def _cut(piece: Piece, marks: str, taken: list[Mention]) -> Iterator[Piece]:
    depth, start = 0, piece.start
    for place, char in enumerate(piece.text, piece.start):
        depth = max(depth + (char in "(《“「") - (char in ")》”」"), 0)
        if char in marks and not depth and not _is_inside(place, taken):
            yield piece.part(start, place).stripped()
            start = place + 1
    yield piece.part(start, piece.end).stripped()


def _is_inside(place: int, taken: list[Mention]) -> bool:
    return any(one.start < place < one.end for one in taken)


def _unled(piece: Piece) -> Piece:
    found = piece.match(_LED)
    return piece.part(found.end(), piece.end) if found else piece


def _parted(entry: Piece, taken: list[Mention]) -> list[Piece]:
    """Part an entry at 和 or 及 where whole names stand on either side."""
    for found in entry.every(_JOINS):
        left, right = entry.part(entry.start, found.start()), entry.part(found.end(), entry.end)
        if _is_inside(found.start(), taken) or left.text.count("(") != left.text.count(")"):
            continue
        # 实验室与设备管理处 is one unit.
        if found[0] == "与" and not (_names_person(left, taken) or _GROUP_END.search(left.text)):
            continue
        if _is_whole(left, taken) and len(right.text) > 1 and _is_whole(right, taken):
            return [left, *_parted(right, taken)]
    return [entry]


def _names_person(piece: Piece, taken: list[Mention]) -> bool:
    return any(piece.start <= one.start and one.end <= piece.end for one in taken)


def _is_whole(piece: Piece, taken: list[Mention]) -> bool:
    if _names_person(piece, taken):
        return True
    bare = _ETC_END.sub("", _FOR_UNIT_END.sub("", piece.text)) or piece.text
    if _GROUP_END.search(piece.text):
        return len(piece.text) > 1
    return len(piece.text) > _LEAST_UNIT and bool(_IS_UNIT.match(bare))


def part_groups(
    entries: list[Piece], *, keep_tail: bool = False, is_for_unit: bool = False
) -> list[Piece]:
    """Return entries as groups: named units without 等负责人, a general phrase as it is written.

    各部门、各单位负责人 is one group; 党委办公室、保卫部负责人 are two units. With `keep_tail`
    等负责人 stays, as with those who sign; with `is_for_unit` whoever reports for a single unit is
    that unit as well.
    """
    groups: list[Piece] = []
    units: list[Piece] = []
    for entry in entries:
        if groups and not units and _BARE_POST.fullmatch(entry.text):
            groups[-1] = entry.part(groups[-1].start, entry.end)
        elif _GROUP_END.search(entry.text):
            groups += _closed(units, entry, keep_tail, is_for_unit)
            units = []
        else:
            units.append(entry)
    return [*groups, *(without_etc(unit) for unit in units)]


def _closed(units: list[Piece], entry: Piece, keep_tail: bool, is_for_unit: bool) -> list[Piece]:
    """Return the units before an entry that ends like a group, and that entry."""
    general = [unit for unit in units if _GENERIC.search(unit.text)]
    if units and len(general) == len(units) and _general_too(entry):
        return [entry.part(units[0].start, entry.end)]
    tail = _FOR_UNIT_END.search(entry.text)
    if units and not general:
        tail = tail or _POST_OF_UNIT.search(entry.text)
    if keep_tail or tail is None or not (units or is_for_unit or "等" in tail[0]):
        return [*units, entry]
    unit = entry.part(entry.start, entry.start + tail.start())
    if not unit or _GENERIC.search(unit.text) or _GROUP_END.search(unit.text):
        return [*units, entry]
    return [*units, unit]


def _general_too(entry: Piece) -> bool:
    return bool(_GENERIC.search(entry.text) or _IS_UNIT.match(_FOR_UNIT_END.sub("", entry.text)))


def without_etc(unit: Piece) -> Piece:
    """Return a unit without 等部门 behind it."""
    found = _ETC_END.search(unit.text)
    return unit.part(unit.start, unit.start + found.start()) if found and found.start() else unit


def is_unit(text: str) -> bool:
    """Tell whether a text ends like the name of a unit."""
    return bool(_IS_UNIT.match(text))


def is_group(text: str) -> bool:
    """Tell whether a text ends like a group of people."""
    return bool(_GROUP_END.search(text))


def is_general(text: str) -> bool:
    """Tell whether a text speaks of units in general: 各部门, 全体."""
    return bool(_GENERIC.search(text))
