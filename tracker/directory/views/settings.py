"""The settings of the college, each from a day on."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.directory import queries, services
from tracker.directory.forms import SETTING_LABELS, UNIT_SETTINGS, LadderForm, SettingsForm
from tracker.directory.models import Setting
from tracker.directory.views.frame import blueprint


@blueprint.route("/settings", methods=["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def settings() -> Any:
    """Change the college's settings from a day on."""
    form = SettingsForm()
    units = {str(unit.id): unit.name for unit in queries.units()}
    form.offer(units)
    if form.validate_on_submit():
        return _save(form, url_for("directory.settings"))
    if not form.is_submitted():
        form.show(queries.settings(on=today()))
    history = [_shown(row, units) for row in queries.setting_history()]
    return render_template("directory/settings.html", form=form, history=history)


@blueprint.route("/settings/ladder", methods=["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def ladder() -> Any:
    """Change when tasks are urged, by which slip, and which of them go out by themselves."""
    form = LadderForm()
    if form.validate_on_submit():
        return _save(form, url_for("directory.ladder"))
    if not form.is_submitted():
        form.show(queries.settings(on=today()))
    return render_template("directory/ladder.html", form=form)


def _save(form: SettingsForm | LadderForm, url: str) -> Any:
    """Let what was typed hold from its day on."""
    with writing(form):
        changed = services.change_settings(
            form.values, valid_from=form.valid_from.data, actor=viewer().as_actor()
        )
        url = form.leads_to(url)
    words = "、".join(SETTING_LABELS[key] for key in changed)
    flash(f"已保存：{words}。" if words else "没有改动。", "success")
    return redirect(url)


def _shown(row: Setting, units: dict[str, str]) -> tuple[str, str, date]:
    """Return a value that was set, in the words of the page."""
    value = units.get(row.value, row.value) if row.key in UNIT_SETTINGS else row.value
    return SETTING_LABELS.get(row.key, row.key), value, row.valid_from
