"""Whom a point asks, and until when …"""

from datetime import date

import pytest

from tracker.directory.models import Unit, UnitAlias
from tracker.followups.queries import asked_in
from tracker.meetings.models import Point

HELD_ON = date(2023, 3, 10)
UNITS = [
    Unit(id=1, name="机电工程系", short_name="", aliases=[]),
    Unit(id=2, name="机电工程系党总支", short_name="", aliases=[]),
    Unit(id=3, name="后勤处", short_name="后勤", aliases=[UnitAlias(name="总务处")]),
]


@pytest.mark.parametrize(
    ("words", "unit_id"),
    [
        ("后勤处要检查食堂。", 3),
        ("总务处要检查食堂。", 3),
        ("机电工程系党总支要开会。", 2),
        ("机电工程系、后勤处要检查。", None),
        ("各单位要检查。", None),
        ("请后勤处牵头检查。", 3),
        ("做好后勤处理工作。", None),
        ("学工部后勤要检查。", None),
    ],
)
def test_one_unit_named_is_proposed_and_two_are_not(words: str, unit_id: int | None) -> None:
    assert asked_in(Point(heading=words, body=""), UNITS, after=HELD_ON).unit_id == unit_id


@pytest.mark.parametrize(
    ("words", "due_on", "told"),
    [
        ("3月31日前报送。", date(2023, 3, 31), "3月31日前"),
        ("9月5日之前报送。", date(2023, 9, 5), "9月5日之前"),
        ("2023年4月7日以前报送。", date(2023, 4, 7), "2023年4月7日以前"),
        ("2022年4月7日前报送。", None, ""),
        ("2月30日前报送。", None, ""),
        ("3月10日召开。", None, ""),
        ("3月31日前往实训基地。", None, ""),
        ("5月1日前后加强值班。", None, ""),
        ("3月20日前自查，3月31日前报送。", None, ""),
        ("1月5日前各单位已完成自查。", None, ""),
    ],
)
def test_a_day_that_is_told_is_read(words: str, due_on: date | None, told: str) -> None:
    asked = asked_in(Point(heading="要自查", body=words), UNITS, after=HELD_ON)

    assert (asked.due_on, asked.due_as_told) == (due_on, told)
