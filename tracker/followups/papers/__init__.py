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
from tracker.followups.papers.extension_form import extension_form, extension_form_ids
from tracker.followups.papers.instruction_table import (
    instruction_table,
    instruction_table_ids,
)
from tracker.followups.papers.overview import overview, overview_ids, overview_table
from tracker.followups.papers.three_lists import three_lists, three_lists_ids

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
    "extension_form",
    "extension_form_ids",
    "instruction_table",
    "instruction_table_ids",
    "overview",
    "overview_ids",
    "overview_table",
    "three_lists",
    "three_lists_ids",
]
