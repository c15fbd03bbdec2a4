"""How like a risk is to an earlier one: figures on labelled pairs as floors, and single cases.

`repeats.tsv` was written beside the method, `repeats_blind.tsv` by somebody who had not seen it;
after its two scorings it was tuned on as well. `repeats_blind_2.tsv` was written blind too, scored
once when the method was finished, and is not tuned on.
"""

import csv
import tomllib
from pathlib import Path

import pytest

from tracker.risks.queries.likeness import Told, likeness
from tracker.risks.queries.wording import said

ROOT = Path(__file__).parents[2]
AREAS = tomllib.loads((ROOT / "tracker/directory/start_set.toml").read_text(encoding="utf-8"))
PARTY = ("直属党支部", "党总支", "党支部", "党工委")


def told(
    title: str, place: str = "", unit: str = "机电工程系", area: str = "消防安全"
) -> Told:  # fmt: skip
    """Return what is compared; a unit and its party unit are one family."""
    of_area = [one for one in AREAS["areas"] if area in (one["name"], *one["synonyms"])]
    words = (of_area[0]["name"], *of_area[0]["synonyms"]) if of_area else (area,)
    stem = unit
    for ending in PARTY:
        stem = stem.removesuffix(ending)
    return Told(
        unit_id=hash(unit),
        family=frozenset(hash(stem + ending) for ending in ("", *PARTY)),
        area_id=hash(words[0]),
        area=words,
        is_sensitive=any(one.get("sensitive", False) for one in of_area),
        place=place,
        title=title,
    )


def figures(name: str) -> tuple[float, float]:
    """Return recall and precision on the labelled pairs of a file."""
    found = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    with (ROOT / "tests" / "data" / name).open(encoding="utf-8") as pairs:
        for pair in csv.DictReader(pairs, delimiter="\t", quoting=csv.QUOTE_NONE):
            later, earlier = (
                told(*(pair[f"{which}_{part}"] for part in ("title", "place", "unit", "area")))
                for which in ("later", "earlier")
            )
            found[pair["is_repeat"] == "1", likeness(later, earlier) is not None] += 1
    right = found[True, True]
    return right / (right + found[True, False]), right / (right + found[False, True])


def is_repeat(later: Told, earlier: Told) -> bool:
    return likeness(later, earlier) is not None


@pytest.mark.parametrize(
    ("name", "least_recall", "least_precision"),
    [
        ("repeats.tsv", 0.97, 0.95),
        ("repeats_blind.tsv", 0.97, 0.93),
        ("repeats_blind_2.tsv", 0.9, 0.97),
    ],
)
def test_it_finds_so_many_of_the_labelled_pairs(
    name: str, least_recall: float, least_precision: float
) -> None:
    recall, precision = figures(name)

    assert recall >= least_recall
    assert precision >= least_precision


@pytest.mark.parametrize(
    ("place", "other"),
    [
        ("3号楼", "4号楼"), ("3号楼", "第四教学楼"), ("三号楼二层", "3号楼3层"),
        ("301机房", "302机房"), ("第一食堂", "二食堂"), ("东门", "西门"),
        ("榆次校区食堂", "坞城校区食堂"), ("男生宿舍", "女生宿舍"), ("图书馆", "体育馆"),
    ],
)  # fmt: skip
def test_another_place_is_no_repeat(place: str, other: str) -> None:
    assert is_repeat(told("灭火器过期", place), told("灭火器过期", place))
    assert not is_repeat(told("灭火器过期", place), told("灭火器过期", other))
    assert not is_repeat(told(f"{place}灭火器过期"), told(f"{other}灭火器过期"))


def test_another_room_of_a_kind_is_another_place() -> None:
    assert not is_repeat(told("灭火器过期", "钳工实训室"), told("灭火器过期", "焊接实训室"))


@pytest.mark.parametrize(
    ("place", "same"),
    [("3号楼", "三号楼"), ("３号楼", "3#楼"), ("第一食堂", "1食堂"), ("二层", "二楼"),
     ("学生公寓", "宿舍楼"), ("6号公寓302室", "六号公寓302")],
)  # fmt: skip
def test_a_place_written_otherwise_is_the_same(place: str, same: str) -> None:
    found = likeness(told("灭火器过期", place), told("灭火器过期", same))

    assert found is not None
    assert "同一地点" in found.reason


def test_what_is_said_around_it_does_not_count() -> None:
    assert is_repeat(
        told("检查发现3号楼存在部分灭火器已过有效期未及时更换的隐患"), told("3号楼灭火器过期")
    )
    assert not is_repeat(told("存在检查不及时的安全隐患"), told("存在培训不及时的安全隐患"))


def test_numbers_that_count_are_no_place() -> None:
    assert is_repeat(told("5具灭火器过期"), told("3具灭火器过期"))


def test_the_same_thing_with_another_fault_is_no_repeat() -> None:
    assert not is_repeat(told("灭火器数量不足", "实训楼"), told("灭火器过期", "实训楼"))


def test_the_same_fault_of_another_thing_is_no_repeat() -> None:
    assert not is_repeat(told("应急照明损坏", "实训楼"), told("防火门损坏", "实训楼"))


def test_words_for_the_area_are_one_word() -> None:
    area = ("岗位实习", "顶岗实习")

    assert said("岗位实习", "", area).weights == said("顶岗实习管理", "", area).weights


def test_it_says_why() -> None:
    same = likeness(told("灭火器过期"), told("灭火器过期", unit="机电工程系党总支"))
    other = likeness(told("灭火器过期", "实训楼", area="宿舍安全"), told("灭火器已超期", "实训楼"))

    assert same is not None
    assert same.reason == "关联单位、同一领域，描述相同"
    assert other is not None
    assert other.reason == "同一单位、同一地点，“灭火器已超期”与“灭火器过期”用词相近"
