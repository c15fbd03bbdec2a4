"""What is done with agreements: put out for signature, signed, signed anew, made void."""

from tracker.agreements.services.required import change_required, set_required
from tracker.agreements.services.signatures import (
    Signature,
    mark_signed,
    resign,
    set_signer,
    void,
)
from tracker.agreements.services.signings import SigningFacts, edit_signing, put_out, register

__all__ = [
    "Signature",
    "SigningFacts",
    "change_required",
    "edit_signing",
    "mark_signed",
    "put_out",
    "register",
    "resign",
    "set_required",
    "set_signer",
    "void",
]
