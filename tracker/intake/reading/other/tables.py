"""Tables of items or risks: from what is pasted between tabs, a Word file or a workbook."""

from collections.abc import Iterator
from enum import StrEnum
from xml.etree.ElementTree import Element

from tracker.core.errors import RuleBroken
from tracker.core.sheets import Column, Rows, as_text, guess_columns, read_text, read_upload
from tracker.followups.services import RISK_COLUMNS, TASK_COLUMNS
from tracker.intake.reading.documents import WORD, word_document

# A table is a ledger when its head names the matter and two more of what ledgers hold.
_LEAST = 3


class Ledger(StrEnum):
    """Which of the office's ledgers a table is."""

    TASKS = "tasks"
    RISKS = "risks"


def read_ledger(pasted: str) -> Ledger | None:
    """Return which ledger the text is, if its lines are a table with the head of one."""
    if "\t" not in pasted:
        return None
    try:
        rows = read_text(pasted)
    except RuleBroken:
        return None
    tasks, risks = _known(rows, TASK_COLUMNS), _known(rows, RISK_COLUMNS)
    if max(tasks, risks) < _LEAST:
        return None
    return Ledger.RISKS if risks > tasks else Ledger.TASKS


def _known(rows: Rows, columns: tuple[Column, ...]) -> int:
    """Return how many columns the head names; none where it does not name the matter."""
    keys = guess_columns(rows, columns).keys
    return sum(map(bool, keys)) if "title" in keys else 0


def tables_of(name: str, content: bytes) -> str:
    """Return the ledger that a `.docx` or `.xlsx` is as pasted text; empty where it is none.

    A table within a longer text is a part of it.

    Raises:
        RuleBroken: the file is damaged, holds macros or is too large.
    """
    ending = name.rpartition(".")[2].lower()
    if ending == "xlsx":
        found = as_text(read_upload(name, content).rows)
        return found if read_ledger(found) else ""
    if ending != "docx":
        return ""
    document = word_document(content)
    texts = (as_text(rows) for rows in _word_tables(document))
    found = next((text for text in texts if read_ledger(text)), "")
    whole = sum(len(words.strip()) for words in document.itertext())
    return found if 2 * len(found) > whole else ""


def _word_tables(document: Element) -> Iterator[Rows]:
    for table in document.iter(f"{WORD}tbl"):
        yield [list(_cells(row)) for row in table.iter(f"{WORD}tr")]


def _cells(row: Element) -> Iterator[str]:
    """Yield the cells of a row; one that spans columns is followed by empty ones."""
    for cell in row.iter(f"{WORD}tc"):
        paragraphs = ("".join(_words(part)) for part in cell.iter(f"{WORD}p"))
        yield " ".join(words.strip() for words in paragraphs if words.strip())
        span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
        width = span.get(f"{WORD}val", "1") if span is not None else "1"
        yield from [""] * (int(width) - 1 if width.isdecimal() else 0)


def _words(paragraph: Element) -> Iterator[str]:
    for part in paragraph.iter():
        yield " " if part.tag in {f"{WORD}br", f"{WORD}tab"} else part.text or ""
