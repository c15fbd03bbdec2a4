"""What a name tells: the kind of a unit, and what a post means for rights."""

import re

from tracker.directory.models import PostRole, UnitKind

# The first that fits; whatever else there is, is an office.
_KINDS = (
    (r"领导小组办公室$|创建办$", UnitKind.GROUP_OFFICE),
    (r"领导小组$", UnitKind.LEADING_GROUP),
    (r"^(校|院|学院|学校|大学)领导|^(院|校|学院|学校)?党委$", UnitKind.PARTY_COMMITTEE),
    (r"纪委$|纪律检查委员会$", UnitKind.DISCIPLINE_COMMITTEE),
    (r"党工委$|工作委员会$", UnitKind.PARTY_WORKING_COMMITTEE),
    (r"^中共.*委员会$", UnitKind.PARTY_COMMITTEE),
    (r"党总支部?$", UnitKind.GENERAL_BRANCH),
    (r"党支部$", UnitKind.DIRECT_BRANCH),
    (r"工会|团委|妇联|妇委会", UnitKind.MASS_ORG),
    (r"管委会$|管理委员会$|校区$", UnitKind.CAMPUS_ADMIN),
    (r"(系|学院|教学部|公共课部|体育部|思政部|基础部)$", UnitKind.TEACHING_UNIT),
    (r"(中心|馆|所|站|医院|幼儿园)$", UnitKind.SUPPORT_UNIT),
)
_HEAD = re.compile(r"(书记|主任|处长|部长|院长|馆长|主席|所长|园长|校长)(（.*）)?$")


def guessed_kind(name: str) -> UnitKind:
    """Return the kind that a unit's name tells."""
    found = (kind for pattern, kind in _KINDS if re.search(pattern, name))
    return next(found, UnitKind.ADMIN_OFFICE)


def guessed_role(title: str, kind: UnitKind) -> PostRole:
    """Return what a post of that title means in a unit of that kind."""
    if "联络员" in title:
        return PostRole.LIAISON
    if kind == UnitKind.PARTY_COMMITTEE:
        return _of_leaders(title)
    if "副" in title or "助理" in title:
        return PostRole.DEPUTY
    return PostRole.PRINCIPAL if _HEAD.search(title) else PostRole.MEMBER


def _of_leaders(title: str) -> PostRole:
    if re.match(r"(院|校|学院|学校)?党委书记", title):
        return PostRole.SECRETARY
    is_president = re.search(r"(^|[、，])(院长|校长)", title)
    return PostRole.PRESIDENT if is_president else PostRole.LEADER
