"""What is pasted and is no meeting, as it is read: tables, a report, an agreement."""

from pathlib import Path

import pytest

from tests.intake.others import (
    AGREEMENT,
    BLANK_AGREEMENT,
    HEAD,
    REPORT,
    RISKS,
    ROW,
    TASKS,
    UNNUMBERED,
    in_excel,
    in_word,
)
from tracker.intake.reading.other import (
    Part,
    Sort,
    read_agreement,
    read_report,
    sort_of,
    tables_of,
)

TEXTS = sorted((Path(__file__).parent / "texts" / "raw").glob("*.txt"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_texts_of_meetings_are_meetings(path: Path) -> None:
    assert sort_of(path.read_text(encoding="utf-8")) == Sort.MEETING


@pytest.mark.parametrize(
    ("pasted", "sort"),
    [
        (REPORT, Sort.REPORT),
        (UNNUMBERED, Sort.REPORT),
        (AGREEMENT, Sort.AGREEMENT),
        (BLANK_AGREEMENT, Sort.AGREEMENT),
        (TASKS, Sort.TASKS),
        (RISKS, Sort.RISKS),
        ("时间\t2023年3月10日\n地点\t主楼四层会议室\n", Sort.MEETING),
        ("我院召开责任书签订会\n会上，甲方乙方签字。责任人考核。", Sort.MEETING),
        ("随便写的一句话", Sort.MEETING),
    ],
)
def test_each_sort_is_told_by_what_stands_in_it(pasted: str, sort: Sort) -> None:
    assert sort_of(pasted) == sort


def words(parts: tuple[Part, ...]) -> list[str]:
    return [part.words for part in parts]


def test_a_report_is_read_section_by_section() -> None:
    report = read_report(REPORT)

    assert (report.year, report.quarter, report.author.words) == (2023, 1, "保卫部")
    assert words(report.overview) == [
        "本季度校园秩序平稳，完成消防设施月检两次。", "门卫值班记录齐全。",
    ]  # fmt: skip
    assert [(row.title.words, row.measure.words) for row in report.rows] == [
        ("2号宿舍楼疏散指示灯损坏三处，消防安全有隐患", "3月底前更换，安排专人复查。"),
        ("快递站点车辆停放混乱", "划定停车区。"),
    ]
    assert words(report.causes) == ["日常巡查频次不够。"]
    assert words(report.plans) == ["开展春季安全大检查。", "组织一次疏散演练。"]


def test_problems_and_measures_of_the_same_number_are_paired() -> None:
    report = read_report(UNNUMBERED)

    assert (report.year, report.quarter) == (None, 1)
    assert words(report.overview) == ["食堂、锅炉房运行正常。"]
    assert [(row.title.words, row.measure.words) for row in report.rows] == [
        ("留样柜温度记录有缺", "每日双人登记；"),
        ("厨余桶清运不及时", "与清运方约定时间。"),
    ]
    assert words(report.plans) == ["更换老旧管线。"]


def test_measures_that_are_no_pairs_stand_for_themselves() -> None:
    report = read_report(UNNUMBERED.replace("每日双人登记；\n", ""))

    assert [row.measure.words for row in report.rows] == ["", ""]
    assert words(report.measures) == ["与清运方约定时间。"]


def rows_of(problems: str) -> list[tuple[str, str]]:
    report = read_report(
        f"一季度汇报\n一、总体情况\n平稳。\n二、存在问题\n{problems}\n三、打算\n检查。"
    )
    return [(row.title.words, row.measure.words) for row in report.rows]


def test_a_measure_below_a_problem_is_its_own() -> None:
    assert rows_of("1.甲处漏电。\n整改措施：更换线路。\n2.乙处堵塞。\n措施：清理通道。") == [
        ("甲处漏电", "更换线路。"), ("乙处堵塞", "清理通道。"),
    ]  # fmt: skip


def test_what_leads_to_a_list_is_no_problem_and_the_rest_is() -> None:
    assert rows_of("本季度比较突出的问题主要有以下两个方面：一是甲处漏电；二是乙处堵塞。") == [
        ("甲处漏电", ""), ("乙处堵塞", ""),
    ]  # fmt: skip
    assert rows_of("丙处积水。一是甲处漏电；二是乙处堵塞。")[0] == ("丙处积水", "")


def test_a_date_in_chinese_is_nobodys_name() -> None:
    report = read_report(REPORT.replace("2023年3月8日", "二〇二三年三月八日"))

    assert report.author.words == "保卫部"
    assert words(report.plans)[-1] == "组织一次疏散演练。"


@pytest.mark.parametrize("pasted", [REPORT, UNNUMBERED, AGREEMENT, BLANK_AGREEMENT])
def test_what_was_read_stands_where_it_says(pasted: str) -> None:
    report, agreement = read_report(pasted), read_agreement(pasted)
    parts = [*report.overview, *report.causes, *report.plans, report.title, report.author]
    parts += [part for row in report.rows for part in (row.title, row.measure)]
    parts += [agreement.title, agreement.side_a, agreement.side_b, agreement.text]

    assert [part for part in parts if pasted[part.start : part.end] != part.words] == []


def test_an_agreement_is_read_with_its_sides() -> None:
    agreement = read_agreement(AGREEMENT)

    assert agreement.title.words == "2023年度\n校园安全工作目标责任书"
    assert agreement.year == 2023
    assert agreement.side_a.words == "晋川职业学院"
    assert agreement.side_b.words == "保卫部"
    assert agreement.indicators == ("责任目标", "责任内容", "考核奖惩")
    assert agreement.text.words.startswith("甲方：")


def test_a_blank_to_be_filled_by_hand_is_nothing() -> None:
    agreement = read_agreement(BLANK_AGREEMENT)

    assert agreement.year is None
    assert agreement.side_a.words == "学院"
    assert agreement.side_b.words == "各党总支"


def test_a_table_comes_out_of_word_and_excel() -> None:
    for name, content in (("a.docx", in_word(HEAD, ROW)), ("a.xlsx", in_excel(HEAD, ROW))):
        assert tables_of(name, content).splitlines() == ["\t".join(HEAD), "\t".join(ROW)], name


def test_a_table_within_a_long_text_is_part_of_it() -> None:
    assert tables_of("a.docx", in_word(HEAD, ROW, before="会议听取了汇报。" * 30)) == ""
    assert tables_of("a.docx", in_word(("时间", "地点"), ("上午", "主楼"))) == ""
