"""Putting a text out for signature: its sides as told, and the units it is expanded to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from tracker.agreements import queries
from tracker.agreements.models import (
    Agreement,
    AgreementState,
    AgreementStep,
    Side,
    Signer,
    Signing,
    SigningLeader,
)
from tracker.audit.services import changes_of, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.directory.models import AgreementKind, Person, Unit
from tracker.meetings.models import Meeting, MeetingState


@dataclass(frozen=True)
class SigningFacts:
    """What is known of a text put out for signature; `title` stands without 《》.

    `leader_ids` are the persons who sign for the college, in order. `told_by` and `told_with`
    keep both sides in the words of the text, one entry each.
    """

    kind_id: int
    year: int
    title: str
    text: str = ""
    verb: str = "签订"
    leader_ids: tuple[int, ...] = ()
    told_by: tuple[str, ...] = ()
    told_with: tuple[str, ...] = ()


def register(
    *,
    facts: SigningFacts,
    meeting: Meeting | None,
    unit_ids: Sequence[int],
    actor: Actor,
    on: date,
) -> Signing:
    """Register a text with its sides, and put it out to units; nobody counts as signed by that.

    Raises:
        RuleBroken: the meeting is cancelled, the kind is out of use, or a unit has its agreement
            of this kind and year already, or did not exist.
    """
    if meeting is not None and meeting.state == MeetingState.CANCELLED:
        raise RuleBroken("会议已取消，不能登记会上签订；请在“责任书”页另行登记。")
    kind = db.session.get_one(AgreementKind, facts.kind_id)
    if not kind.is_active:
        raise RuleBroken(f"责任书种类“{kind.name}”已停用，请选择其他种类。")
    last = db.session.scalar(
        select(func.max(Signing.sort)).where(Signing.meeting_id == (meeting.id if meeting else 0))
    )
    signing = Signing(meeting=meeting, kind=kind, sort=0 if last is None else last + 1)
    _write(signing, facts, on=day_of(signing, on))
    db.session.add(signing)
    record_event("signing.register", signing, actor=actor, label=signing.title)
    put_out(signing=signing, unit_ids=unit_ids, actor=actor, on=on)
    return signing


def edit_signing(*, signing: Signing, facts: SigningFacts, actor: Actor, on: date) -> None:
    """Correct a text and its sides as told.

    Raises:
        RuleBroken: some have signed already, and kind, year, text or leaders are to change.
    """
    is_signed = any(one.state != AgreementState.TO_SIGN for one in signing.agreements)
    leaders = tuple(leader.person_id for leader in signing.leaders)
    before = (signing.kind_id, signing.year, signing.text, leaders)
    if is_signed and before != (facts.kind_id, facts.year, facts.text, facts.leader_ids):
        raise RuleBroken("已有单位签订，种类、年度、正文和学院签订人不能再改；请作废后重新登记。")
    if (signing.kind_id, signing.year) != (facts.kind_id, facts.year):
        for agreement in signing.agreements:
            _require_single(facts.kind_id, facts.year, agreement.unit)
    _write(signing, facts, on=day_of(signing, on))
    for agreement in signing.agreements:
        agreement.kind_id, agreement.year = signing.kind_id, signing.year
        if not is_signed:
            _write_college(agreement)
    changes = changes_of(signing)
    flag_modified(signing, "sort")
    record_event("signing.edit", signing, actor=actor, label=signing.title, changes=changes)


def put_out(
    *, signing: Signing, unit_ids: Sequence[int], actor: Actor, on: date
) -> list[Agreement]:
    """Make an agreement to sign for each of these units that has none of this signing yet.

    Side B is the unit's head on the day; where there is none it stays open.

    Raises:
        RuleBroken: a unit has its agreement of this kind and year from elsewhere, or did not
            exist on that day.
    """
    had = {agreement.unit_id for agreement in signing.agreements}
    made = []
    for unit_id in dict.fromkeys(unit_ids):
        if unit_id not in had:
            unit = db.session.get_one(Unit, unit_id)
            made.append(_new_agreement(signing, unit, actor=actor, on=on))
    return made


def day_of(signing: Signing, on: date) -> date:
    """Return the day as of which posts are read: the meeting's, else the day of the act."""
    return signing.meeting.held_on if signing.meeting else on


