"""Minutes that were issued on paper: the scan is the copy, the number is theirs."""

import io
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from tests.minutes.record import Record, make_record
from tracker.core.db import db
from tracker.issuing.models import IssuedPaper
from tracker.meetings.models import Meeting
from tracker.minutes.models import Minutes
from tracker.press.engine import render_pdf


@pytest.fixture
def record(app: Flask, cast: Cast) -> Record:
    with app.app_context():
        return make_record(cast)


@pytest.fixture
def clerk(cast: Cast, client: PageClient) -> PageClient:
    return client.signed_in_as(cast.users["clerk"])


@pytest.fixture(scope="module")
def scan() -> bytes:
    return render_pdf('<html lang="zh-CN"><title>纪要</title><p>纪要扫描件</p></html>')


def upload(clerk: PageClient, content: bytes, name: str = "纪要.pdf") -> str:
    data = {"file": (io.BytesIO(content), name), "purpose": "scan"}
    return str(clerk.post("/files/", data, content_type="multipart/form-data").json["id"])


def entry(cast: Cast, scan_id: str, **values: str) -> dict[str, str]:
    given = {
        "number": "7", "signer_id": str(cast.persons["secretary"]), "issued_on": "2023-03-20",
        "scan": scan_id,
    }  # fmt: skip
    return {**given, **values}


def test_the_scan_is_the_issued_copy(
    app: Flask, cast: Cast, record: Record, clerk: PageClient, scan: bytes
) -> None:
    address = f"/meetings/{record.meeting_id}/minutes/on-paper"
    assert "纸质印发" in clerk.get(f"/meetings/{record.meeting_id}/minutes").text

    page = clerk.post(address, entry(cast, upload(clerk, scan)), follow_redirects=True).text

    assert "已登记" in page
    assert "〔2023〕7号" in page
    with app.app_context():
        paper = db.session.scalars(select(IssuedPaper)).one()
        minutes = db.session.scalars(select(Minutes)).one()
        meeting = db.session.get_one(Meeting, record.meeting_id)
        assert (paper.number, paper.is_scanned, minutes.state) == (7, True, "issued")
        assert (meeting.state, minutes.issued_on) == ("minuted", date(2023, 3, 20))
        paper_id = paper.id
    head = clerk.signed_in_as(cast.users["head"])
    assert head.get(f"/papers/{paper_id}.pdf").data == scan
    assert head.get(f"/meetings/{record.meeting_id}/minutes").status_code == 200
    assert clerk.get(f"/papers/approval-sheet/{record.meeting_id}.pdf").status_code == 404


@pytest.mark.parametrize(
    ("values", "status", "sentence"),
    [
        ({"number": ""}, 200, "请填写纪要上的号数"),
        ({"scan": ""}, 200, "请上传纪要的 PDF 扫描件"),
        ({"issued_on": "2023-01-01"}, 409, "办理日期早于会议日期"),
        ({"issued_on": "2090-01-01"}, 409, "印发日期晚于今天"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    app: Flask, cast: Cast, record: Record, clerk: PageClient, scan: bytes,
    values: dict[str, str], status: int, sentence: str,
) -> None:  # fmt: skip
    address = f"/meetings/{record.meeting_id}/minutes/on-paper"

    response = clerk.post(address, entry(cast, upload(clerk, scan), **values))

    assert response.status_code == status
    assert sentence in response.text
    with app.app_context():
        assert db.session.scalar(select(Minutes.id)) is None


def test_who_could_not_sign_is_refused(
    cast: Cast, record: Record, clerk: PageClient, scan: bytes
) -> None:
    data = entry(cast, upload(clerk, scan), signer_id=str(cast.persons["vice"]))

    response = clerk.post(f"/meetings/{record.meeting_id}/minutes/on-paper", data)

    assert "主持人、党委书记或其书面委托的人" in response.text


def test_a_meeting_with_drafted_minutes_is_refused(
    app: Flask, cast: Cast, record: Record, clerk: PageClient, scan: bytes
) -> None:
    clerk.post(f"/meetings/{record.meeting_id}/minutes/start")
    data = entry(cast, upload(clerk, scan))

    response = clerk.post(f"/meetings/{record.meeting_id}/minutes/on-paper", data)

    assert response.status_code == 409
