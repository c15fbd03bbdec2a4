"""讲话要求落实情况: the points of all meetings, and how far they are carried out."""

from flask import render_template
from werkzeug.wrappers import Response

from tracker.audit.exports import hand_out_long
from tracker.core import lists
from tracker.core.clock import today
from tracker.core.lists import Condition, options
from tracker.core.permissions import Permission, requires, viewer
from tracker.followups import papers, queries
from tracker.followups.views.blueprint import blueprint

# What the points may be narrowed by, as parts of their address.
POINTS = lists.ListAddress(
    "followups.coverage",
    {"": "全部", "left": "尚未落实"},
    {
        "quarter": Condition("季度", lambda: lists.quarters(queries.quarters_met())),
        "leader": Condition("讲话人", lambda: options(queries.leaders_heard())),
        "handling": Condition("落实方式", lambda: options(queries.HANDLING_FILTERS.items())),
    },
)


@blueprint.get("/follow-ups/points")
@requires(Permission.FOLLOWUP_READ)
def coverage() -> str:
    """Show what was said over the quarters and how far it is; units see what concerns them."""
    narrowed = POINTS.read()
    page, found = queries.coverage_page(
        _chosen(narrowed), on=today(), viewer=viewer(), page=narrowed.page
    )
    return render_template(
        "followups/coverage.html",
        page=page,
        found=found,
        tables=queries.tables_of([whole.meeting for whole, _ in found], viewer=viewer()),
        narrowed=narrowed,
        lights=queries.Lights(today()),
        is_own=not viewer().sees_all,
    )


@blueprint.post("/follow-ups/points/export")
@requires(Permission.FOLLOWUP_READ)
def export_coverage() -> Response:
    """Hand all points out as a table or a paper, narrowed as they are shown."""
    narrowed, on = POINTS.read(), today()
    found = queries.points_asked_for(_chosen(narrowed), on=on, viewer=viewer())
    points = (point for one in found for point in one.points)
    return hand_out_long(
        sum(len(point.tasks) or 1 for point in points),
        table=lambda: papers.instruction_sheet(found, on=on, narrowed=narrowed.told),
        paper=lambda: papers.instruction_listing(found, on=on, narrowed=narrowed.told),
    )


def _chosen(narrowed: lists.Narrowed) -> queries.PointFilter:
    return queries.PointFilter(
        quarter=narrowed.quarter(),
        leader_id=narrowed.number("leader"),
        handling=narrowed.text("handling"),
        is_left=narrowed.state == "left",
    )
