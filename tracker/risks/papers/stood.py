"""How a risk stood on a day, as its papers tell it: 整改进展, 复查, 完成时间."""

from dataclasses import dataclass
from datetime import date

from tracker.risks.models import Risk, RiskStep


@dataclass(frozen=True)
class Stood:
    """How a risk stood on a day, told by its time line: what came later does not count."""

    words: str
    closed_on: date | None = None
    checked: RiskStep | None = None
    result: str = ""
    remark: str = ""

    @property
    def is_closed(self) -> bool:
        """Tell whether it was struck off by then."""
        return self.closed_on is not None


# What a step makes of a risk, and what it says of its check.
_AFTER = {
    "register": "已登记", "rectify": "整改中", "accept": "待领导确认", "refuse": "整改中",
    "transfer": "已移交上报", "prolong": "持续整改", "resume": "整改中", "close": "已销号",
    "reopen": "整改中", "cancel": "已撤销",
}  # fmt: skip
_RESULTS = {"accept": "合格", "close": "合格", "refuse": "退回整改", "reopen": "反弹"}


def stood_on(risk: Risk, day: date) -> Stood:
    """Return how the risk stood at the end of a day; its steps are loaded."""
    steps = [step for step in risk.steps if step.acted_on <= day]
    moved = [step for step in steps if step.verb in _AFTER]
    if not any(step.verb in {"register", "rectify", "close", "cancel"} for step in moved):
        return _stood_by_dates(risk, day)
    last = moved[-1]
    checked = next((step for step in reversed(moved) if step.verb in _RESULTS), None)
    round_ = 1 + sum(step.verb == "reopen" for step in steps)
    return Stood(
        words=_AFTER[last.verb],
        closed_on=last.acted_on if last.verb == "close" else None,
        checked=checked,
        result=_RESULTS[checked.verb] if checked else "",
        remark=_remark(risk, steps, round_),
    )


def _remark(risk: Risk, steps: list[RiskStep], round_: int) -> str:
    """Return the round of what came back, and by which letter it was handed up."""
    verbs = {step.verb for step in steps}
    said = (
        f"第 {round_} 轮" if round_ > 1 else "",
        risk.transfer_doc_no if "transfer" in verbs else "",
        "回头看通过" if steps[-1].verb == "look_back" else "",
    )
    return "；".join(filter(None, said))


def _stood_by_dates(risk: Risk, day: date) -> Stood:
    """Return how it stood where no time line tells."""
    if risk.closed_on is not None and risk.closed_on <= day:
        return Stood("已销号", risk.closed_on)
    if risk.cancelled_on is not None and risk.cancelled_on <= day:
        return Stood("已撤销")
    return Stood(risk.state_label if risk.is_open else "整改中")
