"""Pasting, confirming beside the text, and what is recorded of it."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tests.intake.conftest import NEWS
from tracker.agreements.models import Signing
from tracker.core.db import db
from tracker.core.forms import Draft
from tracker.meetings.models import AreaList, Meeting

PASTE, REVIEW = "/intake/", "/intake/review"


class Sent(HTMLParser):
    """What a browser would send of the form of review."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._select = self._area = ""
        self.feed(html.partition('data-draft="')[2].partition("</form>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "select":
            self._select = told["name"]
        elif tag == "textarea":
            self._area = told["name"]
            self.fields.append((self._area, ""))
        elif tag == "option" and "selected" in told:
            self.fields.append((self._select, told["value"]))
        elif tag == "input" and "name" in told and _is_sent(told):
            self.fields.append((told["name"], told.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            name, before = self.fields.pop()
            self.fields.append((name, before + data))

    def data(self, **changes: str) -> dict[str, list[str]]:
        """Return the fields as they are sent; with `changes` some are typed over."""
        kept: dict[str, list[str]] = {}
        for name, value in self.fields:
            kept.setdefault(name, []).append(value.removeprefix("\n"))
        return {**kept, **{name: [value] for name, value in changes.items()}}


def _is_sent(told: dict[str, str]) -> bool:
    return told.get("type") not in {"checkbox", "radio"} or "checked" in told


def paste(clerk: PageClient, text: str = NEWS, **more: Any) -> None:
    answer = clerk.post(PASTE, {"source": text, **more})
    assert answer.location == REVIEW, answer.get_data(as_text=True)


def test_nothing_is_recorded_before_it_is_confirmed(app: Flask, clerk: PageClient) -> None:
    paste(clerk)

    clerk.page("intake.review")

    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(Meeting.id))) == 0
        assert db.session.scalars(db.select(Draft.form)).all() == ["intake-text"]


def test_confirming_makes_the_meeting_and_forgets_the_text(
    app: Flask, clerk: PageClient, cast: Cast
) -> None:
    paste(clerk)
    shown = Sent(clerk.page("intake.review"))

    answer = clerk.post(REVIEW, shown.data())

    with app.app_context():
        meeting = db.session.scalars(db.select(Meeting)).one()
        assert answer.location == f"/meetings/{meeting.id}"
        assert meeting.title == "2023年第一季度意识形态领域形势分析研判暨平安校园创建工作会议"
        assert (str(meeting.held_on), meeting.day_part) == ("2023-03-10", "afternoon")
        assert (meeting.year, meeting.quarter, meeting.state) == (2023, 1, "held")
        assert (meeting.campus_id, meeting.room) == (cast.campus_id, "主楼四层会议室")
        assert meeting.chair_id == cast.persons["vice"]
        assert meeting.held_by_as_written == "我院"
        assert "、".join(row.words for row in meeting.invitations) == (
            "党委书记程远山、院长顾明川、党委委员、各党总支书记、办公室、保卫部、后勤处"
            "、区教育局有关人员"
        )
        assert [(row.name, row.scope) for row in meeting.reporting] == [
            ("机电工程系党总支", ""), ("后勤处", "食品和防疫安全"), ("保卫部", ""),
        ]  # fmt: skip
        assert not db.session.scalar(db.select(db.func.count(Draft.id)))


def test_addresses_areas_and_agreements_come_with_it(
    app: Flask, clerk: PageClient, cast: Cast
) -> None:
    paste(clerk)

    clerk.post(REVIEW, Sent(clerk.page("intake.review")).data())

    with app.app_context():
        meeting = db.session.scalars(db.select(Meeting)).one()
        told = [(one.who, one.verb, [p.heading for p in one.points]) for one in meeting.addresses]
        assert told[1] == (
            "党委书记程远山", "讲话，提出意见",
            [
                "提高政治站位，维护意识形态领域安全", "认清形势", "锚定关键",
                "压紧压实责任，推进安全文化建设",
            ],
        )  # fmt: skip
        assert [who for who, _, _ in told] == ["院长顾明川", "党委书记程远山", "会议"]
        lists = db.session.scalars(db.select(AreaList).order_by(AreaList.sort)).all()
        assert [(one.named_by, len(one.entries)) for one in lists] == [("units", 3), ("address", 3)]
        signing = db.session.scalars(db.select(Signing)).one()
        assert (signing.title, signing.year) == ("2023年意识形态工作目标责任书", 2023)
        assert [leader.person_id for leader in signing.leaders] == [cast.persons["secretary"]]
        assert [one.unit.name for one in signing.agreements] == ["机电工程系党总支"]


def test_what_is_corrected_or_dropped_is_not_what_was_read(app: Flask, clerk: PageClient) -> None:
    paste(clerk)
    data = Sent(clerk.page("intake.review")).data(title="改过的会议名称2023年第一季度")
    for name in ("present-0-keep", "areas-0-keep", "addresses-0-keep", "agreements-0-keep"):
        del data[name]

    clerk.post(REVIEW, data)

    with app.app_context():
        meeting = db.session.scalars(db.select(Meeting)).one()
        assert meeting.title == "改过的会议名称2023年第一季度"
        assert meeting.invitations[0].words == "院长顾明川"
        assert len(meeting.addresses) == 2
        # The list of the address that was dropped is told by the meeting.
        assert [one.named_by for one in db.session.scalars(db.select(AreaList))] == ["meeting"]
        assert not db.session.scalar(db.select(db.func.count(Signing.id)))


def test_a_broken_rule_stands_on_the_form_with_all_that_was_chosen(
    app: Flask, clerk: PageClient
) -> None:
    paste(clerk)
    clerk.post(REVIEW, Sent(clerk.page("intake.review")).data())
    paste(clerk)
    data = Sent(clerk.page("intake.review")).data(room="另一间会议室")

    page = clerk.post(REVIEW, data).get_data(as_text=True)

    assert "请先修改以下内容" in page
    assert "另一间会议室" in page
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(Meeting.id))) == 1


