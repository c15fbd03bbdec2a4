"""The dictionaries a college begins with."""

from datetime import date

import pytest
from flask import Flask

from tests.factories import Cast
from tracker.audit.services import SYSTEM
from tracker.core.calendar import add_working_days
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.directory import queries
from tracker.directory.models import CalendarDay
from tracker.directory.services import (
    add_calendar_day,
    change_settings,
    load_calendar,
    plant_start_set,
    remove_calendar_day,
)

ON = date(2026, 11, 23)


def plant() -> int:
    with writing():
        return plant_start_set(actor=SYSTEM, on=ON)


def test_it_plants_once(app: Flask) -> None:
    with app.app_context():
        assert plant() > 100
        assert plant() == 0


def test_it_keeps_what_the_college_has(app: Flask, cast: Cast) -> None:
    with app.app_context():
        plant()

        names = [area.name for area in queries.risk_areas()]
        assert names.count("消防安全") == 1


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("师生思想状况和宗教信仰情况", ["climate", "religious_affairs_admin"]),
        ("防疫及食品卫生安全", ["food", "public_health"]),
        ("顶岗实习管理", ["internship"]),
        ("消防工作", ["fire"]),
        ("春季开学", ["term_duty"]),
        ("没有这个领域", []),
    ],
)
def test_words_of_a_real_text_map_to_areas(app: Flask, words: str, codes: list[str]) -> None:
    with app.app_context():
        plant()

        assert sorted(area.code for area in queries.areas_of(words)) == sorted(codes)


def test_sensitive_areas_and_lines_of_work_are_marked(app: Flask) -> None:
    with app.app_context():
        plant()
        areas = {area.code: area for area in queries.risk_areas()}

        assert areas["mental_health_work"].is_sensitive
        assert not areas["fire"].is_sensitive
        assert areas["safety_culture"].is_work_line


def test_deadlines_skip_the_spring_festival_and_know_the_working_weekend(app: Flask) -> None:
    with app.app_context():
        plant()

        due = add_working_days(date(2023, 1, 20), 2, queries.calendar_exceptions())
        assert due == date(2023, 1, 29)


def test_the_office_edits_the_calendar(app: Flask, cast: Cast) -> None:
    with app.app_context():
        with writing():
            entry = add_calendar_day(
                day=date(2026, 7, 20), is_workday=False, note="暑假", actor=SYSTEM
            )
        assert queries.calendar_exceptions() == {date(2026, 7, 20): False}
        with writing():
            remove_calendar_day(db.session.get_one(CalendarDay, entry.id), actor=SYSTEM)
        assert not queries.calendar_exceptions()


@pytest.mark.parametrize(
    ("day", "is_workday", "words"),
    [
        (date(2026, 7, 20), True, "本来就是工作日"),
        (date(2026, 7, 19), False, "本来就是休息日"),
        (date(2026, 10, 1), False, "已登记"),
    ],
)
def test_it_refuses_a_day_that_says_nothing_new(
    app: Flask, day: date, is_workday: bool, words: str
) -> None:
    with app.app_context():
        with writing():
            load_calendar(2026, actor=SYSTEM)

        with pytest.raises(RuleBroken, match=words), writing():
            add_calendar_day(day=day, is_workday=is_workday, note="", actor=SYSTEM)


def test_a_setting_holds_from_its_day_on(app: Flask) -> None:
    with app.app_context():
        for value, day in (("4", date(2023, 1, 1)), ("6", date(2023, 7, 1))):
            with writing():
                change_settings({"notice_working_days": value}, valid_from=day, actor=SYSTEM)

        days = (date(2022, 12, 31), date(2023, 6, 30), date(2023, 7, 1))
        assert [queries.setting("notice_working_days", on=day) for day in days] == ["3", "4", "6"]


def test_a_setting_that_stays_is_not_written_again(app: Flask) -> None:
    with app.app_context(), writing():
        values = {"notice_working_days": "3", "college_name": "晋川职业学院"}

        assert change_settings(values, valid_from=ON, actor=SYSTEM) == ["college_name"]
