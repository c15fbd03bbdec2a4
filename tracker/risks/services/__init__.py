"""Putting risks on the ledger, correcting them, striking them off, and knowing them again."""

from tracker.risks.services.register import (
    NUMBERS,
    RiskFacts,
    bring_up_to_date,
    cancel,
    close,
    edit,
    rectify,
    register,
)
from tracker.risks.services.repeats import dismiss, link, unlink

__all__ = [
    "NUMBERS",
    "RiskFacts",
    "bring_up_to_date",
    "cancel",
    "close",
    "dismiss",
    "edit",
    "link",
    "rectify",
    "register",
    "unlink",
]
