"""What was said: pasted, split, confirmed, ordered."""

import re
from typing import Any

import pytest
from flask import Flask

from tests.client import PageClient, check_page, count_queries
from tests.factories import Cast
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.core.outline import to_text
from tracker.followups.models import FollowUp
from tracker.meetings import queries
from tracker.meetings.models import Address, Handling, Meeting

SPEECH = (
    "就做好今后工作，提出两点意见。\n一、提高政治站位，坚决维护安全\n要深入学习。一是要认清形势，扛起责任。"
    "工作关乎全局。二是要锚定关键，推进任务。思想是先导。\n二、压实责任，狠抓落实\n安全无小事。"
)
TAIL = (
    "\n会议指出学院安全工作任务更加艰巨。会议要求，各部门要在会后及时传达会议精神，认真研究落实。\n"
    "程书记强调要更加紧密地团结起来。"
)


def url(meeting_id: int, end: str = "new") -> str:
    return f"/meetings/{meeting_id}/addresses/{end}"


def said(cast: Cast, outline: str, who: str = "secretary", **more: str) -> dict[str, Any]:
    speaker = who if who == "meeting" else str(cast.persons[who])
    return {"who": speaker, "verb": "强调", "outline": outline, "takes_meeting_says": "y", **more}


def outline_in(html: str) -> str:
    found = re.search(r'<textarea[^>]*name="outline"[^>]*>\r?\n?(.*?)</textarea>', html, re.S)
    assert found
    return found.group(1)


def version_in(html: str) -> str:
    found = re.search(r'name="row_version"\s+value="(\d+)"', html)
    assert found
    return found.group(1)


def addresses(app: Flask, meeting_id: int) -> list[tuple[str, str, list[str]]]:
    with app.app_context():
        found = queries.addresses_of(db.session.get_one(Meeting, meeting_id))
        return [
            (a.who, a.verb, [f"{'·' * p.level}{p.marker}{p.heading}" for p in a.points])
            for a in found
        ]


def squeezed(text: str) -> str:
    return re.sub(r"[\s，。：、（）一二三四1-9.—]|是要|是", "", text)


