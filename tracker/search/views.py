"""搜索: one box, and what was found by it."""

from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for

from tracker.core.db import Busy
from tracker.core.permissions import Permission, requires, viewer
from tracker.core.urls import LARGEST
from tracker.search import queries, services
from tracker.search.models import KIND_LABELS, Kind
from tracker.search.queries import Question, Results, counted

blueprint = Blueprint("search", __name__, url_prefix="/search")


@blueprint.get("/")
@requires(Permission.SEARCH_READ)
def index() -> str:
    """Show a few of each kind that was found, or one kind page by page."""
    is_made, is_complete = _catch_up()
    question = queries.ask(
        request.args.get("q", ""), kind=_kind(), year=_number("year"), unit_id=_number("unit")
    )
    page = request.args.get("page", 1, type=int)
    results = queries.results(question, viewer=viewer(), page=page) if is_made else queries.NOTHING
    return render_template(
        "search/index.html",
        question=question,
        results=results,
        is_complete=is_complete,
        counted=counted,
        kind_filters=_kind_filters(question, results),
        year_filters=_year_filters(question, results),
        narrowed=_narrowed,
    )


def _number(name: str) -> int | None:
    """Return a number of the address; what no record can bear is none."""
    value = request.args.get(name, 0, type=int)
    return value if 0 < value <= LARGEST else None


def _kind() -> Kind | None:
    return Kind.__members__.get(request.args.get("kind", "").upper())


def _narrowed(**changed: Any) -> str:
    """Return the address of the same question with other filters, on its first page."""
    kept = {name: request.args.get(name) for name in ("q", "kind", "year", "unit")}
    chosen = {name: value for name, value in {**kept, **changed}.items() if value}
    return url_for("search.index", **chosen)


def _kind_filters(question: Question, results: Results) -> list[dict[str, Any]]:
    every = {"label": "全部", "url": _narrowed(kind=None), "active": question.kind is None}
    return [every] + [
        {
            "label": KIND_LABELS[kind],
            "url": _narrowed(kind=kind.name.lower()),
            "active": question.kind == kind,
            "count": counted(count),
        }
        for kind, count in results.counts.items()
    ]


def _year_filters(question: Question, results: Results) -> list[dict[str, Any]]:
    every = {"label": "全部年度", "url": _narrowed(year=None), "active": question.year is None}
    return [every] + [
        {"label": f"{year}年", "url": _narrowed(year=year), "active": question.year == year}
        for year in results.years
    ]


def _catch_up() -> tuple[bool, bool]:
    """Index what was written a moment ago; tells whether the index is made, and complete.

    The worker does what is more, and what is locked.
    """
    standing = queries.standing()
    if standing.behind > queries.AT_ONCE:
        return standing.is_made, False
    try:
        if standing.behind or not standing.is_made:
            services.catch_up()
    except Busy:
        current_app.logger.warning("the search goes on without the newest records")
        return standing.is_made, False
    return True, True
