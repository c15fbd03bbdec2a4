"""Figures of a quarter, its matrix of units and areas, and its trend."""

from tracker.reports.queries.figures import Figures, Number, figures
from tracker.reports.queries.matrix import Cell, Mark, Matrix, MatrixRow
from tracker.reports.queries.printed import QuarterPaper, quarter_papers
from tracker.reports.queries.quarter import Period, Quarters, quarters
from tracker.reports.queries.reporting import Reporting
from tracker.reports.queries.risks import RiskNumbers, UnitAreaRisks
from tracker.reports.queries.tasks import TaskNumbers, TrendPoint, UnitTasks, trend
from tracker.reports.queries.waiting import unsigned

__all__ = [
    "Cell",
    "Figures",
    "Mark",
    "Matrix",
    "MatrixRow",
    "Number",
    "Period",
    "QuarterPaper",
    "Quarters",
    "Reporting",
    "RiskNumbers",
    "TaskNumbers",
    "TrendPoint",
    "UnitAreaRisks",
    "UnitTasks",
    "figures",
    "quarter_papers",
    "quarters",
    "trend",
    "unsigned",
]
