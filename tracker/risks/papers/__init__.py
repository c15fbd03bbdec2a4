"""Papers of risks: the ledger of a quarter, 整改通知书, 销号申请单."""

from tracker.risks.papers.forms import (
    CLOSURE_STATES,
    NOTICE_KIND,
    NOTICE_STATES,
    RiskSheet,
    closure_form,
    closure_form_ids,
    notice_of,
    notice_subject,
    rectification_notice,
    rectification_notice_ids,
    sheet_in_word,
)
from tracker.risks.papers.ledger import (
    hazard_ledger,
    hazard_ledger_ids,
    register_listing,
    register_table,
)
from tracker.risks.papers.stood import Stood, stood_on

__all__ = [
    "CLOSURE_STATES",
    "NOTICE_KIND",
    "NOTICE_STATES",
    "RiskSheet",
    "Stood",
    "closure_form",
    "closure_form_ids",
    "hazard_ledger",
    "hazard_ledger_ids",
    "notice_of",
    "notice_subject",
    "rectification_notice",
    "rectification_notice_ids",
    "register_listing",
    "register_table",
    "sheet_in_word",
    "stood_on",
]
