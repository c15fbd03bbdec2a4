"""Lists printed as they are narrowed: by whom, what for, as the paper has them."""

import io
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.client import PageClient, count_queries
from tests.factories import Cast
from tests.minutes.record import Record
from tracker.audit.exports import PRINT_LIST
from tracker.audit.models import Event
from tracker.catalogue import services
from tracker.core.calendar import chinese_date
from tracker.core.clock import now, today
from tracker.core.db import db
from tracker.core.jobs import Job

TASKS, RISKS = "/follow-ups/export", "/risks/export"
PDF = {"purpose": "report", "format": "pdf"}


def printed(client: PageClient, path: str) -> str:
    """Return the words of a list that somebody prints, without white space."""
    answer = client.post(path, PDF)
    assert answer.status_code == 302, answer.text
    paper = client.get(answer.location)
    assert paper.content_type == "application/pdf"
    pages = PdfReader(io.BytesIO(paper.data)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_tasks_are_printed_in_the_columns_of_the_paper(
    record: Record, clerk: PageClient
) -> None:
    words = printed(clerk, f"{TASKS}?state=open&source=point")

    for column in [
        "序号",
        "编号",
        "事项",
        "来源",
        "责任单位",
        "分管领导",
        "时限",
        "进展",
        "状态",
        "备注",
    ]:
        assert column in words
    assert "督办事项一览表" in words
    assert "条件：未办结；来源：讲话与要求" in words
    assert f"截至：{chinese_date(today())}" in words
    assert "用途：报送上级" in words
    assert "导出人：方小禾" in words


def test_the_risks_are_printed_in_the_columns_of_the_ledger(
    record: Record, clerk: PageClient
) -> None:
    words = printed(clerk, f"{RISKS}?state=&kind=hazard")

    for column in ("排查时间", "排查单位", "隐患描述", "整改措施", "责任人", "复查结果"):
        assert column in words
    assert "风险隐患台账" in words
    assert "条件：类型：隐患" in words


def test_it_is_kept_on_the_trail_as_other_exports_are(
    app: Flask, record: Record, clerk: PageClient
) -> None:
    clerk.post(f"{TASKS}?state=open", PDF)

    with app.app_context():
        event = db.session.query(Event).order_by(Event.id.desc()).filter_by(action="data.export")
        last = event.first()
        assert last is not None
        assert last.object_id == "督办事项一览表"
        assert last.changes["purpose"] == [None, "报送上级"]


def test_without_a_purpose_nothing_is_printed(
    app: Flask, record: Record, clerk: PageClient
) -> None:
    answer = clerk.post(TASKS, {"format": "pdf"})

    assert answer.status_code == 409
    with app.app_context():
        assert db.session.query(Job).filter_by(kind=PRINT_LIST).count() == 0


def test_a_unit_prints_its_own_alone_and_nobody_else_opens_it(
    app: Flask, record: Record, client: PageClient, cast: Cast
) -> None:
    head2 = client.signed_in_as(cast.users["head2"])

    location = head2.post(TASKS, PDF).location

    with app.app_context():
        job = db.session.query(Job).filter_by(kind=PRINT_LIST).one()
        units = {row[4] for row in job.args["listing"]["grids"][0]["rows"]}
        assert all("保卫部" in unit for unit in units)
    assert head2.get(location).status_code == 200
    assert client.signed_in_as(cast.users["head"]).get(location).status_code == 404
    assert client.signed_in_as(cast.users["clerk"]).get(location).status_code == 404


def test_pressed_twice_it_is_printed_once(app: Flask, record: Record, clerk: PageClient) -> None:
    with time_machine.travel(now(), tick=False):
        first, second = (clerk.post(TASKS, PDF).location for _ in range(2))

    assert first == second


def test_a_list_that_nobody_reads_on_paper_is_refused(
    app: Flask, record: Record, clerk: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MOST_PRINTED_ROWS", -1)

    with count_queries(app) as statements:
        answers = [clerk.post(path, PDF) for path in (TASKS, f"{RISKS}?state=")]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert all("请先用筛选缩小范围，或导出 Excel" in answer.text for answer in answers)
    # Nothing of it was read to be thrown away.
    assert not [one for one in statements if "follow_up.title" in one or "risk.title" in one]


def test_the_workbook_names_the_conditions_and_the_day(record: Record, clerk: PageClient) -> None:
    content = clerk.post(f"{TASKS}?state=open", {"purpose": "work", "format": "xlsx"}).data

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    cover = {row[0]: row[1] for row in book.get_sheet_by_index(1).to_python()}
    assert cover["条件"] == f"未办结；截至{chinese_date(today())}"


def test_the_rows_are_forgotten_with_the_print(
    app: Flask, record: Record, clerk: PageClient
) -> None:
    location = clerk.post(TASKS, PDF).location

    with app.app_context():
        services.forget_lists(before=now() - timedelta(days=7))
        assert db.session.query(Job).filter_by(kind=PRINT_LIST).count() == 1
        services.forget_lists(before=now() + timedelta(minutes=1))
        assert db.session.query(Job).filter_by(kind=PRINT_LIST).count() == 0
    assert clerk.get(location).status_code == 404
