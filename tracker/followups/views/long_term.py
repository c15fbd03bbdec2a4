"""持续推进: tasks that go on, their reviews and stage goals."""

from flask import abort

from tracker.core.permissions import Permission, requires
from tracker.followups import queries, services
from tracker.followups.forms import (
    EndGoingOnForm,
    GoalForm,
    GoOnForm,
    ReachedForm,
    ReviewForm,
)
from tracker.followups.views.acting import Act, Page, blueprint, carry_out, proposed_paper
from tracker.followups.views.blueprint import load_item

P = Permission
GO_ON = Act(
    "go_on", "转为持续推进", "不能按期办结的长期事项：不再报结，按期回顾，始终计入未办结。",
    "已转为持续推进。", P.FOLLOWUP_DECIDE,
)  # fmt: skip
REVIEW = Act(
    "review", "阶段回顾", "写明回顾情况，并定下次回顾日期。", "已记入回顾情况。", P.FOLLOWUP_VERIFY
)
END = Act(
    "end_going_on", "结束持续推进", "定下完成时限，此后由单位照常报结；原定时限不变。",
    "已结束持续推进。", P.FOLLOWUP_DECIDE,
)  # fmt: skip
GOAL = Act(
    "add_goal", "设定阶段目标", "一条一个目标，写明到哪一天做到什么。", "已设定阶段目标。",
    P.FOLLOWUP_VERIFY,
)  # fmt: skip
REACHED = Act(
    "reach_goal", "完成阶段目标", "由牵头单位填报；任务仍继续推进。", "已记入阶段目标完成。",
    P.FOLLOWUP_SUBMIT, is_units=True,
)  # fmt: skip


@blueprint.route("/follow-ups/<int:followup_id>/going-on", methods=["GET", "POST"])
@requires(P.FOLLOWUP_DECIDE, P.PAPER_RECORD)
def go_on(followup_id: int) -> Page:
    """Let a task go on without an end."""
    form = GoOnForm()
    return carry_out(GO_ON, followup_id, form, services.go_on, **form.facts())


@blueprint.route("/follow-ups/<int:followup_id>/going-on/end", methods=["GET", "POST"])
@requires(P.FOLLOWUP_DECIDE, P.PAPER_RECORD)
def end_going_on(followup_id: int) -> Page:
    """Bind a task to a date again."""
    form = EndGoingOnForm()
    return carry_out(END, followup_id, form, services.end_going_on, **form.facts())


@blueprint.route("/follow-ups/<int:followup_id>/review", methods=["GET", "POST"])
@requires(P.FOLLOWUP_VERIFY)
def review(followup_id: int) -> Page:
    """Write what a review has found, and when the next one is."""
    form = ReviewForm()
    return carry_out(REVIEW, followup_id, form, services.review, **form.facts())


@blueprint.route("/follow-ups/<int:followup_id>/goals/new", methods=["GET", "POST"])
@requires(P.FOLLOWUP_VERIFY)
def add_goal(followup_id: int) -> Page:
    """Set a stage goal."""
    form = GoalForm()
    return carry_out(GOAL, followup_id, form, services.add_goal, **form.facts())


@blueprint.route(
    "/follow-ups/<int:followup_id>/goals/<int:goal_id>/reached", methods=["GET", "POST"]
)
@requires(P.FOLLOWUP_SUBMIT, P.PAPER_RECORD)
def reach_goal(followup_id: int, goal_id: int) -> Page:
    """Say that a stage goal is reached, as head, as liaison, or as signed on paper."""
    if goal_id not in {goal.id for goal in queries.goals_of(load_item(followup_id).id)}:
        abort(404)
    form = ReachedForm(data=proposed_paper(REACHED, followup_id))
    return carry_out(
        REACHED, followup_id, form, services.reach_goal, goal_id=goal_id,
        note=form.note.data or "",
    )  # fmt: skip
