"""登录条, for the system administrator: who still needs one, preparing them, printing them."""

from itertools import groupby
from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from tracker.accounts import queries, services
from tracker.accounts.forms import SlipsForm
from tracker.accounts.views.frame import blueprint
from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.forms import Form
from tracker.core.permissions import Permission, requires, viewer


@blueprint.route("/slips", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def slips() -> Any:
    """Show by unit who can sign in and who cannot yet, and prepare slips for whole units."""
    form = SlipsForm()
    if form.validate_on_submit():
        with writing(form):
            count = services.prepare_slips(
                _persons_to_prepare(form.unit_ids.data), actor=viewer().as_actor()
            )
            url = form.leads_to(url_for("accounts.slips"))
        flash(*_told(count))
        return redirect(url)
    rows = sorted(queries.slip_rows(on=today()), key=_place)
    units = [(key[-1], list(own)) for key, own in groupby(rows, key=_place)]
    return render_template("accounts/slips.html", form=form, units=units, rows=rows)


@blueprint.post("/<int:user_id>/slip")
@requires(Permission.ACCOUNT_MANAGE)
def new_slip(user_id: int) -> Any:
    """Prepare a new slip for one account; its password and its earlier slip count no more."""
    form = Form()
    if not form.validate_on_submit():
        abort(400)
    with writing(form):
        user = queries.get_user(user_id) or abort(404)
        services.make_slip(user=user, actor=viewer().as_actor())
        url = form.leads_to(url_for("accounts.slips"))
    flash(f"已为{user.person.name}备好新的登录条，请打印。", "success")
    return redirect(url)


def _persons_to_prepare(unit_ids: list[int]) -> list[Any]:
    rows = queries.slip_rows(on=today())
    return [row.person for row in rows if row.is_to_prepare and row.unit_id in unit_ids]


def _told(count: int) -> tuple[str, str]:
    if count:
        return f"已备好 {count} 张登录条，请打印。", "success"
    return "所选单位没有需要登录条的人员。请勾选有“未开户”或“已过期”人员的单位。", "info"


def _place(row: queries.SlipRow) -> tuple[int, int, str]:
    return (row.unit.sort if row.unit else 1_000_000, row.unit_id, row.unit_name)
