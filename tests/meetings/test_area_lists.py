"""Areas named at a meeting: lists with their context, as services and queries see them."""

from typing import Any

import pytest
from flask import Flask

from tests.client import PageClient, count_queries
from tests.factories import Cast, saved
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.directory.models import RiskArea
from tracker.meetings import queries
from tracker.meetings.models import Address, AreaList, Meeting, NamedBy, Point
from tracker.meetings.services import (
    Context,
    NamedWords,
    add_area_list,
    edit_area_list,
    remove_address,
    remove_area_list,
)


def add(app: Flask, cast: Cast, meeting_id: int, *words: str, **context: Any) -> int:
    """Add a list of these words, each standing for the one area there is; returns its id."""
    with app.app_context(), writing():
        area = db.session.scalars(db.select(RiskArea)).one()
        return add_area_list(
            meeting=db.session.get_one(Meeting, meeting_id),
            context=Context(**context),
            named=[NamedWords(word, (area.id,)) for word in words],
            actor=cast.actor("clerk"),
        ).id


def lists(app: Flask, meeting_id: int) -> list[tuple[str, list[str]]]:
    """Return context and words of the meeting's lists."""
    with app.app_context():
        found = queries.area_lists(db.session.get_one(Meeting, meeting_id))
        return [(queries.area_context(one), [e.words for e in one.entries]) for one in found]


def speech(app: Flask, cast: Cast, meeting_id: int, **values: Any) -> tuple[int, list[int]]:
    """Enter an address of two points, the second with a sub-point."""
    with app.app_context():
        known = {"person_name": "程远山", "post_title": "党委书记", "verb": "讲话，提出意见"}
        address = Address(
            meeting_id=meeting_id, person_id=cast.persons["secretary"], **(known | values)
        )
        first, second = Point(heading="学习", sort=0), Point(heading="安全", sort=1)
        inner = Point(heading="内涵", level=2, sort=2, parent=second)
        address.points = [first, second, inner]
        saved(address)
        return address.id, [first.id, second.id, inner.id]


def test_lists_say_who_named_them(app: Flask, cast: Cast, meeting_id: int) -> None:
    address_id, points = speech(app, cast, meeting_id)
    said_id, _ = speech(app, cast, meeting_id, speaker="meeting", verb="会议指出")

    add(app, cast, meeting_id, "消防工作", "食堂")
    add(app, cast, meeting_id, "用火", named_by=NamedBy.UNIT, unit_id=cast.units["保卫部"])
    add(app, cast, meeting_id, "校舍", named_by=NamedBy.ADDRESS, address_id=address_id)
    add(app, cast, meeting_id, "网络", named_by=NamedBy.POINT, address_id=address_id,
        point_id=points[2])  # fmt: skip
    add(app, cast, meeting_id, "保密", named_by=NamedBy.MEETING, address_id=said_id)
    add(app, cast, meeting_id, "科技", named_by=NamedBy.MEETING)

    assert lists(app, meeting_id) == [
        ("各汇报单位", ["消防工作", "食堂"]),
        ("保卫部", ["用火"]),
        ("党委书记程远山讲话", ["校舍"]),
        ("党委书记程远山讲话 二（一）", ["网络"]),
        ("会议指出", ["保密"]),
        ("会议指出", ["科技"]),
    ]


def test_a_word_twice_is_kept_once_in_its_first_place(
    app: Flask, cast: Cast, meeting_id: int
) -> None:
    add(app, cast, meeting_id, "消防", "食品", "消防", "交通")

    assert lists(app, meeting_id)[0][1] == ["消防", "食品", "交通"]


def test_forty_are_kept_and_more_than_a_hundred_are_not(
    app: Flask, cast: Cast, meeting_id: int
) -> None:
    add(app, cast, meeting_id, *(f"领域{n}" for n in range(40)))

    with pytest.raises(RuleBroken, match="一次最多 100 个领域，现有 101 个"):
        add(app, cast, meeting_id, *(f"领域{n}" for n in range(101)))
    with pytest.raises(RuleBroken, match="还没有领域"):
        add(app, cast, meeting_id)
    assert len(lists(app, meeting_id)[0][1]) == 40


