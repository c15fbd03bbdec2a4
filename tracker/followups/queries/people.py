"""Who may tick an item off, and who may verify it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import or_, select

from tracker.accounts import queries as accounts
from tracker.audit.queries import while_unchanged
from tracker.core.db import db
from tracker.core.permissions import Permission, Viewer
from tracker.directory import queries as directory
from tracker.directory.models import LEADER_ROLES, PostRole, Unit
from tracker.followups.models import (
    FOLLOWUP_WORKFLOW,
    TICKABLE_STATES,
    Entry,
    FollowUp,
)
from tracker.followups.queries.lines import Line, Listed
from tracker.followups.queries.reach import supervised_ids

Item = TypeVar("Item", FollowUp, Line)
# By these steps somebody has a hand in the work.
WORK_VERBS = frozenset({"submit", "progress"})


def posts_by_role(person_id: int, *, on: date) -> dict[str, frozenset[int]]:
    """Return the units in which the person holds posts of each role, hosted bodies included.

    Who acts for a head that day (代办委托) counts as the head.
    """
    key = ("posts by role", person_id, on)
    return while_unchanged(key, lambda: _posts_by_role(person_id, on))


def _posts_by_role(person_id: int, on: date) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for holding in directory.holdings_of(person_id, on=on):
        found.setdefault(holding.post.role, set()).add(holding.post.unit_id)
    entrusted = accounts.units_entrusted(person_id, on=on)
    if entrusted:
        found.setdefault(PostRole.PRINCIPAL, set()).update(entrusted)
    return {role: directory.with_bodies(unit_ids) for role, unit_ids in found.items()}


@dataclass(frozen=True)
class Verifier:
    """What somebody may verify: not the own family's items, nor what one submitted oneself."""

    person_id: int
    is_general: bool
    supervised_ids: frozenset[int]
    own_ids: frozenset[int]

    def is_asked(self, followup: Listed) -> bool:
        """Tell whether items of this unit are this person's to verify at all."""
        return self.is_general or followup.lead_unit_id in self.supervised_ids

    def may_verify(self, followup: FollowUp) -> bool:
        """Tell whether this item waits for this person's word."""
        return bool(self.among([followup]))

    def among(self, followups: Iterable[Item]) -> list[Item]:
        """Return those of the items that wait for this person's word; asks once for all."""
        found = [followup for followup in followups if self._waits(followup)]
        worked_on = self._worked_on([followup.id for followup in found]) if found else set()
        return [followup for followup in found if followup.id not in worked_on]

    def _waits(self, followup: Listed) -> bool:
        is_waiting = FOLLOWUP_WORKFLOW.allows("close", followup.state)
        is_doer = followup.submitter_id == self.person_id or followup.lead_unit_id in self.own_ids
        return is_waiting and self.is_asked(followup) and not is_doer

    def _worked_on(self, ids: list[int]) -> set[int]:
        """Return those of the items in which the person or the own family had a hand."""
        by_own = or_(Entry.actor_id == self.person_id, Entry.unit_id.in_(self.own_ids))
        query = select(Entry.follow_up_id).where(Entry.follow_up_id.in_(ids), by_own)
        return set(db.session.scalars(query.where(Entry.verb.in_(WORK_VERBS))))


def verifier_of(viewer: Viewer) -> Verifier | None:
    """Return what the viewer may verify; None for somebody who verifies nothing."""
    is_general = viewer.can(Permission.FOLLOWUP_VERIFY)
    supervised = frozenset() if is_general else supervised_ids(viewer)
    if not is_general and not supervised:
        return None
    own = accounts.own_family_ids(viewer.person_id, on=viewer.on)
    return Verifier(viewer.person_id, is_general, supervised, own)


def may_verify_on_paper(followup: FollowUp, person_id: int, *, on: date) -> bool:
    """Tell whether a signature on paper verifies: a leader's, or the verifying office's head's."""
    posts = posts_by_role(person_id, on=on)
    if any(role in posts for role in LEADER_ROLES):
        return True
    headed = posts.get(PostRole.PRINCIPAL, frozenset())
    office, discipline = directory.office_and_discipline(on)
    if office in headed:
        return True
    return discipline in headed and followup.lead_unit_id in directory.office_family_ids(on)


def heads_office(person_id: int | None, *, on: date) -> bool:
    """Tell whether somebody headed the office on that day, with an account or without one."""
    posts = posts_by_role(person_id, on=on) if person_id else {}
    return directory.office_and_discipline(on)[0] in posts.get(PostRole.PRINCIPAL, frozenset())


def filing_ids(viewer: Viewer) -> frozenset[int]:
    """Return the units for which the viewer may report: as head or, where allowed, as liaison."""
    if viewer.liaison_ids and directory.setting("liaison_may_submit", on=viewer.on) == "1":
        return viewer.unit_ids
    return viewer.headed_ids


def may_file(followup: FollowUp, viewer: Viewer) -> bool:
    """Tell whether the viewer may tick this item off now."""
    is_ready = FOLLOWUP_WORKFLOW.allows("submit", followup.state) and not followup.is_long_term
    return is_ready and followup.lead_unit_id in filing_ids(viewer)


def may_add_progress(followup: FollowUp, viewer: Viewer) -> bool:
    """Tell whether the viewer files for one of the item's units, while it is worked on."""
    unit_ids = {followup.lead_unit_id, *(unit.id for unit in followup.supporting)}
    return followup.state in TICKABLE_STATES and bool(unit_ids & filing_ids(viewer))


def tickable_in_list(followups: Iterable[Item], viewer: Viewer) -> list[Item]:
    """Return the items that the viewer may report several at a time: those without more fields."""
    own = filing_ids(viewer)
    return [
        item
        for item in followups
        if item.lead_unit_id in own
        and not item.is_conveyance
        and not item.is_long_term
        and FOLLOWUP_WORKFLOW.allows("submit", item.state)
    ]


def needs_receipt(followup: FollowUp, viewer: Viewer) -> bool:
    """Tell whether this opening is the receipt: the first by the lead unit's head or liaison."""
    is_waiting = followup.received_at is None and FOLLOWUP_WORKFLOW.allows("submit", followup.state)
    return is_waiting and followup.lead_unit_id in viewer.unit_ids


def proposed_signer(unit: Unit, *, on: date) -> dict[str, int]:
    """Return who has most likely signed the unit's paper, as data for the form: its head."""
    holding = directory.principal_of(unit, on=on)
    return {"person_id": holding.person_id} if holding else {}
