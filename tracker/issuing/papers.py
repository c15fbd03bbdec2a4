"""登记簿 of a series as a table."""

from tracker.directory.models import NumberSeries
from tracker.issuing.queries import Entry
from tracker.press import sheets

COLUMNS = {"序号": 6, "文号": 24, "文件标题": 50, "印发日期": 12, "来源": 14, "签发人或登记人": 16}


def register_table(series: NumberSeries, year: int, entries: list[Entry]) -> sheets.Table:
    """Return the numbers of a year, the first number first."""
    rows = (
        (entry.doc_no, entry.title, entry.on, entry.source, entry.by) for entry in reversed(entries)
    )
    return sheets.Table(f"{series.name}登记簿（{year}年）", COLUMNS, sheets.numbered(rows))
