"""An office's own ledgers, brought in as open items and risks."""

from tracker.core.forms import SheetForm
from tracker.followups.services import RISK_COLUMNS, TASK_COLUMNS


class TaskLedgerForm(SheetForm):
    """督办事项一览表."""

    columns = TASK_COLUMNS


class RiskLedgerForm(SheetForm):
    """风险隐患台账."""

    columns = RISK_COLUMNS
