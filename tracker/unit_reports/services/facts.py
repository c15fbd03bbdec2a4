"""What a unit tells in its report, and what it begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.risks.models import Risk
from tracker.unit_reports.models import Manner, ReportRow, UnitReport
from tracker.unit_reports.queries import About

MOST_ROWS = 60


@dataclass(frozen=True)
class RowFacts:
    """One risk point as reported; `copied_from_id` is last quarter's row that it goes on with."""

    area_id: int
    kind: str
    level: str
    title: str
    place: str = ""
    measure: str = ""
    due_on: date | None = None
    copied_from_id: int | None = None

    def repeats(self, begun: "RowFacts | None") -> bool:
        """Tell whether it says word for word what it was begun with, an area out of use aside."""
        if begun is None:
            return False
        return replace(self, area_id=self.area_id or begun.area_id) == begun


@dataclass(frozen=True)
class ReportTexts:
    """All that a report says; `words` is the unit's word on what was left open, by what about."""

    manner: Manner = Manner.WRITTEN
    overview: str = ""
    causes: str = ""
    next_steps: str = ""
    rows: Sequence[RowFacts] = ()
    words: Mapping[About, str] | None = None

    def news(self, last: UnitReport | None) -> list[str]:
        """Name what goes beyond the last report, which forbids 本季度无新增."""
        begun = begun_with(last)
        rows = sum(not row.repeats(begun.get(row.copied_from_id or 0)) for row in self.rows)
        found = {
            f"{rows} 条新增或修改的风险点": bool(rows),
            "总体情况": self.overview not in {"", last.overview if last else ""},
            "原因分析": bool(self.causes),
            "下一步打算": bool(self.next_steps),
        }
        return [name for name, is_new in found.items() if is_new]


def begun_with(last: UnitReport | None) -> dict[int, RowFacts]:
    """Return {row of the last report: what it is carried over as}.

    An open risk reads as it stands on the register, corrections of the office included.
    """
    rows = last.rows if last else []
    return {row.id: facts_of(_register_of(row) or row, row.id) for row in rows}


def _register_of(row: ReportRow) -> Risk | None:
    return row.risk if row.risk is not None and row.risk.is_open else None


def facts_of(known: ReportRow | Risk, copied_from_id: int | None) -> RowFacts:
    """Return what a report or the register says of one risk point."""
    names = [name for name in RowFacts.__dataclass_fields__ if name != "copied_from_id"]
    values = {name: getattr(known, name) for name in names}
    return RowFacts(**values, copied_from_id=copied_from_id)