def test_sent_twice_it_shows_the_first_meeting(app: Flask, clerk: PageClient) -> None:
    paste(clerk)
    data = Sent(clerk.page("intake.review")).data()

    first, second = clerk.post(REVIEW, data), clerk.post(REVIEW, data)

    assert second.location == first.location
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(Meeting.id))) == 1


def test_a_text_that_was_pasted_meanwhile_waits_on(app: Flask, clerk: PageClient) -> None:
    paste(clerk)
    data = Sent(clerk.page("intake.review")).data()
    paste(clerk, "4月12日,学院在四层会议室召开安全工作会。会议由副院长沈知行主持。")

    clerk.post(REVIEW, data)

    assert "4月12日" in clerk.page("intake.review")
    with app.app_context():
        assert db.session.scalars(db.select(Meeting.room)).all() == ["主楼四层会议室"]


def test_a_kind_of_agreement_is_left_open_rather_than_guessed(clerk: PageClient) -> None:
    paste(clerk, NEWS.replace("意识形态工作目标责任书", "实验室安全责任书"))

    shown = Sent(clerk.page("intake.review")).data()

    assert shown["agreements-0-title"] == ["2023年实验室安全责任书"]
    assert shown.get("agreements-0-kind_id", [""]) == [""]


def test_a_text_without_a_year_asks_for_it_or_takes_the_day_it_appeared(
    clerk: PageClient,
) -> None:
    bare = "3月10日下午,我院在东山校区四层会议室召开安全工作会。会议由副院长沈知行主持。"

    paste(clerk, bare)
    undated = clerk.page("intake.review")
    paste(clerk, bare, published="2023-03-13")
    dated = clerk.page("intake.review")

    assert "没有写明年份" in undated
    assert 'value="2023-03-10"' in dated


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  ", "没有读到文字"),
        ("会" * 100_001, "只粘贴一次会议"),
        ("3月10日召开会议，学生张三身份证号 110101199003070011。", "身份证"),
    ],
)
def test_what_may_not_be_kept_is_refused_and_stands_in_the_form(
    app: Flask, clerk: PageClient, text: str, words: str
) -> None:
    page = clerk.post(PASTE, {"source": text}).get_data(as_text=True)

    assert words in page
    with app.app_context():
        assert not db.session.scalar(db.select(db.func.count(Draft.id)))


def test_a_text_about_something_else_offers_the_blank_form(clerk: PageClient) -> None:
    paste(clerk, "今天食堂的菜很好吃。大家都很满意。")

    page = clerk.page("intake.review")

    assert "没有读到会议" in page
    assert "/meetings/new?late=1" in page


def test_it_is_given_up_without_a_trace(app: Flask, clerk: PageClient) -> None:
    paste(clerk)

    clerk.post("/intake/drop")

    assert clerk.get(REVIEW).location == PASTE
    with app.app_context():
        assert not db.session.scalar(db.select(db.func.count(Draft.id)))


def test_what_the_directory_lacks_is_offered_as_new(clerk: PageClient) -> None:
    told = NEWS.replace("副院长沈知行主持", "副院长钟晚舟主持").replace(
        "保卫部等部门", "招生办公室等部门"
    )
    paste(clerk, told)

    html = clerk.page("intake.review")

    assert "登记新人员钟晚舟" in html
    assert html.count("登记新单位") == 1
    assert "登记新人员程远山" not in html
    link = re.search(r'href="(/directory/people/new\?name=[^"]+)"', html)
    assert link
    assert 'value="钟晚舟"' in clerk.get(link[1]).get_data(as_text=True)


def test_somebody_entered_meanwhile_is_known(clerk: PageClient) -> None:
    paste(clerk, NEWS.replace("副院长沈知行主持", "副院长钟晚舟主持"))
    clerk.page("intake.review")
    clerk.post("/directory/people/new", {"name": "钟晚舟"})

    html = clerk.page("intake.review")

    assert "登记新人员" not in html


def test_what_is_asked_of_whom_and_until_when_is_shown(clerk: PageClient) -> None:
    paste(clerk)

    html = clerk.page("intake.review")

    assert "要求与时限（1）" in html
    assert re.search(
        r"<strong>各党总支、各部门</strong>：\s*及时传达会议精神[^（]*（时限：会后）", html
    )


def test_every_entry_lights_up_its_words(clerk: PageClient) -> None:
    paste(clerk)

    html = clerk.page("intake.review")

    rows = re.findall(r'data-row\s+data-words="([^"]*)"', html)
    assert len(rows) > 12
    assert all(rows)
