"""Risks: risk points, weak links, problems and hazards of a unit in one area."""

from tracker.risks.models.further import (
    REPEAT_WORKFLOW,
    QuarterClosing,
    RepeatState,
    RiskRepeat,
)
from tracker.risks.models.kinds import (
    COLOURS,
    EVIDENCE_LABELS,
    GRADES,
    MAJOR_FIELDS,
    RISK_KIND_LABELS,
    RISK_LEVEL_LABELS,
    RISK_SOURCE_LABELS,
    Evidence,
    RiskKind,
    RiskLevel,
    RiskSource,
    levels_of,
)
from tracker.risks.models.risk import Risk, RiskPosting, RiskStep, risk_code
from tracker.risks.models.states import (
    OPEN_STATES,
    RISK_STATE_LABELS,
    RISK_STATE_TONES,
    RISK_VERB_LABELS,
    RISK_WORKFLOW,
    UNDER_WAY_STATES,
    RiskState,
)

__all__ = [
    "COLOURS",
    "EVIDENCE_LABELS",
    "Evidence",
    "GRADES",
    "MAJOR_FIELDS",
    "OPEN_STATES",
    "QuarterClosing",
    "REPEAT_WORKFLOW",
    "RISK_KIND_LABELS",
    "RISK_LEVEL_LABELS",
    "RISK_SOURCE_LABELS",
    "RISK_STATE_LABELS",
    "RISK_STATE_TONES",
    "RISK_VERB_LABELS",
    "RISK_WORKFLOW",
    "RepeatState",
    "Risk",
    "RiskKind",
    "RiskLevel",
    "RiskPosting",
    "RiskRepeat",
    "RiskSource",
    "RiskState",
    "RiskStep",
    "UNDER_WAY_STATES",
    "levels_of",
    "risk_code",
]
