"""The directory as tables: what the import of units, posts and people reads, and the areas."""

from datetime import date

from tracker.directory import queries
from tracker.directory.models import LONG_AGO, Post, PostHolding, RiskArea, Unit
from tracker.press import sheets

ROSTER_COLUMNS = {
    "单位": 28, "姓名": 10, "工号": 12, "职务": 20, "岗位性质": 14, "办公电话": 16, "参会类别": 20,
    "任职日期": 12, "单位简称": 16, "单位类别": 14, "上级单位": 28,
}  # fmt: skip
AREA_COLUMNS = {"序号": 6, "领域": 28, "同义词": 60, "标记": 16, "状态": 8}


def roster_table(*, on: date) -> sheets.Table:
    """Return units, their posts and who holds them, the highest post of a unit first.

    Units come in their order, each after the one above it; who holds no post stands in no unit.
    """
    rows = [row for unit in queries.units(on=on) for row in _rows_of(unit, on)]
    return sheets.Table("单位、岗位与任职人员", ROSTER_COLUMNS, rows)


def _rows_of(unit: Unit, on: date) -> list[tuple[sheets.Cell, ...]]:
    posts = [post for post in queries.posts_of(unit.id) if post.is_active]
    holders = queries.holders_of([post.id for post in posts], on=on) if posts else {}
    rows = [_cells_of(post, holders.get(post.id)) for post in posts]
    about = (unit.short_name, unit.kind_label, unit.parent.name if unit.parent else "")
    return [(unit.name, *cells, *about) for cells in rows or [("",) * 6 + (None,)]]


def _cells_of(post: Post, holding: PostHolding | None) -> tuple[sheets.Cell, ...]:
    person = holding.person if holding else None
    begun = holding.from_on if holding and holding.from_on != LONG_AGO else None
    return (
        person.name if person else "", (person.staff_no if person else "") or "", post.title,
        post.role_label, person.office_phone if person else "", post.category, begun,
    )  # fmt: skip


def areas_table(areas: list[RiskArea]) -> sheets.Table:
    """Return the areas of risk and lines of work with their synonyms."""
    return sheets.Table("风险领域", AREA_COLUMNS, sheets.numbered(map(_area_cells, areas)))


def _area_cells(area: RiskArea) -> tuple[sheets.Cell, ...]:
    marks = ("敏感" if area.is_sensitive else "", "工作条线" if area.is_work_line else "")
    return (
        area.name, "、".join(one.name for one in area.synonyms), "、".join(filter(None, marks)),
        "在用" if area.is_active else "停用",
    )  # fmt: skip
