"""三张清单: one data set as 问题清单, 责任清单 and 整改清单."""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.core.calendar import chinese_date, short_date
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.directory.models import PostHolding
from tracker.followups import queries
from tracker.followups.models import FollowUp
from tracker.followups.papers.quarters import days_of, titled
from tracker.press.listing import Column, Grid, Listing, numbered
from tracker.risks import queries as risks
from tracker.risks.models import Risk
from tracker.risks.papers import stood_on

TITLE = "问题清单、责任清单、整改清单"
_PROBLEMS = (
    Column("序号", 10, True), Column("编号", 26, True), Column("问题", 86), Column("表现", 45),
    Column("来源", 50), Column("责任单位", 30),
)  # fmt: skip
_DUTIES = (
    Column("序号", 10, True), Column("编号", 26, True), Column("问题", 86), Column("牵头单位", 35),
    Column("配合单位", 45), Column("责任领导", 22), Column("责任人", 23),
)  # fmt: skip
_MENDS = (
    Column("序号", 10, True), Column("编号", 26, True), Column("问题", 62), Column("整改措施", 66),
    Column("时限", 25), Column("进展", 30, True), Column("结果", 28, True),
)  # fmt: skip


def three_lists(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> Listing | None:
    """Return the problems of a quarter, "2023-1", who answers for them, and how they are mended.

    One data set, three lists. None for a quarter to come; a unit has its ledger instead.
    """
    found_days = days_of(subject, on=on, viewer=viewer)
    if found_days is None:
        return None
    words, first, last = found_days
    day = min(on, last)
    found = risks.standing_between(first, last)
    items = _of_the_day(queries.items_by_risk([risk.id for risk in found]), day, on)
    heads = directory.principals(on=day)
    empty = "本季度没有在册的问题。"
    grids = (
        Grid(_PROBLEMS, numbered([_problem(risk, day) for risk in found]), empty, "问题清单"),
        Grid(
            _DUTIES,
            numbered([_duty(risk, items.get(risk.id, []), heads, day) for risk in found]),
            empty,
            "责任清单",
        ),
        Grid(_MENDS, numbered([_mend(risk, day) for risk in found]), empty, "整改清单"),
    )
    facts = (("季度", words), ("打印日期", chinese_date(on)))
    return Listing(TITLE, facts, grids)


def three_lists_ids(viewer: Viewer | None) -> list[tuple[str, str]]:
    """Return (id, title) of the quarters in which risks were found, newest first."""
    return titled(risks.quarters_found(viewer=viewer), TITLE, viewer)


def _problem(risk: Risk, day: date) -> tuple[str, ...]:
    """Return what the problem is; of a sensitive area no place and nothing of its finding."""
    where = (
        risk.area.name
        if risk.area.is_sensitive
        else "·".join(filter(None, (risk.area.name, risk.place)))
    )
    source = risk.meeting.quarter_words + "会议" if risk.meeting else _source(risk)
    if risk.area.is_sensitive:
        source = ""
    return (risk.code, risk.title, where, source, _unit_then(risk, day))


def _source(risk: Risk) -> str:
    return "·".join(filter(None, (risk.source_label or "日常排查", risk.basis)))


def _of_the_day(
    items: Mapping[int, list[FollowUp]], day: date, on: date
) -> Mapping[int, list[FollowUp]]:
    """Return the items that had been handed out by a past day; of today the planned ones too."""
    if day == on:
        return items
    return {
        risk_id: [item for item in of_risk if item.assigned_on and item.assigned_on <= day]
        for risk_id, of_risk in items.items()
    }


def _unit_then(risk: Risk, day: date) -> str:
    return directory.unit_names()[risk.held_on(day)[0]]


def _duty(
    risk: Risk, items: Sequence[FollowUp], heads: Mapping[int, PostHolding], day: date
) -> tuple[str, ...]:
    names, head = directory.unit_names(), heads.get(risk.held_on(day)[0])
    leads = dict.fromkeys(names[item.held_on(day)] for item in items)
    helps = dict.fromkeys(unit.display_name for item in items for unit in item.supporting)
    return (
        risk.code,
        risk.title,
        "、".join(leads) or _unit_then(risk, day),
        "、".join(helps),
        risk.supervisor.name if risk.supervisor else "",
        head.person.name if head else "",
    )


def _mend(risk: Risk, on: date) -> tuple[str, ...]:
    """Return how a problem is mended, as it stood on a day: what came later does not count."""
    stood = stood_on(risk, on)
    return (
        risk.code,
        risk.title,
        risk.measure,
        short_date(risk.due_on),
        "已完成" if stood.is_closed else stood.words,
        f"{short_date(stood.closed_on)}销号" if stood.is_closed else stood.remark,
    )
