"""What is done with items: planned, dispatched, ticked off, verified; and with points."""

from tracker.followups.services.acts import (
    Conveyed,
    PaperLine,
    cancel,
    close,
    receive,
    record_paper_list,
    return_,
    submit,
    submit_several,
)
from tracker.followups.services.handling import set_handling, settle_open_points
from tracker.followups.services.ledger import import_risks, import_tasks
from tracker.followups.services.ledger_rows import (
    RISK_COLUMNS,
    TASK_COLUMNS,
    RiskEntry,
    TaskEntry,
)
from tracker.followups.services.planning import (
    Demand,
    Told,
    dispatch,
    edit_item,
    lead_units,
    plan_conveyance,
    plan_items,
    proposed_due,
    told_in,
)
from tracker.followups.services.rectifying import settle

__all__ = [
    "RISK_COLUMNS",
    "TASK_COLUMNS",
    "Conveyed",
    "Demand",
    "PaperLine",
    "RiskEntry",
    "TaskEntry",
    "Told",
    "cancel",
    "close",
    "dispatch",
    "edit_item",
    "import_risks",
    "import_tasks",
    "lead_units",
    "plan_conveyance",
    "plan_items",
    "proposed_due",
    "receive",
    "record_paper_list",
    "return_",
    "set_handling",
    "settle",
    "settle_open_points",
    "submit",
    "submit_several",
    "told_in",
]
