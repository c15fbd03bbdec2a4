"""登录条: one-time codes on paper, for staff who have no mail and no password yet."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from tracker.accounts import queries
from tracker.accounts.models import Slip, User
from tracker.accounts.services.users import create_user, end_ways_in
from tracker.audit.services import changes_of, record_event
from tracker.core import text
from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory.models import Person

VALID_FOR = timedelta(days=14)


def make_slip(*, user: User, actor: Actor) -> Slip:
    """Prepare a slip for somebody; an earlier one and the present password count no more.

    Raises:
        RuleBroken: the account is disabled.
    """
    if not user.active:
        raise RuleBroken(f"{user.person.name}的账户已停用，请先启用，再备登录条。")
    end_ways_in(user)
    user.password, user.must_change_password = None, True
    user.fs_uniquifier = secrets.token_hex(32)
    slip = Slip(user=user, nonce=secrets.token_hex(16), made_at=now())
    slip.valid_until = (now() + VALID_FOR).date()
    db.session.add(slip)
    record_event("account.slip", user, actor=actor, label=_label(user), changes=changes_of(user))
    return slip


def prepare_slips(persons: Sequence[Person], *, actor: Actor) -> int:
    """Open the accounts that are missing, and prepare a slip for each; returns how many.

    Raises:
        RuleBroken: somebody has no 工号, or another's.
    """
    for person in persons:
        make_slip(user=_account_of(person, actor), actor=actor)
    return len(persons)


def _account_of(person: Person, actor: Actor) -> User:
    user = queries.user_of_person(person.id)
    if user is not None:
        return user
    if not person.staff_no:
        raise RuleBroken(f"{person.name}没有工号，请办公室先在校情字典中补填。")
    return create_user(person=person, staff_no=person.staff_no, password_hash=None, actor=actor)


def find_slip(user: User, typed: str) -> Slip | None:
    """Return the slip whose code this is, also one that has run out; None for a wrong code."""
    code = text.read_code(typed)
    for slip in queries.open_slips(user.id):
        if hmac.compare_digest(text.read_code(queries.code_of(slip)).encode(), code.encode()):
            return slip
    return None


def note_printed(slips: Sequence[Slip], *, actor: Actor) -> None:
    """Remember that these slips went out on paper: none is printed a second time."""
    for slip in slips:
        slip.printed_at = now()
        record_event("account.print_slip", slip.user, actor=actor, label=_label(slip.user))


def hand_out(subject: str, *, made_before: datetime, actor: Actor) -> None:
    """Note the slips of one print as printed; call it inside `writing()`, `subject` as printed."""
    slips = [slip for slip in queries.slips_to_print(subject) if slip.made_at <= made_before]
    note_printed(slips, actor=actor)


def _label(user: User) -> str:
    return f"{user.staff_no} {user.person.name}"
