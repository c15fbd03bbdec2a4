"""The figures of a quarter: what each counts, and the same counted slowly over random lives."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.client import count_queries
from tests.reports.conftest import FIRST, SECOND, TODAY, Life, Past, day
from tracker.core.calendar import Quarter
from tracker.reports.queries import Period, RiskNumbers, TaskNumbers, figures, trend

UNITS = ("保卫部", "后勤处", "机电工程系")
LEVELS = ("general", "major", "severe")
APRIL, MAY = date(2023, 4, 10), date(2023, 5, 10)


def _days() -> st.SearchStrategy[date]:
    return st.integers(0, 200).map(day)


@st.composite
def _lives(draw: st.DrawFn, verbs: tuple[str, ...]) -> Life:
    """Return a life whose acts follow each other, ended by a closing, a cancelling or nothing."""
    begun = draw(_days())
    at, acts = begun, []
    for place in range(draw(st.integers(0, 3))):
        at += timedelta(days=draw(st.integers(0, 60)))
        acts.append((verbs[place % len(verbs)], at))
    end = at + timedelta(days=draw(st.integers(0, 60)))
    ending = draw(st.sampled_from(["closed", "cancelled", "open"]))
    return Life(
        unit=draw(st.sampled_from(UNITS)),
        begun=begun,
        due=begun + timedelta(days=draw(st.integers(-5, 60))),
        acts=tuple(acts),
        closed=end if ending == "closed" else None,
        cancelled=end if ending == "cancelled" else None,
        by_rule=ending == "closed" and draw(st.booleans()),
        level=draw(st.sampled_from(LEVELS)),
    )


def _is_open(life: Life, on: date) -> bool:
    ends = [end for end in (life.closed, life.cancelled) if end is not None]
    return life.begun <= on and not any(end <= on for end in ends)


def _last_act(life: Life, on: date) -> str:
    return ([""] + [verb for verb, at in life.acts if at <= on])[-1]


def _count_tasks(lives: Iterable[Life], period: Period) -> TaskNumbers:
    on, counted = period.until, [0] * 5
    for life in lives:
        is_open, is_in = _is_open(life, on), _last_act(life, on) == "submit"
        closed = life.closed is not None and period.first <= life.closed <= on
        is_late = is_open and not is_in and life.due is not None and life.due < on
        found = (is_open, is_late, is_open and is_in, closed, closed and life.by_rule)
        counted = [one + more for one, more in zip(counted, found, strict=True)]
    return TaskNumbers(*counted)


def _count_risks(lives: Iterable[Life], period: Period) -> RiskNumbers:
    on, counted = period.until, [0] * 8
    for life in lives:
        is_open, is_major = _is_open(life, on), life.level in {"major", "severe"}
        is_late = is_open and life.due is not None and life.due < on
        is_new = period.first <= life.begun <= on
        closed = life.closed is not None and period.first <= life.closed <= on
        found = (is_open, is_open and is_major, is_late, is_open and not _last_act(life, on),
                 is_new, is_new and is_major, closed, closed and is_major)  # fmt: skip
        counted = [one + more for one, more in zip(counted, found, strict=True)]
    return RiskNumbers(*counted)


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    tasks=st.lists(_lives(("submit", "return")), min_size=1, max_size=12),
    risks=st.lists(_lives(("rectify", "edit")), min_size=1, max_size=12),
    until=st.integers(90, 180).map(day),
)
def test_they_are_what_a_slow_recount_gives(
    app: Flask, tasks: list[Life], risks: list[Life], until: date
) -> None:
    period = Period(Quarter(2023, 2), until)
    with app.app_context():
        factories.empty_all_tables()
        past = Past(factories.give_college())
        past.tasks(*tasks)
        past.risks(*risks)

        found = figures(period)
        points = trend(period)

    assert found.tasks == tuple(_count_tasks(tasks, p) for p in (period, period.before))
    assert found.risk_numbers == tuple(_count_risks(risks, p) for p in (period, period.before))
    for one in found.unit_tasks:
        own = [life for life in tasks if life.unit == one.unit.name]
        assert one.now == _count_tasks(own, period)
    ends = [(found.tasks[place].open, found.tasks[place].closed) for place in (1, 0)]
    assert [(point.open, point.closed) for point in points[-2:]] == ends


def test_the_past_stays_what_it_was_whatever_comes_later(app: Flask, past: Past) -> None:
    march = Period(Quarter(2023, 1), date(2023, 3, 31))
    acts = (("submit", date(2023, 3, 20)), ("return", APRIL), ("submit", MAY))
    with app.app_context():
        past.tasks(Life("保卫部", day(30), date(2023, 3, 15), acts, closed=MAY))

        then, now = figures(march).tasks[0], figures(SECOND).tasks[0]

    assert then == TaskNumbers(open=1, submitted=1)
    assert now == TaskNumbers(closed=1)


def test_each_number_says_how_it_changed(app: Flask, past: Past) -> None:
    with app.app_context():
        past.tasks(Life("保卫部", APRIL, MAY), Life("保卫部", APRIL, MAY, closed=MAY))
        past.risks(Life("保卫部", day(0), None, level="major", closed=APRIL),
                   Life("保卫部", APRIL, None, level="major"))  # fmt: skip
        numbers = {n.label: n for n in figures(SECOND).numbers}

    assert numbers["在办任务"].change_words == "较上季度 +1"
    assert numbers["在册风险"].change_words == "与上季度持平"
    assert numbers["在册风险"].note == "其中重大 1"
    assert numbers["责任书签订"].change_words == ""


def test_agreements_are_counted_on_their_days(app: Flask, past: Past) -> None:
    with app.app_context():
        past.signings(2023, {"保卫部": date(2023, 3, 10), "后勤处": APRIL, "机电工程系": None})
        past.signings(2022, {"保卫部": day(-90)})

        found = figures(SECOND)

    assert (found.agreements.words, found.agreements.change_words) == ("2/3", "较上季度 +1")
    assert [unit.name for one in found.signed for unit in one.missing] == ["机电工程系"]


def test_agreements_of_two_years_are_not_compared(app: Flask, past: Past) -> None:
    with app.app_context():
        past.signings(2022, {"保卫部": day(-90)}, since=day(-300))
        past.signings(2023, {"保卫部": None})

        found = figures(Period(Quarter(2023, 1), date(2023, 2, 1)))

    assert (found.agreements.words, found.agreements.before) == ("0/1", None)


def test_reports_are_counted_until_the_meeting_was_held(app: Flask, past: Past) -> None:
    with app.app_context():
        first = past.meeting(Quarter(2023, 1), APRIL, "保卫部", "后勤处")
        past.report(first, "保卫部", ("submit", date(2023, 4, 9)))
        past.report(first, "后勤处", ("submit", date(2023, 4, 9)), ("return", APRIL))
        second = past.meeting(Quarter(2023, 2), date(2023, 6, 10), "保卫部", state="notified")
        past.meeting(Quarter(2023, 2), TODAY, "保卫部", state="draft")
        past.report(second, "保卫部", ("submit", MAY), ("return", MAY), ("submit", TODAY))

        found = figures(SECOND)

    assert (found.reports.words, found.reports.before) == ("1/1", 1)
    assert [unit.name for unit in found.reporting_before.missing] == ["后勤处"]
    assert found.reporting.meetings == 1


def test_a_unit_asked_twice_counts_once_and_before_the_meeting_nobody_is_missing(
    app: Flask, past: Past
) -> None:
    with app.app_context():
        first = past.meeting(Quarter(2023, 2), APRIL, "保卫部", "后勤处")
        past.meeting(
            Quarter(2023, 2), TODAY + timedelta(days=1), "保卫部", "机电工程系", state="notified"
        )
        past.report(first, "保卫部", ("submit", date(2023, 4, 9)))

        found = figures(SECOND)

    assert found.reports.words == "0/3"
    assert [unit.name for unit in found.reporting.missing] == ["后勤处"]
    assert found.reporting.awaited == 2


def test_the_open_tasks_of_the_matrix_add_up(app: Flask, past: Past) -> None:
    with app.app_context():
        past.tasks(
            Life("保卫部", APRIL, APRIL), Life("后勤处", APRIL, MAY + timedelta(days=90)),
            Life("机电工程系", APRIL, MAY + timedelta(days=90)),
        )  # fmt: skip

        found = figures(SECOND)

    assert [(row.unit, row.open) for row in found.matrix.rows] == [("保卫部", 1)]
    assert found.matrix.others == "另有 2 个单位没有在册风险和逾期任务，在办任务 2 项。"


@pytest.mark.parametrize("number", [1, 40])
def test_the_number_of_statements_does_not_grow(app: Flask, past: Past, number: int) -> None:
    lives = [Life(UNITS[n % 3], day(n), day(n + 5)) for n in range(number)]
    with app.app_context():
        past.tasks(*lives)
        past.risks(*lives)
        past.meeting(Quarter(2023, 2), FIRST, *UNITS[:number])
        past.signings(2023, dict.fromkeys(UNITS[:number]))

    with count_queries(app) as statements, app.app_context():
        found = figures(SECOND)

    assert found.numbers[0].value == number
    assert len(statements) == 9, statements
