"""The work calendar: days that differ from the rule of the week."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from tracker.core.calendar import FIRST_YEAR, LAST_YEAR
from tracker.core.db import writing
from tracker.core.forms import Form
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries, services
from tracker.directory.forms import CalendarDayForm
from tracker.directory.models import CalendarDay
from tracker.directory.views.frame import blueprint
from tracker.directory.views.records import required, values_of


@blueprint.get("/calendar/<int:year>")
@requires(Permission.DIRECTORY_READ)
def calendar(year: int) -> Any:
    """Show the days of a year that differ from the week's rule."""
    return _calendar_page(year, CalendarDayForm(formdata=None))


@blueprint.post("/calendar/<int:year>")
@requires(Permission.DIRECTORY_EDIT)
def add_calendar_day(year: int) -> Any:
    """Enter a day off, or a working weekend."""
    form = CalendarDayForm()
    if form.validate_on_submit():
        with writing(form):
            count = _enter(form)
            url = form.leads_to(url_for("directory.calendar", year=form.day.data.year))
        flash(f"已登记 {count} 天。" if form.until.data else "已登记。", "success")
        return redirect(url)
    return _calendar_page(year, form)


def _enter(form: CalendarDayForm) -> int:
    """Enter the day, or the days of the span; returns how many."""
    facts = values_of(form, skip={"until"})
    if form.until.data:
        return services.add_calendar_span(**facts, until=form.until.data, actor=viewer().as_actor())
    services.add_calendar_day(**facts, actor=viewer().as_actor())
    return 1


@blueprint.post("/calendar/<int:year>/load")
@requires(Permission.DIRECTORY_EDIT)
def load_calendar(year: int) -> Any:
    """Take over the public holidays that come with the product."""
    if not Form().validate_on_submit():
        abort(400)
    with writing():
        count = services.load_calendar(year, actor=viewer().as_actor())
    flash(f"已载入 {count} 天。" if count else "没有新的安排可载入。", "success")
    return redirect(url_for("directory.calendar", year=year))


@blueprint.post("/calendar/days/<int:day_id>/remove")
@requires(Permission.DIRECTORY_EDIT)
def remove_calendar_day(day_id: int) -> Any:
    """Take a day out again."""
    if not Form().validate_on_submit():
        abort(400)
    with writing():
        entry = required(CalendarDay, day_id)
        day = entry.day
        services.remove_calendar_day(entry, actor=viewer().as_actor())
    flash(f"已移除 {day:%Y-%m-%d}，该日按平常星期计。", "success")
    return redirect(url_for("directory.calendar", year=day.year))


def _calendar_page(year: int, form: CalendarDayForm) -> Any:
    if year not in range(FIRST_YEAR, LAST_YEAR + 1):
        abort(404)
    return render_template(
        "directory/calendar.html",
        form=form,
        year=year,
        days=queries.calendar_days(year),
        is_announced=year in services.known_years(),
    )
