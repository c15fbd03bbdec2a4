"""What is done with risks: registered, graded, mended, struck off, looked at again."""

from tracker.risks.services.closing import accept, close, confirm, finish, refuse
from tracker.risks.services.evidence import attach_evidence
from tracker.risks.services.grading import (
    Grading,
    confirm_downgrade,
    refuse_downgrade,
    regrade,
)
from tracker.risks.services.looking_back import (
    look_back,
    look_back_several,
    may_look_back,
    reopen,
)
from tracker.risks.services.notices import issue_notice
from tracker.risks.services.persons import is_leader
from tracker.risks.services.register import (
    NUMBERS,
    bring_up_to_date,
    cancel,
    edit,
    rectify,
    register,
)
from tracker.risks.services.repeats import dismiss, link, unlink
from tracker.risks.services.rules import RiskFacts, facts_of, require_complete
from tracker.risks.services.standing import prolong, resume, review, transfer
from tracker.risks.services.steps import _note

__all__ = [
    "NUMBERS",
    "Grading",
    "RiskFacts",
    "_note",
    "accept",
    "attach_evidence",
    "bring_up_to_date",
    "cancel",
    "close",
    "confirm",
    "confirm_downgrade",
    "dismiss",
    "edit",
    "facts_of",
    "finish",
    "is_leader",
    "issue_notice",
    "link",
    "look_back",
    "look_back_several",
    "may_look_back",
    "prolong",
    "rectify",
    "refuse",
    "refuse_downgrade",
    "register",
    "regrade",
    "reopen",
    "require_complete",
    "resume",
    "review",
    "transfer",
    "unlink",
]
