"""Quarters, semesters, working days, deadlines in words, lights."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.calendar import (
    Light,
    Semester,
    SemesterStarts,
    Term,
    Thresholds,
    add_working_days,
    chinese_date,
    chinese_date_with_weekday,
    due_words,
    light,
    quarter_of,
    quarter_range,
    semester_of,
    semester_range,
    working_days_between,
)

# 清明 2023: Wednesday off; 五一: the Sunday before is worked, Monday to Wednesday off.
HOLIDAYS = {
    date(2023, 4, 5): False,
    date(2023, 4, 23): True,
    date(2023, 5, 1): False,
    date(2023, 5, 2): False,
    date(2023, 5, 3): False,
}
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_quarter(day: date) -> None:
    first, last = quarter_range(*quarter_of(day))

    assert first <= day <= last


def test_quarters_follow_one_another() -> None:
    assert quarter_range(2023, 1) == (date(2023, 1, 1), date(2023, 3, 31))
    assert quarter_range(2023, 4) == (date(2023, 10, 1), date(2023, 12, 31))


@pytest.mark.parametrize("quarter", [0, 5])
def test_there_are_four_quarters(quarter: int) -> None:
    with pytest.raises(ValueError, match="1-4"):
        quarter_range(2023, quarter)


@given(DAYS)
def test_a_day_lies_in_its_semester(day: date) -> None:
    first, last = semester_range(semester_of(day))

    assert first <= day <= last


def test_january_belongs_to_autumn_and_march_to_spring() -> None:
    assert semester_of(date(2023, 1, 31)) == Semester(2022, Term.AUTUMN)
    assert semester_of(date(2023, 3, 10)) == Semester(2022, Term.SPRING)
    assert semester_of(date(2023, 9, 1)).label == "2023—2024学年第一学期"
    assert semester_of(date(2023, 3, 10)).label == "2022—2023学年第二学期"


def test_the_first_days_of_semesters_can_be_set() -> None:
    starts = SemesterStarts(spring=(2, 20), autumn=(8, 28))

    assert semester_of(date(2023, 2, 10), starts).term is Term.AUTUMN
    assert semester_range(Semester(2022, Term.SPRING), starts)[1] == date(2023, 8, 27)


def test_working_days_jump_over_weekends_and_holidays() -> None:
    assert add_working_days(date(2023, 4, 4), 1, HOLIDAYS) == date(2023, 4, 6)
    assert add_working_days(date(2023, 3, 10), 5, {}) == date(2023, 3, 17)
    assert add_working_days(date(2023, 3, 13), -1, {}) == date(2023, 3, 10)
    assert add_working_days(date(2023, 3, 11), 0, {}) == date(2023, 3, 13)


def test_a_weekend_that_is_worked_counts() -> None:
    assert add_working_days(date(2023, 4, 21), 1, HOLIDAYS) == date(2023, 4, 23)
    assert working_days_between(date(2023, 4, 21), date(2023, 4, 24), HOLIDAYS) == 2


@given(DAYS, st.integers(1, 60))
def test_counting_is_the_inverse_of_adding(start: date, count: int) -> None:
    due = add_working_days(start, count, HOLIDAYS)

    assert working_days_between(start, due, HOLIDAYS) == count
    assert working_days_between(due, start, HOLIDAYS) == -count


def test_dates_are_written_without_leading_zeros() -> None:
    assert chinese_date(date(2023, 3, 1)) == "2023年3月1日"
    assert chinese_date_with_weekday(date(2023, 3, 10)) == "2023年3月10日（周五）"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2023, 4, 1), "逾期 3 天"),
        (date(2023, 4, 4), "今天到期"),
        (date(2023, 4, 5), "还有 1 天（均为休息日）"),
        (date(2023, 4, 7), "还有 2 个工作日"),
    ],
)
def test_a_deadline_in_words(due: date, words: str) -> None:
    assert due_words(due, date(2023, 4, 4), HOLIDAYS) == words


def test_lights_follow_the_time_left() -> None:
    given_on, due = date(2023, 3, 1), date(2023, 6, 9)

    assert light(given_on, due, date(2023, 4, 1), {}) is Light.GREEN
    assert light(given_on, due, due - timedelta(days=30), {}) is Light.YELLOW
    assert light(given_on, due, due, {}) is Light.YELLOW
    assert light(given_on, due, due + timedelta(days=1), {}) is Light.RED


def test_few_working_days_left_are_yellow_whatever_the_share() -> None:
    thresholds = Thresholds(yellow_days=3, yellow_share=0.0)

    assert light(date(2023, 3, 6), date(2023, 3, 9), date(2023, 3, 6), {}, thresholds) == "yellow"
    assert light(date(2023, 3, 6), date(2023, 3, 10), date(2023, 3, 6), {}, thresholds) == "green"
