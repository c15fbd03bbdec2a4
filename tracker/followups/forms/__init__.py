"""What is typed about tasks."""

from tracker.followups.forms.acts import (
    ANSWERS,
    CancelForm,
    CheckForm,
    CloseForm,
    ConveyedForm,
    DispatchForm,
    HandOutForm,
    PaperListForm,
    ReturnForm,
    SeveralForm,
    SubmitForm,
    SubmitSeveralForm,
)
from tracker.followups.forms.ledger import RiskLedgerForm, TaskLedgerForm
from tracker.followups.forms.planning import (
    ConveyanceForm,
    EditForm,
    HandlingForm,
    PlanForm,
)

__all__ = [
    "ANSWERS",
    "CancelForm",
    "CheckForm",
    "CloseForm",
    "ConveyanceForm",
    "ConveyedForm",
    "DispatchForm",
    "EditForm",
    "HandOutForm",
    "HandlingForm",
    "PaperListForm",
    "PlanForm",
    "ReturnForm",
    "RiskLedgerForm",
    "SeveralForm",
    "SubmitForm",
    "SubmitSeveralForm",
    "TaskLedgerForm",
]
