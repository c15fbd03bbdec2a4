"""What is pasted and is no meeting: tables, a unit's report, an agreement's text."""

import io
from datetime import date
from pathlib import Path

import docx
import pytest
import xlsxwriter
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast, saved
from tracker.core.db import db
from tracker.core.forms.form import Draft
from tracker.directory.models import AgreementKind, Person
from tracker.intake.queries import found_in
from tracker.intake.reading.other import (
    Part,
    Sort,
    read_agreement,
    read_report,
    sort_of,
    tables_of,
)
from tracker.meetings.models import Meeting, ReportingUnit
from tracker.unit_reports.models import UnitReport

HELD_ON = date(2023, 3, 10)
TEXTS = sorted((Path(__file__).parent / "texts" / "raw").glob("*.txt"))
REPORT = """2023年第一季度意识形态和安全稳定形势研判报告
保卫部
一、总体情况
本季度校园秩序平稳，完成消防设施月检两次。
门卫值班记录齐全。
二、存在的主要问题
（一）2号宿舍楼疏散指示灯损坏三处，消防安全有隐患。整改措施：3月底前更换，安排专人复查。
（二）快递站点车辆停放混乱。措施：划定停车区。
三、原因分析
日常巡查频次不够。
四、下一步工作打算
1.开展春季安全大检查。
2.组织一次疏散演练。
保卫部
2023年3月8日
"""
UNNUMBERED = """后勤处一季度安全工作汇报

基本情况
食堂、锅炉房运行正常。
存在问题：
一是留样柜温度记录有缺；二是厨余桶清运不及时。
整改措施：
每日双人登记；
与清运方约定时间。
下步工作计划：更换老旧管线。
"""
AGREEMENT = """2023年度
校园安全工作目标责任书

甲方：晋川职业学院（盖章）
乙方：保卫部
为落实校园安全责任，签订本责任书。
一、责任目标
（一）全年无较大以上安全事故。
（二）隐患按期整改率100%。
二、责任内容
严格落实值班制度。
三、考核奖惩
年终考核结果作为评优依据。
甲方（签字）：        乙方（签字）：
"""
BLANK_AGREEMENT = """消防安全责任状
为落实消防安全责任制，学院与各党总支签订如下责任状。
责任目标：不发生火灾。
责任单位：__________（盖章）
考核：按年度考核办法执行。
"""
TASKS = "序号\t督办事项\t牵头单位\t完成时限\n1\t更换疏散指示灯\t保卫部\t2023-04-30\n"
RISKS = "序号\t隐患描述\t隐患等级\t责任单位\t整改措施\n1\t指示灯损坏\t一般\t保卫部\t更换\n"


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


