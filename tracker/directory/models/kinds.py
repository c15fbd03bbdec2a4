"""Kinds of units and of posts, and what is known of a staff number."""

from datetime import date
from enum import StrEnum

# From when a unit counts that has long been there, where nobody knows the day.
LONG_AGO = date(2000, 1, 1)
# Shorter than a citizen's number, which therefore never becomes a 工号.
STAFF_NO = r"[A-Za-z0-9._-]{1,16}\Z"
STAFF_NO_WORDS = "工号为 1 至 16 位字母或数字，请核对。"


class UnitKind(StrEnum):
    """Kinds of units and bodies (domain.md §1.2)."""

    PARTY_COMMITTEE = "party_committee"
    DISCIPLINE_COMMITTEE = "discipline_committee"
    PARTY_WORKING_COMMITTEE = "party_working_committee"
    GENERAL_BRANCH = "general_branch"
    DIRECT_BRANCH = "direct_branch"
    ADMIN_OFFICE = "admin_office"
    TEACHING_UNIT = "teaching_unit"
    SUPPORT_UNIT = "support_unit"
    CAMPUS_ADMIN = "campus_admin"
    MASS_ORG = "mass_org"
    LEADING_GROUP = "leading_group"
    GROUP_OFFICE = "group_office"


UNIT_KIND_LABELS = {
    UnitKind.PARTY_COMMITTEE: "党委",
    UnitKind.DISCIPLINE_COMMITTEE: "纪委",
    UnitKind.PARTY_WORKING_COMMITTEE: "党工委",
    UnitKind.GENERAL_BRANCH: "党总支",
    UnitKind.DIRECT_BRANCH: "直属党支部",
    UnitKind.ADMIN_OFFICE: "处室、部门",
    UnitKind.TEACHING_UNIT: "院系",
    UnitKind.SUPPORT_UNIT: "教辅、中心",
    UnitKind.CAMPUS_ADMIN: "校区管委会",
    UnitKind.MASS_ORG: "群团组织",
    UnitKind.LEADING_GROUP: "领导小组",
    UnitKind.GROUP_OFFICE: "领导小组办公室",
}
BODIES = frozenset({UnitKind.LEADING_GROUP, UnitKind.GROUP_OFFICE})
# Party organisations that cover administrative units: a 系 and its 党总支 share their staff.
PARTY_UNITS = frozenset(
    {
        UnitKind.PARTY_WORKING_COMMITTEE,
        UnitKind.GENERAL_BRANCH,
        UnitKind.DIRECT_BRANCH,
    }
)


class PostRole(StrEnum):
    """What a post means for rights: roles follow from it."""

    SECRETARY = "secretary"
    PRESIDENT = "president"
    LEADER = "leader"
    PRINCIPAL = "principal"
    DEPUTY = "deputy"
    LIAISON = "liaison"
    MEMBER = "member"


POST_ROLE_LABELS = {
    PostRole.SECRETARY: "党委书记",
    PostRole.PRESIDENT: "院长（校长）",
    PostRole.LEADER: "其他校领导",
    PostRole.PRINCIPAL: "单位主要负责人",
    PostRole.DEPUTY: "单位副职",
    PostRole.LIAISON: "联络员",
    PostRole.MEMBER: "成员",
}
LEADER_ROLES = frozenset({PostRole.SECRETARY, PostRole.PRESIDENT, PostRole.LEADER})
