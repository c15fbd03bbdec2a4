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
    instruction_listing,
    instruction_sheet,
    instruction_table,
    instruction_table_ids,
)
from tracker.followups.papers.overview import (
    overview,
    overview_ids,
    overview_listing,
    overview_table,
)
from tracker.followups.papers.reminder import Reminder, reminder, reminder_of
from tracker.followups.papers.sending import (
    Sending,
    receivers,
    reminder_ids,
    sending_of,
    slips_ids,
    slips_of_day,
    supervision_slip_ids,
    supervisor_words,
)
from tracker.followups.papers.supervision_slip import (
    SupervisionSlip,
    slip_paper,
    supervision_slip,
    supervision_slip_of,
)
from tracker.followups.papers.three_lists import three_lists, three_lists_ids

__all__ = [
    "Checklist",
    "ChecklistRow",
    "Conveyance",
    "ConveyanceRow",
    "Reminder",
    "Sending",
    "SupervisionSlip",
    "checklist",
    "checklist_ids",
    "checklist_units",
    "checklists_ids",
    "conveyance",
    "conveyance_ids",
    "extension_form",
    "extension_form_ids",
    "instruction_listing",
    "instruction_sheet",
    "instruction_table",
    "instruction_table_ids",
    "overview",
    "overview_ids",
    "overview_listing",
    "overview_table",
    "receivers",
    "reminder",
    "reminder_ids",
    "reminder_of",
    "sending_of",
    "slip_paper",
    "slips_ids",
    "slips_of_day",
    "supervision_slip",
    "supervision_slip_ids",
    "supervision_slip_of",
    "supervisor_words",
    "three_lists",
    "three_lists_ids",
]
