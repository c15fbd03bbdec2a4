"""What is typed into the box, and how it is read."""

from collections.abc import Iterator

import pytest

from tests.search.conftest import World
from tracker.search import queries


@pytest.fixture(autouse=True)
def _inside(world: World) -> Iterator[None]:
    with world.app.app_context():
        yield


def terms(typed: str) -> list[str]:
    """Return the words that are looked for, and the numbers behind a #."""
    return [term.words or f"#{next(iter(term.marks))}" for term in queries.ask(typed).terms]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("消防", ["消防"]),
        ("  消防　宿舍\n", ["消防", "宿舍"]),
        ("消防 消防", ["消防"]),
        ("“消防 安全”检查", ["消防 安全", "检查"]),
        ('"消防 安全"', ["消防 安全"]),
        ("ＬＥＤ", ["led"]),
        ("〔2023〕3号", ["#2023no3"]),
        ("[2023]3", ["#2023no3"]),
        ("（2023）第 3 号", ["#2023no3"]),
        ("2023-3", ["#2023no3"]),
        ("2023-003", ["#2023no3"]),
        ("院会纪〔2023〕3号", ["#2023no3", "院会纪"]),
        ("风险2023-7", ["#2023no7", "风险"]),
        ("2023-3-10", ["2023-3-10"]),
        ("2023年", ["2023年"]),
        ("消防，宿舍、食堂", ["消防", "宿舍", "食堂"]),
        ("《消防安全责任书》", ["消防安全责任书"]),
        ('教务处"消防', ["教务处", "消防"]),
        ("100%", ["100%"]),
        ("", []),
        ("，。！", []),
        ("🔥", []),
        ("\u200b\x07", []),
    ],
)
def test_words_phrases_and_numbers(typed: str, expected: list[str]) -> None:
    assert terms(typed) == expected


def test_a_long_question_is_cut_and_says_so() -> None:
    question = queries.ask("消防" * 200)

    assert question.is_cut
    assert len(question.typed) == 100
    assert not queries.ask("消防" * 20).is_cut


def test_only_the_first_of_many_words_are_used() -> None:
    question = queries.ask("一 二 三 四 五 六 七 八 九")

    assert question.is_cut
    assert len(question.terms) == 8


def test_a_units_name_stands_for_what_is_its_own(world: World) -> None:
    (term,) = queries.ask("保卫部").terms

    assert term.marks == {f"unit{world.cast.units['保卫部']}"}


def test_initials_stand_for_units_and_people(world: World) -> None:
    (term,) = queries.ask("bwb").terms
    (person,) = queries.ask("CYS").terms

    assert term.marks == {f"unit{world.cast.units['保卫部']}"}
    assert person.marks == {f"person{world.cast.persons['secretary']}"}
