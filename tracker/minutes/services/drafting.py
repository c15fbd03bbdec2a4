"""Drafting minutes, sending them for signature, reading and returning them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from tracker.audit.services import record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.meetings.models import MeetingState
from tracker.minutes import papers, queries
from tracker.minutes.models import Minutes, MinutesState
from tracker.minutes.queries import Proceedings
from tracker.minutes.services.rules import label, record, require_ready, require_signatory, words


@dataclass(frozen=True)
class Texts:
    """What the drafter writes; all else in the minutes is read from the record."""

    opening: str
    hearing: str
    closing: str
    is_full_text: bool
    distribution: str
    copies: int | None


def suggested_texts(proceedings: Proceedings, settings: Mapping[str, str]) -> dict[str, str]:
    """Return 导语, 听取汇报 and 分送 as the record and the settings give them."""
    texts = papers.suggested(proceedings, settings)
    return {**texts, "distribution": settings["distribution"][:500]}


def start(proceedings: Proceedings, *, actor: Actor, on: date) -> Minutes:
    """Begin the draft with the texts that the record gives.

    Raises:
        RuleBroken: the meeting was not held yet, or its minutes were begun already.
    """
    meeting = proceedings.meeting
    if queries.current(meeting.id) is not None:
        raise RuleBroken("本次会议的纪要已经开始起草，请打开“纪要”页继续。")
    if meeting.state != MeetingState.HELD:
        raise RuleBroken(f"会议现在是“{meeting.state_label}”，登记为已召开后才能起草纪要。")
    texts = suggested_texts(proceedings, queries.settings(on=on))
    minutes = Minutes(meeting=meeting, version=1, **texts)
    return begin(minutes, "minutes.start", actor)


def begin(minutes: Minutes, action: str, actor: Actor) -> Minutes:
    if actor.person_id is None:
        raise RuleBroken("纪要须由办公室工作人员起草。")
    minutes.drafter_id, minutes.drafter_name = actor.person_id, actor.name
    db.session.add(minutes)
    try:
        db.session.flush()
    except IntegrityError:
        raise RuleBroken("别人刚刚开始起草这份纪要，请刷新页面后继续。") from None
    record_event(action, minutes, actor=actor, label=label(minutes))
    return minutes


def edit(*, minutes: Minutes, texts: Texts, actor: Actor) -> None:
    """Write the drafter's texts anew.

    Raises:
        RuleBroken: the draft is out for signature, or issued.
    """
    if not minutes.is_editable:
        raise RuleBroken(f"纪要现在是“{minutes.state_label}”，不能再改；需要改动请先退回。")
    for name, value in asdict(texts).items():
        setattr(minutes, name, value)
    record("minutes.edit", minutes, actor)


def submit(*, minutes: Minutes, proceedings: Proceedings, actor: Actor, on: date) -> None:
    """送签: hand the draft to the director and the leader.

    Raises:
        RuleBroken: something in the record blocks it, or it is out already.
    """
    require_ready(proceedings, minutes)
    minutes.move("submit")
    minutes.submitted_on, minutes.return_reason = on, ""
    minutes.reviewer_name, minutes.reviewed_on = "", None
    record("minutes.submit", minutes, actor)


def review(*, minutes: Minutes, actor: Actor, on: date) -> None:
    """核稿: the director has read the draft and lets it go on to the leader.

    Raises:
        RuleBroken: nothing is out for signature, or the reader has drafted it.
    """
    if minutes.state != MinutesState.SUBMITTED:
        raise RuleBroken(f"纪要现在是“{minutes.state_label}”，送签后才能核稿。")
    if actor.person_id in queries.drafter_ids(minutes):
        raise RuleBroken("拟稿人不能核自己的稿，请转请另一人核稿。")
    minutes.reviewer_name, minutes.reviewed_on = words(actor), on
    record("minutes.review", minutes, actor)


def send_back(*, minutes: Minutes, reason: str, actor: Actor, on: date) -> None:
    """退回: give the draft back with a reason, which the drafter sees first.

    Raises:
        RuleBroken: it is not out for signature, no reason is given, or the paper is written by
            somebody whom the minutes were not sent to.
    """
    if actor.paper_act_id is not None:
        require_signatory(minutes, actor, on)
    minutes.move("return", reason=reason)
    minutes.return_reason = reason
    minutes.reviewer_name, minutes.reviewed_on = words(actor), None
    record("minutes.return", minutes, actor)