def _new_agreement(signing: Signing, unit: Unit, *, actor: Actor, on: date) -> Agreement:
    day = day_of(signing, on)
    if not unit.is_active(day):
        raise RuleBroken(f"“{unit.name}”在签订时不存在（未设立或已撤销），请从签订单位中去掉。")
    _require_single(signing.kind_id, signing.year, unit)
    version = queries.next_version(signing.kind_id, signing.year, unit.id)
    return begin(blank(signing, unit, version), actor=actor, on=on)


def blank(signing: Signing, unit: Unit, version: int) -> Agreement:
    """Return a version of a unit's agreement that has no signers yet."""
    agreement = Agreement(
        kind_id=signing.kind_id, year=signing.year, unit=unit, unit_name=unit.name, version=version
    )
    # It joins the session with its signing, before anything else is asked of the database.
    db.session.add(agreement)
    agreement.signing = signing
    return agreement


def begin(agreement: Agreement, *, actor: Actor, on: date) -> Agreement:
    """Give a new agreement its signers as of the day, its first step and its event."""
    day = on if agreement.resign_reason else day_of(agreement.signing, on)
    _write_college(agreement)
    head = directory.principal_of(agreement.unit, on=day)
    leaders = {leader.person_id for leader in agreement.signing.leaders}
    # Who signs for the college cannot sign for a unit as well: the office names somebody else.
    if head is not None and head.person_id not in leaders:
        agreement.signers.append(
            Signer(
                side=Side.UNIT,
                person_id=head.person_id,
                person_name=head.person.name,
                post_title=directory.post_words(head.post),
                sort=len(agreement.signers),
            )
        )
    note(agreement, "register", actor=actor, on=on)
    return agreement


def note(agreement: Agreement, verb: str, *, actor: Actor, on: date, words: str = "") -> None:
    """Add the step to the agreement's time line, and its event to the trail."""
    changes = changes_of(agreement)
    db.session.add(AgreementStep.by(actor, verb, on=on, note=words, agreement=agreement))
    label = f"{agreement.signing.title} {agreement.unit_name}"
    record_event(f"agreement.{verb}", agreement, actor=actor, label=label, changes=changes)


def _write(signing: Signing, facts: SigningFacts, *, on: date) -> None:
    title = facts.title.strip().removeprefix("《").removesuffix("》").strip()
    if not title:
        raise RuleBroken("请填写责任书名称。")
    signing.kind_id, signing.year, signing.title = facts.kind_id, facts.year, title
    signing.text, signing.verb = facts.text, facts.verb
    signing.told_by, signing.told_with = list(facts.told_by), list(facts.told_with)
    kept = {leader.person_id: leader for leader in signing.leaders}
    signing.leaders = [
        kept.get(person_id) or _leader(person_id, on=on)
        for person_id in dict.fromkeys(facts.leader_ids)
    ]
    for place, leader in enumerate(signing.leaders):
        leader.sort = place


def _leader(person_id: int, *, on: date) -> SigningLeader:
    person = db.session.get_one(Person, person_id)
    post = directory.highest_post(person_id, on=on)
    words = directory.post_words(post)
    return SigningLeader(person_id=person_id, person_name=person.name, post_title=words)


def _write_college(agreement: Agreement) -> None:
    """Let the college's side be the signing's leaders; the unit's side stays."""
    unit_side = [one for one in agreement.signers if one.side == Side.UNIT]
    kept = {one.person_id: one for one in agreement.signers if one.side == Side.COLLEGE}
    college = [
        kept.get(leader.person_id)
        or Signer(
            side=Side.COLLEGE,
            person_id=leader.person_id,
            person_name=leader.person_name,
            post_title=leader.post_title,
        )
        for leader in agreement.signing.leaders
    ]
    agreement.signers = [*college, *unit_side]
    for place, signer in enumerate(agreement.signers):
        signer.sort = place


def _require_single(kind_id: int, year: int, unit: Unit) -> None:
    """Refuse a second agreement of the same kind, year and unit."""
    found = queries.live_agreement(kind_id, year, unit.id)
    if found is None:
        return
    what = (
        "可在原件上登记补签"
        if found.state == AgreementState.TO_SIGN
        else "负责人变动的请“重新签订”"
    )
    raise RuleBroken(
        f"“{unit.name}”{year}年已有《{found.signing.title}》（{found.state_label}），"
        f"同类责任书每年只登记一份；{what}。"
    )
