"""What drafting, issuing and registering share: who may sign, and how an act is recorded."""

from datetime import date

from tracker.accounts import queries as accounts
from tracker.audit.services import changes_of, record_event
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.minutes import queries
from tracker.minutes.models import Minutes
from tracker.minutes.queries import Proceedings


def require_ready(proceedings: Proceedings, minutes: Minutes) -> None:
    blocks = queries.blocks(proceedings, minutes)
    if blocks:
        raise RuleBroken(f"{blocks[0].sentence}请先处理，再办理纪要。")


def require_signatory(minutes: Minutes, actor: Actor, on: date) -> None:
    chair_id = minutes.meeting.chair_id
    if actor.person_id is None or not accounts.may_issue(actor.person_id, chair_id, on=on):
        raise RuleBroken(
            "会议纪要由主持人、党委书记或其书面委托的人签发或退回；"
            f"{actor.name}在 {on:%Y-%m-%d} 不在此列。"
        )
    if on < minutes.meeting.held_on:
        raise RuleBroken("办理日期早于会议日期，请核对纸面上的日期。")


def words(actor: Actor) -> str:
    return f"{actor.post}{actor.name}"


def label(minutes: Minutes) -> str:
    version = f"（第{minutes.version}版）" if minutes.version > 1 else ""
    return f"{minutes.meeting.name}纪要{version}"


def record(action: str, minutes: Minutes, actor: Actor) -> None:
    changes = changes_of(minutes)
    record_event(action, minutes, actor=actor, label=label(minutes), changes=changes)
