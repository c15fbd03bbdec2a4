"""Recording signatures: on the stage, later, by somebody sent, anew; and making void."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.agreements import queries
from tracker.agreements.models import Agreement, AgreementState, Occasion, Side, Signer
from tracker.agreements.services.signings import begin, blank, note
from tracker.core.calendar import chinese_date
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Actor
from tracker.directory import queries as directory
from tracker.directory.models import Person


@dataclass(frozen=True)
class Signature:
    """The days on which the signers of an agreement signed, by signer id."""

    days: Mapping[int, date]
    occasion: Occasion


def mark_signed(*, agreement: Agreement, signature: Signature, actor: Actor, on: date) -> None:
    """Record signatures given on paper; the agreement is signed once all signers have a day.

    An agreement signed anew replaces the one before.

    Raises:
        RuleBroken: it is not waiting for signatures, nobody signs for one of the sides, or a
            day lies before the meeting or in the future.
    """
    if agreement.state != AgreementState.TO_SIGN:
        raise RuleBroken(f"责任书“{agreement.state_label}”，不能再登记签订。")
    for signer in agreement.signers:
        day = signature.days.get(signer.id)
        if day is not None:
            _check_day(agreement, day, on)
            signer.signed_on = day
    days = [signer.signed_on for signer in agreement.signers]
    has_both = {signer.side for signer in agreement.signers} == {Side.COLLEGE, Side.UNIT}
    if not has_both:
        raise RuleBroken(f"“{agreement.unit_name}”的签订人不全，请先选择双方签订人。")
    signed = [day for day in days if day is not None]
    if len(signed) == len(days):
        agreement.move("sign")
        agreement.signed_on, agreement.occasion = max(signed), signature.occasion
        _supersede(agreement, actor=actor, on=on)
    note(agreement, "sign", actor=actor, on=on)


def set_signer(
    *, agreement: Agreement, person_id: int, is_proxy: bool, actor: Actor, on: date
) -> None:
    """Let somebody else in a post sign for the unit; `is_proxy` says 委托签订.

    Raises:
        RuleBroken: it is signed already, or the person holds no post on that day.
    """
    if agreement.state != AgreementState.TO_SIGN:
        raise RuleBroken("责任书已经签订，签订人不能再改。")
    person = db.session.get_one(Person, person_id)
    post = directory.highest_post(person_id, on=on)
    if post is None:
        raise RuleBroken(f"{person.name}在{chinese_date(on)}没有任职，请选择在任的人员。")
    found = next((one for one in agreement.signers if one.side == Side.UNIT), None)
    signer = found or Signer(side=Side.UNIT, sort=len(agreement.signers))
    signer.person_id, signer.person_name = person.id, person.name
    signer.post_title, signer.is_proxy = directory.post_words(post), is_proxy
    if found is None:
        agreement.signers.append(signer)
    words = f"签订人：{signer.post_title}{signer.person_name}{'（委托）' if is_proxy else ''}"
    note(agreement, "edit", actor=actor, on=on, words=words)


def resign(*, agreement: Agreement, reason: str, actor: Actor, on: date) -> Agreement:
    """重新签订: make the next version to sign; the signed one stays until that is signed.

    Raises:
        RuleBroken: it is not signed, no reason is given, or the next version waits already.
    """
    if agreement.state != AgreementState.SIGNED:
        raise RuleBroken(f"责任书“{agreement.state_label}”，不能重新签订。")
    if not reason.strip():
        raise RuleBroken("重新签订须写明原因，如负责人变动。")
    versions = queries.versions(agreement)
    if any(one.state == AgreementState.TO_SIGN for one in versions):
        raise RuleBroken("重新签订的一份已在待签，请在该份上登记签订。")
    fresh = blank(agreement.signing, agreement.unit, max(one.version for one in versions) + 1)
    fresh.resign_reason = reason
    return begin(fresh, actor=actor, on=on)


def void(*, agreement: Agreement, reason: str, actor: Actor, on: date) -> None:
    """Make an agreement void, with the reason.

    Raises:
        RuleBroken: it is void or replaced already, or no reason is given.
    """
    agreement.move("void", reason=reason)
    note(agreement, "void", actor=actor, on=on, words=reason)


def _check_day(agreement: Agreement, day: date, on: date) -> None:
    if sentence := agreement.signing.wrong_day(day, on=on):
        raise RuleBroken(sentence)


def _supersede(agreement: Agreement, *, actor: Actor, on: date) -> None:
    for earlier in queries.versions(agreement):
        if earlier.version < agreement.version and earlier.state == AgreementState.SIGNED:
            earlier.move("supersede")
            note(earlier, "supersede", actor=actor, on=on, words=agreement.resign_reason)
