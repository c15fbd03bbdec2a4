"""Text as it is pasted, compared, split and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.text import (
    CODE_ALPHABET,
    clean,
    excerpt,
    half_to_full_punctuation,
    nearest,
    person_title,
    read_code,
    short_code,
    split_list,
)

UNITS = {
    "党政办公室": ["办公室", "党办"],
    "学生工作部": ["学工部", "学生处"],
    "安全保卫部": ["保卫部", "保卫处"],
    "机电工程系党总支": ["机电系党总支"],
    "建筑工程系党总支": ["建工系党总支"],
}


def test_cleaning_keeps_lines_and_tabs_only() -> None:
    assert (
        clean("一\u200b、\ufeff提高\r\n二\x00\u00a0三\t四  \r五\u2028六")
        == "一、提高\n二 三\t四\n五\n六"
    )


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("pasted", "wanted"),
    [
        ("会议指出,要抓好落实;会后传达:", "会议指出，要抓好落实；会后传达："),
        (
            "教务(科技)部、后勤服务中心(食品和防疫安全)",
            "教务（科技）部、后勤服务中心（食品和防疫安全）",
        ),
        ("3月10日14:30,在315会议室", "3月10日14:30，在315会议室"),
        ("共1,200元", "共1,200元"),
        ("见https://a.cn/x?y=1", "见https://a.cn/x?y=1"),
        ("f(x), g(y)", "f(x), g(y)"),
        ("你好, 世界", "你好，世界"),
        ("((会))", "（（会））"),
        ("《办法》,已印发", "《办法》，已印发"),
    ],
)
def test_punctuation_beside_chinese_becomes_full_width(pasted: str, wanted: str) -> None:
    assert half_to_full_punctuation(pasted) == wanted


@given(st.text(alphabet="会议a1,;:?!() 。"))
def test_widening_twice_changes_nothing_more(text: str) -> None:
    once = half_to_full_punctuation(text)

    assert half_to_full_punctuation(once) == once


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("党办、学工部,保卫部；团委", ["党办", "学工部", "保卫部", "团委"]),
        (
            "机电系党总支、后勤服务中心(食品和防疫安全、餐饮)、保卫部等",
            ["机电系党总支", "后勤服务中心(食品和防疫安全、餐饮)", "保卫部"],
        ),
        ("顶岗实习、期末考试及寒假等工作", ["顶岗实习", "期末考试", "寒假"]),
        ("安全生产及公共卫生安全", ["安全生产", "公共卫生安全"]),
        ("实习实训及暑期学生安全等工作", ["实习实训", "暑期学生安全"]),
        ("保卫安全、防疫及食品卫生安全", ["保卫安全", "防疫及食品卫生安全"]),
        ("师生思想状况和宗教信仰情况", ["师生思想状况和宗教信仰情况"]),
        ("消防安全和食品安全", ["消防安全", "食品安全"]),
        ("宣传部和保卫部", ["宣传部", "保卫部"]),
        ("网络以及课堂", ["网络", "课堂"]),
        ("国际交流与对外合作办公室", ["国际交流与对外合作办公室"]),
        ("课堂，以及讲座", ["课堂", "讲座"]),
        ("", []),
    ],
)
def test_enumerations_split_where_entries_are_distinct(text: str, entries: list[str]) -> None:
    assert split_list(text) == entries


def test_known_names_are_never_split_and_always_distinct() -> None:
    assert split_list("网络和课堂", known={"网络", "课堂"}) == ["网络", "课堂"]
    assert split_list("招生部和就业部", known={"招生部和就业部"}) == ["招生部和就业部"]


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("学工处", "学生工作部"),
        ("保卫科", "安全保卫部"),
        ("机电系总支", "机电工程系党总支"),
        ("党政办", "党政办公室"),
    ],
)
def test_an_unknown_unit_offers_the_nearest_first(typed: str, unit: str) -> None:
    assert nearest(typed, UNITS)[0] == unit


def test_nothing_alike_offers_nothing() -> None:
    assert nearest("xyz", ["工会", "团委"]) == []
    assert nearest("", ["工会"]) == []
    assert len(nearest("党总支", UNITS, n=1)) == 1


def test_papers_write_post_and_name() -> None:
    assert person_title("党委书记", "张三") == "党委书记张三"
    assert person_title(None, "张三") == "张三"


def test_codes_are_random_and_survive_being_typed() -> None:
    codes = {short_code() for _ in range(100)}

    assert len(codes) == 100
    assert all(len(code) == 8 and set(code) <= set(CODE_ALPHABET) for code in codes)
    assert read_code(" ab1o-il2３ ") == "AB101123"


def test_an_excerpt_is_one_short_line() -> None:
    assert excerpt("一\n二") == "一 二"
    assert excerpt("甲" * 100, 10) == "甲" * 8 + "…"
    assert "消防" in excerpt("甲" * 100 + "消防" + "乙" * 100, 20, around="消防")


@given(st.text(), st.integers(5, 80), st.text(max_size=3))
def test_an_excerpt_never_exceeds_its_length(text: str, length: int, around: str) -> None:
    assert len(excerpt(text, length, around)) <= length
