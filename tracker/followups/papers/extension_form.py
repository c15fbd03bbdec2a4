"""延期申请表 (domain.md §3 row 14): filled in with what was asked, or to be filled in by pen."""

from datetime import date

from sqlalchemy import select

from tracker.core.calendar import chinese_date
from tracker.core.db import db
from tracker.core.permissions import Viewer
from tracker.followups import queries
from tracker.followups.models import Extension, FollowUp
from tracker.press.listing import Column, Grid, Listing

TITLE = "延期申请表"
_COLUMNS = (Column("项目", 36, True), Column("内容", 120))
BLANK_DAY = "　　　　年　　月　　日"
# Room to write and sign by pen, as on the form.
SIGNED = "\n签字：　　　　　　　　　　　　日期："


def extension_form(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> Listing | None:
    """Return the form of an item; `subject` is its id.

    What was asked last is filled in; where a new date may be asked for, the form is blank.
    None for an item that is not the viewer's or not handed out.
    """
    if not subject.isdecimal() or int(subject) > queries.MAX_ID:
        return None
    item = queries.get_followup(int(subject), viewer=viewer)
    if item is None or item.original_due_on is None:
        return None
    asked = queries.latest_extension(item.id)
    is_told = asked is not None and not item.may_be_put_off
    return Listing(
        TITLE,
        (("编号", item.code), ("申请单位", item.lead_unit.name)),
        (Grid(_COLUMNS, _rows(item, asked if is_told else None), ""),),
        foot=f"打印日期：{chinese_date(on)}",
    )


def extension_form_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the items for which a later date was asked, the latest first."""
    asked = select(Extension.follow_up_id)
    query = select(FollowUp.id, FollowUp.title).where(
        FollowUp.id.in_(asked), queries.reach_of(viewer).condition
    )
    rows = db.session.execute(query.order_by(FollowUp.year.desc(), FollowUp.number.desc()))
    return [(str(number), f"{title}：{TITLE}") for number, title in rows]


def _rows(item: FollowUp, asked: Extension | None) -> tuple[tuple[str, str], ...]:
    due_on = asked.from_due_on if asked else item.due_on
    moved = item.original_due_on if item.original_due_on != due_on else None
    first = f"（交办时定为{chinese_date(moved)}）" if moved else ""
    late = "（逾期申请）" if asked and asked.is_late else ""
    return (
        ("事项", f"{item.title}\n来源：{item.dated_source}"),
        ("原时限", f"{chinese_date(due_on) if due_on else ''}{first}"),
        (
            "申请延至",
            f"{chinese_date(asked.to_due_on)}{late}" if asked else "　　　　年　　月　　日",
        ),
        ("原因", asked.reason if asked else ""),
        ("已采取措施", (asked.measures if asked else "") or ""),
        ("单位意见", f"{_asker(asked)}{SIGNED}"),
        ("分管领导意见", f"{_decision(asked)}{SIGNED}"),
    )


def _asker(asked: Extension | None) -> str:
    if asked is None:
        return ""
    words = "联络员代报，" if asked.is_by_liaison else ""
    return f"{words}{asked.asker_name} {chinese_date(asked.asked_on)}申请"


def _decision(asked: Extension | None) -> str:
    if asked is None or asked.decided_on is None:
        return ""
    return f"{asked.state_label}。{asked.decision} {asked.decider_name} " + chinese_date(
        asked.decided_on
    )
