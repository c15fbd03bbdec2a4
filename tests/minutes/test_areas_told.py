"""Where minutes print the areas that were named: only where the words do not tell them."""

from typing import Any

from tracker.directory.models import Unit
from tracker.meetings.models import Address, AreaList, AreaNamed, Meeting, NamedBy, Point, Speaker
from tracker.minutes.papers.spoken import leaders_addresses, meetings_own, units_areas


def _point(**values: Any) -> Point:
    return Point(**{"level": 1, "body": "", "marker": "", **values})


def _address(**values: Any) -> Address:
    return Address(**{"id": 1, "lead": "", "tail": "", "speaker": Speaker.LEADER, **values})


def _list(named_by: NamedBy, *words: str, **values: Any) -> AreaList:
    entries = [AreaNamed(words=word) for word in words]
    return AreaList(named_by=named_by, entries=entries, **values)


def _speech(*, body: str = "") -> Meeting:
    address = _address(person_name="顾明川", post_title="院长", verb="强调")
    address.points = [
        _point(id=1, marker="一、", heading="统一思想"),
        _point(id=2, marker="二、", heading="明确任务", body=body),
    ]
    return Meeting(addresses=[address])


def test_a_list_of_the_units_follows_the_hearing() -> None:
    lists = [
        _list(NamedBy.UNITS, "消防安全", "食品(卫生)安全"),
        _list(NamedBy.UNIT, "社团管理", unit=Unit(name="团委")),
    ]

    assert units_areas(lists, told_in="会上，保卫部作了汇报。") == (
        "汇报涉及领域：消防安全、食品（卫生）安全。\n团委汇报涉及领域：社团管理。"
    )
    assert units_areas(lists, told_in="围绕消防 安全、食品（卫生）安全、社团管理作了汇报") == ""


def test_a_list_of_a_point_follows_the_point() -> None:
    lists = [_list(NamedBy.POINT, "消防安全", "交通安全", address_id=1, point_id=2)]

    address = leaders_addresses(_speech(), lists, is_full_text=False)[0]

    assert address.points[1].heading == "明确任务。"
    assert address.points[1].body == "涉及领域：消防安全、交通安全。"


def test_a_list_that_the_speech_tells_is_not_told_again() -> None:
    lists = [_list(NamedBy.POINT, "消防安全", "交通安全", address_id=1, point_id=2)]
    meeting = _speech(body="要围绕消防安全、交通安全排查隐患。")

    full = leaders_addresses(meeting, lists, is_full_text=True)[0]
    short = leaders_addresses(meeting, lists, is_full_text=False)[0]

    assert full.points[1].body == "要围绕消防安全、交通安全排查隐患。"
    assert short.points[1].body == "涉及领域：消防安全、交通安全。"


def test_a_list_of_an_address_follows_its_one_sentence() -> None:
    address = _address(person_name="沈知行", post_title="副院长", verb="安排部署")
    address.points = [_point(id=1, heading="安排部署")]
    lists = [_list(NamedBy.ADDRESS, "消防工作", "网络舆情", address_id=1)]

    told = leaders_addresses(Meeting(addresses=[address]), lists, is_full_text=False)

    assert told[0].lead == "副院长沈知行安排部署。涉及领域：消防工作、网络舆情。"


def test_a_list_of_an_address_that_goes_on_in_points_follows_them() -> None:
    lists = [_list(NamedBy.ADDRESS, "消防安全", address_id=1)]

    address = leaders_addresses(_speech(), lists, is_full_text=False)[0]

    assert (address.lead, address.tail) == ("院长顾明川强调：", "涉及领域：消防安全。")


def test_what_the_meeting_named_stands_with_its_words_or_alone() -> None:
    own = _address(speaker=Speaker.MEETING, verb="会议指出")
    own.points = [_point(heading="任务更加艰巨")]
    beside = _list(NamedBy.MEETING, "政治安全", "学生安全", address_id=1)
    alone = _list(NamedBy.MEETING, "政治安全", "学生安全")

    assert meetings_own(Meeting(addresses=[own]), [beside], is_demand=False) == (
        "会议指出，任务更加艰巨。涉及领域：政治安全、学生安全。",
    )
    assert meetings_own(Meeting(), [alone], is_demand=False) == (
        "会议指出以下领域：政治安全、学生安全。",
    )
    assert meetings_own(Meeting(), [alone], is_demand=True) == ()
