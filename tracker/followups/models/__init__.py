"""Follow-up items, their states, what happened to them, and what some of them have besides."""

from tracker.followups.models.further import (
    EXTENSION_STATE_LABELS,
    EXTENSION_WORKFLOW,
    Extension,
    ExtensionState,
    StageGoal,
)
from tracker.followups.models.item import (
    Entry,
    EntryFile,
    FollowUp,
    FollowUpPoint,
    FollowUpUnit,
)
from tracker.followups.models.states import (
    DUE_BASIS_LABELS,
    ENDED_STATES,
    FOLLOWUP_STATE_LABELS,
    FOLLOWUP_STATE_TONES,
    FOLLOWUP_WORKFLOW,
    OPEN_STATES,
    RESTING_STATES,
    RHYTHM_LABELS,
    TICKABLE_STATES,
    UNLISTED_STATES,
    VERB_LABELS,
    DueBasis,
    FollowUpState,
    Rhythm,
)

__all__ = [
    "DUE_BASIS_LABELS",
    "DueBasis",
    "ENDED_STATES",
    "EXTENSION_STATE_LABELS",
    "EXTENSION_WORKFLOW",
    "Entry",
    "EntryFile",
    "Extension",
    "ExtensionState",
    "FOLLOWUP_STATE_LABELS",
    "FOLLOWUP_STATE_TONES",
    "FOLLOWUP_WORKFLOW",
    "FollowUp",
    "FollowUpPoint",
    "FollowUpState",
    "FollowUpUnit",
    "OPEN_STATES",
    "RESTING_STATES",
    "RHYTHM_LABELS",
    "Rhythm",
    "StageGoal",
    "TICKABLE_STATES",
    "UNLISTED_STATES",
    "VERB_LABELS",
]
