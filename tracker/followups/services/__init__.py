"""What is done with items: planned, dispatched, ticked off, verified; and with points."""

from tracker.followups.services.acts import (
    Conveyed,
    cancel,
    close,
    receive,
    return_,
    submit,
)
from tracker.followups.services.handling import set_handling, settle_open_points
from tracker.followups.services.planning import (
    Demand,
    dispatch,
    edit_item,
    lead_units,
    plan_conveyance,
    plan_items,
)

__all__ = [
    "Conveyed",
    "Demand",
    "cancel",
    "close",
    "dispatch",
    "edit_item",
    "lead_units",
    "plan_conveyance",
    "plan_items",
    "receive",
    "return_",
    "set_handling",
    "settle_open_points",
    "submit",
]
