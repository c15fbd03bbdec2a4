"""Who may do what to a risk: rules that compare actors, whoever records the act."""

from datetime import date

from tracker.accounts import queries as accounts
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor, Role
from tracker.directory import queries as directory
from tracker.directory.models import LEADER_ROLES
from tracker.risks.models import Risk


def is_leader(person_id: int | None, *, on: date) -> bool:
    """Tell whether the person holds a leader's post on that day."""
    if person_id is None:
        return False
    posts = directory.holdings_of(person_id, on=on)
    return any(holding.post.role in LEADER_ROLES for holding in posts)


def require_leader(actor: Actor, on: date) -> None:
    """Refuse whoever is no leader.

    Raises:
        RuleBroken: the actor holds no leader's post on that day.
    """
    if not is_leader(actor.person_id, on=on):
        raise RuleBroken(
            f"重大隐患销号须由校领导确认，{actor.name}在{on:%Y-%m-%d}不是校领导；"
            "校领导已在纸面上签字的，请填写“代录纸面办理”。"
        )


def require_decider(actor: Actor, on: date) -> None:
    """Refuse whoever is neither the office's director nor a leader.

    Raises:
        RuleBroken: the actor is neither on that day.
    """
    if is_leader(actor.person_id, on=on) or is_director(actor, on):
        return
    raise RuleBroken("此事须由办公室主任或校领导办理，请转请办理；纸面已签字的可以代录。")


def require_director(actor: Actor, on: date) -> None:
    """Refuse whoever is not the office's director.

    Raises:
        RuleBroken: the actor is not on that day.
    """
    if not is_director(actor, on):
        raise RuleBroken("撤销风险须由办公室主任办理，请转请主任办理；纸面已签字的可以代录。")


def is_director(actor: Actor, on: date) -> bool:
    """Tell whether the actor holds the grant of the office's director on that day."""
    directors = accounts.holders_of(Role.OFFICE_DIRECTOR, on=on)
    return actor.person_id in {user.person_id for user in directors}


def require_other_family(risk: Risk, actor: Actor, on: date) -> None:
    """Refuse a verifier of the unit's family (domain.md §7.3.3).

    Raises:
        RuleBroken: the actor holds a post in it on that day, or acts for its head (代办委托).
    """
    if actor.person_id is not None and is_of_family(risk, actor.person_id, on=on):
        raise RuleBroken(f"“{risk.title}”由{risk.unit.name}整改，须由整改单位以外的人核验销号。")


def is_of_family(risk: Risk, person_id: int, *, on: date) -> bool:
    """Tell whether somebody holds a post in the unit's family, or acts for its head (代办委托)."""
    return risk.unit_id in accounts.own_family_ids(person_id, on=on)