def test_editing_keeps_the_record_of_the_same_words(
    app: Flask, cast: Cast, meeting_id: int
) -> None:
    list_id = add(app, cast, meeting_id, "消防", "食品")
    with app.app_context():
        before = db.session.get_one(AreaList, list_id)
        version, ids = before.row_version, {e.words: e.id for e in before.entries}

    with app.app_context(), writing():
        edit_area_list(
            area_list=db.session.get_one(AreaList, list_id),
            context=Context(NamedBy.MEETING),
            named=[NamedWords("交通"), NamedWords("消防")],
            actor=cast.actor("clerk"),
        )

    with app.app_context():
        after = db.session.get_one(AreaList, list_id)
        assert [e.words for e in after.entries] == ["交通", "消防"]
        assert after.entries[1].id == ids["消防"]
        assert after.entries[1].areas == []
        assert after.row_version > version


def test_only_the_areas_changing_makes_a_new_version(
    app: Flask, cast: Cast, meeting_id: int
) -> None:
    list_id = add(app, cast, meeting_id, "消防")
    with app.app_context(), writing():
        found = db.session.get_one(AreaList, list_id)
        version = found.row_version
        named = [NamedWords("消防"), NamedWords("食品")]
        edit_area_list(
            area_list=found, context=Context(), named=named, actor=cast.actor("clerk")
        )  # fmt: skip

    with app.app_context():
        assert db.session.get_one(AreaList, list_id).row_version == version + 1


def test_it_is_removed(app: Flask, cast: Cast, meeting_id: int) -> None:
    list_id = add(app, cast, meeting_id, "消防")
    with app.app_context(), writing():
        remove_area_list(area_list=db.session.get_one(AreaList, list_id), actor=cast.actor("clerk"))

    assert lists(app, meeting_id) == []


def test_nothing_changes_once_minutes_are_issued(app: Flask, cast: Cast, meeting_id: int) -> None:
    with app.app_context(), writing():
        meeting = db.session.get_one(Meeting, meeting_id)
        meeting.state = "minuted"
        record_event("test.make", meeting, actor=SYSTEM)

    with pytest.raises(RuleBroken, match="已经印发"):
        add(app, cast, meeting_id, "消防")


def test_the_list_of_a_removed_point_moves_up_to_its_address(
    app: Flask, cast: Cast, clerk: PageClient, meeting_id: int
) -> None:
    address_id, points = speech(app, cast, meeting_id)
    add(app, cast, meeting_id, "网络", named_by=NamedBy.POINT, address_id=address_id,
        point_id=points[2])  # fmt: skip
    add(app, cast, meeting_id, "学风", named_by=NamedBy.POINT, address_id=address_id,
        point_id=points[0])  # fmt: skip

    response = clerk.post(
        f"/meetings/{meeting_id}/addresses/{address_id}/edit",
        {"who": str(cast.persons["secretary"]), "verb": "强调", "outline": "一、学习\n二、安全"},
    )

    assert response.status_code == 302
    assert lists(app, meeting_id) == [
        ("党委书记程远山强调", ["网络"]),
        ("党委书记程远山强调 一", ["学风"]),
    ]


def test_an_address_in_which_areas_were_named_is_not_removed(
    app: Flask, cast: Cast, clerk: PageClient, meeting_id: int
) -> None:
    address_id, _ = speech(app, cast, meeting_id)
    list_id = add(app, cast, meeting_id, "网络", named_by=NamedBy.ADDRESS, address_id=address_id)

    with app.app_context(), writing(), pytest.raises(RuleBroken, match="列有提及领域"):
        remove_address(address=db.session.get_one(Address, address_id), actor=cast.actor("clerk"))
    with app.app_context(), writing():
        remove_area_list(area_list=db.session.get_one(AreaList, list_id), actor=cast.actor("clerk"))

    assert clerk.post(
        f"/meetings/{meeting_id}/addresses/{address_id}/remove"
    ).status_code == 302  # fmt: skip


def test_they_are_loaded_in_few_statements(app: Flask, cast: Cast, meeting_id: int) -> None:
    for _ in range(4):
        address_id, points = speech(app, cast, meeting_id)
        add(app, cast, meeting_id, "消防", "食品", named_by=NamedBy.POINT,
            address_id=address_id, point_id=points[1])  # fmt: skip

    with count_queries(app) as statements:
        lists(app, meeting_id)

    assert len(statements) <= 7, statements
