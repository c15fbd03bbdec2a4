"""督办通知单: yellow to the unit, red also to the supervising leader and then to the two heads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.core.calendar import chinese_date, due_words
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.followups.models import SUPERVISION_SLIP, SlipColour, SlipStep, UrgeSlip
from tracker.followups.papers.reminder import Reminder, reminder
from tracker.followups.papers.sending import Sending, sending_of, slip_of
from tracker.press.plain import from_plain
from tracker.press.typography import title_lines

TITLE = "督办通知单"
TITLE_WIDTH = 20
# More of a requirement stands in the product; the slip is one sheet.
LONGEST = 160
TIMES = {SlipStep.OVERDUE_1: "第一次", SlipStep.OVERDUE_2: "第二次", SlipStep.OVERDUE_3: "第三次"}


@dataclass(frozen=True)
class SupervisionSlip:
    """督办通知单 (domain §3 row 11) about one item past its date; every field is as printed.

    `colour` is yellow or red, printed as `band` (黄色督办), which reads without colour too: red is
    dark with white letters, yellow light with a frame. `supervisor` is the supervising leader or
    that none is registered, `sent_to` everybody whom it goes to.
    """

    title: str
    number: str
    colour: str
    band: str
    matter: str
    source: str
    unit: str
    supporting: str
    supervisor: str
    requirement: str
    due: str
    standing: str
    asked: str
    sent_to: str
    contact: str
    signed_by: str
    signed_on: str
    heading: str = TITLE

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the heading broken in the way of official titles."""
        return title_lines(self.heading, TITLE_WIDTH)


def supervision_slip(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> SupervisionSlip | None:
    """Return the slip: as it was issued, else as it would be sent on that day.

    None where there is no such slip for the viewer.
    """
    slip = slip_of(subject, SUPERVISION_SLIP, viewer)
    if slip is None:
        return None
    if slip.issued_paper is not None:
        return from_plain(SupervisionSlip, slip.issued_paper.snapshot)
    return supervision_slip_of(slip, sending_of(slip, on=on))


def supervision_slip_of(slip: UrgeSlip, sending: Sending) -> SupervisionSlip:
    """Return the 督办通知单 of a slip as it is sent on the day of `sending`."""
    item = slip.follow_up
    is_red = slip.kind.colour == SlipColour.RED
    late = due_words(slip.due_on, sending.on, directory.calendar_exceptions())
    times = TIMES[SlipStep(slip.step)]
    return SupervisionSlip(
        title=f"{slip.kind.label}（{sending.unit} {item.code}）",
        number=sending.number,
        colour=slip.kind.colour,
        band="红色督办" if is_red else "黄色督办",
        matter=sending.matter,
        source=sending.source,
        unit=sending.unit,
        supporting="、".join(unit.display_name for unit in item.supporting) or "无",
        supervisor=sending.supervisor or "未登记",
        requirement=_clipped(item.requirement or item.title),
        due=sending.due,
        standing=f"{item.state_label}，{late}（{times}督办）",
        asked="请抓紧办结并报结；一时不能办结的，请写明原因和预计完成时间，交办公室。",
        sent_to="、".join(sending.sent_to),
        contact=sending.contact,
        signed_by=sending.signed_by,
        signed_on=chinese_date(sending.on),
    )


def slip_paper(
    subject: str, *, on: date, public_url: str, viewer: Viewer | None
) -> Reminder | SupervisionSlip | None:
    """Return a slip of either sort, as a part of the day's bundle."""
    found = supervision_slip(subject, on=on, public_url=public_url, viewer=viewer)
    return found or reminder(subject, on=on, public_url=public_url, viewer=viewer)


def _clipped(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
