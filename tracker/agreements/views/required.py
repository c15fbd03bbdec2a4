"""Which units must sign a kind of agreement in a year."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.agreements import queries, services
from tracker.agreements.forms import RequiredForm
from tracker.agreements.views.blueprint import blueprint, known_year
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries as directory
from tracker.directory.models import AgreementKind


def _kind(kind_id: int) -> AgreementKind:
    found = (kind for kind in directory.agreement_kinds() if kind.id == kind_id)
    return next(found, None) or abort(404)


@blueprint.route("/agreements/<int:year>/required/<int:kind_id>", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def required(year: int, kind_id: int) -> str | Response:
    """Say who must sign; proposed are last year's units and those that it was put out to."""
    kind, year, on = _kind(kind_id), known_year(year), today()
    present = queries.required_units(year, on).get(kind_id, {})
    proposed = present or queries.proposed_units(kind_id, year, on=on)
    form = RequiredForm(chosen=list(proposed), on=on)
    if form.validate_on_submit():
        with writing(form):
            services.set_required(
                kind=_kind(kind_id), year=year, unit_ids=form.unit_ids.data,
                reason=form.reason.data or "", actor=viewer().as_actor(), on=on,
            )  # fmt: skip
            url = form.leads_to(url_for(".year", year=year))
        flash("应签单位已保存。", "success")
        return redirect(url)
    return render_template(
        "agreements/required.html",
        form=form,
        year=year,
        kind=kind,
        rows=queries.required_rows(kind_id, year),
        is_proposed=bool(proposed) and not present,
    )
