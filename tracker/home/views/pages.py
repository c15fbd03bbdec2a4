"""`/` by role, 报告, and the numbers at tabs and navigation."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, request, url_for

from tracker.accounts import queries as accounts
from tracker.accounts.forms import SignInForm
from tracker.agreements import queries as agreements
from tracker.core.clock import today
from tracker.core.forms import Form
from tracker.core.permissions import (
    ADMINISTRATORS,
    Permission,
    Role,
    Viewer,
    current_viewer,
    public,
    requires,
    viewer,
)
from tracker.followups import queries as followups
from tracker.home import queries
from tracker.home.views.blueprint import blueprint
from tracker.issuing import queries as issuing
from tracker.meetings import queries as meetings
from tracker.minutes import queries as minutes
from tracker.reports.queries import figures, quarter_papers, quarters, trend
from tracker.reports.queries import todos as report_todos
from tracker.risks import queries as risks
from tracker.unit_reports import queries as unit_reports


@blueprint.get("/")
@public
def index() -> Any:
    """Show the sign-in form to a visitor, and to the others the page of their first role."""
    who = current_viewer()
    if who is not None:
        return _page_of(who)(who)
    if not accounts.has_users():
        return redirect(url_for("operations.first_start"))
    form = SignInForm(staff_no=request.args.get("staff_no", ""))
    if not accounts.days_kept(on=today()):
        del form.keep
    return render_template("home/sign_in.html", form=form)


def _page_of(who: Viewer) -> Callable[[Viewer], str]:
    """Return the page of the first of somebody's roles that has one."""
    if who.roles & ADMINISTRATORS:
        return _administrators_page
    if Role.LEADER in who.roles:
        return _leaders_page
    if who.is_office:
        return _office_page
    return _units_page if who.unit_ids else _readers_page


def _administrators_page(who: Viewer) -> str:
    """Lead administrators to their own pages; they see no business data."""
    return render_template("home/administrator.html", roles=sorted(who.roles & ADMINISTRATORS))


def _leaders_page(who: Viewer) -> str:
    """Show a quarter to a leader who looks once a week; it prints on one page."""
    on = today()
    known = quarters(on=on)
    quarter = known.find(request.args.get("quarter", "")) or known.present
    period = known.period(quarter)
    return render_template(
        "home/leader.html",
        quarters=known,
        found=figures(period),
        trend=trend(period),
        waiting=minutes.waiting_for_signature(who, on),
        quarter_papers=quarter_papers(quarter),
        papers=issuing.recent(who, limit=3),
        red_slips=followups.open_red_slips(),
        own_count=queries.standing(on).to_do(who.unit_ids) if who.unit_ids else 0,
        task_todos=followups.answer_todos(who, on=on),
        risk_todos=risks.todos(who, on=on),
    )


def _office_page(who: Viewer) -> str:
    """Show the quarter's meetings with what is missing, and whom to remind."""
    on, standing = today(), queries.standing(today())
    current = queries.current_meetings(who, on=on)
    present, following = queries.quarters(current, on=on)
    return render_template(
        "home/office.html",
        current=current,
        others=queries.other_meetings(who, current),
        present=present,
        following=following,
        standing=standing,
        reminder=queries.overdue_reminder(standing.late_units, on=on),
        own_count=standing.to_do(who.unit_ids),
        slips_to_send=followups.proposed_count(),
        task_todos=[*followups.answer_todos(who, on=on), *report_todos(who, on=on)],
        risk_todos=[*risks.todos(who, on=on), *followups.risk_todos()],
    )


def _units_page(who: Viewer) -> str:
    """Show heads and liaisons what cannot wait, each a tap away from its 报结.

    From here it takes two taps and a sentence: the task, then 报结. The list of all tasks
    stands behind one link: there several are ticked at once, five taps for three of them.
    """
    on = today()
    meetings = queries.unreported_meetings(who)
    own = queries.own_items(who, on=on)
    return render_template(
        "home/unit.html",
        own=own,
        slip_marks=followups.slip_marks(own.shown, viewer=who),
        lights=followups.Lights(on),
        meetings=[one for one in meetings if not one.was_held and one.held_on >= on],
        told=followups.answer_todos(who, on=on) if own.asked or followups.verifier_of(who) else [],
        to_write=unit_reports.to_write(meetings, who.unit_ids) if meetings else [],
        on=on,
    )


def _readers_page(who: Viewer) -> str:
    """Show an inspector meetings and papers; who has no role is told whom to ask."""
    if not who.can(Permission.MEETING_READ):
        return render_template("home/nobody.html")
    rows, _ = queries.papers_by_meeting(who, page=1)
    return render_template("home/reader.html", rows=rows, papers=issuing.recent(who))


@blueprint.get("/to-confirm")
@requires(Permission.FOLLOWUP_VERIFY)
def to_confirm() -> str:
    """Return what waits for this person's confirmation, as a piece of the office's page."""
    return render_template(
        "home/_to_confirm.html", items=queries.submitted_items(viewer()), form=Form()
    )


@blueprint.get("/reports/")
@requires(Permission.PAPER_READ)
def reports() -> str:
    """List the papers to download: of each quarter, the newest issued, of each meeting."""
    rows, page = queries.papers_by_meeting(viewer(), page=request.args.get("page", 1, type=int))
    sees_quarters = viewer().can(Permission.REPORT_READ)
    return render_template(
        "home/reports.html",
        quarters=quarters(on=today()).all if sees_quarters else (),
        rows=rows,
        page=page,
        papers=issuing.recent(viewer()),
    )


@blueprint.get("/meetings/<int:meeting_id>/counts")
@requires(Permission.MEETING_READ)
def counts(meeting_id: int) -> str:
    """Return the numbers at the tabs of a meeting, to be put in their places by htmx."""
    meeting = meetings.get_meeting(meeting_id, viewer=viewer())
    if meeting is None:
        abort(404)
    numbers = followups.counts(meeting, viewer=viewer())
    numbers["agreements"] = agreements.count_to_sign(meeting_id, viewer=viewer())
    numbers["attendance"] = len(meeting.unmarked) if viewer().is_office else 0
    return render_template("home/_counts.html", numbers=numbers)


@blueprint.get("/waiting-count")
@requires(Permission.FOLLOWUP_READ)
def waiting_count() -> str:
    """Return the number at the navigation; nothing for none."""
    return str(queries.waiting_count(viewer()) or "")
