"""Units × areas with a few marks, as plain data: the page and the paper show the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from tracker.directory.models import RiskArea, Unit
from tracker.reports.queries.risks import Named, RiskNumbers, UnitAreaRisks
from tracker.reports.queries.tasks import TaskNumbers, UnitTasks

ROWS_ABOVE_A_CHART = 18
Sorted = TypeVar("Sorted", Unit, RiskArea)


class Mark(StrEnum):
    """What stands in a cell; each can be told from the others in black and white."""

    NONE = ""
    OPEN = "open"
    ALERT = "alert"
    NAMED = "named"


@dataclass(frozen=True)
class Cell:
    """One unit in one area; `number` is shown from two on, `words` say it to who cannot see."""

    mark: str = Mark.NONE
    number: int = 0
    words: str = ""


@dataclass(frozen=True)
class MatrixRow:
    """One unit: a cell for each area, and how its tasks stand."""

    unit_id: int
    unit: str
    cells: tuple[Cell, ...]
    open: int
    overdue: int


@dataclass(frozen=True)
class Matrix:
    """The units and areas with anything to show, both in the order of the directory.

    `others` tells of the open tasks of units without a row, so that the column adds up.
    """

    areas: tuple[str, ...] = ()
    rows: tuple[MatrixRow, ...] = ()
    others: str = ""

    @property
    def leaves_room(self) -> bool:
        """Tell whether a chart fits under it on the same sheet."""
        return len(self.rows) <= ROWS_ABOVE_A_CHART


def matrix(
    risks: Sequence[UnitAreaRisks], named: Sequence[Named], tasks: Sequence[UnitTasks]
) -> Matrix:
    """Return the matrix; in a sensitive area it shows only that something is open."""
    cells = {(one.unit, one.area): _named_cell(one.area) for one in named if _is_shown(one)}
    cells |= {(one.unit, one.area): _open_cell(one.area, one.now) for one in risks if one.now.open}
    numbers = {one.unit: one.now for one in tasks}
    areas = _in_order({area for _, area in cells})
    late = {unit for unit, now in numbers.items() if now.overdue}
    units = _in_order(late.union(unit for unit, _ in cells if unit))
    rows = [
        MatrixRow(
            unit_id=unit.id,
            unit=unit.display_name,
            cells=tuple(cells.get((unit, area), Cell()) for area in areas),
            open=numbers.get(unit, TaskNumbers()).open,
            overdue=numbers.get(unit, TaskNumbers()).overdue,
        )
        for unit in units
    ]
    others = [now.open for unit, now in numbers.items() if now.open and unit not in units]
    return Matrix(tuple(area.name for area in areas), tuple(rows), _others_words(others))


def _others_words(open_tasks: Sequence[int]) -> str:
    if not open_tasks:
        return ""
    return f"另有 {len(open_tasks)} 个单位没有在册风险和逾期任务，在办任务 {sum(open_tasks)} 项。"


def unclaimed(risks: Sequence[UnitAreaRisks], named: Sequence[Named]) -> list[str]:
    """Return the areas that were named at the meeting and stand with no unit yet, in order."""
    claimed = {found.area.id for found in risks if found.now.open}
    claimed |= {found.area.id for found in named if found.unit}
    loose = {found.area.id: found.area for found in named if found.area.id not in claimed}
    return [area.name for area in _in_order(loose.values()) if not area.is_work_line]


def _is_shown(one: Named) -> bool:
    return one.unit is not None and not one.area.is_sensitive


def _named_cell(area: RiskArea) -> Cell:
    return Cell(Mark.NAMED, words=f"{area.name}：已提出，未登记为风险")


def _open_cell(area: RiskArea, now: RiskNumbers) -> Cell:
    if area.is_sensitive:
        return Cell(Mark.OPEN, words=f"{area.name}：有在册事项")
    parts = [f"在册 {now.open} 项"]
    parts += [f"重大 {now.major} 项"] if now.major else []
    parts += [f"逾期 {now.overdue} 项"] if now.overdue else []
    mark = Mark.ALERT if now.major or now.overdue else Mark.OPEN
    return Cell(mark, now.open, f"{area.name}：{'，'.join(parts)}")


def _in_order(entries: Iterable[Sorted]) -> list[Sorted]:
    return sorted(entries, key=lambda entry: (entry.sort, entry.id))
