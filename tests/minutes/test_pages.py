"""The pages of a meeting's 概况 and 纪要."""

import pytest
from flask import Flask

from tests.client import PageClient, statements_of
from tests.minutes.record import Record
from tracker.meetings.models import Meeting

MOST_STATEMENTS = 15


def _client(client: PageClient, record: Record, who: str) -> PageClient:
    return client.signed_in_as(record.cast.users[who])


def _page(client: PageClient, record: Record, who: str, endpoint: str = "show") -> str:
    return _client(client, record, who).page(f"minutes.{endpoint}", meeting_id=record.meeting_id)


def test_the_overview_reads_like_the_minutes(client: PageClient, record: Record) -> None:
    page = _page(client, record, "clerk", "overview")

    assert "3月10日下午，学院在东山校区主楼四层会议室召开" in page
    assert "会上，机电工程系党总支、后勤处、保卫部作了汇报。" in page
    assert "邓文静（代宋卫平）" in page
    assert "开展消防设施全面检查" in page
    assert page.count("btn-primary") == 1
    assert "起草纪要" in page


def test_the_overview_links_what_is_missing(app: Flask, client: PageClient, record: Record) -> None:
    with app.app_context():
        record.change(lambda meeting: setattr(meeting, "chair_id", None))

    page = _page(client, record, "clerk", "overview")

    assert "主持人未填</a>" in page


def test_a_unit_does_not_see_plans_and_speeches_before_the_issue(
    app: Flask, client: PageClient, record: Record
) -> None:
    before = _page(client, record, "head", "overview")
    with app.app_context():
        record.submit()
        record.issue()
    after = _page(client, record, "head", "overview")

    assert "消防设施" not in before
    assert "夯实工作基础" not in before
    assert "消防设施" in after
    assert "夯实工作基础" in after


def test_a_unit_sees_no_draft(app: Flask, client: PageClient, record: Record) -> None:
    with app.app_context():
        record.submit()

    assert "纪要还没有印发" in _page(client, record, "head")


def test_a_meeting_out_of_scope_is_not_there(
    app: Flask, client: PageClient, record: Record
) -> None:
    with app.app_context():
        record.change(lambda meeting: setattr(meeting, "state", "draft"))

    for endpoint in ("overview", "show"):
        _client(client, record, "head").page(
            f"minutes.{endpoint}", status=404, meeting_id=record.meeting_id
        )


@pytest.mark.parametrize("meeting_id", [0, 999, 2**31, 10**30])
def test_an_unknown_meeting_is_not_there(
    client: PageClient, record: Record, meeting_id: int
) -> None:
    clerk = _client(client, record, "clerk")

    for endpoint in ("overview", "show", "send_back", "issue", "correct"):
        url = clerk.url(f"minutes.{endpoint}", meeting_id=meeting_id)
        assert clerk.get(url).status_code in {403, 404}


def test_the_drafter_writes_beside_the_paper(
    app: Flask, client: PageClient, record: Record
) -> None:
    with app.app_context():
        record.start()

    page = _page(client, record, "clerk")

    assert 'id="minutes-form"' in page
    assert "送审稿" in page
    assert page.count("btn-primary") == 1


def test_the_leader_is_offered_the_signature(
    app: Flask, client: PageClient, record: Record
) -> None:
    with app.app_context():
        record.submit()

    page = _page(client, record, "secretary")

    assert "签发会议纪要</a>" in page
    assert "btn-primary" not in _page(client, record, "vice")


def test_the_director_reads_before_the_signature(
    app: Flask, client: PageClient, record: Record
) -> None:
    with app.app_context():
        record.submit()

    page = _page(client, record, "director")

    assert "核稿通过" in page
    assert page.count("btn-primary") == 1


def test_versions_lead_to_the_issued_copies(app: Flask, client: PageClient, record: Record) -> None:
    with app.app_context():
        record.submit()
        paper_id = record.issue()

    page = _page(client, record, "head")

    assert f"/papers/{paper_id}.pdf" in page
    assert "晋川院纪要〔2023〕1号" in page
    assert "发文稿纸" not in page


@pytest.mark.parametrize("who", ["clerk", "director", "secretary", "head", "inspector"])
@pytest.mark.parametrize("state", ["none", "draft", "submitted", "issued"])
def test_pages_open_with_few_statements(
    app: Flask, client: PageClient, record: Record, who: str, state: str
) -> None:
    with app.app_context():
        if state == "draft":
            record.start()
        elif state != "none":
            record.submit()
        if state == "issued":
            record.issue()
    browser = _client(client, record, who)

    for endpoint in ("overview", "show"):
        statements = statements_of(
            app, browser.page, f"minutes.{endpoint}", meeting_id=record.meeting_id
        )
        assert len(statements) <= MOST_STATEMENTS, (endpoint, statements)


@pytest.mark.parametrize("text", ["安全😀𠮷", "落实要求。" * 2000, "<b>&\"'</b>"])
def test_odd_and_long_texts_are_shown(
    app: Flask, client: PageClient, record: Record, text: str
) -> None:
    def write(meeting: Meeting) -> None:
        meeting.addresses[0].lead = meeting.addresses[0].points[2].body = text
        meeting.addresses[0].points[2].heading = text[:500]

    with app.app_context():
        record.change(write)
        record.submit()

    for endpoint in ("overview", "show", "issue"):
        assert "<b>&" not in _page(client, record, "clerk", endpoint)
