"""The states of a risk and what leads from one to another."""

from enum import StrEnum

from tracker.core.workflow import Workflow, transition


class RiskState(StrEnum):
    """Where a risk stands."""

    REGISTERED = "registered"
    RECTIFYING = "rectifying"
    TRANSFERRED = "transferred"
    LONG_TERM = "long_term"
    CLOSED = "closed"
    CANCELLED = "cancelled"


R = RiskState
RISK_STATE_LABELS = {
    R.REGISTERED: "已登记",
    R.RECTIFYING: "整改中",
    R.TRANSFERRED: "已移交上报",
    R.LONG_TERM: "持续整改",
    R.CLOSED: "已销号",
    R.CANCELLED: "已撤销",
}
RISK_STATE_TONES = {
    R.REGISTERED: "warn",
    R.RECTIFYING: "info",
    R.TRANSFERRED: "warn",
    R.LONG_TERM: "info",
    R.CLOSED: "good",
    R.CANCELLED: "plain",
}
# How each step reads in the time line; what the workflow does not move is named here as well.
RISK_VERB_LABELS = {
    "register": "登记",
    "edit": "修改",
    "regrade": "调整等级",
    "ask_downgrade": "申请降级",
    "refuse_downgrade": "不同意降级",
    "attach": "附照片或材料",
    "rectify": "交办整改",
    "notify": "印发整改通知书",
    "accept": "验收通过，待校领导确认",
    "refuse": "不同意销号",
    "transfer": "移交上报",
    "prolong": "转持续整改",
    "review": "持续整改复核",
    "resume": "恢复整改",
    "close": "销号",
    "look_back": "回头看通过",
    "reopen": "反弹，重新整改",
    "cancel": "撤销",
    "link": "关联为重复",
    "dismiss": "判为不是重复",
    "unlink": "取消关联",
}
RISK_WORKFLOW = Workflow(
    "风险",
    RISK_STATE_LABELS,
    {
        "rectify": transition({R.REGISTERED}, R.RECTIFYING, "交办整改"),
        "transfer": transition({R.RECTIFYING}, R.TRANSFERRED, "移交上报"),
        "prolong": transition({R.RECTIFYING}, R.LONG_TERM, "转持续整改"),
        "resume": transition({R.TRANSFERRED, R.LONG_TERM}, R.RECTIFYING, "恢复整改"),
        "close": transition({R.RECTIFYING, R.TRANSFERRED, R.LONG_TERM}, R.CLOSED, "销号"),
        "reopen": transition({R.CLOSED}, R.RECTIFYING, "登记反弹", needs_reason=True),
        "cancel": transition({R.REGISTERED, R.RECTIFYING}, R.CANCELLED, "撤销", needs_reason=True),
    },
)
UNDER_WAY_STATES = frozenset({R.RECTIFYING, R.TRANSFERRED, R.LONG_TERM})
OPEN_STATES = frozenset({R.REGISTERED}) | UNDER_WAY_STATES
