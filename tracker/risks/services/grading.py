"""定级: who graded a risk by which basis; grading it anew; lowering a major one takes two."""

from dataclasses import dataclass
from datetime import date

from tracker.audit.services import changes_of
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.risks.models import (
    RISK_KIND_LABELS,
    RISK_LEVEL_LABELS,
    Risk,
    RiskKind,
    RiskLevel,
)
from tracker.risks.services.persons import require_decider
from tracker.risks.services.rules import require_level
from tracker.risks.services.steps import _note


@dataclass(frozen=True)
class Grading:
    """What a risk is graded as: by which basis (a clause, a list), and why it changes now."""

    kind: str
    level: str
    basis: str
    reason: str

    @property
    def words(self) -> str:
        """Return kind and level as people say them: 隐患·重大."""
        return _words(self.kind, self.level)


def regrade(*, risk: Risk, grading: Grading, actor: Actor, on: date) -> None:
    """调整等级: grade it anew. A major one is not lowered by this: it is only asked for.

    Raises:
        RuleBroken: it is settled or its area sensitive, basis or reason is missing, the level is
            of the other scale or the same as before, or lowering it was asked for already.
    """
    _check(risk, grading)
    if risk.is_major and grading.level != RiskLevel.MAJOR:
        _ask_downgrade(risk, grading, actor=actor, on=on)
        return
    note = f"{_words(risk.kind, risk.level)} → {_told(grading)}"
    _grade(risk, grading.kind, grading.level, grading.basis, actor=actor, on=on)
    _note(risk, "regrade", actor=actor, on=on, note=note, changes=changes_of(risk))


def confirm_downgrade(*, risk: Risk, actor: Actor, on: date) -> None:
    """同意降级: a second person, the director or a leader, lowers a major risk as was asked.

    Raises:
        RuleBroken: nothing is asked, or the actor asked it or may not decide it.
    """
    _require_second(risk, actor, on)
    asked = Grading(risk.asked_kind, risk.asked_level, risk.asked_basis, "")
    note = f"{_words(risk.kind, risk.level)} → {asked.words}；依据：{asked.basis}"
    _grade(risk, asked.kind, asked.level, asked.basis, actor=actor, on=on)
    forget_asked(risk)
    _note(risk, "regrade", actor=actor, on=on, note=note, changes=changes_of(risk))


def refuse_downgrade(*, risk: Risk, reason: str, actor: Actor, on: date) -> None:
    """不同意降级: the old level holds.

    Raises:
        RuleBroken: nothing is asked, no reason is given, or the actor asked it or may not decide.
    """
    _require_second(risk, actor, on)
    if not reason.strip():
        raise RuleBroken("不同意降级须写明原因，请填写后再提交。")
    forget_asked(risk)
    _note(risk, "refuse_downgrade", actor=actor, on=on, note=reason, changes=changes_of(risk))


def regrade_as_told(risk: Risk, kind: str, level: str, *, actor: Actor, on: date) -> None:
    """Grade the risk as its unit reports it, unless it is so graded or a downgrade is pending."""
    if level == risk.level or risk.asked_level:
        return
    told = Grading(kind, level, "单位季度汇报", "单位汇报的等级与台账不同")
    regrade(risk=risk, grading=told, actor=actor, on=on)


def forget_asked(risk: Risk) -> None:
    """Leave no downgrade pending."""
    risk.asked_kind = risk.asked_level = risk.asked_basis = ""
    risk.asked_by_id = None


def _check(risk: Risk, grading: Grading) -> None:
    if not risk.is_open:
        raise RuleBroken(f"风险“{risk.title}”{risk.state_label}，不能再调整等级。")
    if risk.area.is_sensitive:
        raise RuleBroken(f"“{risk.area.name}”只登记薄弱环节、措施和时限，不分等级。")
    require_level(grading.kind, grading.level)
    if not grading.basis.strip() or not grading.reason.strip():
        raise RuleBroken("调整等级须写明定级依据和调整原因，请填写后再提交。")
    if (grading.kind, grading.level) == (risk.kind, risk.level):
        raise RuleBroken(f"现在就是“{grading.words}”，不必调整。")


def _ask_downgrade(risk: Risk, grading: Grading, *, actor: Actor, on: date) -> None:
    if risk.asked_level:
        raise RuleBroken("已经申请降级，正在等另一人确认；需要改动的，请先由其“不同意降级”。")
    risk.asked_kind, risk.asked_level = grading.kind, grading.level
    risk.asked_basis, risk.asked_by_id = grading.basis, actor.person_id
    note = f"拟由{_words(risk.kind, risk.level)}降为{_told(grading)}"
    _note(risk, "ask_downgrade", actor=actor, on=on, note=note, changes=changes_of(risk))


def _require_second(risk: Risk, actor: Actor, on: date) -> None:
    if not risk.asked_level:
        raise RuleBroken("没有等待确认的降级申请，请刷新页面后核对。")
    require_decider(actor, on)
    if actor.person_id == risk.asked_by_id:
        raise RuleBroken("降级须由申请人以外的人确认，请转请办公室主任或其他校领导办理。")


def _grade(risk: Risk, kind: str, level: str, basis: str, *, actor: Actor, on: date) -> None:
    """Write the new level; what was accepted under the old one has to be accepted again."""
    risk.kind, risk.level, risk.grade_basis = kind, level, basis
    risk.graded_by, risk.graded_on = f"{actor.post}{actor.name}", on
    risk.accepted_on, risk.accepter_id, risk.accepted_by = None, None, ""


def _told(grading: Grading) -> str:
    return f"{grading.words}；依据：{grading.basis}；原因：{grading.reason}"


def _words(kind: str, level: str) -> str:
    return f"{RISK_KIND_LABELS[RiskKind(kind)]}·{RISK_LEVEL_LABELS[RiskLevel(level)]}"
