"""Rows of an office's own ledgers: 督办事项一览表, 风险隐患台账 (domain.md §3 rows 12 and 7)."""

import re
from dataclasses import dataclass, fields
from datetime import date

from tracker.core import privacy
from tracker.core.errors import RuleBroken
from tracker.core.imports import LeftOut
from tracker.core.sheets import Column, as_date
from tracker.directory import queries as directory
from tracker.risks.models import COLOURS, GRADES, RISK_KIND_LABELS, RiskKind, RiskLevel

_UNIT = ("责任单位", "牵头单位", "主办单位", "主办", "牵头", "责任部门", "牵头部门", "承办单位",
         "整改单位", "整改责任单位", "被检查单位", "单位", "部门")  # fmt: skip
_DUE = ("时限", "整改时限", "整改期限", "完成时限", "办结时限", "期限", "截止日期", "原时限",
        "要求完成时间")  # fmt: skip
_PROGRESS = ("进展", "整改进展", "工作进展", "整改情况", "办理情况", "完成情况", "落实情况")
_STATE = ("状态", "销号", "是否销号", "是否办结", "是否完成")
_SHARED = (
    Column("unit", _UNIT),
    Column("due", _DUE),
    Column("progress", _PROGRESS),
    Column("state", _STATE),
    Column("code", ("编号", "督办编号", "隐患编号", "台账编号")),
    Column("source", ("来源", "依据", "隐患来源")),
    Column("remark", ("备注",)),
)
TASK_COLUMNS = (
    Column("title", ("事项", "督办事项", "任务", "工作任务", "内容")),
    *_SHARED,
    Column("requirement", ("工作要求", "内容与要求", "要求", "具体要求")),
    Column("supporting", ("配合单位", "协办单位", "协办", "配合", "配合部门")),
    Column("leader", ("分管领导", "责任领导")),
    Column("done", ("完成时间", "办结时间", "办结日期")),
)
RISK_COLUMNS = (
    Column("title", ("隐患描述", "存在隐患或问题", "存在的问题或隐患", "存在隐患", "存在问题",
                     "隐患内容", "风险描述", "描述", "问题", "风险点", "隐患", "薄弱环节")),
    *_SHARED,
    Column("found", ("排查时间", "检查时间", "发现时间", "排查日期", "检查日期", "发现日期")),
    Column("where", ("地点·领域", "地点领域", "领域·地点")),
    Column("area", ("领域", "隐患类别", "风险领域", "类别", "隐患类型", "风险类别")),
    Column("place", ("地点", "具体地点", "部位", "隐患地点")),
    Column("level", ("等级", "隐患等级", "风险等级", "级别", "隐患级别")),
    Column("kind", ("类型", "性质")),
    Column("measure", ("整改措施", "措施", "采取的措施", "防控措施", "管控措施")),
    Column("budget", ("资金", "整改资金")),
    Column("done", ("完成时间", "整改完成时间", "销号时间")),
    Column("result", ("复查结果",)),
)  # fmt: skip

# What a cell says of a matter that is over; 未完成 and 部分完成 do not.
_OVER = re.compile(
    r"(?:已|全部|均)*(?:办结|完成|销号|闭环|整改|整改完成|完成整改|整改到位|整改完毕|办理完毕|撤销)"
    r"|是|√|✓"
)
_PASSED = re.compile(r"(?:已|复查)*(?:合格|通过|整改到位|整改完成|已整改)")


