"""What interrupts a task: disputed and answered, given to another unit, suspended, resumed."""

from flask import abort

from tracker.core.clock import today
from tracker.core.db import db
from tracker.core.permissions import Permission, requires
from tracker.directory import queries as directory
from tracker.directory.models import Unit
from tracker.followups import services
from tracker.followups.forms import ActForm, ReassignForm
from tracker.followups.views.acting import Act, Page, blueprint, carry_out, proposed_paper

P = Permission
DISPUTE = Act(
    "dispute", "提出异议", "非本单位职责的，请写明理由，退回办公室；办公室会答复、改派或撤销。",
    "已提出异议，待办公室答复。", P.FOLLOWUP_SUBMIT, is_units=True,
)  # fmt: skip
UPHOLD = Act(
    "uphold", "维持交办", "仍由原单位办理，时限不变；理由显示在该单位任务的办理过程中。",
    "已答复：维持交办。", P.FOLLOWUP_VERIFY,
)  # fmt: skip
REASSIGN = Act(
    "reassign", "改派", "改由另一个单位牵头，原定时限和现时限都不变，由新单位重新签收。",
    "已改派，新牵头单位即可在“我的待办”中看到。", P.FOLLOWUP_VERIFY,
)  # fmt: skip
SUSPEND = Act(
    "suspend", "中止", "中止期间不催办、不计逾期；已报结的，恢复办理后须再次报结。",
    "任务已中止。", P.FOLLOWUP_VERIFY,
)  # fmt: skip
RESUME = Act(
    "resume", "恢复办理", "任务回到承办单位，时限不变；需要改时限的，由单位申请延期。",
    "任务已恢复办理。", P.FOLLOWUP_VERIFY,
)  # fmt: skip


@blueprint.route("/follow-ups/<int:followup_id>/dispute", methods=["GET", "POST"])
@requires(P.FOLLOWUP_SUBMIT, P.PAPER_RECORD)
def dispute(followup_id: int) -> Page:
    """非本单位职责: back to the office with a reason."""
    form = ActForm(data=proposed_paper(DISPUTE, followup_id))
    return carry_out(DISPUTE, followup_id, form, services.dispute, **form.facts())


@blueprint.route("/follow-ups/<int:followup_id>/uphold", methods=["GET", "POST"])
@requires(P.FOLLOWUP_VERIFY)
def uphold(followup_id: int) -> Page:
    """Answer a dispute: the item stays where it is."""
    form = ActForm()
    return carry_out(UPHOLD, followup_id, form, services.uphold, **form.facts())


@blueprint.route("/follow-ups/<int:followup_id>/reassign", methods=["GET", "POST"])
@requires(P.FOLLOWUP_VERIFY)
def reassign(followup_id: int) -> Page:
    """Give the item to another unit, in answer to a dispute or because its unit is no more."""
    form = ReassignForm()
    units = directory.units(on=today())
    form.lead_unit_id.choices = {"": "请选择", **{u.id: u.display_name for u in units}}
    return carry_out(
        REASSIGN, followup_id, form, services.reassign, reason=form.reason.data,
        unit=lambda: db.session.get(Unit, form.lead_unit_id.data) or abort(404),
    )  # fmt: skip


@blueprint.route("/follow-ups/<int:followup_id>/suspend", methods=["GET", "POST"])
@requires(P.FOLLOWUP_VERIFY)
def suspend(followup_id: int) -> Page:
    """Let the item rest."""
    form = ActForm()
    return carry_out(SUSPEND, followup_id, form, services.suspend, **form.facts())


@blueprint.route("/follow-ups/<int:followup_id>/resume", methods=["GET", "POST"])
@requires(P.FOLLOWUP_VERIFY)
def resume(followup_id: int) -> Page:
    """Go on with an item that rested."""
    form = ActForm()
    return carry_out(RESUME, followup_id, form, services.resume, **form.facts())
