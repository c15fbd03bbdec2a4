"""The paper that a unit works from: 单位任务落实清单."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.press.parts import VerifyMark


@dataclass(frozen=True)
class ChecklistRow:
    """One item of a unit's checklist; every field is as printed.

    `number` is the item's 编号, `source` what it comes from (会议, 领导要求, 风险), `due` 时限
    (with the original date beside a moved one), `progress` 完成情况 so far or empty, `is_done`
    whether the box is ticked. `verify` leads to the item; it may be None.
    """

    number: str
    matter: str
    source: str
    requirement: str
    lead_unit: str
    support_units: tuple[str, ...]
    due: str
    is_done: bool = False
    progress: str = ""
    verify: VerifyMark | None = None


@dataclass(frozen=True)
class Checklist:
    """单位任务落实清单 (domain §3 row 20) of one unit.

    `meeting_date` is as printed; `minutes_number` may be empty before the minutes are issued;
    `printed_on` is the day of the print. `verify` leads to the unit's list.
    """

    title: str
    unit: str
    meeting: str
    meeting_date: str
    minutes_number: str
    rows: tuple[ChecklistRow, ...]
    printed_on: str = ""
    verify: VerifyMark | None = None
