"""All figures of a quarter as of a day, each with the same figure a quarter before."""

from dataclasses import dataclass, field
from functools import cached_property

from tracker.agreements import queries as agreements
from tracker.agreements.queries import Coverage
from tracker.reports.queries.matrix import Matrix, matrix, unclaimed
from tracker.reports.queries.quarter import Period
from tracker.reports.queries.reporting import Reporting, reporting
from tracker.reports.queries.risks import (
    Named,
    RiskNumbers,
    UnitAreaRisks,
    named,
    unit_area_risks,
)
from tracker.reports.queries.tasks import TaskNumbers, UnitTasks, unit_tasks


@dataclass(frozen=True)
class Number:
    """One number with its change; `whole` is what it is a part of, `before` may be unknown."""

    label: str
    value: int
    before: int | None = None
    whole: int | None = None
    measure: str = "项"
    note: str = ""
    key: str = ""

    @property
    def words(self) -> str:
        """Return the number as it is shown: 12, or 28/30; of nothing there is none."""
        if self.whole is None:
            return str(self.value)
        return f"{self.value}/{self.whole}" if self.whole else "—"

    @property
    def change_words(self) -> str:
        """Return how it changed: 较上季度 +3, 与上季度持平; nothing where there is no before."""
        if self.before is None:
            return ""
        change = self.value - self.before
        if not change:
            return "与上季度持平"
        return f"较上季度 {'+' if change > 0 else '−'}{abs(change)}"


@dataclass(frozen=True)
class Figures:
    """What a quarter looks like on a day. Units stand in their own order: none is ranked."""

    period: Period
    unit_tasks: list[UnitTasks]
    risks: list[UnitAreaRisks]
    named: list[Named]
    reporting: Reporting
    reporting_before: Reporting
    signed: list[Coverage]
    signed_before: list[Coverage] = field(default_factory=list)

    @cached_property
    def tasks(self) -> tuple[TaskNumbers, TaskNumbers]:
        """Return the tasks of all units, now and before."""
        now = sum((one.now for one in self.unit_tasks), TaskNumbers())
        return now, sum((one.before for one in self.unit_tasks), TaskNumbers())

    @cached_property
    def risk_numbers(self) -> tuple[RiskNumbers, RiskNumbers]:
        """Return the risks of all units and areas, now and before."""
        now = sum((one.now for one in self.risks), RiskNumbers())
        return now, sum((one.before for one in self.risks), RiskNumbers())

    @cached_property
    def matrix(self) -> Matrix:
        """Return units × areas with marks."""
        return matrix(self.risks, self.named, self.unit_tasks)

    @property
    def unclaimed(self) -> list[str]:
        """Return the areas named at the meeting that stand with no unit yet."""
        return unclaimed(self.risks, self.named)

    @property
    def late_units(self) -> list[UnitTasks]:
        """Return the units with something overdue, in the order of the units."""
        return [one for one in self.unit_tasks if one.now.overdue]

    @property
    def numbers(self) -> list[Number]:
        """Return the five numbers that a leader looks at once a week."""
        tasks, tasks_before = self.tasks
        risks, risks_before = self.risk_numbers
        filed = f"其中备案办结 {tasks.filed}" if tasks.filed else ""
        major = f"其中重大 {risks.major}" if risks.major else ""
        return [
            Number("在办任务", tasks.open, tasks_before.open, key="open"),
            Number("逾期任务", tasks.overdue, tasks_before.overdue, key="overdue"),
            Number("本季办结", tasks.closed, tasks_before.closed, note=filed, key="closed"),
            Number("在册风险", risks.open, risks_before.open, note=major, key="risks"),
            self.agreements,
        ]

    @property
    def agreements(self) -> Number:
        """Return how many agreements of the year are signed, of how many that must be."""
        before = sum(one.signed for one in self.signed_before) if self.signed_before else None
        return Number(
            "责任书签订",
            sum(one.signed for one in self.signed),
            before,
            whole=sum(one.required for one in self.signed),
            measure="份",
            key="agreements",
        )

    @property
    def reports(self) -> Number:
        """Return how many units have reported, of how many that must."""
        before = self.reporting_before
        return Number(
            "汇报报送",
            self.reporting.reported,
            before.reported if before.required else None,
            whole=self.reporting.required,
            measure="个单位",
        )


def figures(period: Period) -> Figures:
    """Return the figures of a quarter as of a day, in nine statements whatever their size."""
    return Figures(period, unit_tasks(period), unit_area_risks(period), named(period),
                   *reporting(period), *_signed(period))  # fmt: skip


def _signed(period: Period) -> list[list[Coverage]]:
    """Return the coverage of the year's agreements now and a quarter before.

    In the first quarter nothing is compared: the agreements of the year before are others.
    """
    year, before = period.quarter.year, period.before
    days = [period.until] + [before.until] * (before.quarter.year == year)
    return agreements.coverage_on(year, *days)
