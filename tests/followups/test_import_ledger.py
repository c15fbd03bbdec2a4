"""An office's own ledgers come in as open items and risks, in columns of any order."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.client import PageClient
from tests.databases import all_rows
from tests.followups.conftest import TODAY, World
from tracker.core.db import db, writing
from tracker.core.imports import Outcome, try_out
from tracker.core.sheets import as_text
from tracker.followups.models import FollowUp
from tracker.followups.services import RiskEntry, TaskEntry, import_risks, import_tasks
from tracker.risks.models import Risk

TASKS = [
    TaskEntry(1, title="修订门卫值守制度", unit="保卫部", due="2023年4月20日", code="督2022-3",
              progress="初稿已成", source="一季度会议", leader="副院长沈知行"),
    TaskEntry(2, title="更新食堂进货台账", unit="后勤处、办公室", supporting="保卫部", due="45030"),
    TaskEntry(3, title="梳理讲座审批流程", unit="机电工程系"),
    TaskEntry(4, title="更换应急照明", unit="后勤处", due="2023-02-01", state="已办结"),
    TaskEntry(5, title="签收上级来文", unit="办公室", due="2023-02-01", done="2023-02-03"),
]  # fmt: skip
RISKS = [
    RiskEntry(1, title="二层疏散指示灯不亮", unit="后勤处", where="消防安全：实训楼二层",
              level="隐患·一般", measure="更换灯具", found="2023-03-01", due="2023-04-10"),
    RiskEntry(2, title="雨季屋面渗漏", unit="后勤处", area="消防", place="图书馆",
              level="较大风险（橙）", found="2023.2.10"),
    RiskEntry(3, title="旧配电箱未更换", unit="后勤处", area="消防安全", result="合格"),
]  # fmt: skip


def tried(world: World, entry: TaskEntry | RiskEntry) -> Outcome:
    """Return what one row would bring."""
    bring: Any = import_tasks if isinstance(entry, TaskEntry) else import_risks
    with world.app.app_context():
        actor = world.actor("clerk")
        return try_out(lambda: bring([entry], on=TODAY, actor=actor))[0]


def bring_in(world: World, entries: list[Any]) -> list[Outcome]:
    """Bring a ledger in."""
    bring: Any = import_tasks if isinstance(entries[0], TaskEntry) else import_risks
    with world.app.app_context():
        actor = world.actor("clerk")
        told = try_out(lambda: bring(entries, on=TODAY, actor=actor))
        assert [outcome.problem for outcome in told] == [""] * len(entries)
        with writing():
            outcomes: list[Outcome] = bring(entries, on=TODAY, actor=actor)
            return outcomes


def test_open_matters_are_handed_out_with_what_the_ledger_said(world: World) -> None:
    outcomes = bring_in(world, TASKS)

    assert [outcome.is_left_out for outcome in outcomes] == [False, False, False, True, True]
    with world.app.app_context():
        items = {item.title: item for item in db.session.query(FollowUp)}
        gate, food, talks = (items[row.title] for row in TASKS[:3])
        assert (gate.state, gate.original_due_on) == ("assigned", date(2023, 4, 20))
        assert "编号：督2022-3；来源：一季度会议；分管领导：副院长沈知行；进展：初稿已成" in (
            gate.entries[0].note
        )
        assert food.due_on == date(2023, 4, 14)
        assert [unit.name for unit in food.supporting] == ["办公室", "保卫部"]
        assert (talks.state, talks.due_basis) == ("planned", "suggested")
        assert TASKS[3].title not in items


def test_open_risks_are_registered_and_rectified(world: World) -> None:
    outcomes = bring_in(world, RISKS)

    assert outcomes[2].acts == ("复查已通过，不导入",)
    with world.app.app_context():
        lamp, roof = db.session.query(Risk).order_by(Risk.found_on.desc())
        assert (lamp.state, lamp.place, lamp.kind, lamp.level) == (
            "rectifying", "实训楼二层", "hazard", "general",
        )  # fmt: skip
        assert (roof.state, roof.place, roof.kind, roof.level) == (
            "registered", "图书馆", "risk_point", "elevated",
        )  # fmt: skip
        (item,) = db.session.query(FollowUp).filter(FollowUp.risk_id == lamp.id)
        assert (item.title, item.requirement) == (lamp.title, "更换灯具")
        assert (item.state, item.original_due_on) == ("assigned", date(2023, 4, 10))


@pytest.mark.parametrize("rows", [TASKS, RISKS], ids=["tasks", "risks"])
def test_bringing_it_in_again_changes_nothing(world: World, rows: list[Any]) -> None:
    bring_in(world, rows)
    with world.app.app_context():
        before = all_rows()

    outcomes = bring_in(world, [replace(row, number=row.number + 1) for row in rows])

    assert all(outcome.is_left_out or not outcome.acts for outcome in outcomes)
    with world.app.app_context():
        assert all_rows() == before


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (replace(TASKS[0], unit="保卫不"), "相近的有保卫部"),
        (replace(TASKS[0], unit=""), "没有责任单位"),
        (replace(TASKS[0], due="月底前"), "时限“月底前”不是日期"),
        (replace(TASKS[0], title=""), "没有写明事项"),
        (replace(TASKS[0], title="长" * 201), "事项超过 200 字"),
        (replace(TASKS[0], remark="电话 13900000000"), "电话"),
        (replace(RISKS[0], where="楼道"), "没有“楼道”这个领域"),
        (replace(RISKS[0], where=""), "没有写明领域"),
        (replace(RISKS[0], level="特急"), "等级“特急”无法识别"),
        (replace(RISKS[0], kind="风险点", level=""), "风险点没有写明等级"),
        (replace(RISKS[0], found="", due="2023-02-01"), "请补填排查时间"),
        (replace(RISKS[0], found="2024-02-01"), "在今天之后"),
        (replace(RISKS[0], due="2023-02-01"), "整改时限早于发现日期"),
    ],
)
def test_a_row_that_cannot_be_says_why(
    world: World, row: TaskEntry | RiskEntry, words: str
) -> None:
    assert words in tried(world, row).problem


@settings(
    deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 2**32))
def test_columns_may_stand_in_any_order(world: World, client: PageClient, seed: int) -> None:
    columns = ["隐患描述", "责任单位", "领域", "整改时限", "地点", "排查时间", "资金", "经办"]
    row = [
        "灭火器过期",
        "后勤处",
        "消防安全",
        "2023-04-10",
        "食堂",
        "2023-03-01",
        "300元",
        "曹仓实",
    ]
    order = list(range(len(columns)))
    Random(seed).shuffle(order)  # noqa: S311 -- an order, not a secret.
    table = as_text([[line[place] for place in order] for line in (["一、台账"] * 8, columns, row)])

    page = client.signed_in_as(world.cast.users["clerk"]).post("/risks/import", {"pasted": table})

    text = page.get_data(as_text=True)
    assert "登记风险并交办整改（后勤处，消防安全）" in text
    assert "没有问题" in text


def test_the_pages_bring_in_what_was_seen_and_confirmed(world: World, client: PageClient) -> None:
    clerk = client.signed_in_as(world.cast.users["clerk"])
    table = "序号\t督办事项\t主办\t办结时限\n1\t修订门卫值守制度\t门卫室\t2023-04-20\n"

    first = clerk.post("/follow-ups/import", {"pasted": table}).get_data(as_text=True)
    done = clerk.confirm("/follow-ups/import", {"pasted": table, "cell-1-2": "保卫部"})

    assert "责任单位“门卫室”没有登记" in first
    assert done.status_code == 302
    assert "修订门卫值守制度" in clerk.page("followups.index")


def test_only_the_office_brings_ledgers_in(world: World, client: PageClient) -> None:
    for name in ("head", "leader", "sysadmin"):
        if name in world.cast.users:
            assert (
                client.signed_in_as(world.cast.users[name]).get("/risks/import").status_code == 403
            )
