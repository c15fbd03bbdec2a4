"""Who must attend and who must report."""

import re
from typing import Any

import pytest
from flask import Flask

from tests.client import PageClient, check_page
from tests.factories import Cast
from tests.meetings.conftest import HELD_ON
from tracker.core.db import db
from tracker.meetings import queries
from tracker.meetings.models import Meeting

SEED = (
    "党委委员、各党工委书记、各党总支书记；办公室、纪委办公室、组织人事部、宣传统战部、人才办、"
    "教务(科技)部、学工部、保卫部、后勤处、图文信息中心、工会、团委等负责人参加了会议。"
    "学院党委书记程远山出席会议并做讲话，院长顾明川、副院长沈知行出席会议。"
)


def url(meeting_id: int) -> str:
    return f"/meetings/{meeting_id}/invited"


def sent_back(html: str) -> dict[str, Any]:
    """Return the rows of a page as the browser would send them."""
    data: dict[str, Any] = {"capacity": "attendee"}
    for name, value in re.findall(
        r'<input[^>]*?name="((?:rows|reporting)-[^"]*|row_version)"[^>]*?value="([^"]*)"', html
    ):
        data[name] = value
    for name, options in re.findall(
        r'<select[^>]*?name="((?:rows|reporting)-[^"]*)"[^>]*>(.*?)</select>', html, re.S
    ):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        values = re.findall(r'<option(?: selected)? value="([^"]*)"', options)
        data[name] = chosen[1] if chosen else values[0]
    return data


def saved(app: Flask, meeting_id: int) -> tuple[list[str], list[tuple[str, str]]]:
    with app.app_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        headings = [row.words for row in meeting.invitations]
        return headings, [(row.unit.name, row.scope) for row in meeting.reporting]


def test_it_reads_the_seed_text(app: Flask, college: Cast) -> None:
    with app.app_context():
        entries = queries.Invitable(HELD_ON).read(SEED)
        labels = queries.Invitable(HELD_ON).labels

    assert [entry.words for entry in entries if not entry.target] == []
    named = [labels[entry.target] for entry in entries]
    assert named[:5] == ["党委委员", "党工委书记", "党总支书记", "办公室", "纪委办公室"]
    assert (
        named[8:11] == ["教务（科技）部", "学生工作部", "保卫部"][-3:] or "教务（科技）部" in named
    )
    assert [name.partition("（")[0] for name in named[-3:]] == ["程远山", "顾明川", "沈知行"]
    assert len(named) == 18


def test_it_takes_scopes_apart(app: Flask, college: Cast) -> None:
    pasted = "榆树校区党工委、建筑工程系党总支、后勤服务中心(食品和防疫安全)、保卫部等部门"

    with app.app_context():
        entries = queries.Invitable(HELD_ON).read_reporting(pasted)

    assert [(entry.words, entry.scope) for entry in entries] == [
        ("榆树校区党工委", ""),
        ("建筑工程系党总支", ""),
        ("后勤服务中心", "食品和防疫安全"),
        ("保卫部", ""),
    ]
    assert all(entry.target.startswith("unit:") for entry in entries)


def test_pasting_is_confirmed_before_it_is_kept(
    app: Flask, clerk: PageClient, college: Cast, meeting_id: int
) -> None:
    before = saved(app, meeting_id)

    html = clerk.post(url(meeting_id), {"paste": SEED, "split": "1"}).get_data(as_text=True)

    check_page(html)
    assert "还没有保存" in html
    assert saved(app, meeting_id) == before

    response = clerk.post(url(meeting_id), sent_back(html))
    assert response.status_code == 302, response.get_data(as_text=True)
    assert len(saved(app, meeting_id)[0]) == 18


def test_saving_with_something_pasted_only_splits(
    app: Flask, clerk: PageClient, meeting_id: int
) -> None:
    before = saved(app, meeting_id)

    html = clerk.post(url(meeting_id), {"paste": "保卫部、后勤处"}).get_data(as_text=True)

    assert "还没有保存" in html
    assert saved(app, meeting_id) == before


def test_an_unknown_unit_offers_the_nearest(
    app: Flask, clerk: PageClient, meeting_id: int, cast: Cast
) -> None:
    html = clerk.post(url(meeting_id), {"paste": "保卫科", "split": "1"}).get_data(as_text=True)
    assert "没有找到，请选择" in html
    assert f'value="unit:{cast.units["保卫部"]}"' in html

    rows = sent_back(html)
    refused = clerk.post(url(meeting_id), rows).get_data(as_text=True)
    assert "“保卫科”没有找到" in refused
    check_page(refused)

    clerk.post(url(meeting_id), {**rows, "rows-0-target": "words"})
    assert saved(app, meeting_id)[0] == ["保卫科"]


