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
    SubmitForm,
    SubmitSeveralForm,
)
from tracker.followups.forms.changes import (
    ActForm,
    DecisionForm,
    EndGoingOnForm,
    ExtensionForm,
    GoalForm,
    GoOnForm,
    ProgressForm,
    ReachedForm,
    ReassignForm,
    ReviewForm,
    WithdrawEvidenceForm,
)
from tracker.followups.forms.ledger import RiskLedgerForm, TaskLedgerForm
from tracker.followups.forms.planning import (
    ConveyanceForm,
    EditForm,
    HandlingForm,
    PlanForm,
)
from tracker.followups.forms.slips import DeliverSlipsForm, DropSlipForm

__all__ = [
    "ANSWERS",
    "ActForm",
    "CancelForm",
    "CheckForm",
    "CloseForm",
    "ConveyanceForm",
    "ConveyedForm",
    "DecisionForm",
    "DeliverSlipsForm",
    "DispatchForm",
    "DropSlipForm",
    "EditForm",
    "EndGoingOnForm",
    "ExtensionForm",
    "GoOnForm",
    "GoalForm",
    "HandOutForm",
    "HandlingForm",
    "PaperListForm",
    "PlanForm",
    "ProgressForm",
    "ReachedForm",
    "ReassignForm",
    "ReturnForm",
    "ReviewForm",
    "RiskLedgerForm",
    "SubmitForm",
    "SubmitSeveralForm",
    "TaskLedgerForm",
    "WithdrawEvidenceForm",
]
