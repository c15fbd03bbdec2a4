"""The rows of a table of units, posts and people: what they hold, and what they may not."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from tracker.core import privacy
from tracker.core.errors import RuleBroken
from tracker.core.sheets import Column, as_date, as_name
from tracker.directory.models import STAFF_NO, PostRole, UnitKind

COLUMNS = (
    Column("unit", ("单位", "单位名称", "部门", "部门名称", "所在单位", "所在部门", "工作单位",
                    "院系", "系部", "机构", "内设机构")),
    Column("name", ("姓名", "人员", "名字", "负责人", "负责人姓名", "主要负责人")),
    Column("staff_no", ("工号", "职工号", "教工号", "教职工号", "员工号", "人员编号", "职工编号")),
    Column("title", ("职务", "岗位", "岗位名称", "职务名称", "现任职务", "党政职务", "任职")),
    Column("role", ("岗位性质",)),
    Column("office_phone", ("办公电话", "办公室电话", "座机")),
    Column("category", ("参会类别",)),
    Column("since", ("任职日期", "任职时间", "任现职时间", "起始日期")),
    Column("short_name", ("单位简称", "简称")),
    Column("kind", ("单位类别", "类别", "单位性质")),
    Column("parent", ("上级单位", "隶属单位", "上级")),
)  # fmt: skip

PHONE = re.compile(r"[0-9+() -]{3,40}")
LONGEST = {"unit": 100, "short_name": 60, "title": 60, "category": 60, "name": 30}
NAMES_OF = {
    "unit": "单位名称", "short_name": "单位简称", "title": "职务", "category": "参会类别",
    "name": "姓名",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One row of the table, by column; what the table does not tell is empty."""

    number: int
    unit: str = ""
    name: str = ""
    staff_no: str = ""
    title: str = ""
    role: str = ""
    office_phone: str = ""
    category: str = ""
    since: str = ""
    short_name: str = ""
    kind: str = ""
    parent: str = ""


def require_clean(entry: Entry) -> None:
    """Refuse a row whose cells cannot be what their columns say.

    Raises:
        RuleBroken: the sentence names the cell.
    """
    if not entry.unit:
        raise RuleBroken("没有单位，请填写单位名称。")
    for field in LONGEST:
        _require_plain(field, getattr(entry, field))
    if entry.name and not _is_name(as_name(entry.name)):
        raise RuleBroken(f"“{entry.name}”不像姓名，请检查列是否对应。")
    if entry.staff_no and not re.match(STAFF_NO, entry.staff_no):
        raise RuleBroken(f"工号“{entry.staff_no}”须为 1 至 16 位字母或数字。")
    if entry.office_phone and not PHONE.fullmatch(entry.office_phone):
        raise RuleBroken("办公电话只填数字和“-”。")


def _require_plain(field: str, value: str) -> None:
    if len(value) > LONGEST[field]:
        raise RuleBroken(f"{NAMES_OF[field]}超过 {LONGEST[field]} 字，请检查列是否对应。")
    finding = privacy.check(value) if field != "name" else None
    if finding is not None:
        raise RuleBroken(finding.sentence)


def _is_name(name: str) -> bool:
    return len(name) > 1 and all(char.isalpha() or char in "·• ." for char in name)


def by_label(label: str, labels: dict[UnitKind, str] | dict[PostRole, str], what: str) -> str:
    """Return what a label on screen stands for.

    Raises:
        RuleBroken: there is no such label.
    """
    for key, words in labels.items():
        if label in {words, *words.split("、")}:
            return key
    raise RuleBroken(f"没有“{label}”这种{what}，可填：{'、'.join(labels.values())}。")


def since(entry: Entry) -> date | None:
    """Return the day from which the post is held, where the row tells it.

    Raises:
        RuleBroken: it tells no day.
    """
    try:
        return as_date(entry.since)
    except ValueError:
        _refuse_date(entry.since)


def _refuse_date(cell: str) -> NoReturn:
    raise RuleBroken(f"任职日期“{cell}”不是日期，请写成 2023-09-01。") from None
