"""`flask reports`: the ledgers' balance for scripts and checks."""

import json

import click
from flask import Blueprint

from tracker.core.calendar import FIRST_YEAR, LAST_YEAR, Quarter
from tracker.press.typography import text_width
from tracker.reports import papers, queries

# The width of a column of words, in digits.
WIDTH = 20
_NUMBERS = {name for book in queries.BOOKS.values() for name in book.columns.values()}

commands = Blueprint("reports_commands", __name__, cli_group="reports")


@commands.cli.command("balance")
@click.argument("year", type=click.IntRange(FIRST_YEAR, LAST_YEAR))
@click.argument("quarter", type=click.IntRange(1, 4))
@click.option("--json", "as_json", is_flag=True, help="One JSON value on stdout.")
@click.option("--follow-ups", "is_of_tasks", is_flag=True, help="The tasks, counted apart.")
def balance(year: int, quarter: int, as_json: bool, is_of_tasks: bool) -> None:
    """Show a quarter of the risk ledger by unit and level; status 1 if it does not balance."""
    book = queries.TASKS if is_of_tasks else queries.RISKS
    found = queries.balance(book, Quarter(year, quarter))
    if as_json:
        click.echo(json.dumps(list(map(dict, papers.balance_records(found))), ensure_ascii=False))
    else:
        table = papers.balance_table(found)
        click.echo(f"{table.title}\n")
        for row in [tuple(table.columns), *table.rows]:
            click.echo("  ".join(_padded(cell) for cell in row).rstrip())
    if found.faults:
        click.echo(f"台账不平：{'；'.join(found.faults)}。", err=True)
        raise SystemExit(1)


def _padded(cell: object) -> str:
    """Return a cell of the table as wide as its column: words to the left, numbers to the right."""
    words = str(cell)
    if isinstance(cell, int) or words in _NUMBERS:
        return " " * (8 - int(text_width(words) * 2)) + words
    return words + " " * (WIDTH - int(text_width(words) * 2))