def test_the_preview_is_an_outline_to_confirm(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    clerk.page("meetings.new_address", meeting_id=meeting_id)

    html = clerk.post(url(meeting_id, "preview"), said(cast, "", paste=SPEECH + TAIL))

    text = outline_in(html.get_data(as_text=True))
    assert "一、提高政治站位，坚决维护安全" in text
    assert "  （一）" in text
    assert "————" in text
    assert not addresses(app, meeting_id)


def test_without_javascript_saving_what_was_pasted_splits_first(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    response = clerk.post(url(meeting_id), said(cast, "", paste=SPEECH))

    html = response.get_data(as_text=True)
    check_page(html)
    assert "请核对拆分结果" in html
    assert not addresses(app, meeting_id)


def test_what_was_mended_is_not_split_again(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    pasted = said(cast, "", paste=SPEECH)
    html = clerk.post(url(meeting_id, "preview"), pasted).get_data(as_text=True)
    split_of = re.search(r'name="split_of" value="(\w+)"', html)
    assert split_of

    clerk.post(url(meeting_id), {**pasted, "outline": "一、改过的标题", "split_of": split_of[1]})

    assert addresses(app, meeting_id)[0][2] == ["·一、改过的标题"]


def test_it_is_kept_with_the_meetings_own_words_apart(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    html = clerk.post(url(meeting_id), said(cast, "", paste=SPEECH + TAIL)).get_data(as_text=True)

    response = clerk.post(url(meeting_id), said(cast, outline_in(html)))

    assert response.status_code == 302
    assert addresses(app, meeting_id) == [
        (
            "党委书记程远山",
            "强调",
            [
                "·一、提高政治站位，坚决维护安全",
                "··（一）认清形势，扛起责任",
                "··（二）锚定关键，推进任务",
                "·二、压实责任，狠抓落实",
            ],
        ),
        ("会议", "会议指出", ["·学院安全工作任务更加艰巨。"]),
        ("会议", "会议要求", ["·各部门要在会后及时传达会议精神，认真研究落实。"]),
    ]


def test_nothing_of_the_pasted_words_is_lost(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    html = clerk.post(url(meeting_id), said(cast, "", paste=SPEECH + TAIL)).get_data(as_text=True)
    clerk.post(url(meeting_id), said(cast, outline_in(html)))

    with app.app_context():
        found = queries.addresses_of(db.session.get_one(Meeting, meeting_id))
        own = [a.lead + "".join(p.heading + p.body for p in a.points) for a in found]
        others = "".join(f"{a.verb}{text}" for a, text in zip(found[1:], own[1:], strict=True))
        kept = own[0] + others + found[0].tail

    assert squeezed(kept) == squeezed(SPEECH + TAIL)


def test_the_tail_stays_where_it_is_if_wished(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    html = clerk.post(url(meeting_id), said(cast, "", paste=SPEECH + TAIL)).get_data(as_text=True)
    data = said(cast, outline_in(html))
    del data["takes_meeting_says"]

    clerk.post(url(meeting_id), data)

    with app.app_context():
        (address,) = queries.addresses_of(db.session.get_one(Meeting, meeting_id))
        assert "会议指出" in address.tail


def test_words_of_the_meeting_are_taken_apart(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    words = "会议指出工作涉及多个方面。会议要求，各部门要传达精神。"

    clerk.post(url(meeting_id), said(cast, words, "meeting", verb=""))

    assert addresses(app, meeting_id) == [
        ("会议", "会议指出", ["·工作涉及多个方面。"]),
        ("会议", "会议要求", ["·各部门要传达精神。"]),
    ]


def test_words_without_numbers_are_one_point(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    words = "从消防、食品等方面进行安排部署。请各单位抓紧。"
    clerk.post(url(meeting_id), said(cast, words, "vice", verb="安排部署"))

    assert addresses(app, meeting_id) == [
        ("副院长沈知行", "安排部署", ["·从消防、食品等方面进行安排部署。"])
    ]
    with app.app_context():
        (address,) = queries.addresses_of(db.session.get_one(Meeting, meeting_id))
        assert to_text(queries.outline_of(address)) == words


def test_editing_keeps_what_was_decided_for_a_point(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    clerk.post(url(meeting_id), said(cast, "一、抓好消防安全\n二、抓好食品安全\n三、抓好交通安全"))
    with app.app_context(), writing():
        address = db.session.scalars(db.select(Address)).one()
        for point in address.points:
            point.handling = Handling.STANDING
        record_event("test.make", address, actor=SYSTEM)
        address_id, old = address.id, [point.id for point in address.points]
    page = clerk.page("meetings.edit_address", meeting_id=meeting_id, address_id=address_id)
    assert "三、抓好交通安全" in outline_in(page)

    changed = "一、先讲学习\n二、抓好食品安全工作\n  （一）管住食堂\n三、抓好消防安全"
    response = clerk.post(
        url(meeting_id, f"{address_id}/edit"), said(cast, changed, row_version=version_in(page))
    )

    assert response.status_code == 302
    with app.app_context():
        points = db.session.get_one(Address, address_id).points
        assert [(p.heading, p.handling) for p in points] == [
            ("先讲学习", None),
            ("抓好食品安全工作", "standing"),
            ("管住食堂", None),
            ("抓好消防安全", "standing"),
        ]
        assert [points[1].id, points[3].id] == [old[1], old[0]]
        assert points[2].parent is points[1]


def test_a_sub_point_may_become_a_point_and_back(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    clerk.post(url(meeting_id), said(cast, "一、学习\n  （一）读书\n二、安全"))
    edit = url(meeting_id, "1/edit")

    clerk.post(edit, said(cast, "一、读书\n二、安全\n  （一）学习"))

    assert addresses(app, meeting_id)[0][2] == ["·一、读书", "·二、安全", "··（一）学习"]


def test_a_point_with_items_is_not_lost(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    clerk.post(url(meeting_id), said(cast, "一、学习\n二、安全"))
    with app.app_context(), writing():
        point = db.session.scalars(db.select(Address)).one().points[0]
        item = FollowUp(
            year=2023, number=1, title="学习", lead_unit_id=cast.units["保卫部"], point_id=point.id
        )
        db.session.add(item)
        record_event("test.make", point, actor=SYSTEM)

    edited = clerk.post(url(meeting_id, "1/edit"), said(cast, "一、安全"))
    removed = clerk.post(url(meeting_id, "1/remove"))

    assert (edited.status_code, removed.status_code) == (409, 409)
    assert "已有任务" in edited.get_data(as_text=True)
    assert addresses(app, meeting_id)[0][2] == ["·一、学习", "·二、安全"]


def test_addresses_move_in_the_speaking_order(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    for who in ("secretary", "president", "vice"):
        clerk.post(url(meeting_id), said(cast, "讲话。", who))

    clerk.post(url(meeting_id, "3/move"), {"direction": "up"})
    clerk.post(url(meeting_id, "1/move"), {"direction": "down"})
    clerk.post(url(meeting_id, "1/move"), {"direction": "down"})
    clerk.post(url(meeting_id, "1/move"), {"direction": "down"})

    assert [who for who, _, _ in addresses(app, meeting_id)] == [
        "副院长沈知行",
        "院长顾明川",
        "党委书记程远山",
    ]


def test_an_address_is_removed(app: Flask, clerk: PageClient, cast: Cast, meeting_id: int) -> None:
    clerk.post(url(meeting_id), said(cast, "一、学习\n  （一）读书\n二、安全"))

    assert clerk.post(url(meeting_id, "1/remove")).status_code == 302
    assert addresses(app, meeting_id) == []


def test_a_stale_edit_shows_both_texts(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    clerk.post(url(meeting_id), said(cast, "一、原来的话"))
    version = version_in(clerk.page("meetings.edit_address", meeting_id=meeting_id, address_id=1))
    edit = url(meeting_id, "1/edit")
    clerk.post(edit, said(cast, "一、别人的话", row_version=version))

    response = clerk.post(edit, said(cast, "一、我的话", row_version=version))

    html = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "我的话" in html
    assert "别人的话" in html


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"who": ""}, "请选择讲话人"),
        ({"verb": ""}, "请填写表述"),
        ({"outline": ""}, "讲话内容是空的"),
        ({"outline": "\n".join("一、要点" for _ in range(201))}, "要点超过 200 条"),
        ({"outline": "某系有3名学生信教。"}, "请删去"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(
    app: Flask,
    clerk: PageClient,
    cast: Cast,
    meeting_id: int,
    changes: dict[str, str],
    sentence: str,
) -> None:
    html = clerk.post(url(meeting_id), said(cast, "话") | changes).get_data(as_text=True)

    assert sentence in html
    check_page(html)
    assert addresses(app, meeting_id) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"paste": "一" * 100_000},
        {"outline": "一、" + "长" * 10_000},
        {"outline": "🙂\x00\x07一、"},
        {"outline": "————\n尾"},
        {"outline": "（一）一\n1.二\n一、三\n\\一、四"},
        {"who": "-1"},
        {"who": "9" * 30},
    ],
)
def test_strange_words_never_answer_500(
    clerk: PageClient, cast: Cast, meeting_id: int, changes: dict[str, str]
) -> None:
    assert clerk.post(url(meeting_id), said(cast, "话") | changes).status_code < 500


def test_a_heading_that_is_too_long_goes_on_in_the_body(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    clerk.post(url(meeting_id), said(cast, "一、" + "长" * 1200))

    with app.app_context():
        (point,) = queries.addresses_of(db.session.get_one(Meeting, meeting_id))[0].points
        assert (len(point.heading), len(point.body)) == (500, 700)


def test_points_are_loaded_in_few_statements(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    for _ in range(4):
        clerk.post(url(meeting_id), said(cast, "一、学习\n  （一）读书\n  （二）讨论\n二、安全"))

    with count_queries(app) as statements, app.app_context():
        meeting = queries.get_meeting(meeting_id, viewer=None)
        assert meeting is not None
        loaded = queries.addresses_of(meeting)
        found = [p for a in loaded for p in a.points]
        assert [p.is_open for p in found[:4]] == [False, True, True, True]
        assert [p.path for p in found[:4]] == ["一", "一（一）", "一（二）", "二"]

    assert len(statements) <= 6


def test_it_is_refused_once_minutes_are_issued(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int
) -> None:
    clerk.post(url(meeting_id), said(cast, "话。"))
    with app.app_context(), writing():
        meeting = db.session.get_one(Meeting, meeting_id)
        meeting.state = "minuted"
        record_event("test.make", meeting, actor=SYSTEM)

    for end in ("new", "1/edit", "1/move", "1/remove"):
        response = clerk.post(url(meeting_id, end), said(cast, "别的话。"))
        assert response.status_code == 409
    assert addresses(app, meeting_id)[0][2] == ["·话。"]


def test_addresses_of_other_meetings_are_404(
    clerk: PageClient, head: PageClient, cast: Cast, meeting_id: int
) -> None:
    assert clerk.get(url(meeting_id, "99/edit")).status_code == 404
    assert clerk.get(url(99)).status_code == 404
    assert head.get(url(meeting_id)).status_code == 403
