"""Records of every kind in two units and of the college, each with a word of its own in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import Cast, saved
from tracker.agreements.models import Agreement, AgreementState, Signer, Signing
from tracker.audit.services import SYSTEM, record_event
from tracker.core.clock import now
from tracker.core.db import db, writing
from tracker.directory.models import AgreementKind, RiskArea, Unit
from tracker.followups.models import FollowUp, FollowUpState
from tracker.issuing.models import IssuedPaper, UsedNumber
from tracker.meetings.models import (
    Address,
    AreaList,
    AreaNamed,
    Meeting,
    MeetingState,
    Point,
)
from tracker.minutes.models import Minutes, MinutesState
from tracker.risks.models import Risk
from tracker.search import queries, services
from tracker.search.models import Kind, record_of
from tracker.unit_reports.models import ReportRow, ReportState, UnitReport

HELD_ON = date(2023, 3, 10)
DUE_ON = date(2023, 3, 31)
# Stands in every record, so that whoever looks for it finds all that is theirs.
CANARY = "鸬鹚"


@dataclass
class World:
    """The cast and what it has on record; every method needs a context."""

    app: Flask
    cast: Cast
    numbers: int = 0

    def find(self, typed: str, name: str = "clerk", **narrowed: Any) -> dict[Kind, list[int]]:
        """Return the numbers of the records that somebody finds, by kind."""
        question = queries.ask(typed, **narrowed)
        found = queries.find(question, viewer=self.cast.viewer(name))
        return {kind: [record_of(hit.id)[1] for hit in hits] for kind, hits in found.items()}

    def area(self, code: str, name: str, **values: Any) -> int:
        """Enter one more area of the dictionary."""
        return saved(RiskArea(code=code, name=name, **values)).id

    def meeting(self, state: str = MeetingState.HELD, **values: Any) -> int:
        """Enter a meeting."""
        known = {
            "title": f"第一季度{CANARY}研判会议", "year": 2023, "quarter": 1, "held_on": HELD_ON,
            "entered_on": HELD_ON, "state": state,
        }  # fmt: skip
        return saved(Meeting(**known | values)).id

    def address(self, meeting_id: int, *headings: str, **values: Any) -> int:
        """Enter an address with a point for each heading."""
        points = [
            Point(heading=heading, sort=number, marker="一")
            for number, heading in enumerate(headings)
        ]
        known = {"meeting_id": meeting_id, "verb": "强调", "person_name": "程远山"}
        return saved(Address(**known | values, points=points)).id

    def areas(self, meeting_id: int, *words: str) -> int:
        """Enter areas as named at a meeting."""
        entries = [AreaNamed(words=one) for one in words]
        return saved(AreaList(meeting_id=meeting_id, entries=entries)).id

    def minutes(self, meeting_id: int, state: str, **values: Any) -> int:
        """Enter a version of minutes."""
        known = {
            "meeting_id": meeting_id, "state": state, "opening": f"会议听取了{CANARY}情况。",
            "drafter_id": self.cast.persons["clerk"], "drafter_name": "方小禾",
        }  # fmt: skip
        return saved(Minutes(**known | values)).id

    def risk(self, unit: str, **values: Any) -> int:
        """Register a risk."""
        self.numbers += 1
        known = {
            "year": 2023, "number": self.numbers, "unit_id": self.cast.units[unit],
            "area_id": _fire(), "title": f"仓库{CANARY}标牌脱落", "found_on": HELD_ON,
        }  # fmt: skip
        return saved(Risk(**known | values)).id

    def item(
        self, unit: str, *, supporting: Sequence[str] = (), out: bool = True, **values: Any
    ) -> int:
        """Enter an item, handed out or planned."""
        self.numbers += 1
        known = {
            "year": 2023, "number": self.numbers, "lead_unit_id": self.cast.units[unit],
            "title": f"更换{CANARY}标牌", "due_on": DUE_ON,
            "state": FollowUpState.ASSIGNED if out else FollowUpState.PLANNED,
            "assigned_on": HELD_ON if out else None,
        }  # fmt: skip
        with writing():
            units = [db.session.get_one(Unit, self.cast.units[name]) for name in supporting]
            item = FollowUp(**known | values, supporting=units)
            db.session.add(item)
            record_event("test.make", item, actor=SYSTEM)
        return item.id

    def report(
        self, meeting_id: int, unit: str, state: str, *rows: ReportRow, **values: Any
    ) -> int:
        """Enter a unit's report."""
        known = {
            "meeting_id": meeting_id, "unit_id": self.cast.units[unit], "state": state,
            "overview": f"{CANARY}管理平稳。",
            "submitted_on": None if state == ReportState.DRAFT else HELD_ON,
        }  # fmt: skip
        return saved(UnitReport(**known | values, rows=list(rows))).id

    def agreement(self, unit: str, **values: Any) -> int:
        """Register a unit's agreement, with a text of its own."""
        self.numbers += 1
        kind = AgreementKind(name=f"{CANARY}责任书{self.numbers}")
        signing = Signing(kind=saved(kind), year=2023, title=f"{CANARY}管理责任书", **values)
        saved(signing)
        signer = Signer(side="unit", person_id=self.cast.persons["head"], person_name="陆庆安")
        known = {
            "signing_id": signing.id, "kind_id": kind.id, "year": 2023,
            "unit_id": self.cast.units[unit], "unit_name": unit, "signers": [signer],
            "state": AgreementState.TO_SIGN,
        }  # fmt: skip
        return saved(Agreement(**known)).id

    def paper(self, unit: str | None = None, **values: Any) -> int:
        """Enter an issued paper."""
        self.numbers += 1
        known = {
            "kind": "notice", "subject": str(self.numbers), "title": f"关于{CANARY}会议的通知",
            "year": 2023, "number": self.numbers, "series": "notice",
            "doc_no": f"晋川院通知〔2023〕{self.numbers}号", "snapshot": {"a": 1},
            "template_version": "1", "public_url": "http://localhost", "code": f"C{self.numbers}",
            "issued_on": HELD_ON, "issued_at": now(), "issuer_name": "韩立群",
            "audience_permission": "paper:read",
            "unit_id": self.cast.units[unit] if unit else None,
        }  # fmt: skip
        return saved(IssuedPaper(**known | values)).id

    def used_number(self, **values: Any) -> int:
        """Note a number that was used outside the system."""
        known = {
            "series": "notice", "year": 2023, "number": 90, "title": f"{CANARY}展览通知",
            "used_on": HELD_ON, "recorder_name": "方小禾",
        }  # fmt: skip
        return saved(UsedNumber(**known | values)).id

    def everything(self) -> None:
        """Enter records of each kind in the states on which it depends who sees them."""
        out = self.meeting(MeetingState.MINUTED)
        held = self.meeting(MeetingState.HELD)
        for meeting_id in (out, held, self.meeting(MeetingState.DRAFT)):
            self.address(meeting_id, f"抓好{CANARY}管理", f"定期报告{CANARY}情况")
            self.areas(meeting_id, f"{CANARY}安全", "食品安全")
        self.minutes(out, MinutesState.ISSUED)
        self.minutes(held, MinutesState.DRAFT)
        for unit in ("机电工程系", "保卫部", "办公室"):
            self.risk(unit)
            self.item(unit)
            self.item(unit, out=False)
            self.agreement(unit)
            self.paper(unit)
        self.item("后勤处", supporting=["机电工程系"])
        self.report(out, "机电工程系", ReportState.SUBMITTED)
        self.report(held, "机电工程系", ReportState.DRAFT)
        self.report(out, "保卫部", ReportState.RETURNED)
        self.paper()
        self.used_number()
        services.catch_up()


def _fire() -> int:
    return db.session.scalars(select(RiskArea.id).filter_by(code="fire")).one()


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    return World(app, cast)
