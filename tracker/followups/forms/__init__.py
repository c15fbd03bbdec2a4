"""What is typed about tasks."""

from tracker.followups.forms.acts import (
    ANSWERS,
    CancelForm,
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
from tracker.followups.forms.changes import (
    ActForm,
    DecisionForm,
    ExtensionForm,
    ProgressForm,
    ReassignForm,
    WithdrawEvidenceForm,
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
    "ActForm",
    "CancelForm",
    "CloseForm",
    "ConveyanceForm",
    "ConveyedForm",
    "DecisionForm",
    "DispatchForm",
    "EditForm",
    "ExtensionForm",
    "HandOutForm",
    "HandlingForm",
    "PaperListForm",
    "PlanForm",
    "ProgressForm",
    "ReassignForm",
    "ReturnForm",
    "RiskLedgerForm",
    "SeveralForm",
    "SubmitForm",
    "SubmitSeveralForm",
    "TaskLedgerForm",
    "WithdrawEvidenceForm",
]
