"""责任书 of a year: the matrix of units and kinds, coverage, who is missing."""

from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.agreements import papers, queries
from tracker.agreements.views.blueprint import blueprint, known_year
from tracker.audit.exports import hand_out
from tracker.core.clock import today
from tracker.core.permissions import Permission, requires, viewer
from tracker.files import queries as files


@blueprint.get("/agreements/")
@requires(Permission.AGREEMENT_READ)
def index() -> Response:
    """Lead to the newest year that has come."""
    this_year = today().year
    years = [year for year in queries.years(viewer=viewer()) if year <= this_year]
    return redirect(url_for(".year", year=years[0] if years else this_year))


@blueprint.get("/agreements/<int:year>")
@requires(Permission.AGREEMENT_READ)
def year(year: int) -> str:
    """Show who has signed what, kind by kind; to a unit its own."""
    year = known_year(year)
    on, sees_all = today(), viewer().sees_all
    matrix = queries.matrix(year, viewer=viewer(), on=on)
    coverage = queries.coverage(year, on=on) if sees_all else []
    changed = queries.changed_hands(year, on=on) if sees_all else []
    years = sorted({*queries.years(viewer=viewer()), today().year, year}, reverse=True)
    return render_template(
        "agreements/year.html",
        year=year,
        filters=_filters(years, year),
        matrix=matrix,
        coverage=coverage,
        by_kind={row.kind.id: row for row in coverage},
        scanned=files.scanned_subjects([f"agreement:{a.id}" for a in matrix.cells.values()]),
        changed=changed,
        unexpanded=queries.unexpanded(year) if sees_all else [],
        reminder=queries.reminder(coverage, year=year, on=on),
    )


@blueprint.post("/agreements/<int:year>/export")
@requires(Permission.AGREEMENT_READ)
def export(year: int) -> Response:
    """Hand the year out as a table."""
    return hand_out(papers.year_table(known_year(year), viewer=viewer(), on=today()))


def _filters(years: list[int], chosen: int) -> list[dict[str, Any]]:
    return [
        {"label": f"{one}年", "url": url_for(".year", year=one), "active": one == chosen}
        for one in years
    ]
