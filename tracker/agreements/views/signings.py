"""责任书 of a meeting: registered with both sides as told, and marked who signed on the stage."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.agreements import queries, services
from tracker.agreements.forms import MarkForm, SigningForm, data_of
from tracker.agreements.models import AgreementState, Signing
from tracker.agreements.views.blueprint import (
    blueprint,
    known_year,
    load_meeting,
    load_signing,
)
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.meetings.models import Meeting

Page = str | Response


@blueprint.get("/meetings/<int:meeting_id>/agreements")
@requires(Permission.AGREEMENT_READ)
def of_meeting(meeting_id: int) -> str:
    """Show what was put out for signature at a meeting, and how far it is."""
    meeting = load_meeting(meeting_id)
    signings = queries.signings_of(meeting_id)
    return render_template(
        "agreements/of_meeting.html",
        meeting=meeting,
        tab="agreements",
        signings=signings if _is_told(meeting) else [],
        shown=_shown(signings),
        on=today(),
    )


def _is_told(meeting: Meeting) -> bool:
    """Tell whether units may read what was signed: once the meeting was held."""
    return viewer().sees_all or meeting.was_held


def _shown(signings: list[Signing]) -> dict[int, list[Any]]:
    """Return the agreements of each text that the viewer may read, by unit."""
    own = None if viewer().sees_all else viewer().unit_ids
    return {
        signing.id: [
            one for one in queries.in_order(signing.agreements) if own is None or one.unit_id in own
        ]
        for signing in signings
    }


@blueprint.route("/meetings/<int:meeting_id>/agreements/new", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def register(meeting_id: int) -> Page:
    """Register what was signed at a meeting."""
    meeting = load_meeting(meeting_id)
    form = SigningForm(on=meeting.held_on, data={"year": meeting.year})
    form.draft_record = f"meeting-{meeting_id}"
    return _register(form, meeting)


@blueprint.route("/agreements/<int:year>/new", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def register_without_meeting(year: int) -> Page:
    """Register an agreement that is signed without a meeting."""
    form = SigningForm(on=today(), data={"year": known_year(year)})
    form.draft_record = f"year-{year}"
    return _register(form, None)


def _register(form: SigningForm, meeting: Meeting | None) -> Page:
    if _is_to_expand(form):
        return _form_page(form, meeting, unknown=form.expand(), is_expanded=True)
    if form.validate_on_submit():
        with writing(form):
            meeting = load_meeting(meeting.id) if meeting else None
            signing = services.register(
                facts=form.facts(), meeting=meeting, unit_ids=form.unit_ids.data,
                actor=viewer().as_actor(), on=today(),
            )  # fmt: skip
            url = form.leads_to(url_for(".mark", signing_id=signing.id))
        flash("责任书已登记。", "success")
        return redirect(url)
    return _form_page(form, meeting, unknown=[], is_expanded=False)


def _is_to_expand(form: SigningForm) -> bool:
    """Tell whether the units are shown to be confirmed before anything is kept.

    Once shown, they may be taken out again: the words then stand for themselves.
    """
    if request.method != "POST" or "expand" in request.form:
        return "expand" in request.form
    return "is_expanded" not in request.form and form.is_to_expand


def _form_page(
    form: SigningForm, meeting: Meeting | None, *, unknown: list[str], is_expanded: bool
) -> str:
    return render_template(
        "agreements/register.html",
        form=form,
        meeting=meeting,
        tab="agreements",
        unknown=unknown,
        is_expanded=is_expanded,
        back=_back(meeting, form.year.data),
    )


def _back(meeting: Meeting | None, year: int | None) -> str:
    if meeting is not None:
        return url_for(".of_meeting", meeting_id=meeting.id)
    return url_for(".year", year=year or today().year)


@blueprint.route("/agreements/signings/<int:signing_id>/edit", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def edit(signing_id: int) -> Page:
    """Correct a text, its sides, and the units it is put out to."""
    signing = load_signing(signing_id)
    form = SigningForm(record=signing, obj=None, data=data_of(signing), on=_day(signing))
    if _is_to_expand(form):
        return _form_page(form, signing.meeting, unknown=form.expand(), is_expanded=True)
    if form.validate_on_submit():
        with writing(form):
            signing = load_signing(signing_id)
            form.require_fresh(signing)
            actor = viewer().as_actor()
            services.edit_signing(signing=signing, facts=form.facts(), actor=actor, on=today())
            services.put_out(signing=signing, unit_ids=form.unit_ids.data, actor=actor, on=today())
            url = form.leads_to(url_for(".mark", signing_id=signing_id))
        flash("责任书已保存。", "success")
        return redirect(url)
    return _form_page(form, signing.meeting, unknown=[], is_expanded=False)


def _day(signing: Signing) -> date:
    return signing.meeting.held_on if signing.meeting else today()


@blueprint.route("/agreements/signings/<int:signing_id>/sign", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def mark(signing_id: int) -> Page:
    """Tick who signed, on the stage or on a later day: one screen for all units."""
    signing = load_signing(signing_id)
    form = MarkForm(signing=signing)
    if form.validate_on_submit():
        with writing(form):
            signing = load_signing(signing_id)
            chosen = [a for a in signing.agreements if a.id in form.ids.data]
            for agreement in queries.in_order(chosen):
                services.mark_signed(
                    agreement=agreement, signature=form.signature(agreement),
                    actor=viewer().as_actor(), on=today(),
                )  # fmt: skip
            url = form.leads_to(_back(signing.meeting, signing.year))
        flash(f"已登记 {len(chosen)} 个单位签订，可在各责任书页附上扫描件。", "success")
        return redirect(url)
    rows = queries.in_order(signing.agreements)
    return render_template(
        "agreements/mark.html",
        signing=signing,
        form=form,
        waiting=[row for row in rows if row.state == AgreementState.TO_SIGN],
        others=[row for row in rows if row.state != AgreementState.TO_SIGN],
        on=today(),
        back=_back(signing.meeting, signing.year),
    )
