"""The states of an item and what leads from one to another; where due dates come from."""

from enum import StrEnum

from tracker.core.workflow import Workflow, transition


class FollowUpState(StrEnum):
    """Where an item stands."""

    PLANNED = "planned"
    ASSIGNED = "assigned"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DISPUTED = "disputed"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    CANCELLED = "cancelled"


F = FollowUpState
FOLLOWUP_STATE_LABELS = {
    F.PLANNED: "拟办",
    F.ASSIGNED: "已交办",
    F.SUBMITTED: "待确认",
    F.RETURNED: "已退回",
    F.DISPUTED: "有异议",
    F.SUSPENDED: "已中止",
    F.CLOSED: "已办结",
    F.CANCELLED: "已撤销",
}
FOLLOWUP_STATE_TONES = {
    F.PLANNED: "plain",
    F.ASSIGNED: "info",
    F.SUBMITTED: "warn",
    F.RETURNED: "bad",
    F.DISPUTED: "warn",
    F.SUSPENDED: "plain",
    F.CLOSED: "good",
    F.CANCELLED: "plain",
}
# How each step reads in the time line; what the workflow does not move is named here as well.
VERB_LABELS = {
    "plan": "拟定",
    "edit": "修改",
    "dispatch": "交办",
    "receive": "签收",
    "submit": "报结",
    "close": "确认办结",
    "file": "按备案规则办结",
    "return": "退回",
    "cancel": "撤销",
    "progress": "办理进展",
    "withdraw": "撤回材料",
    "dispute": "提出异议",
    "uphold": "维持交办",
    "reassign": "改派",
    "transfer": "转交",
    "suspend": "中止",
    "recall": "报结作废",
    "resume": "恢复办理",
    "ask_extension": "申请延期",
    "approve": "同意延期",
    "refuse": "不同意延期",
    "lapse": "延期申请终止",
    "go_on": "转为持续推进",
    "review": "阶段回顾",
    "end_going_on": "结束持续推进",
    "add_goal": "设定阶段目标",
    "reach_goal": "完成阶段目标",
    "urge": "催办",
}
FOLLOWUP_WORKFLOW = Workflow(
    "任务",
    FOLLOWUP_STATE_LABELS,
    {
        "dispatch": transition({F.PLANNED}, F.ASSIGNED, "交办"),
        "submit": transition({F.ASSIGNED, F.RETURNED}, F.SUBMITTED, "报结"),
        "close": transition({F.SUBMITTED}, F.CLOSED, "确认办结"),
        "return": transition({F.SUBMITTED}, F.RETURNED, "退回", needs_reason=True),
        "dispute": transition(
            {F.ASSIGNED, F.RETURNED}, F.DISPUTED, "提出异议", needs_reason=True
        ),
        "uphold": transition({F.DISPUTED}, F.ASSIGNED, "维持交办", needs_reason=True),
        "reassign": transition({F.DISPUTED}, F.ASSIGNED, "改派", needs_reason=True),
        "transfer": transition({F.ASSIGNED, F.RETURNED}, F.ASSIGNED, "转交", needs_reason=True),
        "suspend": transition(
            {F.ASSIGNED, F.SUBMITTED, F.RETURNED}, F.SUSPENDED, "中止", needs_reason=True
        ),
        "resume": transition({F.SUSPENDED}, F.ASSIGNED, "恢复办理", needs_reason=True),
        "cancel": transition(
            {F.PLANNED, F.ASSIGNED, F.SUBMITTED, F.RETURNED, F.DISPUTED, F.SUSPENDED},
            F.CANCELLED, "撤销", needs_reason=True,
        ),
    },
)  # fmt: skip
OPEN_STATES = frozenset({F.ASSIGNED, F.SUBMITTED, F.RETURNED, F.DISPUTED, F.SUSPENDED})
TICKABLE_STATES = frozenset({F.ASSIGNED, F.RETURNED})
ENDED_STATES = frozenset({F.CLOSED, F.CANCELLED})
# Open, and waiting for the office rather than for the unit.
RESTING_STATES = frozenset({F.DISPUTED, F.SUSPENDED})
# What stands on no unit's list: not yet handed out, or given up.
UNLISTED_STATES = frozenset({F.PLANNED, F.CANCELLED})


class DueBasis(StrEnum):
    """Where a due date comes from."""

    STATED = "stated"
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"


DUE_BASIS_LABELS = {
    DueBasis.STATED: "原文写明",
    DueBasis.SUGGESTED: "系统建议",
    DueBasis.CONFIRMED: "",
}


class Rhythm(StrEnum):
    """When a recurring item (定期任务) comes again."""

    SEMESTER_START = "semester_start"
    SEMESTER_END = "semester_end"
    QUARTER = "quarter"
    MONTH = "month"


RHYTHM_LABELS = {
    Rhythm.SEMESTER_START: "每学期初",
    Rhythm.SEMESTER_END: "每学期末",
    Rhythm.QUARTER: "每季度",
    Rhythm.MONTH: "每月",
}
