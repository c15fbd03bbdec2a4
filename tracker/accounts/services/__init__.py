"""Accounts, grants, and acts recorded from paper."""

from tracker.accounts.services.acting import PaperEntry, acting, record_paper_act, subject_of
from tracker.accounts.services.grants import (
    delegate_issuing,
    end_delegation,
    end_grant,
    grant_role,
)
from tracker.accounts.services.users import (
    LOCK_FOR,
    LONGEST_PASSWORD,
    acknowledge_notice,
    create_user,
    hashed,
    is_locked,
    matches,
    new_password,
    note_sign_in,
    set_active,
    set_password,
)

__all__ = [
    "LOCK_FOR",
    "LONGEST_PASSWORD",
    "PaperEntry",
    "acknowledge_notice",
    "acting",
    "create_user",
    "delegate_issuing",
    "end_delegation",
    "end_grant",
    "grant_role",
    "hashed",
    "is_locked",
    "matches",
    "new_password",
    "note_sign_in",
    "record_paper_act",
    "set_active",
    "set_password",
    "subject_of",
]
