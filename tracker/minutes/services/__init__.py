"""What is done with minutes: drafted, sent for signature, returned, issued, corrected."""

from tracker.minutes.services.drafting import (
    Texts,
    edit,
    review,
    send_back,
    start,
    submit,
    suggested_texts,
)
from tracker.minutes.services.issuing import conclude, issue, start_correction
from tracker.minutes.services.on_paper import IssuedOnPaper, register_issued

__all__ = [
    "IssuedOnPaper",
    "Texts",
    "conclude",
    "edit",
    "issue",
    "register_issued",
    "review",
    "send_back",
    "start",
    "start_correction",
    "submit",
    "suggested_texts",
]
