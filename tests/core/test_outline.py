"""A pasted speech becomes an outline, and nothing of it gets lost."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.outline import (
    Outline,
    Point,
    from_text,
    meeting_says,
    renumber,
    split_speech,
    to_text,
    whole_text,
)

MEETINGS = Path(__file__).parent.parent / "data" / "meetings"
MARKS = (
    "一、 二、 三、 （一） (二) 一是 二是要 三是 一要 二要 第一， 第二， "
    "1. 2、 （1） ① ② 首先， 其次， 其一，"
)
PROSE = "会议指出， 会议要求 。 ； ， 、 ： ” “ 提高认识 安全第一 落实责任 1.5万元 \\ ————"
FRAGMENTS = [*MARKS.split(), *PROSE.split(), "\n", "\n\n", " ", "\u3000"]
SPEECHES = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join) | st.text(max_size=60)


def headings(outline: Outline) -> list[str]:
    return [point.heading for _, point in outline.walk()]


def tree(outline: Outline) -> list[tuple[int, str]]:
    return [(level, point.heading) for level, point in outline.walk()]


def without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("number", ["00", "02", "03", "10", "12", "18", "21", "30"])
def test_every_heading_of_a_real_text_is_found(number: str) -> None:
    text = (MEETINGS / f"{number}.txt").read_text(encoding="utf-8")
    spoken = json.loads((MEETINGS / f"{number}.json").read_text(encoding="utf-8"))["instructions"]
    wanted = [t for s in spoken for h in s["headings"] for t in (h["text"], *h["sub"])]

    assert headings(split_speech(text)) == wanted


@given(SPEECHES)
def test_nothing_gets_lost(text: str) -> None:
    assert without_spaces(whole_text(split_speech(text))) == without_spaces(text)


@given(SPEECHES)
def test_the_editable_text_reads_back_to_the_same_tree(text: str) -> None:
    outline = split_speech(text)

    assert from_text(to_text(outline)) == renumber(outline)


def test_mixed_marks_stay_on_one_level() -> None:
    speech = "他强调第一,要统一思想。甲。第二,要明确任务。乙。三、落实要求。丙。"

    outline = split_speech(speech)

    assert outline.lead == "他强调"
    assert tree(outline) == [(1, "统一思想"), (1, "明确任务"), (1, "落实要求")]
    assert [p.marker for p in outline.points] == ["第一,要", "第二,要", "三、"]
    assert [p.body for p in outline.points] == ["甲。", "乙。", "丙。"]


def test_three_levels() -> None:
    speech = (
        "一、提高认识\n（一）学习\n1.读文件\n2.谈体会\n（二）宣传\n"
        "二、抓好落实\n一是要排查；二是要整改。"
    )

    assert tree(split_speech(speech)) == [
        (1, "提高认识"),
        (2, "学习"),
        (3, "读文件"),
        (3, "谈体会"),
        (2, "宣传"),
        (1, "抓好落实"),
        (2, "排查"),
        (2, "整改"),
    ]


@pytest.mark.parametrize(
    ("speech", "wanted"),
    [
        ("首先，要学习。其次，要落实。最后，要检查。", ["学习", "落实", "检查"]),
        ("一要学习；二要落实", ["学习", "落实"]),
        ("①学习；②落实。", ["学习", "落实"]),
        ("1、学习。2、落实。", ["学习", "落实"]),
        ("（1）学习；（2）落实。", ["学习", "落实"]),
        ("第一是学习，第二是落实。", ["学习", "落实"]),
        ("其一，学习。其二，落实。", ["学习", "落实"]),
        ("提出意见一是学习，二是落实，三是检查。", ["学习", "落实", "检查"]),
        ("⑴学习。⑵落实。", ["学习", "落实"]),
        ("十、学习\n十一、落实\n十二、检查", ["学习", "落实", "检查"]),
        ("一、坚持“安全第一。”的方针。甲", ["坚持“安全第一。”的方针"]),
    ],
)
def test_each_family_of_marks(speech: str, wanted: list[str]) -> None:
    assert headings(split_speech(speech)) == wanted


@pytest.mark.parametrize(
    "prose",
    [
        "坚持安全第一，预防为主。",
        "投入1.5万元，其中二、三年级学生500人。",
        "第一季度会议在第二会议室召开，第一责任人到会。",
        "首先祝贺大家。",
        "“一是一，二是二”是他的口头禅。",
        "2023年3月10日，一、二年级停课。",
    ],
)
def test_prose_has_no_points(prose: str) -> None:
    assert split_speech(prose) == Outline(lead=prose)


def test_what_the_meeting_says_after_the_last_point_is_the_tail() -> None:
    outline = split_speech("一、学习。甲。\n二、落实。乙。\n会议要求，会后传达。\n编辑：某部")

    assert outline.points[1].body == "乙。"
    assert outline.tail == "会议要求，会后传达。\n编辑：某部"


def test_sentences_of_the_meeting() -> None:
    text = (
        "会议指出,要抓好安全。要落实。会议强调：要传达。\n中央会议要求不算。\n"
        "会议还要求，月底报送。"
    )

    assert meeting_says(text) == [
        ("指出", "要抓好安全。要落实。"),
        ("强调", "要传达。"),
        ("要求", "月底报送。"),
    ]


def test_the_editable_text() -> None:
    outline = Outline(
        lead="提出意见",
        points=(
            Point("一是", "提高认识", "1.5万元已到位。", (Point("1.", "学习"),), "。"),
            Point("二是", "抓好落实"),
        ),
        tail="会议要求传达。",
    )

    assert to_text(outline).split("\n") == [
        "提出意见",
        "一、提高认识",
        "  \\1.5万元已到位。",
        "  （一）学习",
        "二、抓好落实",
        "————",
        "会议要求传达。",
    ]


def test_text_edited_by_hand_is_read_by_its_marks() -> None:
    edited = "一、甲\n内容\n  （一）乙\n1.丙\n二、丁"

    assert tree(from_text(edited)) == [(1, "甲"), (2, "乙"), (3, "丙"), (1, "丁")]
    assert tree(from_text("1.跳级\n（一）再跳")) == [(1, "跳级"), (2, "再跳")]
