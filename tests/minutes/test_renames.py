"""A rename of whatever the minutes name never changes issued ones."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.minutes import told
from tests.minutes.test_seed_case import SEED
from tracker.audit.services import SYSTEM, record_event
from tracker.catalogue.queries import restore
from tracker.catalogue.services import render
from tracker.core.db import db, writing
from tracker.core.models import Base
from tracker.directory.models import AgreementKind, Person, Post, RiskArea, Setting, Unit
from tracker.issuing.models import IssuedPaper
from tracker.minutes import papers

LATER = date(2030, 1, 1)
# What has a name, and the field that holds it.
NAMED: list[tuple[type[Any], str]] = [
    (Unit, "name"), (Unit, "short_name"), (Person, "name"), (Post, "title"), (RiskArea, "name"),
    (AgreementKind, "name"), (Setting, "value"),
]  # fmt: skip
RENAMES = st.lists(st.tuples(st.sampled_from(NAMED), st.integers(0, 60)), min_size=1, max_size=12)


def _rename(number: int, what: tuple[type[Base], str], place: int) -> None:
    kind, name = what
    rows = db.session.query(kind).order_by(kind.id).all()
    row = rows[place % len(rows)]
    with writing():
        setattr(row, name, f"新名{number}之{place}")
        record_event("test.rename", row, actor=SYSTEM)


def _as_issued(paper_id: int) -> str:
    paper = db.session.get_one(IssuedPaper, paper_id)
    found = papers.minutes(paper.subject, on=LATER, public_url="", viewer=None)
    assert found is not None
    return json.dumps(asdict(found), ensure_ascii=False)


def test_any_renames_leave_the_paper_and_its_bytes(app: Flask) -> None:
    case = json.loads(SEED.read_text(encoding="utf-8"))
    with app.app_context():
        paper = told.issue(case)
        paper_id, content = paper.id, render(*restore(paper))
        before = _as_issued(paper_id)
        number = iter(range(10_000))

        @settings(max_examples=15, deadline=None)
        @given(RENAMES)
        def rename_and_look(renames: list[tuple[tuple[type[Base], str], int]]) -> None:
            for what, place in renames:
                _rename(next(number), what, place)
            assert _as_issued(paper_id) == before

        rename_and_look()

        assert render(*restore(db.session.get_one(IssuedPaper, paper_id))) == content
        assert case["reporting_departments"][0] in before
