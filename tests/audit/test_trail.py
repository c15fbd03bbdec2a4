"""The page of the trail, and the words for every act."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.client import PageClient, statements_of
from tests.factories import Cast
from tracker.audit.models import ACTION_LABELS
from tracker.audit.services import record_event
from tracker.core.db import db, writing
from tracker.directory.models import Unit

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def auditor(cast: Cast, client: PageClient) -> PageClient:
    return client.signed_in_as(cast.users["auditadmin"])


def act(app: Flask, cast: Cast, times: int = 1) -> None:
    for _ in range(times):
        with app.app_context(), writing():
            unit = db.session.get_one(Unit, cast.units["保卫部"])
            unit.sort += 1
            record_event(
                "unit.edit", unit, actor=cast.actor("clerk"), label="业务名称",
                changes={"name": ["旧的内容", "新的内容"]},
            )  # fmt: skip


def test_it_shows_who_did_what_but_no_values(app: Flask, cast: Cast, auditor: PageClient) -> None:
    act(app, cast)

    html = auditor.page("audit.index")

    assert "修改单位" in html
    assert f"单位 {cast.units['保卫部']}" in html
    assert "方小禾" in html
    assert not re.search("业务名称|旧的内容|新的内容", html)


def test_it_filters_by_act_and_person(app: Flask, cast: Cast, auditor: PageClient) -> None:
    act(app, cast)

    assert "方小禾" in auditor.page("audit.index", action="unit.edit", actor="方小禾")
    assert "没有符合条件" in auditor.page("audit.index", action="unit.edit", actor="无此人")
    assert "没有符合条件" in auditor.page("audit.index", action="no.such")


def test_it_keeps_the_filter_from_page_to_page(app: Flask, cast: Cast, auditor: PageClient) -> None:
    act(app, cast, times=60)

    assert "?action=unit.edit&amp;page=2" in auditor.page("audit.index", action="unit.edit")


@pytest.mark.parametrize(
    ("number", "status"), [("x", 200), ("-1", 200), ("9" * 30, 404), ("٣", 200), ("2", 404)]
)
def test_it_survives_odd_pages(auditor: PageClient, number: str, status: int) -> None:
    assert auditor.get(f"/audit/?page={number}").status_code == status


def test_it_takes_no_more_statements_for_more_events(
    app: Flask, cast: Cast, auditor: PageClient
) -> None:
    few = statements_of(app, auditor.page, "audit.index")
    act(app, cast, times=40)
    many = statements_of(app, auditor.page, "audit.index")

    assert len(many) <= len(few) + 1 <= 8


@pytest.mark.parametrize("name", ["clerk", "director", "secretary", "sysadmin", "secadmin", "head"])
def test_nobody_else_reads_the_trail(cast: Cast, client: PageClient, name: str) -> None:
    assert client.signed_in_as(cast.users[name]).get("/audit/").status_code == 403


def test_every_act_has_its_words() -> None:
    """Read what is written: an act named whole, or its verb where a feature has one recorder."""
    whole = r'"([a-z_]+\.[a-z_]+)"'
    written = re.compile(rf"(?:record\w*\(\s*|\baction\s*=\s*){whole}(?: if .+? else {whole})?")
    verbs = re.compile(r'\brecord\(\s*"([a-z_]+)"')
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tracker").rglob("*.py")]
    found = {word for text in texts for pair in written.findall(text) for word in pair if word}
    found |= {f"followup.{verb}" for text in texts for verb in verbs.findall(text)}

    assert len(found) > 60
    assert found - ACTION_LABELS.keys() == set()
