"""Units, posts and people from a table: what is new comes in, what is there stays."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from random import Random

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.client import PageClient
from tests.databases import all_rows
from tests.factories import Cast, empty_all_tables
from tracker.audit.services import SYSTEM
from tracker.core.db import db, writing
from tracker.core.imports import NotBroughtIn, Outcome, try_out
from tracker.directory import queries
from tracker.directory.models import LONG_AGO, Person, PostHolding, Unit
from tracker.directory.services import Entry, import_roster

ON = date(2026, 3, 1)
ROWS = [
    Entry(1, unit="校领导", title="党委书记", name="程远山", staff_no="1001"),
    Entry(2, unit="校领导", title="院长", name="周　砚", staff_no="1002"),
    Entry(3, unit="校领导", title="副院长", name="孟和", staff_no="1003"),
    Entry(4, unit="教务处", title="处长", name="张三", staff_no="2001", office_phone="6600-1"),
    Entry(5, unit="教务处", title="副处长", name="李四", staff_no="2002", since="2024年9月1日"),
    Entry(6, unit="教务处", title="副处长", name="王五", staff_no="2003"),
    Entry(7, unit="智能制造系", title="主任", name="赵六", staff_no="2004"),
    Entry(8, unit="智能制造系党总支", title="党总支书记", name="赵六", staff_no="2004"),
    Entry(9, unit="智能制造系", title="联络员", name="钱七", staff_no="2005"),
    Entry(10, unit="图书馆"),
    Entry(11, unit="图书馆", title="馆长"),
]  # fmt: skip


def bring_in(rows: list[Entry]) -> list[Outcome]:
    with writing():
        return import_roster(rows, on=ON, actor=SYSTEM)


def problem(row: Entry) -> str:
    return try_out(lambda: import_roster([row], on=ON, actor=SYSTEM))[0].problem


def test_units_posts_and_people_come_in(app: Flask) -> None:
    with app.app_context():
        outcomes = bring_in(ROWS)

        assert [outcome.problem for outcome in outcomes] == [""] * len(ROWS)
        assert [words for _, _, words in queries.rank_order(on=ON)] == [
            "党委书记", "院长", "副院长", "教务处处长", "教务处副处长", "教务处副处长",
            "智能制造系主任", "智能制造系党总支书记", "智能制造系联络员",
        ]  # fmt: skip
        kinds = {unit.name: (unit.kind, unit.active_from) for unit in queries.units()}
        assert kinds["校领导"] == ("party_committee", LONG_AGO)
        assert kinds["智能制造系党总支"] == ("general_branch", LONG_AGO)
        roles = {h.person.name: h.post.role for h in queries.holdings(on=ON)}
        assert (roles["程远山"], roles["周砚"], roles["孟和"]) == (
            "secretary",
            "president",
            "leader",
        )
        assert (roles["张三"], roles["李四"], roles["钱七"]) == ("principal", "deputy", "liaison")
        since = db.session.query(PostHolding).join(Person).filter(Person.name == "李四").one()
        assert since.from_on == date(2024, 9, 1)


def test_trying_keeps_nothing_and_tells_the_same(app: Flask) -> None:
    with app.app_context():
        tried = try_out(lambda: import_roster(ROWS, on=ON, actor=SYSTEM))

        assert db.session.query(Unit).count() == 0
        assert tried == bring_in(ROWS)


@settings(
    deadline=None, max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.randoms(use_true_random=False))
def test_bringing_it_in_again_changes_nothing(app: Flask, random: Random) -> None:
    rows = list(ROWS)
    random.shuffle(rows)
    with app.app_context():
        empty_all_tables()
        bring_in(ROWS)
        before = all_rows()

        outcomes = bring_in(rows)

        assert all(not outcome.acts and not outcome.problem for outcome in outcomes)
        assert all_rows() == before


def test_a_post_of_one_holder_passes_on(app: Flask) -> None:
    with app.app_context():
        bring_in(ROWS)

        (outcome,) = bring_in([replace(ROWS[3], name="孙八", staff_no="2009")])

        assert "接任（原任张三）" in outcome.acts
        names = {h.post.title: h.person.name for h in queries.holdings(on=ON)}
        assert names["处长"] == "孙八"


def test_one_of_several_stays_with_who_holds_it(app: Flask) -> None:
    with app.app_context():
        bring_in(ROWS)

        (outcome,) = bring_in([replace(ROWS[4], name="孙八", staff_no="2009")])

        assert "新增岗位（单位副职）" in outcome.acts
        deputies = {h.person.name for h in queries.holdings(on=ON) if h.post.title == "副处长"}
        assert deputies == {"李四", "王五", "孙八"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Entry(1), "没有单位"),
        (Entry(1, unit="教务处", name="张三"), "有姓名而没有职务"),
        (Entry(1, unit="教务处", title="处长", name="2001"), "不像姓名"),
        (Entry(1, unit="教务处", title="处长", name="张三", staff_no="工号一"), "1 至 16 位"),
        (Entry(1, unit="教务处", title="处长", name="张三", office_phone="转三"), "办公电话"),
        (Entry(1, unit="教务处", title="处长", name="张三", since="去年"), "不是日期"),
        (Entry(1, unit="教务处", title="处长", role="首长"), "没有“首长”这种岗位性质"),
        (Entry(1, unit="教务处", kind="处级"), "没有“处级”这种单位类别"),
        (Entry(1, unit="教务处", parent="校部"), "上级单位“校部”还没有登记"),
        (Entry(1, unit="教" * 101), "超过 100 字"),
        (Entry(1, unit="教务处", title="帮扶对象张某某名单"), "请删去姓名"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_says_why(app: Flask, row: Entry, words: str) -> None:
    with app.app_context():
        assert words in problem(row)


def test_namesakes_are_told_apart_by_number(app: Flask) -> None:
    with app.app_context():
        bring_in(ROWS)

        assert "已有同名人员张三" in problem(Entry(1, unit="图书馆", title="馆长", name="张三"))
        assert "已登记给张三" in problem(
            Entry(1, unit="图书馆", title="馆长", name="李三", staff_no="2001")
        )
        (outcome,) = bring_in([Entry(1, unit="图书馆", title="馆长", name="张三", staff_no="9")])
        assert outcome.acts == ("新增人员", "任职")


def test_a_number_is_added_to_who_had_none(app: Flask) -> None:
    with app.app_context():
        bring_in([replace(row, staff_no="") for row in ROWS if row.number != 8])

        outcomes = bring_in([row for row in ROWS if row.number != 8])

        assert outcomes[0].acts == ("补登工号",)
        assert db.session.query(Person).count() == 8


def test_a_bad_row_keeps_the_whole_table_out(app: Flask) -> None:
    bad = Entry(12, unit="新闻中心", title="主任", name="张三", since="去年")
    with app.app_context():
        with pytest.raises(NotBroughtIn) as refused:
            bring_in([*ROWS, bad])

        assert [outcome.problem != "" for outcome in refused.value.outcomes] == [
            *[False] * 11,
            True,
        ]
        assert db.session.query(Unit).count() == 0


def test_the_page_brings_nothing_in_before_it_is_confirmed(
    app: Flask, cast: Cast, client: PageClient
) -> None:
    clerk = client.signed_in_as(cast.users["clerk"])
    table = (
        "单位\t职务\t姓名\t工号\t民族\n"
        "新闻中心\t主任\t张小三\t２０２３００９\t汉\n"
        "新闻中心\t\t李小四\t1\t汉\n"
    )

    first = clerk.post("/directory/roster", {"pasted": table}).get_data(as_text=True)
    again = clerk.confirm("/directory/roster", {"pasted": table})
    with app.app_context():
        assert queries.find_unit("新闻中心") is None
    done = clerk.confirm("/directory/roster", {"pasted": table, "cell-2-1": "干事"})

    assert "“民族”按规定不登记" in first
    assert "有姓名而没有职务" in first
    assert again.status_code == 200
    assert done.status_code == 302
    with app.app_context():
        assert {p.staff_no for p in queries.persons()} >= {"2023009", "1"}


def test_a_row_may_be_struck_out(app: Flask, cast: Cast, client: PageClient) -> None:
    clerk = client.signed_in_as(cast.users["clerk"])
    table = "单位\t职务\t姓名\n新闻中心\t主任\t张小三\n新闻中心\t\t李小四\n"

    done = clerk.confirm("/directory/roster", {"pasted": table, "drop-2": "1"})

    assert done.status_code == 302
    with app.app_context():
        assert {"张小三"} == {p.name for p in queries.persons()} & {"张小三", "李小四"}


def test_columns_may_be_chosen_by_hand(app: Flask, cast: Cast, client: PageClient) -> None:
    clerk = client.signed_in_as(cast.users["clerk"])
    form = {
        "pasted": "新闻中心\t甲\t主任\n",
        "column-0": "unit",
        "column-1": "",
        "column-2": "title",
    }

    done = clerk.confirm("/directory/roster", form)

    assert done.status_code == 302
    with app.app_context():
        assert queries.find_unit("新闻中心") is not None


def test_only_a_table_that_was_seen_comes_in(app: Flask, cast: Cast, client: PageClient) -> None:
    clerk = client.signed_in_as(cast.users["clerk"])
    seen = {"pasted": "单位\t职务\t姓名\n新闻中心\t主任\t张小三\n"}
    shown = clerk.post("/directory/roster", seen).get_data(as_text=True)
    button = shown.partition('name="confirm"')[2].partition('value="')[2].partition('"')[0]
    other = {"pasted": seen["pasted"].replace("新闻", "体育"), "confirm": button}

    answer = clerk.post("/directory/roster", other)

    assert answer.status_code == 200
    with app.app_context():
        assert queries.find_unit("体育中心") is None


def test_a_bad_file_says_so_and_keeps_what_was_pasted(
    app: Flask, cast: Cast, client: PageClient
) -> None:
    clerk = client.signed_in_as(cast.users["clerk"])
    form = {"pasted": "新闻中心\t主任", "sheet": (BytesIO(b"%PDF-1.7"), "a.pdf")}

    answer = clerk.post("/directory/roster", form).get_data(as_text=True)

    assert "只接受 .xlsx 和 .csv" in answer
    assert "新闻中心" in answer


def test_a_second_head_is_told_in_the_preview(app: Flask) -> None:
    with app.app_context():
        bring_in(ROWS)

        row = Entry(1, unit="教务处", title="主任")
        outcome = try_out(lambda: import_roster([row], on=ON, actor=SYSTEM))[0]

        assert outcome.acts == ("新增岗位（成员；已有单位主要负责人）",)