def in_word(*rows: tuple[str, ...], before: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph(before)
    table = document.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            table.cell(number, place).text = cell
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def in_excel(*rows: tuple[str, ...]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


HEAD, ROW = ("督办事项", "牵头单位", "完成时限"), ("更换疏散指示灯", "保卫部", "2023-04-30")


def test_a_table_comes_out_of_word_and_excel() -> None:
    for name, content in (("a.docx", in_word(HEAD, ROW)), ("a.xlsx", in_excel(HEAD, ROW))):
        assert tables_of(name, content).splitlines() == ["\t".join(HEAD), "\t".join(ROW)], name


def test_a_table_within_a_long_text_is_part_of_it() -> None:
    assert tables_of("a.docx", in_word(HEAD, ROW, before="会议听取了汇报。" * 30)) == ""
    assert tables_of("a.docx", in_word(("时间", "地点"), ("上午", "主楼"))) == ""


@pytest.fixture
def first(app: Flask, cast: Cast) -> int:
    """A meeting of the first quarter to which 保卫部 reports."""
    with app.app_context():
        row = ReportingUnit(unit_id=cast.units["保卫部"])
        meeting = Meeting(
            title="研判会", year=2023, quarter=1, held_on=date(2023, 3, 10), state="held",
            entered_on=date(2023, 3, 10), reporting=[row],
        )  # fmt: skip
        return saved(meeting).id


def drafts(app: Flask) -> dict[str, dict[str, list[str]]]:
    """Return what is kept of forms that were not sent, by form and record."""
    with app.app_context():
        return {f"{one.form} {one.record}": one.fields for one in db.session.query(Draft)}


def test_a_report_goes_into_the_units_form(
    app: Flask, clerk: PageClient, cast: Cast, first: int
) -> None:
    unit_id = cast.units["保卫部"]
    clerk.post("/intake/", {"source": REPORT})
    html = clerk.page("intake.review")
    assert "单位汇报" in html
    assert f'<option selected value="{unit_id}">保卫部' in html
    assert f'<option selected value="{first}">' in html

    answer = clerk.post("/intake/fill", {"meeting_id": first, "unit_id": unit_id})

    assert answer.location == f"/meetings/{first}/reports/{unit_id}/edit#fill"
    (kept,) = drafts(app).values()
    assert kept["overview"] == ["本季度校园秩序平稳，完成消防设施月检两次。\n门卫值班记录齐全。"]
    assert kept["rows-0-title"] == ["2号宿舍楼疏散指示灯损坏三处，消防安全有隐患"]
    assert kept["rows-0-area_id"] != [""]
    assert kept["rows-1-area_id"] == [""]
    assert kept["next_steps"] == ["开展春季安全大检查。\n组织一次疏散演练。"]
    page = clerk.page("unit_reports.edit", meeting_id=first, unit_id=unit_id)
    assert 'name="rows-1-title"' in page


def test_a_report_of_a_unit_that_was_not_asked_is_told_so(
    app: Flask, clerk: PageClient, cast: Cast, first: int
) -> None:
    clerk.post("/intake/", {"source": REPORT})

    none = clerk.post("/intake/fill", {"meeting_id": "", "unit_id": cast.units["保卫部"]})
    other = clerk.post("/intake/fill", {"meeting_id": first, "unit_id": cast.units["后勤处"]})

    assert "请选择这份汇报是哪次会议的。" in none.get_data(as_text=True)
    assert "这个单位不是所选会议的汇报单位" in other.get_data(as_text=True)
    assert list(drafts(app)) == ["intake-text new"]


def test_a_report_that_was_filed_is_not_written_over(
    app: Flask, clerk: PageClient, cast: Cast, first: int
) -> None:
    unit_id = cast.units["保卫部"]
    with app.app_context():
        saved(
            UnitReport(meeting_id=first, unit_id=unit_id, state="submitted", submitted_on=HELD_ON)
        )
    clerk.post("/intake/", {"source": REPORT})

    answer = clerk.post("/intake/fill", {"meeting_id": first, "unit_id": unit_id})

    assert "汇报已经报送" in answer.get_data(as_text=True)
    assert list(drafts(app)) == ["intake-text new"]


def test_what_was_typed_there_already_is_not_lost(
    app: Flask, clerk: PageClient, cast: Cast, first: int
) -> None:
    target = {"meeting_id": first, "unit_id": cast.units["保卫部"]}
    clerk.post("/intake/", {"source": REPORT})
    clerk.post("/intake/fill", target)
    clerk.post("/intake/", {"source": REPORT.replace("平稳", "很平稳")})

    answer = clerk.post("/intake/fill", target)

    assert "还有您没有提交的内容" in answer.get_data(as_text=True)
    assert "很平稳" in drafts(app)["intake-text new"]["source"][0]


def test_of_two_persons_of_one_name_none_is_taken(
    app: Flask, clerk: PageClient, cast: Cast
) -> None:
    with app.app_context():
        saved(Person(name="程远山"))
        text = AGREEMENT.replace("晋川职业学院", "程远山、顾明川")
        with app.test_request_context():
            found = found_in(text)
    assert found is not None
    assert found.fields["leader_ids"] == [str(cast.persons["president"])]
    assert found.fields["told_by"] == ["程远山"]


def test_an_agreement_goes_into_the_form_of_its_year_or_meeting(
    app: Flask, clerk: PageClient, first: int
) -> None:
    with app.app_context():
        kind = saved(AgreementKind(name="校园安全工作目标责任书")).id
    clerk.post("/intake/", {"source": AGREEMENT})
    assert "责任书文本" in clerk.page("intake.review")

    answer = clerk.post("/intake/fill", {"meeting_id": first})

    assert answer.location == f"/meetings/{first}/agreements/new#fill"
    kept = drafts(app)[f"signing meeting-{first}"]
    assert kept["title"] == ["2023年度校园安全工作目标责任书"]
    assert kept["kind_id"] == [str(kind)]
    assert kept["told_with"] == ["保卫部"]
    clerk.post("/intake/", {"source": AGREEMENT})
    assert clerk.post("/intake/fill", {"meeting_id": ""}).location == "/agreements/2023/new#fill"


def test_a_table_goes_where_ledgers_are_brought_in(app: Flask, clerk: PageClient) -> None:
    for pasted, address in ((TASKS, "/follow-ups/import"), (RISKS, "/risks/import")):
        html = clerk.post("/intake/", {"source": pasted}).get_data(as_text=True)
        assert f'action="{address}"' in html
        shown = clerk.post(address, {"pasted": pasted}).get_data(as_text=True)
        assert "指示灯" in shown
    assert drafts(app) == {}


def test_a_table_in_a_file_is_read_as_one(clerk: PageClient) -> None:
    file = (io.BytesIO(in_word(HEAD, ROW)), "督办事项.docx")
    answer = clerk.post("/intake/", {"document": file}, content_type="multipart/form-data")

    assert 'action="/follow-ups/import"' in answer.get_data(as_text=True)


def test_what_was_misjudged_is_read_as_a_meeting(clerk: PageClient) -> None:
    clerk.post("/intake/", {"source": REPORT})

    assert "确认并登记会议" in clerk.get("/intake/review?as=meeting").get_data(as_text=True)


def test_nothing_is_filled_of_what_is_gone(app: Flask, clerk: PageClient) -> None:
    assert clerk.post("/intake/fill", {"meeting_id": ""}).location == "/intake/"
    assert drafts(app) == {}
