"""Areas named are pasted, split, matched to the dictionary, and confirmed before they are kept."""

import pytest

from tests.client import PageClient
from tests.risks.conftest import World
from tracker.core.db import db
from tracker.meetings.models import AreaList, Meeting
from tracker.meetings.queries import area_context, area_lists, read_areas

SEED = (
    "紧密围绕安全文化建设、消防、师生思想状况和宗教信仰情况、防疫及食品卫生安全、"
    "后勤（食堂、浴室）等方面存在的风险点和隐患以及采取的有效措施等"
)


def read(world: World, pasted: str) -> list[tuple[str, int]]:
    """Return (words, how many areas they stand for)."""
    with world.app.app_context():
        return [(one.words, len(one.area_ids)) for one in read_areas(pasted)]


def test_an_enumeration_is_split_outside_brackets(world: World) -> None:
    assert read(world, SEED) == [
        ("安全文化建设", 0),
        ("消防", 1),
        ("师生思想状况和宗教信仰情况", 2),
        ("防疫及食品卫生安全", 2),
        ("后勤（食堂、浴室）", 0),
    ]


def test_words_are_known_without_the_bracket_at_their_end(world: World) -> None:
    assert read(world, "消防（含宿舍）、（含食堂）消防") == [
        ("消防（含宿舍）", 1),
        ("（含食堂）消防", 0),
    ]


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", []),
        ("从消防、食品安全等九个方面", ["消防", "食品安全"]),
        ("消防（含宿舍、食品安全", ["消防（含宿舍、食品安全"]),
        ("消防\n食品安全", ["消防", "食品安全"]),
    ],
)
def test_odd_pastes_lose_nothing(world: World, pasted: str, words: list[str]) -> None:
    assert [one for one, _ in read(world, pasted)] == words


def rows_of(page: str, context: str, *words: str) -> dict[str, str]:
    data = {"context": context}
    for place, word in enumerate(words):
        data[f"rows-{place}-words"] = word
    assert page
    return data


def test_the_page_splits_first_and_keeps_what_is_confirmed(world: World, clerk: PageClient) -> None:
    url = f"/meetings/{world.meeting_id}/areas/new"
    assert clerk.page("meetings.new_area_list", meeting_id=world.meeting_id)
    split = clerk.post(url, {"context": "units", "paste": SEED}).get_data(as_text=True)
    assert "后勤（食堂、浴室）" in split
    assert "不得填写个人的信仰" in split
    assert "已拆分，还没有保存" in split
    assert split.count("未对应</span>") == 2
    with world.app.app_context():
        assert db.session.query(AreaList).count() == 0

    data: dict[str, object] = dict(rows_of(split, "units", "消防", "后勤（食堂、浴室）"))
    data["rows-0-area_ids"] = [str(world.areas["消防安全"])]
    answer = clerk.post(url, data)

    assert answer.location.endswith(f"/meetings/{world.meeting_id}/risks")
    with world.app.app_context():
        [found] = area_lists(db.session.get_one(Meeting, world.meeting_id))
        assert area_context(found) == "各汇报单位"
        assert [(one.words, len(one.areas)) for one in found.entries] == [
            ("消防", 1), ("后勤（食堂、浴室）", 0),
        ]  # fmt: skip


def test_forty_areas_in_one_paste(world: World, clerk: PageClient) -> None:
    words = [f"第{n}类场所" for n in range(40)]

    page = clerk.post(
        f"/meetings/{world.meeting_id}/areas/new", {"context": "units", "paste": "、".join(words)}
    ).get_data(as_text=True)

    assert all(word in page for word in words)


def test_too_many_areas_stay_in_the_box(world: World, clerk: PageClient) -> None:
    words = "、".join(f"第{n}类场所" for n in range(120))

    page = clerk.post(
        f"/meetings/{world.meeting_id}/areas/new", {"context": "units", "paste": words}
    ).get_data(as_text=True)

    assert "一次最多 100 个领域" in page
    assert "第119类场所" in page


def test_the_list_of_a_point_names_its_place(world: World, clerk: PageClient) -> None:
    address_id, point_id = world.address()

    answer = clerk.post(
        f"/meetings/{world.meeting_id}/areas/new",
        rows_of("x", f"point:{address_id}:{point_id}", "消防"),
    )

    assert answer.status_code == 302
    page = clerk.page("risks.of_meeting", meeting_id=world.meeting_id)
    assert "院长顾明川强调 二" in page


def test_a_list_is_corrected_and_removed(world: World, clerk: PageClient) -> None:
    world.name("消防", "食品安全")
    with world.app.app_context():
        found = db.session.query(AreaList).one()
        list_id, version = found.id, str(found.row_version)
    page = clerk.page("meetings.edit_area_list", meeting_id=world.meeting_id, list_id=list_id)
    assert "食品安全" in page
    data = {**rows_of(page, "meeting", "消防", ""), "row_version": version}

    url = f"/meetings/{world.meeting_id}/areas/{list_id}"
    assert clerk.post(f"{url}/edit", data).status_code == 302
    with world.app.app_context():
        assert [one.words for one in db.session.query(AreaList).one().entries] == ["消防"]
    assert clerk.post(f"{url}/remove", {}).status_code == 302
    assert clerk.post(f"{url}/remove", {}).status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"context": "units"}, "还没有领域"),
        ({"rows-0-words": "消防"}, "请选择是谁"),
        ({"context": "units", "rows-0-words": "重点人名单3人信教"}, "不"),
    ],
)
def test_what_is_missing_is_asked_for(
    world: World, clerk: PageClient, data: dict[str, str], words: str
) -> None:
    answer = clerk.post(f"/meetings/{world.meeting_id}/areas/new", data)

    assert answer.status_code == 200
    assert words in answer.get_data(as_text=True)


def test_a_unit_reads_the_areas_once_the_meeting_was_held(world: World, head: PageClient) -> None:
    world.name("消防")

    page = head.page("risks.of_meeting", meeting_id=world.meeting_id)

    assert "消防" in page
    assert "登记为风险" not in page
