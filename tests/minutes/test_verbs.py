"""Drafting, sending, returning and signing from the pages."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.client import PageClient
from tests.minutes.record import SIGNED_ON, Record
from tracker.accounts.models import PaperAct
from tracker.core.clock import today
from tracker.core.db import db
from tracker.followups.models import FollowUp
from tracker.issuing.models import IssuedPaper
from tracker.minutes import papers, queries

LONG = "做好校园安全工作。" * 1112
ODD = "导语😀，学院召开会议。\x00\u200b"


def _as(client: PageClient, record: Record, who: str) -> PageClient:
    return client.signed_in_as(record.cast.users[who])


def _post(client: PageClient, record: Record, verb: str, **data: Any) -> Any:
    """Send the form of a page that was opened just now, unless it names another version."""
    with client.app.app_context():
        newest = queries.current(record.meeting_id)
        fresh = {"row_version": newest.row_version} if newest else {}
    url = client.url(f"minutes.{verb}", meeting_id=record.meeting_id)
    return client.post(url, data={key: str(value) for key, value in (fresh | data).items()})


def _texts(**values: Any) -> dict[str, Any]:
    return {"opening": "学院召开会议。", "is_full_text": "0", **values}


def _state(app: Flask, record: Record) -> str:
    with app.app_context():
        return record.minutes().state


def _paper_act(record: Record, **values: Any) -> dict[str, Any]:
    known = {
        "paper-person_id": record.cast.persons["secretary"],
        "paper-acted_on": today().isoformat(),
        "paper-location": "办公室文件柜A3",
    }
    return known | values


def test_the_clerk_starts_and_saves(app: Flask, client: PageClient, record: Record) -> None:
    clerk = _as(client, record, "clerk")
    _post(clerk, record, "start")

    answer = _post(clerk, record, "save", **_texts(copies=30, closing="会议结束。"))

    assert answer.status_code == 302
    with app.app_context():
        minutes = record.minutes()
        assert (minutes.opening, minutes.copies) == ("学院召开会议。", 30)
        assert (minutes.closing, minutes.state) == ("会议结束。", "draft")


@pytest.mark.parametrize("who", ["director", "secretary", "head", "inspector", "sysadmin"])
def test_only_the_clerk_drafts(client: PageClient, record: Record, who: str) -> None:
    browser = _as(client, record, who)

    assert _post(browser, record, "start").status_code == 403
    assert _post(browser, record, "preview").status_code == 403


def test_sending_keeps_the_texts_and_hands_them_on(
    app: Flask, client: PageClient, record: Record
) -> None:
    clerk = _as(client, record, "clerk")
    _post(clerk, record, "start")

    _post(clerk, record, "save", **_texts(opening="新导语。", send=1))

    with app.app_context():
        assert (record.minutes().state, record.minutes().opening) == ("submitted", "新导语。")


def test_sending_with_something_missing_keeps_the_texts_and_says_so(
    app: Flask, client: PageClient, record: Record
) -> None:
    clerk = _as(client, record, "clerk")
    _post(clerk, record, "start")
    with app.app_context():
        record.change(lambda meeting: setattr(meeting, "attendance_basis", None))

    _post(clerk, record, "save", **_texts(opening="新导语。", send=1))

    page = clerk.page("minutes.show", meeting_id=record.meeting_id)
    assert "已保存，但还不能送签：参会情况还没有登记。" in page
    with app.app_context():
        assert (record.minutes().state, record.minutes().opening) == ("draft", "新导语。")


def test_a_stale_edit_shows_both_texts(app: Flask, client: PageClient, record: Record) -> None:
    clerk = _as(client, record, "clerk")
    _post(clerk, record, "start")
    _post(clerk, record, "save", **_texts(opening="先保存的。", row_version=1))

    answer = _post(clerk, record, "save", **_texts(opening="后保存的。", row_version=1))

    assert answer.status_code == 409
    assert "先保存的。" in answer.text
    assert "后保存的。" in answer.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"opening": ""}, "请填写导语。"),
        ({"opening": LONG}, "不超过 5000 字"),
        ({"copies": 0}, "1 至 9999"),
        ({"copies": "x"}, "copies"),
        ({"copies": "9" * 40}, "1 至 9999"),
        ({"closing": "身份证号110101199003074514。"}, "身份证"),
    ],
)
def test_what_is_wrong_comes_back_in_the_form(
    client: PageClient, record: Record, values: dict[str, Any], sentence: str
) -> None:
    clerk = _as(client, record, "clerk")
    _post(clerk, record, "start")

    answer = _post(clerk, record, "save", **_texts(**values))

    assert answer.status_code == 200
    assert sentence in answer.text
    assert "error-summary" in answer.text


def test_the_preview_follows_the_keys_and_stores_nothing(
    app: Flask, client: PageClient, record: Record
) -> None:
    clerk = _as(client, record, "clerk")
    _post(clerk, record, "start")

    answers = [
        _post(clerk, record, "preview", **_texts(opening=text, is_full_text=full))
        for text, full in (("正在写的导语。", "1"), (LONG, "0"), (ODD, "0"))
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "正在写的导语。" in answers[0].text
    assert "深入排查隐患。" in answers[0].text
    with app.app_context():
        assert record.minutes().opening.endswith("会议由院长顾明川主持。")


def test_the_drafter_reads_the_reason_first(app: Flask, client: PageClient, record: Record) -> None:
    with app.app_context():
        record.submit()
    director = _as(client, record, "director")
    page = director.page("minutes.send_back", meeting_id=record.meeting_id)
    missing = _post(director, record, "send_back", reason=" ")

    _post(director, record, "send_back", reason="请核对地点。")

    assert "退回纪要" in page
    assert "请写明原因" in missing.text
    shown = _as(client, record, "clerk").page("minutes.show", meeting_id=record.meeting_id)
    assert shown.index("请核对地点。") < shown.index("minutes-form")
    assert "办公室主任韩立群退回" in shown


def test_a_return_on_paper_is_the_leaders_and_recorded(
    app: Flask, client: PageClient, record: Record
) -> None:
    with app.app_context():
        record.submit()
    clerk = _as(client, record, "clerk")
    paper = {"paper-acted_on": SIGNED_ON.isoformat(), "paper-location": "发文稿纸第3册"}

    in_person = _post(clerk, record, "send_back", reason="请核对。")
    answers = [
        _post(clerk, record, "send_back", reason="请核对。", **paper, **{"paper-person_id": person})
        for person in (record.cast.persons["head"], record.cast.persons["secretary"])
    ]

    assert [answer.status_code for answer in (in_person, *answers)] == [409, 409, 302]
    with app.app_context():
        assert record.minutes().state == "returned"
        assert record.minutes().reviewer_name == "党委书记程远山"


def test_the_director_reviews_from_the_page(app: Flask, client: PageClient, record: Record) -> None:
    with app.app_context():
        record.submit()

    _post(_as(client, record, "director"), record, "review")

    with app.app_context():
        assert record.minutes().reviewer_name == "办公室主任韩立群"


def test_the_secretary_signs_in_person(app: Flask, client: PageClient, record: Record) -> None:
    with app.app_context():
        record.submit()
        seen = papers.fingerprint(
            papers.of_version(
                record.proceedings(), record.minutes(), settings=queries.settings(on=today())
            )
        )
    leader = _as(client, record, "secretary")
    page = leader.page("minutes.issue", meeting_id=record.meeting_id)

    _post(leader, record, "issue", seen=seen)

    assert seen in page
    assert "代录纸面办理" not in page
    assert _state(app, record) == "issued"


def test_what_changed_meanwhile_is_not_signed(
    app: Flask, client: PageClient, record: Record
) -> None:
    with app.app_context():
        record.submit()

    answer = _post(_as(client, record, "secretary"), record, "issue", seen="x" * 64)

    assert answer.status_code == 409
    assert "会议内容有改动" in answer.text


@pytest.mark.parametrize(("who", "status"), [("vice", 409), ("clerk", 409), ("head", 403)])
def test_nobody_else_signs(
    app: Flask, client: PageClient, record: Record, who: str, status: int
) -> None:
    with app.app_context():
        record.submit()

    assert _post(_as(client, record, who), record, "issue").status_code == status
    assert _state(app, record) == "submitted"


def test_the_clerk_records_the_signature_and_hands_the_items_out(
    app: Flask, client: PageClient, record: Record
) -> None:
    with app.app_context():
        record.submit()
    clerk = _as(client, record, "clerk")
    page = clerk.page("minutes.issue", meeting_id=record.meeting_id)

    answer = _post(clerk, record, "issue", dispatch="y", **_paper_act(record))

    assert "同时交办 2 项任务" in page
    assert answer.status_code == 302
    with app.app_context():
        act = db.session.scalars(select(PaperAct)).one()
        states = {item.state for item in db.session.scalars(select(FollowUp))}
        assert (act.person_name, act.recorder_name) == ("程远山", "方小禾")
        assert record.minutes().issuer_name == "党委书记程远山"
        assert states == {"assigned"}


@pytest.mark.parametrize(
    ("values", "status", "sentence"),
    [
        ({"paper-location": ""}, 200, "存放处"),
        ({"paper-acted_on": (today() + timedelta(days=2)).isoformat()}, 200, "晚于今天"),
        ({"paper-acted_on": date(2023, 3, 1).isoformat()}, 409, "早于会议日期"),
        ({"paper-person_id": 999_999}, 200, "paper-person_id"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(
    app: Flask, client: PageClient, record: Record, values: dict[str, Any], status: int,
    sentence: str,
) -> None:  # fmt: skip
    with app.app_context():
        record.submit()

    answer = _post(_as(client, record, "clerk"), record, "issue", **_paper_act(record, **values))

    assert answer.status_code == status
    assert sentence in answer.text
    assert _state(app, record) == "submitted"


def test_signing_twice_issues_once(app: Flask, client: PageClient, record: Record) -> None:
    with app.app_context():
        record.submit()
    clerk = _as(client, record, "clerk")
    act = _paper_act(record, form_id="the-same-form")

    answers = [_post(clerk, record, "issue", **act) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(IssuedPaper)) == 1


def test_a_correction_begins_from_the_page(app: Flask, client: PageClient, record: Record) -> None:
    with app.app_context():
        record.submit()
        record.issue()
    clerk = _as(client, record, "clerk")

    _post(clerk, record, "correct", reason="人名有误。")

    page = clerk.page("minutes.show", meeting_id=record.meeting_id)
    assert "正在更正：人名有误。" in page
    assert "第1版" in page
    assert "第2版" in page


def test_the_director_concludes_from_the_page(
    app: Flask, client: PageClient, record: Record
) -> None:
    with app.app_context():
        record.submit()
        record.issue()
        record.change(
            lambda _m: [setattr(i, "state", "closed") for i in db.session.scalars(select(FollowUp))]
        )
    director = _as(client, record, "director")
    page = director.page("minutes.overview", meeting_id=record.meeting_id)

    _post(director, record, "conclude")

    assert "办结会议" in page
    with app.app_context():
        assert record.proceedings().meeting.state == "concluded"