@dataclass(frozen=True)
class LedgerEntry:
    """What a row of either ledger tells, by column; what it does not tell is empty."""

    number: int
    title: str = ""
    unit: str = ""
    due: str = ""
    progress: str = ""
    state: str = ""
    code: str = ""
    source: str = ""
    remark: str = ""
    done: str = ""
    result: str = ""

    def require_clean(self) -> None:
        """Refuse what may not be kept, and a row without its matter.

        Raises:
            RuleBroken: the sentence tells which.
        """
        if not self.title:
            raise RuleBroken("没有写明事项，请填写，或不导入本行。")
        known_names = directory.person_names()
        for name in (one.name for one in fields(self) if one.name != "number"):
            finding = privacy.check(getattr(self, name), known_names=known_names)
            if finding is not None:
                raise RuleBroken(finding.sentence)

    def require_open(self, *, on: date) -> None:
        """Leave out what is over by that day.

        Raises:
            LeftOut: the matter is done or struck off.
            RuleBroken: 完成时间 tells no day.
        """
        done_on = day(self.done, "完成时间")
        if done_on is not None and done_on <= on:
            raise LeftOut("已完成，不导入")
        if any(_OVER.fullmatch(cell.rstrip("。")) for cell in (self.state, self.progress)):
            raise LeftOut("已办结，不导入")
        if _PASSED.fullmatch(self.result.rstrip("。")):
            raise LeftOut("复查已通过，不导入")

    @property
    def due_on(self) -> date | None:
        """Return the day by which it shall be done.

        Some ledgers write it under 完成时间, which `require_open` has found to lie ahead.
        """
        return day(self.due, "时限") or day(self.done, "完成时间")

    @property
    def note(self) -> str:
        """Return what else the ledger says, for the first step of the time line."""
        told = {label: getattr(self, name, "") for label, name in _NOTED.items()}
        words = "；".join(f"{label}：{value}" for label, value in told.items() if value)
        return f"原台账　{words}"[:500] if words else "从原台账导入"


_NOTED = {
    "编号": "code", "来源": "source", "分管领导": "leader", "资金": "budget", "进展": "progress",
    "状态": "state", "备注": "remark",
}  # fmt: skip


@dataclass(frozen=True)
class TaskEntry(LedgerEntry):
    """A row of 督办事项一览表."""

    requirement: str = ""
    supporting: str = ""
    leader: str = ""


@dataclass(frozen=True)
class RiskEntry(LedgerEntry):
    """A row of 风险隐患台账."""

    found: str = ""
    where: str = ""
    area: str = ""
    place: str = ""
    level: str = ""
    kind: str = ""
    measure: str = ""
    budget: str = ""

    def graded(self) -> tuple[RiskKind, RiskLevel]:
        """Return what it is and how grave: 隐患·一般, 较大风险（橙）; if unsaid a general hazard.

        Raises:
            RuleBroken: the words are none of the scale's.
        """
        words = [word for word in re.split(r"[·/、\s]+", f"{self.kind} {self.level}") if word]
        kind = next((_KINDS[word] for word in words if word in _KINDS), None)
        levels = [word for word in words if word not in _KINDS]
        if not levels:
            return _without_level(kind)
        return _graded(levels[0], kind)


_KINDS = {label: kind for kind, label in RISK_KIND_LABELS.items()}
_GRADE_WORDS = dict(zip(("一般", "较大", "重大"), GRADES, strict=True))
_COLOUR_WORDS = {
    word: level
    for level, words in zip(
        COLOURS, (("低", "蓝"), ("一般", "黄"), ("较大", "橙"), ("重大", "红")), strict=True
    )
    for word in words
}


def _without_level(kind: RiskKind | None) -> tuple[RiskKind, RiskLevel]:
    if kind == RiskKind.RISK_POINT:
        raise RuleBroken("风险点没有写明等级，请填写低、一般、较大或重大。")
    return kind or RiskKind.HAZARD, RiskLevel.GENERAL


def _graded(word: str, kind: RiskKind | None) -> tuple[RiskKind, RiskLevel]:
    """Read one word by its scale: colours and 风险 are said of risk points only."""
    is_point = kind == RiskKind.RISK_POINT or (
        kind is None and re.search("风险|[蓝黄橙红低]", word)
    )
    stem = re.sub(r"（.*）|\(.*\)|事故隐患|隐患|风险|问题|色|级", "", word)
    level = (_COLOUR_WORDS if is_point else _GRADE_WORDS).get(stem)
    if level is None:
        raise RuleBroken(
            f"等级“{word}”无法识别，请填写一般、较大、重大；风险点填低、一般、较大、重大。"
        )
    return (RiskKind.RISK_POINT if is_point else kind or RiskKind.HAZARD), level


def day(cell: str, label: str) -> date | None:
    """Return the day that a cell tells; `label` names the column.

    Raises:
        RuleBroken: it tells none.
    """
    try:
        return as_date(cell)
    except ValueError:
        raise RuleBroken(f"{label}“{cell}”不是日期，请写成 2023-09-01。") from None
