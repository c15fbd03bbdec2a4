"""What is done with items: planned, dispatched, ticked off, verified; and with points."""

from tracker.followups.services.acts import (
    Conveyed,
    PaperLine,
    cancel,
    close,
    close_several,
    receive,
    record_paper_list,
    return_,
    submit,
    submit_several,
)
from tracker.followups.services.changes import dispute, reassign, resume, suspend, uphold
from tracker.followups.services.escalation import (
    acknowledge_slips,
    deliver_slips,
    drop_slip,
    make_slips,
    send_slips,
)
from tracker.followups.services.extensions import (
    approve_extension,
    ask_extension,
    refuse_extension,
    require_working_day,
)
from tracker.followups.services.from_risks import demand_of, meeting_for, plan_for_risks
from tracker.followups.services.handling import set_handling, settle_open_points
from tracker.followups.services.ledger import import_risks, import_tasks
from tracker.followups.services.ledger_rows import (
    RISK_COLUMNS,
    TASK_COLUMNS,
    RiskEntry,
    TaskEntry,
)
from tracker.followups.services.long_term import (
    add_goal,
    end_going_on,
    go_on,
    reach_goal,
    review,
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
from tracker.followups.services.progress import add_progress, withdraw_evidence
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
    "add_goal",
    "add_progress",
    "approve_extension",
    "ask_extension",
    "acknowledge_slips",
    "cancel",
    "close",
    "close_several",
    "deliver_slips",
    "demand_of",
    "dispatch",
    "dispute",
    "drop_slip",
    "edit_item",
    "end_going_on",
    "go_on",
    "import_risks",
    "import_tasks",
    "lead_units",
    "make_slips",
    "meeting_for",
    "plan_conveyance",
    "plan_for_risks",
    "plan_items",
    "proposed_due",
    "reach_goal",
    "reassign",
    "receive",
    "record_paper_list",
    "refuse_extension",
    "require_working_day",
    "resume",
    "return_",
    "review",
    "send_slips",
    "set_handling",
    "settle",
    "settle_open_points",
    "submit",
    "submit_several",
    "suspend",
    "told_in",
    "uphold",
    "withdraw_evidence",
]