def test_what_is_there_is_not_added_twice(clerk: PageClient, meeting_id: int) -> None:
    data = sent_back(clerk.page("meetings.invited", meeting_id=meeting_id))
    pasted = {"paste": "党委委员、后勤处等部门负责人", "paste_reporting": "后勤处（防疫安全）"}

    rows = sent_back(clerk.post(url(meeting_id), {**data, **pasted}).get_data(as_text=True))

    assert [rows[f"rows-{n}-words"] for n in range(4)] == [
        "党委委员",
        "机电工程系",
        "保卫部",
        "后勤处等",
    ]
    assert "rows-4-words" not in rows
    assert rows["reporting-0-scope"] == "食品安全、防疫安全"
    assert "reporting-1-words" not in rows


def test_a_dropped_row_is_left_out(app: Flask, clerk: PageClient, meeting_id: int) -> None:
    rows = sent_back(clerk.page("meetings.invited", meeting_id=meeting_id))

    clerk.post(url(meeting_id), {**rows, "rows-1-target": "drop", "reporting-0-target": "drop"})

    assert saved(app, meeting_id) == (["党委委员", "保卫部"], [])


def test_picking_adds_rows(app: Flask, clerk: PageClient, cast: Cast, meeting_id: int) -> None:
    data = {
        "picked": [f"person:{cast.persons['outsider']}"],
        "capacity": "observer",
        "picked_reporting": [f"unit:{cast.units['保卫部']}"],
        "split": "1",
    }
    html = clerk.post(url(meeting_id), data).get_data(as_text=True)

    clerk.post(url(meeting_id), sent_back(html))

    with app.app_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        row = meeting.invitations[-1]
        assert (row.person_id, row.capacity) == (cast.persons["outsider"], "observer")
        assert [row.unit_id for row in meeting.reporting] == [cast.units["保卫部"]]


def test_reporting_twice_is_refused(clerk: PageClient, cast: Cast, meeting_id: int) -> None:
    target = f"unit:{cast.units['保卫部']}"
    rows = {f"reporting-{n}-{k}": v for n in (0, 1) for k, v in
            (("words", "保卫部"), ("target", target), ("scope", ""))}  # fmt: skip
    rows["row_version"] = "2"

    response = clerk.post(url(meeting_id), rows)

    assert response.status_code == 409
    assert "合并为一行" in response.get_data(as_text=True)


def test_reporters_known_by_words_only_are_kept_as_written(
    app: Flask, clerk: PageClient, meeting_id: int
) -> None:
    data = {"paste_reporting": "各二级学院党总支书记", "split": "1"}
    rows = sent_back(clerk.post(url(meeting_id), data).get_data(as_text=True))
    clerk.post(url(meeting_id), {**rows, "reporting-0-target": "words"})

    again = sent_back(clerk.page("meetings.invited", meeting_id=meeting_id))
    clerk.post(url(meeting_id), again)

    with app.app_context():
        [row] = db.session.get_one(Meeting, meeting_id).reporting
        assert (row.unit_id, row.name) == (None, "各二级学院党总支书记")
    assert "各二级学院党总支书记" in clerk.page("unit_reports.of_meeting", meeting_id=meeting_id)


def test_a_stale_list_shows_both(app: Flask, clerk: PageClient, meeting_id: int) -> None:
    html = clerk.page("meetings.invited", meeting_id=meeting_id)
    rows = sent_back(html)
    clerk.post(url(meeting_id), {**rows, "rows-0-target": "drop"})

    response = clerk.post(url(meeting_id), rows)

    page = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "党委委员、机电工程系、保卫部" in page
    assert "机电工程系、保卫部" in page
    assert saved(app, meeting_id)[0] == ["机电工程系", "保卫部"]


@pytest.mark.parametrize(
    "data",
    [
        {"paste": "🙂\x00、" * 3000, "split": "1"},
        {"paste": "长" * 10_000, "split": "1"},
        {"rows-0-words": "长" * 10_000, "rows-0-target": "words", "rows-0-capacity": "attendee"},
        {"rows-0-words": "甲", "rows-0-target": "unit:-1", "rows-0-capacity": "attendee"},
        {"rows-0-words": "甲", "rows-0-target": "unit:x", "rows-0-capacity": "nope"},
        {"rows-99999999999-words": "甲"},
        {"reporting-0-words": "甲", "reporting-0-target": "person:1", "reporting-0-scope": ""},
        {"picked": ["unit:9999"], "split": "1"},
    ],
)
def test_bad_input_never_answers_500(
    app: Flask, clerk: PageClient, meeting_id: int, data: dict[str, Any]
) -> None:
    before = saved(app, meeting_id)

    assert clerk.post(url(meeting_id), data).status_code < 500
    assert saved(app, meeting_id) == before


def test_a_name_next_to_belief_is_refused(app: Flask, clerk: PageClient, meeting_id: int) -> None:
    data = {"rows-0-words": "重点人名单", "rows-0-target": "words", "rows-0-capacity": "attendee"}
    before = saved(app, meeting_id)

    assert clerk.post(url(meeting_id), data).status_code == 200
    assert saved(app, meeting_id) == before
