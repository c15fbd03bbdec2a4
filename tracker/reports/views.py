"""Pages of the quarter: the balance of the ledgers, what is behind its numbers, its closing."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts.services import acting
from tracker.audit.exports import hand_out
from tracker.core.calendar import Quarter, read_quarter
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory.models import Unit
from tracker.reports import papers, queries, services
from tracker.reports.forms import ClosingForm
from tracker.risks.models import QuarterClosing

blueprint = Blueprint("reports", __name__)


@blueprint.get("/reports/balance/<int:year>-<int:number>")
@requires(Permission.REPORT_READ)
def balance(year: int, number: int) -> str:
    """Show how the ledgers of risks and of tasks balance in a quarter; every number opens."""
    quarter = _quarter(year, number)
    return render_template(
        "reports/balance.html",
        quarter=quarter,
        quarters=queries.posted_quarters(on=today()),
        balances=[queries.balance(book, quarter) for book in queries.BOOKS.values()],
        closing=queries.closing_of(quarter),
        is_next=_is_next(quarter),
    )


@blueprint.get("/reports/balance/<int:year>-<int:number>/records")
@requires(Permission.REPORT_READ)
def records(year: int, number: int) -> str:
    """Show the records that a number of the balance counts, each movement with its own day."""
    cell = _cell(_quarter(year, number))
    page = queries.records_of(cell, page=request.args.get("page", 1, type=int))
    return render_template("reports/records.html", cell=cell, page=page)


@blueprint.post("/reports/balance/<int:year>-<int:number>/export")
@requires(Permission.REPORT_READ)
def export(year: int, number: int) -> Response:
    """Hand a ledger's balance out as a table, in the columns of the page."""
    quarter = _quarter(year, number)
    book = queries.BOOKS.get(request.args.get("book", "")) or abort(404)
    return hand_out(papers.balance_table(queries.balance(book, quarter)))


@blueprint.route("/reports/balance/<int:year>-<int:number>/close", methods=["GET", "POST"])
@requires(Permission.QUARTER_CLOSE, Permission.PAPER_RECORD)
def close(year: int, number: int) -> Any:
    """季度结账, by the director or as signed on paper; the balance is shown before."""
    quarter = _quarter(year, number)
    form, here = ClosingForm(), url_for(".balance", year=year, number=number)
    if form.validate_on_submit():
        with writing(form):
            actor, on = acting(
                viewer=viewer(), paper=form.paper.form.entry(), action="quarter.close",
                about=QuarterClosing.of(quarter), on=today(), permission=Permission.QUARTER_CLOSE,
            )  # fmt: skip
            services.close_quarter(quarter=quarter, actor=actor, on=on)
            url = form.leads_to(here)
        flash(f"{quarter.words}已结账，此后补录的事项计入下一季度。", "success")
        return redirect(url)
    return _closing_page(quarter, form)


def _closing_page(quarter: Quarter, form: ClosingForm) -> str:
    return render_template(
        "reports/close.html",
        quarter=quarter,
        form=form,
        balances=[queries.balance(book, quarter) for book in queries.BOOKS.values()],
        closing=queries.closing_of(quarter),
        is_next=_is_next(quarter),
        oldest=queries.oldest_open(),
    )


def _is_next(quarter: Quarter) -> bool:
    """Tell whether this quarter can be closed today: the oldest open one, when it has ended."""
    return quarter == queries.oldest_open() and quarter.last < today()


def _quarter(year: int, number: int) -> Quarter:
    """Return a quarter that has begun, or answer 404."""
    known = read_quarter(f"{year}-{number}") or abort(404)
    quarter = Quarter(*known)
    return quarter if quarter.first <= today() else abort(404)


def _cell(quarter: Quarter) -> queries.LedgerCell:
    """Return the number that the address asks for, or answer 404; what stands open if unsaid."""
    book = queries.BOOKS.get(request.args.get("book", "risks")) or abort(404)
    column, level = request.args.get("column", "closing"), request.args.get("level", "")
    unit = db.session.get(Unit, request.args.get("unit", 0, type=int))
    if column not in book.columns or (level and level not in book.levels):
        abort(404)
    if request.args.get("unit") and unit is None:
        abort(404)
    return queries.LedgerCell(book, quarter, column, unit, level)
