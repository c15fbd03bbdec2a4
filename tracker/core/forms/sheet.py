"""The page of a table to bring in: read, looked at, corrected, confirmed."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from flask import request
from flask_wtf.file import FileField

from tracker.core import sheets
from tracker.core.db import writing
from tracker.core.errors import RuleBroken
from tracker.core.forms.form import Form, TableField
from tracker.core.imports import Entry, NotBroughtIn, Outcome, try_out
from tracker.core.sheets import Column, Guess, Rows

# What tables of staff often hold and this product never does (domain.md §6.2).
NEVER_KEPT = re.compile(
    r"身份证|证件号|出生|年龄|性别|民族|籍贯|政治面貌|党员|宗教|信仰|婚姻|健康|手机|移动电话|住址|家庭"
)


@dataclass
class Line:
    """A row of the table: its place from the top, 0 the first; its cells; what it brings."""

    number: int
    cells: list[str]
    outcome: Outcome | None = None


@dataclass
class Reading:
    """What was read of a table: its columns as guessed or chosen, its rows, what to know of it."""

    rows: Rows
    guess: Guess
    notes: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def problems(self) -> list[Line]:
        """Return the rows that cannot be brought in."""
        return [line for line in self.lines if line.outcome and line.outcome.problem]

    @property
    def news(self) -> int:
        """Return how many rows change anything."""
        told = [line.outcome for line in self.lines if line.outcome]
        return sum(bool(outcome.acts) and not outcome.is_left_out for outcome in told)

    def entries(self, make: Callable[..., Entry]) -> list[Entry]:
        """Return the rows by column."""
        told = sheets.by_columns([line.cells for line in self.lines], self.guess.keys)
        pairs = zip(self.lines, told, strict=True)
        return [make(number=line.number, **cells) for line, cells in pairs]

    @property
    def digest(self) -> str:
        """Return what the button to confirm carries: only a table that was seen comes in."""
        seen = [self.guess.keys, *(line.cells for line in self.lines)]
        return hashlib.sha256(repr(seen).encode()).hexdigest()

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the person has seen just this table and wants it."""
        return request.form.get("confirm") == self.digest

    def tell(self, outcomes: list[Outcome]) -> None:
        """Put beside each row what it brings."""
        for line, outcome in zip(self.lines, outcomes, strict=True):
            line.outcome = outcome


class SheetForm(Form):
    """A table to bring in; `columns` are those that it may have, in any order."""

    columns: ClassVar[Sequence[Column]] = ()

    sheet = FileField("上传表格", description="Excel 或 WPS 的 .xlsx，或 .csv。")
    pasted = TableField(
        "粘贴表格",
        description="在 Excel 或 WPS 中连同表头一起选中，复制，粘贴到这里。",
        render_kw={"rows": 8, "wrap": "off"},
    )

    @property
    def column_choices(self) -> dict[str, str]:
        """Return what a column may be chosen to be."""
        return {"": "不导入", **{column.key: column.label for column in self.columns}}

    def read(self) -> Reading | None:
        """Read the table with what was corrected and chosen on the page; None where it is bad.

        The sentence then stands at the field.
        """
        try:
            sheet = self._sheet()
        except RuleBroken as error:
            at = self.sheet if self.sheet.data else self.pasted
            at.errors = [*at.errors, error.sentence]
            return None
        rows, notes = self._without_private(sheet.rows)
        guess = self._chosen(sheets.guess_columns(rows, self.columns))
        reading = Reading(rows, guess, [*sheet.notes, *notes])
        first = 0 if guess.header is None else guess.header + 1
        width = len(guess.keys)
        for number, row in enumerate(rows[first:], start=first):
            reading.lines.append(Line(number, [*row, *[""] * (width - len(row))]))
        # From here on the page carries the text, whatever it was read from.
        self.pasted.data = sheets.as_text(rows)
        return reading

    def _sheet(self) -> sheets.Sheet:
        """Read what was sent.

        Raises:
            RuleBroken: nothing was sent, or it cannot be read.
        """
        if self.sheet.data:
            return sheets.read_upload(self.sheet.data.filename or "", self.sheet.data.read())
        rows = sheets.read_text(self.pasted.data or "")
        if not rows:
            raise RuleBroken("请先粘贴或上传表格。")
        return sheets.Sheet(list(_corrected(rows)))

    def _chosen(self, guess: Guess) -> Guess:
        """Take the columns as chosen on the page, where there was one for this table."""
        if self.sheet.data or "column-0" not in request.form:
            return guess
        known = self.column_choices
        keys = [request.form.get(f"column-{place}", "") for place in range(len(guess.keys))]
        return Guess(guess.header, tuple(key if key in known else "" for key in keys))

    def _without_private(self, rows: Rows) -> tuple[Rows, list[str]]:
        """Leave out the columns that this product never keeps (domain.md §6.2)."""
        header = sheets.guess_columns(rows, self.columns).header
        if header is None:
            return rows, []
        found = {place: cell for place, cell in enumerate(rows[header]) if NEVER_KEPT.search(cell)}
        if not found:
            return rows, []
        kept = [[cell for place, cell in enumerate(row) if place not in found] for row in rows]
        return kept, [f"“{'、'.join(found.values())}”按规定不登记，没有读入。"]


def _corrected(rows: Rows) -> Iterator[list[str]]:
    """Put in what was typed over the cells of a row, and drop the rows that were struck out."""
    for number, row in enumerate(rows):
        if f"drop-{number}" in request.form:
            continue
        cells = {f"cell-{number}-{place}": cell for place, cell in enumerate(row)}
        yield [request.form.get(name, cell).strip() for name, cell in cells.items()]


def keep_confirmed(
    form: SheetForm, reading: Reading, bring: Callable[[], list[Outcome]], *, url: str
) -> Any:
    """Bring the table in if just this one was seen and confirmed; returns where to go then.

    Else None, and the page shows beside each row what it brings or what is wrong with it.
    """
    if not reading.is_confirmed:
        reading.tell(try_out(bring))
        return None
    try:
        with writing(form):
            bring()
            return form.leads_to(url)
    except NotBroughtIn as refused:
        reading.tell(refused.outcomes)
        return None
