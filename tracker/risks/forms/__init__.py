"""Forms of risks: the record, an area made a risk, and the acts."""

from tracker.risks.forms.acts import (
    CancelForm,
    DecisionForm,
    GradingForm,
    LookBackForm,
    LookBackSeveralForm,
    NoticeForm,
    ProlongForm,
    ReasonForm,
    ReviewForm,
    TransferForm,
)
from tracker.risks.forms.register import NamedForm, RiskForm

__all__ = [
    "CancelForm",
    "DecisionForm",
    "GradingForm",
    "LookBackForm",
    "LookBackSeveralForm",
    "NamedForm",
    "NoticeForm",
    "ProlongForm",
    "ReasonForm",
    "ReviewForm",
    "RiskForm",
    "TransferForm",
]
