"""整改通知书: issued with a number from its series, once in each round unless it is corrected."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from tracker.audit.services import changes_of
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor, Permission
from tracker.directory.models import NumberSeries
from tracker.issuing import queries as issued
from tracker.issuing import services as issuing
from tracker.issuing.models import IssuedPaper
from tracker.risks.models import Risk, RiskState
from tracker.risks.papers import NOTICE_KIND, notice_of, notice_subject
from tracker.risks.services.rules import require_complete
from tracker.risks.services.steps import _note

PATTERN = "整改通知〔{year}〕{number}号"


def issue_notice(
    *, risk: Risk, typed: int | None = None, reason: str = "", actor: Actor, on: date
) -> IssuedPaper:
    """Issue the notice of a risk that is being mended; a correction keeps its number.

    `typed` is the number of the office's own register, where the series asks for it.

    Raises:
        RuleBroken: the risk is not being mended, lacks measure or date, or its notice was issued
            in this round and no reason for a correction is given; or the number is in use.
    """
    if risk.state != RiskState.RECTIFYING:
        raise RuleBroken(f"{risk.code}现在是“{risk.state_label}”，交办整改后才印发整改通知书。")
    require_complete(risk)
    if not risk.measure or risk.due_on is None:
        raise RuleBroken("整改通知书须写明整改措施和期限，请先在“修改”中补齐。")
    previous = issued.latest(NOTICE_KIND, notice_subject(risk))
    if previous is not None and not reason.strip():
        raise RuleBroken(f"本轮已印发{previous.doc_no}；需要更正的，请写明更正原因。")
    number = issuing.number_of(previous) if previous else _number(on, typed)
    paper = _issue(risk, number, previous, reason, actor=actor, on=on)
    words = "；".join(filter(None, (paper.doc_no, reason)))
    _note(risk, "notify", actor=actor, on=on, note=words, changes=changes_of(risk))
    return paper


def _number(on: date, typed: int | None) -> issuing.TakenNumber:
    """Take the next number; a college that began before this paper has its series made now."""
    if db.session.scalar(select(NumberSeries).filter_by(code=NOTICE_KIND)) is None:
        db.session.add(NumberSeries(code=NOTICE_KIND, name="整改通知书", pattern=PATTERN))
        db.session.flush()
    return issuing.take_number(NOTICE_KIND, year=on.year, typed=typed)


def _issue(
    risk: Risk, number: issuing.TakenNumber, previous: IssuedPaper | None, reason: str,
    *, actor: Actor, on: date,
) -> IssuedPaper:  # fmt: skip
    sheet = notice_of(risk, on=on, number=number.doc_no)
    copy = issuing.FairCopy(
        kind=NOTICE_KIND,
        subject=notice_subject(risk),
        title=f"{risk.code}整改通知书",
        snapshot=asdict(sheet),
        code=issuing.new_code(),
        public_url=issued.public_url(on=on),
        permission=Permission.RISK_READ,
        unit_id=risk.unit_id,
    )
    return issuing.issue(
        copy, number=number, on=on, actor=actor, previous=previous, correction_reason=reason
    )
