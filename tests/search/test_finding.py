"""What words find: phrases, several words, single characters, numbers, names, initials."""

from collections.abc import Iterator

import pytest

from tests.factories import saved
from tests.search.conftest import World
from tracker.directory.models import UnitAlias
from tracker.search import services
from tracker.search.models import Kind


@pytest.fixture
def full(world: World) -> Iterator[World]:
    with world.app.app_context():
        yield world


def items(world: World, typed: str, **narrowed: int) -> list[int]:
    """Return the items that the clerk finds, made in the index before."""
    services.catch_up()
    return world.find(typed, **narrowed).get(Kind.FOLLOW_UP, [])


def test_a_word_is_found_wherever_it_stands(full: World) -> None:
    found = full.item("保卫部", title="检查危化品库", requirement="逐瓶清点。")
    full.item("保卫部", title="检查库房", requirement="危险品入库。")

    for typed in ("危化", "化品", "危化品库", "逐瓶清点", "瓶", "库 清点", "清点。"):
        assert items(full, typed) == [found], typed


def test_neighbours_must_be_neighbours(full: World) -> None:
    """消防安全 has pairs that stand in both texts, and stands in one."""
    found = full.item("保卫部", title="消防安全检查")
    full.item("保卫部", title="检查消防，做好国防安排，注意安全")

    assert items(full, "消防安全") == [found]


def test_a_phrase_may_hold_marks_and_spaces(full: World) -> None:
    found = full.item("保卫部", title="检查（沿街）场所 A座")
    full.item("保卫部", title="检查沿街场所 A 座")

    assert items(full, "（沿街）场所") == [found]
    assert items(full, "(沿街)场所") == [found]
    assert items(full, '"场所 a座"') == [found]


def test_signs_of_the_query_languages_are_plain_text(full: World) -> None:
    found = full.item("保卫部", title="完成率100%_达标")
    full.item("保卫部", title="完成率1000达标")

    for typed in ("100%", "100%_", "%_达"):
        assert items(full, typed) == [found]
    for typed in ('"', "' OR 1", "消防 AND", "NEAR(消 防)", "a:*", "|", "<->", "\\", "^消", "{消}"):
        items(full, typed)


def test_the_newest_come_first(full: World) -> None:
    ids = [full.item("保卫部", title="消防检查") for _ in range(3)]

    assert items(full, "消防") == ids[::-1]


def test_numbers_are_found_however_they_are_written(full: World) -> None:
    third = full.paper(number=3, doc_no="晋川院会纪〔2023〕3号")
    full.paper(number=31, doc_no="晋川院会纪〔2023〕31号")
    item = full.item("保卫部", year=2023, number=3)
    services.catch_up()

    for typed in ("〔2023〕3号", "[2023] 3", "2023-3", "会纪 2023-3"):
        assert full.find(typed)[Kind.PAPER] == [third], typed
    assert full.find("2023-3")[Kind.FOLLOW_UP] == [item]
    assert Kind.FOLLOW_UP not in full.find("会纪 2023-3")


def test_a_number_told_in_a_text_is_found(full: World) -> None:
    found = full.item("保卫部", requirement="按晋川院会纪〔2022〕12号落实。")

    assert items(full, "2022-12") == [found]


def test_units_are_found_by_every_name_and_by_initials(full: World) -> None:
    unit_id = full.cast.units["保卫部"]
    saved(UnitAlias(unit_id=unit_id, name="平安校园建设科"))
    services.rebuild()

    for typed in ("保卫", "平安校园建设科", "校园建设", "bwb", "BW", "paxy"):
        assert full.find(typed)[Kind.UNIT] == [unit_id], typed


def test_people_are_found_by_name_post_and_initials(full: World) -> None:
    services.catch_up()

    for typed in ("程远山", "远山", "党委书记", "cys", "CY"):
        assert full.cast.persons["secretary"] in full.find(typed)[Kind.PERSON], typed


def test_a_unit_and_a_word_find_the_units_own(full: World) -> None:
    own = full.item("保卫部", title="检查消防器材")
    helped = full.item("后勤处", title="更换消防水带", supporting=["保卫部"])
    full.item("机电工程系", title="检查消防器材")

    assert items(full, "保卫部 消防") == [helped, own]
    assert items(full, "bwb 消防") == [helped, own]


def test_it_narrows_by_year_and_unit(full: World) -> None:
    old = full.item("保卫部", year=2022, title="检查消防器材")
    new = full.item("机电工程系", title="检查消防器材")

    assert items(full, "消防", year=2022) == [old]
    assert items(full, "消防", unit_id=full.cast.units["机电工程系"]) == [new]
    assert items(full, "消防", year=2022, unit_id=full.cast.units["机电工程系"]) == []


def test_rare_characters_are_found(full: World) -> None:
    found = full.item("保卫部", title="𬭎昇楼㛃馨厅检修")

    for typed in ("𬭎", "𬭎昇", "楼㛃馨"):
        assert items(full, typed) == [found], typed
