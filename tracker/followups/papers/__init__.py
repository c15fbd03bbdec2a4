"""The papers of follow-ups: what a unit works from, and what became of the conveyance."""

from tracker.followups.papers.checklist import (
    Checklist,
    ChecklistRow,
    checklist,
    checklist_ids,
    checklist_units,
    checklists_ids,
)
from tracker.followups.papers.conveyance import (
    Conveyance,
    ConveyanceRow,
    conveyance,
    conveyance_ids,
)
from tracker.followups.papers.overview import overview_table

__all__ = [
    "Checklist",
    "ChecklistRow",
    "Conveyance",
    "ConveyanceRow",
    "checklist",
    "checklist_ids",
    "checklist_units",
    "checklists_ids",
    "conveyance",
    "conveyance_ids",
    "overview_table",
]
