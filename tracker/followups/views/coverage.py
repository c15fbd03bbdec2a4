"""讲话要求落实情况: the points of all meetings, and how far they are carried out."""

from collections.abc import Mapping
from typing import Any

from flask import abort, render_template, request, url_for

from tracker.core.calendar import Quarter, read_quarter
from tracker.core.clock import today
from tracker.core.permissions import Permission, requires, viewer
from tracker.followups import queries
from tracker.followups.views.blueprint import blueprint

LAST_PAGE = 100_000


@blueprint.get("/follow-ups/points")
@requires(Permission.FOLLOWUP_READ)
def coverage() -> str:
    """Show what was said over the quarters and how far it is; units see what concerns them."""
    known = _known()
    chosen = _chosen(known)
    page, found = queries.coverage_page(chosen, on=today(), viewer=viewer(), page=_page())
    return render_template(
        "followups/coverage.html",
        page=page,
        found=found,
        tables=queries.tables_of([whole.meeting for whole, _ in found], viewer=viewer()),
        chosen=chosen,
        known=known,
        kept=_kept(),
        handlings=queries.HANDLING_FILTERS,
        removable_filters=_removable(known),
        lights=queries.Lights(today()),
        is_own=not viewer().sees_all,
    )


def _known() -> dict[str, dict[str, str]]:
    """Return what the points may be narrowed by: part of the address → value → words."""
    return {
        "quarter": {one.code: one.short_words for one in queries.quarters_met()},
        "leader": {str(key): words for key, words in queries.leaders_heard()},
        "handling": dict(queries.HANDLING_FILTERS),
        "left": {"1": "尚未落实"},
    }


def _kept() -> dict[str, str]:
    """Return the conditions of the address, but for the page."""
    names = ("quarter", "leader", "handling", "left")
    return {name: request.args[name] for name in names if request.args.get(name)}


def _chosen(known: Mapping[str, Mapping[str, str]]) -> queries.PointFilter:
    kept = _kept()
    if any(value not in known[name] for name, value in kept.items()):
        abort(404)
    quarter = read_quarter(kept.get("quarter", ""))
    return queries.PointFilter(
        quarter=Quarter(*quarter) if quarter else None,
        leader_id=int(kept["leader"]) if "leader" in kept else None,
        handling=kept.get("handling", ""),
        is_left="left" in kept,
    )


def _removable(known: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """Return the chosen quarter and speaker, each with the address that is without it."""
    kept, found = _kept(), []
    for name in ("quarter", "leader"):
        if name in kept:
            others: dict[str, Any] = {key: value for key, value in kept.items() if key != name}
            url = url_for(".coverage", **others)
            found.append({"label": known[name][kept[name]], "url": url})
    return found


def _page() -> int:
    number = request.args.get("page", 1, type=int)
    return number if 0 < number <= LAST_PAGE else abort(404)
