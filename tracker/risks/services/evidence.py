"""Photos before and after, and what else proves the rectification."""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.accounts.services import subject_of
from tracker.audit.services import changes_of
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor, Permission
from tracker.files.models import StoredFile
from tracker.files.services import add_scan
from tracker.risks import queries
from tracker.risks.models import EVIDENCE_LABELS, Evidence, Risk, RiskState
from tracker.risks.services.steps import _note


def attach_evidence(
    *, risk: Risk, files: Sequence[StoredFile], facts: Mapping[str, str], actor: Actor, on: date
) -> list[StoredFile]:
    """Keep photos or documents beside the risk, read by its unit and by those who see all.

    `facts` says what they are (`proves`, a value of `Evidence`) and a caption. They are never
    deleted; a wrong one is withdrawn with a reason. Of files with the same bytes as one that is
    there, none is kept again; returns those that are new.

    Raises:
        RuleBroken: the area is sensitive, the risk is cancelled, no file is left, or a picture
            is asked for and the file is none.
    """
    proves = Evidence(facts["proves"])
    _require_takes(risk, files, proves)
    kept = _new_among(files, risk)
    for file in kept:
        add_scan(
            file=file, subject=subject_of(risk), permission=Permission.RISK_READ,
            unit_id=risk.unit_id, actor=actor, on=on, **facts,
        )  # fmt: skip
    if kept:
        note = f"{EVIDENCE_LABELS[proves]} {len(kept)} 份"
        _note(risk, "attach", actor=actor, on=on, note=note, changes=changes_of(risk),
              unit_id=risk.unit_id)  # fmt: skip
    return kept


def _require_takes(risk: Risk, files: Sequence[StoredFile], proves: Evidence) -> None:
    if risk.area.is_sensitive:
        raise RuleBroken(f"“{risk.area.name}”不登记照片和附件，只登记薄弱环节、措施和时限。")
    if risk.state == RiskState.CANCELLED:
        raise RuleBroken(f"{risk.code}已撤销，不能再附照片或材料。")
    if not files:
        raise RuleBroken("文件已不在，请重新选择后再保存。")
    if proves != Evidence.DOCUMENT and not all(file.is_picture for file in files):
        raise RuleBroken(f"{EVIDENCE_LABELS[proves]}须是图片；其他文件请选“佐证材料”。")


def _new_among(files: Sequence[StoredFile], risk: Risk) -> list[StoredFile]:
    """Return the files whose bytes are not there yet, each once; what was withdrawn is gone."""
    known = {scan.file.sha256 for scan in queries.evidence_of(risk) if not scan.is_withdrawn}
    return [
        file
        for file in {one.sha256: one for one in reversed(files)}.values()
        if file.sha256 not in known
    ][::-1]
