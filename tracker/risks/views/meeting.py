"""风险 of a meeting: the areas named at it, and what was made or reported of them."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries as directory
from tracker.meetings import queries as meetings
from tracker.meetings.models import AreaNamed, Meeting
from tracker.risks import queries, services
from tracker.risks.forms import NamedForm
from tracker.risks.models import RiskKind, RiskLevel
from tracker.risks.services import RiskFacts
from tracker.risks.views.blueprint import blueprint, load_meeting


@blueprint.get("/meetings/<int:meeting_id>/risks")
@requires(Permission.RISK_READ)
def of_meeting(meeting_id: int) -> str:
    """Show the areas named at a meeting, and its risks; to a unit its own risks."""
    meeting = load_meeting(meeting_id)
    lists = meetings.area_lists(meeting) if _is_told(meeting) else []
    named = [entry.id for one in lists for entry in one.entries]
    return render_template(
        "risks/of_meeting.html",
        meeting=meeting,
        tab="risks",
        lists=lists,
        context=meetings.area_context,
        made=queries.of_named(named) if viewer().sees_all and named else {},
        risks=queries.risks_of_meeting(meeting_id, viewer=viewer()),
        form=_form(meeting),
        lights=queries.Lights(today()),
    )


def _is_told(meeting: Meeting) -> bool:
    return viewer().sees_all or meeting.was_held


def _form(meeting: Meeting) -> NamedForm:
    units = [(unit.id, unit.display_name) for unit in directory.units(on=meeting.held_on)]
    return NamedForm(units=units)


@blueprint.post("/meetings/<int:meeting_id>/areas/named/<int:named_id>/risk")
@requires(Permission.RISK_EDIT)
def register_named(meeting_id: int, named_id: int) -> Response:
    """Make an area as named a risk of a unit; the words are its description until it is edited."""
    meeting = load_meeting(meeting_id)
    form = _form(meeting)
    if not form.validate_on_submit():
        raise RuleBroken("请先选择责任单位，再登记为风险。")
    with writing(form):
        meeting = load_meeting(meeting_id)
        named = meetings.get_area_named(named_id, meeting=meeting) or abort(404)
        risk = services.register(
            facts=_facts(named, form), meeting=meeting, named=named,
            actor=viewer().as_actor(), on=today(),
        )  # fmt: skip
        url, code = form.leads_to(url_for(".edit", risk_id=risk.id)), risk.code
    flash(f"已登记：{code}。请补充描述、措施和时限。", "success")
    return redirect(url)


def _facts(named: AreaNamed, form: NamedForm) -> RiskFacts:
    known = {area.id: area for area in named.areas}
    if not known:
        raise RuleBroken(f"“{named.words}”没有对应的领域，请先在提及领域中选定，或直接登记风险。")
    area = known.get(form.area_id.data) or named.areas[0]
    kind = RiskKind.WEAK_LINK if area.is_sensitive else RiskKind.HAZARD
    return RiskFacts(form.unit_id.data, area.id, kind, RiskLevel.GENERAL, named.words)
