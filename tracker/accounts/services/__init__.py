"""Accounts, grants, and acts recorded from paper."""

from tracker.accounts.services.acting import PaperEntry, acting, record_paper_act, subject_of
from tracker.accounts.services.grants import (
    appoint_deputy,
    delegate_issuing,
    end_delegation,
    end_grant,
    grant_role,
)
from tracker.accounts.services.keeping import (
    MOST_DAYS,
    device_name,
    find_kept,
    keep_signed_in,
    may_keep,
    stop_keeping,
)
from tracker.accounts.services.slips import (
    find_slip,
    hand_out,
    make_slip,
    prepare_slips,
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
    "MOST_DAYS",
    "PaperEntry",
    "acknowledge_notice",
    "acting",
    "appoint_deputy",
    "create_user",
    "delegate_issuing",
    "device_name",
    "end_delegation",
    "end_grant",
    "find_kept",
    "find_slip",
    "grant_role",
    "hand_out",
    "hashed",
    "is_locked",
    "keep_signed_in",
    "make_slip",
    "matches",
    "may_keep",
    "new_password",
    "note_sign_in",
    "prepare_slips",
    "record_paper_act",
    "set_active",
    "set_password",
    "stop_keeping",
    "subject_of",
]
