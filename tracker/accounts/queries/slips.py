"""登录条: their codes, and who still needs one."""

import hmac
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from flask import current_app
from sqlalchemy import select

from tracker.accounts.models import Slip, User
from tracker.accounts.queries.people import roles_of_posts, users
from tracker.core import text
from tracker.core.clock import today
from tracker.core.db import db
from tracker.directory import queries as directory
from tracker.directory.models import Person, Post, Unit

# Of 32 sorts: 60 bits.
SLIP_SYMBOLS = 12


def open_slips(user_id: int) -> list[Slip]:
    """Return the slips of an account that have not been used, replaced or withdrawn."""
    return list(db.session.scalars(select(Slip).filter_by(user_id=user_id, ended_at=None)))


def code_of(slip: Slip) -> str:
    """Return the code that is printed, in groups of four: 7K2M-QX4D-9TRW.

    It follows from the slip's nonce and the installation's key, so that no table and no file
    of the database holds a code with which somebody could enter.
    """
    key = current_app.config["SECRET_KEY"].encode()
    digest = hmac.new(key, f"slip:{slip.user_id}:{slip.nonce}".encode(), sha256).digest()
    symbols = "".join(text.CODE_ALPHABET[byte % 32] for byte in digest[:SLIP_SYMBOLS])
    return "-".join(symbols[start : start + 4] for start in range(0, SLIP_SYMBOLS, 4))


def slips_to_print(subject: str) -> list[Slip]:
    """Return the slips that have not been printed, of one unit (its id) or of all (`all`)."""
    rows = slip_rows(on=today(), subject=subject)
    return [row.slip for row in rows if row.slip is not None and row.is_to_print]


@dataclass(frozen=True)
class SlipRow:
    """Somebody who enters by 工号, under the unit of the highest post."""

    person: Person
    unit: Unit | None
    post: str
    user: User | None
    slip: Slip | None
    on: date

    @property
    def state(self) -> str:
        """Return how far the person is, in the words of the page."""
        if self.user is None:
            return "未开户" if self.person.staff_no else "缺工号"
        if not self.user.active:
            return "已停用"
        if not self.user.must_change_password:
            return "已启用"
        return _slip_state(self.slip, self.on) if self.slip else "未领登录条"

    @property
    def unit_id(self) -> int:
        """Return the unit's id; 0 for somebody without a post."""
        return self.unit.id if self.unit else 0

    @property
    def unit_name(self) -> str:
        """Return the unit's name in lists."""
        return self.unit.display_name if self.unit else "无任职"

    @property
    def is_to_print(self) -> bool:
        """Tell whether a slip waits for its one print."""
        return self.state == "待打印"

    @property
    def is_to_prepare(self) -> bool:
        """Tell whether nothing that the person holds lets them in, and a slip would."""
        return self.state in {"未开户", "未领登录条", "登录码已过期"}


def _slip_state(slip: Slip, on: date) -> str:
    if slip.valid_until < on:
        return "登录码已过期"
    return "已发登录条" if slip.printed_at else "待打印"


def slip_rows(*, on: date, subject: str = "all") -> list[SlipRow]:
    """Return who needs an account for a post, and who has a slip, in rank order.

    `subject` is `all` or a unit's id. Who only holds a post without rights needs none.
    """
    posts = _highest_posts(on)
    accounts = {user.person_id: user for user in users()}
    slips = {
        slip.user_id: slip for slip in db.session.scalars(select(Slip).filter_by(ended_at=None))
    }
    needed = {h.person_id: h.person for h in directory.holdings(on=on) if roles_of_posts([h])}
    with_slip = {user.person_id: user.person for user in accounts.values() if user.id in slips}
    rows = []
    for person_id, person in {**needed, **with_slip}.items():
        post, user = posts.get(person_id), accounts.get(person_id)
        unit = post.unit if post else None
        slip = slips.get(user.id) if user else None
        rows.append(SlipRow(person, unit, directory.post_words(post), user, slip, on))
    return [row for row in rows if subject in {"all", str(row.unit_id)}]


def _highest_posts(on: date) -> dict[int, Post]:
    found: dict[int, Post] = {}
    for holding in directory.holdings(on=on):
        found.setdefault(holding.person_id, holding.post)
    return found
