"""Figures of a quarter, its matrix of units and areas, its trend, and the ledgers' balance."""

from tracker.reports.queries.balance import (
    BOOKS,
    RISKS,
    TASKS,
    Balance,
    Book,
    Group,
    balance,
    closing_of,
    oldest_open,
    posted_quarters,
    stood,
    year_balance,
)
from tracker.reports.queries.figures import Figures, Number, figures
from tracker.reports.queries.matrix import Cell, Mark, Matrix, MatrixRow
from tracker.reports.queries.movements import Cell as LedgerCell
from tracker.reports.queries.movements import records_of
from tracker.reports.queries.printed import QuarterPaper, quarter_papers
from tracker.reports.queries.quarter import Period, Quarters, quarters
from tracker.reports.queries.reporting import Reporting
from tracker.reports.queries.risks import RiskNumbers, UnitAreaRisks
from tracker.reports.queries.tasks import TaskNumbers, TrendPoint, UnitTasks, trend
from tracker.reports.queries.todos import todos
from tracker.reports.queries.waiting import unsigned

__all__ = [
    "BOOKS",
    "RISKS",
    "TASKS",
    "Balance",
    "Book",
    "Cell",
    "Figures",
    "Group",
    "LedgerCell",
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
    "balance",
    "closing_of",
    "figures",
    "oldest_open",
    "posted_quarters",
    "quarter_papers",
    "quarters",
    "records_of",
    "stood",
    "todos",
    "trend",
    "unsigned",
    "year_balance",
]
