"""登记簿: the numbers of a series in a year, those used outside the system among them."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.audit.exports import hand_out
from tracker.core.calendar import FIRST_YEAR, LAST_YEAR
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.core.forms import Form
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory.models import NumberSeries
from tracker.issuing import papers, queries, services
from tracker.issuing.forms import UsedNumberForm
from tracker.issuing.models import UsedNumber

blueprint = Blueprint("issuing", __name__, url_prefix="/registers")


@blueprint.get("/<int:series_id>/<int:year>")
@requires(Permission.DIRECTORY_READ)
def register(series_id: int, year: int) -> Any:
    """Show which numbers of a year were used, for what, and by whom."""
    return _page(_series(series_id), year, UsedNumberForm(formdata=None))


@blueprint.post("/<int:series_id>/<int:year>")
@requires(Permission.DIRECTORY_EDIT)
def add(series_id: int, year: int) -> Any:
    """Note a number that was used outside the system."""
    form = UsedNumberForm()
    if not form.validate_on_submit():
        return _page(_series(series_id), year, form)
    with writing(form):
        services.register_used(
            _series(series_id), number=form.number.data, title=form.title.data,
            used_on=form.used_on.data, actor=viewer().as_actor(),
        )  # fmt: skip
        url = form.leads_to(
            url_for(".register", series_id=series_id, year=form.used_on.data.year)
        )  # fmt: skip
    flash("已登记，此号不再编给其他文件。", "success")
    return redirect(url)


@blueprint.post("/used/<int:used_id>/withdraw")
@requires(Permission.DIRECTORY_EDIT)
def withdraw(used_id: int) -> Any:
    """Take a wrong entry back, so that the number is free again."""
    form = Form()
    if not form.validate_on_submit():
        abort(400)
    with writing(form):
        used = db.session.get(UsedNumber, used_id) or abort(404)
        services.withdraw_used(used, on=today(), actor=viewer().as_actor())
        url = form.leads_to(_address(used))
    flash("已撤销，此号可以再用。", "success")
    return redirect(url)


@blueprint.post("/<int:series_id>/<int:year>/export")
@requires(Permission.DIRECTORY_READ)
def export(series_id: int, year: int) -> Response:
    """Hand the register of a year out as a table."""
    series = _series(series_id)
    return hand_out(papers.register_table(series, year, queries.register(series, year)))


def _address(used: UsedNumber) -> str:
    series = db.session.query(NumberSeries).filter_by(code=used.series).one()
    return url_for(".register", series_id=series.id, year=used.year)


def _series(series_id: int) -> NumberSeries:
    return db.session.get(NumberSeries, series_id) or abort(404)


def _page(series: NumberSeries, year: int, form: UsedNumberForm) -> Any:
    if year not in range(FIRST_YEAR, LAST_YEAR + 1):
        abort(404)
    return render_template(
        "issuing/register.html", series=series, year=year, form=form, end_form=Form(),
        entries=queries.register(series, year),
    )  # fmt: skip
