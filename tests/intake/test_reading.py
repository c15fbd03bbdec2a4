"""What every reading keeps, whatever was pasted."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.reading import read_meeting
from tracker.intake.reading.case import as_case
from tracker.intake.reading.draft import Draft
from tracker.intake.reading.source import Piece, read_source

SEED = (Path(__file__).parents[1] / "data" / "meetings" / "00.txt").read_text()
WORDS = (
    "3月10日下午 党委书记 张三 各单位 会议强调 一是 一、 主持 参加会议 签订了 《2023年安全责任书》"
    " 要求 围绕 等方面 2023年第一季度 時間 在主楼三楼会议室召开"
)
MARKS = "、,，。;；:：()（）《》“”\n \u200b\x00😀"
BITS = st.sampled_from([*MARKS, *WORDS.split()])


def pieces(draft: Draft) -> list[Piece]:
    singles = [v for v in (draft.title, draft.date, draft.quarter, draft.venue) if v]
    return [
        *(words for value in singles for words in value.words),
        *(one.words for one in (*draft.chair, *draft.speakers)),
        *draft.attendance.groups, *draft.reporting,
        *(item for one in draft.areas for item in one.items),
        *(heading.words for one in draft.instructions for heading in one.headings),
        *(one.title for one in draft.agreements), *(one.demand for one in draft.demands),
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(BITS, max_size=40).map("".join))
def test_whatever_is_pasted_is_read_and_each_value_has_its_place(text: str) -> None:
    draft = read_meeting(text)

    json.dumps(as_case(draft))
    for piece in pieces(draft):
        start, end = piece.pasted_at
        assert 0 <= start <= end <= len(text)
        assert read_source(text[start:end]).plain == piece.text


def test_the_seed_lights_up_where_it_says_so() -> None:
    draft = read_meeting(SEED)

    assert draft.venue is not None
    start, end = draft.venue.words[0].pasted_at
    assert SEED[start:end] == "坞城校区主楼四层会议室"


def test_a_text_without_a_year_takes_it_from_the_day_it_appeared() -> None:
    text = "12月29日上午，学院召开安全工作会。会议由副院长周敏主持。"

    assert read_meeting(text).date is None
    assert "没有写明年份" in read_meeting(text).doubts[0]
    dated = read_meeting(text, published=date(2024, 1, 3)).date
    assert dated is not None
    assert dated.value == "2023-12-29"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("今天食堂的菜很好吃。大家都很满意。", "没有读到会议"),
        ("首页 > 新闻 > 通知公告\n上一篇\n下一篇\n版权所有", "没有读到会议"),
        (
            "3月10日，学院召开研判会。会议由周敏主持。\n4月12日，学院召开安全会。会议由周敏主持。",
            "似有两次会议",
        ),
    ],
)
def test_what_is_doubtful_is_said(text: str, words: str) -> None:
    assert any(words in doubt for doubt in read_meeting(text).doubts)


@pytest.mark.parametrize(
    "bit", ["、", "安全、", "书记", "院长张三", "责任书", "参加会议", "《", "(", "1月1日", "一、\n"]
)
def test_no_text_takes_long(bit: str) -> None:
    # A pattern that tries again from every place would run into the time limit of the suite.
    read_meeting((bit * 100_000)[:100_000])
