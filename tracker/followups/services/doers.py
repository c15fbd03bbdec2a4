"""Who may do what with an item: report for the lead unit, contribute, verify or decide."""

from datetime import date

from tracker.accounts import queries as accounts
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.directory.models import PostRole, Unit
from tracker.followups import queries
from tracker.followups.models import FollowUp


def files_as_liaison(followup: FollowUp, actor: Actor, on: date, *, what: str = "报结") -> bool:
    """Return whether the liaison acts for the head of the lead unit; `what` names the act.

    A paper is signed by the head: what the office records is never a liaison's.

    Raises:
        RuleBroken: the actor neither heads the lead unit on that day nor may file for it.
    """
    if actor.person_id is None:
        raise RuleBroken(f"{what}须由牵头单位负责人办理。")
    return _as_liaison(followup.lead_unit, actor, on, what)


def acting_unit(followup: FollowUp, actor: Actor, on: date) -> tuple[int, bool]:
    """Return for which unit somebody adds to the work, the lead one first; and if as liaison.

    Raises:
        RuleBroken: the actor files neither for the lead unit nor for a supporting one.
    """
    posts = queries.posts_by_role(actor.person_id, on=on) if actor.person_id else {}
    headed = posts.get(PostRole.PRINCIPAL, frozenset())
    contact = posts.get(PostRole.LIAISON, frozenset())
    for unit in (followup.lead_unit, *followup.supporting):
        if unit.id in headed | contact:
            return unit.id, _as_liaison(unit, actor, on, "填写进展")
    raise RuleBroken(f"办理进展由“{followup.lead_unit.name}”和配合单位的负责人填写。")


def _as_liaison(unit: Unit, actor: Actor, on: date, what: str) -> bool:
    if not unit.is_active(on):
        raise RuleBroken(f"“{unit.name}”已撤销，请联系办公室将此任务转交其他单位。")
    posts = queries.posts_by_role(actor.person_id or 0, on=on)
    if unit.id in posts.get(PostRole.PRINCIPAL, frozenset()):
        return False
    if actor.paper_act_id is not None:
        raise RuleBroken(
            f"{actor.name}在 {on:%Y-%m-%d} 不是“{unit.name}”的负责人，请核对纸面上的办理人和日期。"
        )
    if unit.id not in posts.get(PostRole.LIAISON, frozenset()):
        raise RuleBroken(f"{what}须由“{unit.name}”负责人办理。")
    if directory.setting("liaison_may_submit", on=on) != "1":
        raise RuleBroken(f"学校规定{what}须由单位负责人本人办理，请转请负责人{what}。")
    return True


def require_verifier(followup: FollowUp, actor: Actor, on: date) -> None:
    """Refuse a verifier of the doers' families, or who had a hand in the work.

    Raises:
        RuleBroken: the actor belongs to the doers, or signed a paper without being the verifier.
    """
    did = [entry for entry in followup.entries if entry.verb in queries.WORK_VERBS]
    units = {followup.lead_unit_id, *(entry.unit_id for entry in did if entry.unit_id)}
    is_doer = actor.person_id in {entry.actor_id for entry in did}
    if is_doer or _is_of(units, actor, on):
        raise RuleBroken(
            f"“{followup.title}”由{followup.lead_unit.name}承办，"
            "须由承办单位以外的人核验，请转请其他核验人确认。"
        )
    _require_verifiers_signature(followup, actor, on)


def require_outside(followup: FollowUp, actor: Actor, on: date, *, what: str) -> None:
    """Refuse whoever belongs to the lead unit's family: `what` is decided by others.

    Raises:
        RuleBroken: the actor belongs to the family, or signed a paper without being asked.
    """
    if _is_of({followup.lead_unit_id}, actor, on):
        raise RuleBroken(
            f"“{followup.title}”由{followup.lead_unit.name}承办，"
            f"{what}须由承办单位以外的人办理，请转请其他办理人。"
        )
    _require_verifiers_signature(followup, actor, on)


def require_decider(followup: FollowUp, actor: Actor, on: date, *, what: str) -> None:
    """Refuse everybody but the office's director and leaders, and the lead unit's family.

    Raises:
        RuleBroken: the actor belongs to the family, or does not decide such things.
    """
    require_outside(followup, actor, on, what=what)
    if queries.may_decide(actor.person_id, on=on):
        return
    if actor.paper_act_id is None:
        raise RuleBroken(f"{what}由办公室主任或校领导办理，请转请审批人。")
    if not queries.heads_office(actor.person_id, on=on):
        raise RuleBroken(f"{what}由办公室主任或校领导签字，请核对纸面上的签字。")


def _is_of(unit_ids: set[int], actor: Actor, on: date) -> bool:
    if actor.person_id is None:
        return True
    return bool(unit_ids & accounts.own_family_ids(actor.person_id, on=on))


def _require_verifiers_signature(followup: FollowUp, actor: Actor, on: date) -> None:
    if actor.paper_act_id is None or actor.person_id is None:
        return
    if not queries.may_verify_on_paper(followup, actor.person_id, on=on):
        raise RuleBroken(f"{actor.name}不是此任务的核验人，请核对纸面上的签字。")
