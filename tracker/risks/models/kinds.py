"""What kind of risk it is, how it is graded, what it was found by and what proves it."""

from enum import StrEnum


class RiskKind(StrEnum):
    """What it is: may happen, weak procedure, exists already, a concrete unsafe state."""

    RISK_POINT = "risk_point"
    WEAK_LINK = "weak_link"
    PROBLEM = "problem"
    HAZARD = "hazard"


RISK_KIND_LABELS = {
    RiskKind.RISK_POINT: "风险点",
    RiskKind.WEAK_LINK: "薄弱环节",
    RiskKind.PROBLEM: "问题",
    RiskKind.HAZARD: "隐患",
}


class RiskLevel(StrEnum):
    """Grades of hazards, problems and weak links; four colours of risk points, kept apart."""

    GENERAL = "general"
    SIGNIFICANT = "significant"
    MAJOR = "major"
    LOW = "low"
    NORMAL = "normal"
    ELEVATED = "elevated"
    SEVERE = "severe"


RISK_LEVEL_LABELS = {
    RiskLevel.GENERAL: "一般",
    RiskLevel.SIGNIFICANT: "较大",
    RiskLevel.MAJOR: "重大",
    RiskLevel.LOW: "低风险（蓝）",
    RiskLevel.NORMAL: "一般风险（黄）",
    RiskLevel.ELEVATED: "较大风险（橙）",
    RiskLevel.SEVERE: "重大风险（红）",
}
GRADES = (RiskLevel.GENERAL, RiskLevel.SIGNIFICANT, RiskLevel.MAJOR)
COLOURS = (RiskLevel.LOW, RiskLevel.NORMAL, RiskLevel.ELEVATED, RiskLevel.SEVERE)


def levels_of(kind: str) -> tuple[RiskLevel, ...]:
    """Return the levels that this kind is graded by: colours for risk points, else grades."""
    return COLOURS if kind == RiskKind.RISK_POINT else GRADES


class RiskSource(StrEnum):
    """What it was found by; a sensitive area has none."""

    MEETING = "meeting"
    CHECK = "check"
    SUPERIOR = "superior"
    PATROL = "patrol"


RISK_SOURCE_LABELS = {
    RiskSource.MEETING: "会议研判",
    RiskSource.CHECK: "日常检查",
    RiskSource.SUPERIOR: "上级检查",
    RiskSource.PATROL: "巡视巡察",
}


class Evidence(StrEnum):
    """What a picture or document beside a risk shows."""

    BEFORE = "before"
    AFTER = "after"
    DOCUMENT = "document"


EVIDENCE_LABELS = {
    Evidence.BEFORE: "整改前照片",
    Evidence.AFTER: "整改后照片",
    Evidence.DOCUMENT: "佐证材料",
}
# The five that a major one must have (五落实), measure and date being asked of every risk.
MAJOR_FIELDS = {
    "responsibility": "责任",
    "measure": "措施",
    "budget": "资金",
    "due_on": "时限",
    "emergency_plan": "预案",
    "supervisor_id": "督办领导",
}
