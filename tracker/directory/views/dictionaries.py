"""The short dictionaries: campuses, kinds of agreement, number series, areas."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries, services
from tracker.directory.forms import AgreementKindForm, AreaForm, CampusForm, SeriesForm
from tracker.directory.models import AgreementKind, Campus, NumberSeries, RiskArea
from tracker.directory.views.frame import blueprint
from tracker.directory.views.records import edit_page, facts_of, found, fresh, required, values_of


@blueprint.get("/")
@requires(Permission.DIRECTORY_READ)
def index() -> Any:
    """Show the dictionaries, the short ones at once."""
    return render_template(
        "directory/index.html",
        campuses=queries.campuses(active_only=False),
        agreement_kinds=queries.agreement_kinds(),
        series=queries.number_series(year=today().year),
    )


@blueprint.route("/campuses/new", methods=["GET", "POST"])
@blueprint.route("/campuses/<int:campus_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def campus(campus_id: int | None = None) -> Any:
    """Add or change a campus."""
    form = CampusForm(record=found(Campus, campus_id))
    if form.validate_on_submit():
        with writing(form):
            record = fresh(form, Campus, campus_id)
            services.save_campus(record, **values_of(form), actor=viewer().as_actor())
            url = form.leads_to(url_for("directory.index"))
        flash("已保存。", "success")
        return redirect(url)
    return edit_page(form, "校区")


@blueprint.route("/agreement-kinds/new", methods=["GET", "POST"])
@blueprint.route("/agreement-kinds/<int:kind_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def agreement_kind(kind_id: int | None = None) -> Any:
    """Add or change a kind of agreement."""
    form = AgreementKindForm(record=found(AgreementKind, kind_id))
    if form.validate_on_submit():
        with writing(form):
            record = fresh(form, AgreementKind, kind_id)
            services.save_agreement_kind(record, **values_of(form), actor=viewer().as_actor())
            url = form.leads_to(url_for("directory.index"))
        flash("已保存。", "success")
        return redirect(url)
    return edit_page(form, "责任书种类")


@blueprint.route("/number-series/<int:series_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def number_series(series_id: int) -> Any:
    """Change how a sort of papers is numbered."""
    record = required(NumberSeries, series_id)
    year = today().year
    present = dict(queries.number_series(year=year))[record]
    form = SeriesForm(record=record, next_number=present)
    if form.validate_on_submit():
        with writing(form):
            record = fresh(form, NumberSeries, series_id)
            services.save_series(
                record, pattern=form.pattern.data, is_manual=form.is_manual.data,
                next_number=form.next_number.data, year=year, actor=viewer().as_actor(),
            )  # fmt: skip
            url = form.leads_to(url_for("directory.index"))
        flash("已保存。", "success")
        return redirect(url)
    return edit_page(form, f"{record.name}编号")


@blueprint.get("/areas/")
@requires(Permission.DIRECTORY_READ)
def areas() -> Any:
    """List areas of risk and lines of work with their synonyms."""
    return render_template("directory/areas.html", areas=queries.risk_areas())


@blueprint.route("/areas/new", methods=["GET", "POST"])
@blueprint.route("/areas/<int:area_id>", methods=["GET", "POST"])
@requires(Permission.DIRECTORY_EDIT)
def area(area_id: int | None = None) -> Any:
    """Add or change an area."""
    form = AreaForm(record=found(RiskArea, area_id))
    if form.validate_on_submit():
        with writing(form):
            facts = facts_of(services.AreaFacts, form, synonyms=form.synonyms.lines)
            record = fresh(form, RiskArea, area_id)
            services.save_area(record, facts=facts, actor=viewer().as_actor())
            form.leads_to(url_for("directory.areas"))
        flash(f"已保存{form.name.data}。", "success")
        return redirect(url_for("directory.areas"))
    return edit_page(form, "领域", crumb=("风险领域", url_for("directory.areas")))
