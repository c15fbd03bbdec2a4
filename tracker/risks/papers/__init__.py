"""Papers of risks: the ledger of a quarter, 整改通知书, 销号申请单."""

from tracker.risks.papers.ledger import (
    hazard_ledger,
    hazard_ledger_ids,
    register_table,
)
from tracker.risks.papers.stood import Stood, stood_on

__all__ = ["Stood", "hazard_ledger", "hazard_ledger_ids", "register_table", "stood_on"]
