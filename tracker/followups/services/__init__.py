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

__all__ = [
    "Conveyed",
    "Demand",
    "PaperLine",
    "Told",
    "cancel",
    "close",
    "dispatch",
    "edit_item",
    "lead_units",
    "plan_conveyance",
    "plan_items",
    "proposed_due",
    "receive",
    "record_paper_list",
    "return_",
    "set_handling",
    "settle_open_points",
    "submit",
    "submit_several",
    "told_in",
]
