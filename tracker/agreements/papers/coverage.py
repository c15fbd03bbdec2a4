"""责任书签订覆盖情况 of a year: lists, never a ranking."""

from __future__ import annotations

from datetime import date

from tracker.agreements import queries
from tracker.core.calendar import FIRST_YEAR, LAST_YEAR, chinese_date
from tracker.core.permissions import Viewer
from tracker.press.listing import Column, Grid, Listing

_COLUMNS = (
    Column("责任书种类", 42), Column("应签单位", 20, True), Column("已签单位", 20, True),
    Column("签约率", 20, True), Column("尚未签订的单位", 54),
)  # fmt: skip
YEAR_DIGITS = 4


def coverage(subject: str, *, on: date, public_url: str, viewer: Viewer | None) -> Listing | None:
    """Return the coverage of a year as of the day of the print; None for who sees one unit."""
    may_read = viewer is None or viewer.sees_all
    is_year = subject.isascii() and subject.isdigit() and len(subject) == YEAR_DIGITS
    if not may_read or not is_year or not FIRST_YEAR <= int(subject) <= LAST_YEAR:
        return None
    rows = (
        (
            row.kind.name, str(row.required), str(row.signed), f"{row.signed}/{row.required}",
            "、".join(unit.display_name for unit in row.missing) or "无",
        )
        for row in queries.coverage(int(subject), on=on)
    )  # fmt: skip
    return Listing(
        f"{subject}年度责任书签订覆盖情况",
        (),
        (Grid(_COLUMNS, tuple(rows), "本年度还没有须签订的责任书。"),),
        foot=f"截至日期：{chinese_date(on)}",
    )


def coverage_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the years that have agreements, newest first."""
    if viewer is not None and not viewer.sees_all:
        return []
    return [(str(year), f"{year}年度责任书签订覆盖情况") for year in queries.years(viewer=viewer)]
