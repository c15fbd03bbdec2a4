"""Every list leaves as a table in the paper's columns, which the import reads again."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from tests.client import PageClient
from tracker.accounts.queries import find_user
from tracker.audit.models import Event
from tracker.audit.services import SYSTEM
from tracker.core.clock import today
from tracker.core.db import db
from tracker.core.imports import Outcome, try_out
from tracker.core.sheets import by_columns, guess_columns, read_upload
from tracker.directory.services import Entry, import_roster
from tracker.directory.services.roster_rows import COLUMNS
from tracker.followups.models import FollowUp
from tracker.followups.services import RiskEntry, TaskEntry, import_risks, import_tasks
from tracker.followups.services.ledger_rows import RISK_COLUMNS, TASK_COLUMNS
from tracker.press import sheets

ON = date(2023, 3, 31)
YEAR = 2023
# Who takes which list, and how it begins.
LISTS = [
    ("followups.export", "clerk", {}, ["序号", "编号", "事项", "工作要求", "来源", "责任单位"]),
    ("followups.export", "head", {"state": "open"}, ["序号", "编号", "事项"]),
    ("risks.export", "clerk", {}, ["序号", "编号", "排查时间", "排查人（单位）", "地点·领域"]),
    ("meetings.export", "inspector", {}, ["序号", "会议", "类型", "季度"]),
    ("unit_reports.export", "clerk", {"meeting_id": 1}, ["序号", "单位", "汇报范围", "方式"]),
    ("agreements.export", "leader", {"year": YEAR}, ["序号", "单位", "责任书种类", "责任书"]),
    ("issuing.export", "clerk", {"series_id": 1, "year": YEAR}, ["序号", "文号", "文件标题"]),
    ("directory.export_roster", "clerk", {}, ["单位", "姓名", "工号", "职务"]),
    ("directory.export_areas", "leader", {}, ["序号", "领域", "同义词"]),
    ("accounts.export", "sysadmin", {}, ["序号", "工号", "姓名"]),
    ("audit.export", "auditadmin", {}, ["编号", "时间", "操作", "结果"]),
]


def taken(app: Flask, endpoint: str, staff_no: str, **values: Any) -> bytes:
    """Return the workbook that somebody exports."""
    with app.app_context():
        user = find_user(staff_no)
        assert user is not None
        user_id = user.id
    client = PageClient(app).signed_in_as(user_id)
    response = client.post(client.url(endpoint, **values), {"purpose": "report"})
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_data()


def rows_of(content: bytes, sheet: int = 0) -> list[list[Any]]:
    """Return what a sheet holds."""
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(sheet).to_python()


@pytest.mark.parametrize(("endpoint", "who", "values", "begins"), LISTS)
def test_a_list_leaves_in_the_columns_of_its_paper(
    demo: Flask, endpoint: str, who: str, values: dict[str, Any], begins: list[str]
) -> None:
    content = taken(demo, endpoint, who, **values)

    head, *rows = rows_of(content)
    assert head[: len(begins)] == begins
    assert rows
    cover = {line[0]: line[1] for line in rows_of(content, 1)}
    assert cover["行数"] == str(len(rows))
    assert cover["用途"] == "报送上级"
    with demo.app_context():
        event = db.session.query(Event).order_by(Event.id.desc()).first()
        assert event is not None
        assert (event.action, event.object_id) == ("data.export", cover["表格"])
        assert event.changes == {"purpose": [None, "报送上级"], "rows": [None, len(rows)]}


def entries(content: bytes, columns: Any, kind: Any) -> list[Any]:
    """Return the rows of a workbook as the import reads them, a thousand of them."""
    rows = read_upload("out.xlsx", content).rows
    guess = guess_columns(rows, columns)
    assert guess.header == 0
    known = {field.name for field in fields(kind)}
    told = by_columns(rows[1:1000], guess.keys)
    return [
        kind(number, **{key: cell for key, cell in row.items() if key in known})
        for number, row in enumerate(told)
    ]


def news(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return what is not there already."""
    return [one for one in outcomes if (one.acts or one.problem) and not one.is_left_out]


def test_what_was_taken_out_brings_nothing_new_when_brought_in_again(demo: Flask) -> None:
    out = [
        (taken(demo, "directory.export_roster", "clerk"), COLUMNS, Entry, import_roster),
        (taken(demo, "followups.export", "clerk"), TASK_COLUMNS, TaskEntry, import_tasks),
        (taken(demo, "risks.export", "clerk", state=""), RISK_COLUMNS, RiskEntry, import_risks),
    ]

    for content, columns, kind, bring in out:
        rows = entries(content, columns, kind)
        assert len(rows) > 5
        with demo.app_context():
            told = try_out(lambda rows=rows, bring=bring: bring(rows, on=today(), actor=SYSTEM))
        assert news(told) == []


def test_a_unit_takes_out_its_own_tasks_alone(demo: Flask) -> None:
    own = rows_of(taken(demo, "followups.export", "head"))[1:]
    everything = rows_of(taken(demo, "followups.export", "clerk"))[1:]

    with demo.app_context():
        assert len(everything) == db.session.query(FollowUp).count()
    assert 0 < len(own) < len(everything)


def test_without_a_purpose_nothing_leaves(demo: Flask) -> None:
    with demo.app_context():
        user = find_user("clerk")
        assert user is not None
        client = PageClient(demo).signed_in_as(user.id)

    response = client.post(client.url("risks.export"), {"purpose": "curiosity"})

    assert response.status_code == 409
    assert "没有选择导出用途" in response.get_data(as_text=True)


def test_words_stay_words_whatever_they_look_like() -> None:
    words = ["=1+1", "https://example.com", "007", "+86", "@SUM(A1)", "a\nb", "字" * 40_000]
    table = sheets.Table("一/二:三", {"词": 10, "日": 12}, [(word, ON) for word in words])

    content = sheets.workbook(table, cover={})

    assert [row[0] for row in rows_of(content)[1:]] == [*words[:-1], words[-1][:32_767]]
    with ZipFile(BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert rows_of(content)[1][1] == ON
