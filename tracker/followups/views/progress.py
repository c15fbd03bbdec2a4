"""How far a task is, told on the way; and what was handed in, taken back."""

from functools import partial

from flask import abort, flash

from tracker.core.db import after_commit
from tracker.core.permissions import Permission, requires, viewer
from tracker.files.models import StoredFile
from tracker.followups import queries, services
from tracker.followups.forms import ProgressForm, WithdrawEvidenceForm
from tracker.followups.views.acting import Act, Page, blueprint, carry_out
from tracker.followups.views.blueprint import load_item

P = Permission
PROGRESS = Act(
    "progress", "填写办理进展", "牵头单位和配合单位都可以填写；办完后由牵头单位报结。",
    "已记入办理过程。", P.FOLLOWUP_SUBMIT,
)  # fmt: skip
WITHDRAW = Act(
    "withdraw", "撤回材料", "误交的材料撤回后仍留痕，划线显示，并注明原因。",
    "材料已撤回。", P.FOLLOWUP_SUBMIT,
)  # fmt: skip


@blueprint.route("/follow-ups/<int:followup_id>/progress", methods=["GET", "POST"])
@requires(P.FOLLOWUP_SUBMIT, P.PAPER_RECORD)
def add_progress(followup_id: int) -> Page:
    """Tell how far the task is, as lead or supporting unit, or as written on paper."""
    item = load_item(followup_id)
    form = ProgressForm(is_sensitive=item.is_sensitive)
    return carry_out(
        PROGRESS, followup_id, form, services.add_progress, note=form.note.data or "",
        files=lambda: told_of_repeats(followup_id, form.files.files if form.files else []),
    )  # fmt: skip


@blueprint.route(
    "/follow-ups/<int:followup_id>/evidence/<int:file_id>/withdraw", methods=["GET", "POST"]
)
@requires(P.FOLLOWUP_SUBMIT, P.PAPER_RECORD)
def withdraw_evidence(followup_id: int, file_id: int) -> Page:
    """Take back what one's unit handed in; it stays, struck through."""
    found = queries.get_evidence(load_item(followup_id), file_id)
    may_record = viewer().can(P.PAPER_RECORD)
    if found is None or not (may_record or queries.is_own_evidence(*found, viewer())):
        abort(404)
    form = WithdrawEvidenceForm()
    return carry_out(
        WITHDRAW, followup_id, form, services.withdraw_evidence, file_id=file_id,
        reason=form.reason.data,
    )  # fmt: skip


def told_of_repeats(followup_id: int, files: list[StoredFile]) -> list[StoredFile]:
    """Return the uploads as they are; once all is kept, say which were handed in before."""
    words = queries.repeats_words(load_item(followup_id), files) if files else ""
    if words:
        after_commit(partial(flash, words, "warning"))
    return files
