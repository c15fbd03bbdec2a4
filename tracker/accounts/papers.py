"""登录条: slips to cut, one for each account, with the code that lets its owner in once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from tracker.accounts import queries
from tracker.accounts.models import SignIn, User
from tracker.accounts.queries import SlipRow
from tracker.core.calendar import chinese_date
from tracker.core.clock import today
from tracker.core.permissions import Permission, Viewer
from tracker.directory import queries as directory
from tracker.press import sheets
from tracker.press.typography import qr_svg

ALL = "all"
ACCOUNT_COLUMNS = {"序号": 6, "工号": 14, "姓名": 10, "任职": 40, "状态": 12, "最近登录": 18}


@dataclass(frozen=True)
class AccountSlip:
    """One slip; `code` in groups of four, `link` opens the sign-in form filled in."""

    unit: str
    post: str
    name: str
    staff_no: str
    code: str
    valid_until: str
    link: str

    @property
    def qr(self) -> str:
        """Return the link as a picture."""
        return qr_svg(self.link, size_mm=26, label=f"{self.name}的登录二维码")


@dataclass(frozen=True)
class AccountSlips:
    """登录条 of one unit or of all, in rank order; `address` is what is typed by hand."""

    title: str
    college: str
    address: str
    slips: tuple[AccountSlip, ...]

    @property
    def rows(self) -> list[tuple[AccountSlip, ...]]:
        """Return the slips two and two, as they lie on the sheet."""
        return [self.slips[start : start + 2] for start in range(0, len(self.slips), 2)]


def account_slips(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> AccountSlips | None:
    """Return the slips that have not been printed; `subject` is `all` or a unit's id.

    None where nothing waits: each slip is printed once.
    """
    if viewer is not None and not viewer.can(Permission.ACCOUNT_MANAGE):
        return None
    rows = [row for row in queries.slip_rows(on=on, subject=subject) if row.is_to_print]
    if not rows:
        return None
    unit = "" if subject == ALL else f"（{rows[0].unit_name}）"
    return AccountSlips(
        title=f"登录条{unit}",
        college=directory.setting("college_name", on=on),
        address=public_url,
        slips=tuple(_slip(row, public_url) for row in rows),
    )


def account_slips_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of what waits to be printed: all together, and each unit."""
    if viewer is not None and not viewer.can(Permission.ACCOUNT_MANAGE):
        return []
    waiting = [row for row in queries.slip_rows(on=today()) if row.is_to_print]
    units = {row.unit_id: row.unit_name for row in waiting}
    found = [(ALL, f"登录条：全部 {len(waiting)} 张")] if waiting else []
    return found + [(str(unit_id), f"登录条：{name}") for unit_id, name in units.items()]


def _slip(row: SlipRow, public_url: str) -> AccountSlip:
    if row.user is None or row.slip is None:
        raise ValueError(row.state)
    code = queries.code_of(row.slip)
    # What follows # stays in the browser: no server and no proxy writes the code to its log.
    query = urlencode({"staff_no": row.user.staff_no})
    return AccountSlip(
        unit=row.unit_name,
        post=row.post,
        name=row.person.name,
        staff_no=row.user.staff_no,
        code=code,
        valid_until=chinese_date(row.slip.valid_until),
        link=f"{public_url}/?{query}#{code}",
    )


def accounts_table(*, on: date) -> sheets.Table:
    """Return all accounts with the posts of their owners and when they were last here."""
    posts, counters = queries.posts_by_person(on=on), queries.sign_ins()
    rows = (_account(user, posts, counters.get(user.id)) for user in queries.users())
    return sheets.Table("账户", ACCOUNT_COLUMNS, sheets.numbered(rows))


def _account(user: User, posts: Mapping[int, str], seen: SignIn | None) -> tuple[sheets.Cell, ...]:
    waiting = "待首次改密" if user.must_change_password else "正常"
    return (
        user.staff_no, user.person.name, posts.get(user.person_id, ""),
        waiting if user.active else "已停用", seen.last_seen_at if seen else None,
    )  # fmt: skip
