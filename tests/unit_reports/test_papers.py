"""A unit's report as a paper: what it says, nothing more, and the list of its risks."""

import io
from datetime import date

import pdfplumber
import pytest
from flask import render_template

from tests.unit_reports.conftest import DEPARTMENT, LOGISTICS, SECURITY, TODAY, World
from tracker.press.engine import render_pdf
from tracker.unit_reports import papers


def paper(world: World, unit: str = DEPARTMENT, viewer: str = "") -> papers.UnitReportPaper | None:
    subject = f"{world.meeting_id}-{world.cast.units[unit]}"
    with world.app.app_context():
        who = world.cast.viewer(viewer) if viewer else None
        return papers.unit_report(subject, on=TODAY, public_url="", viewer=who)


def printed(world: World, found: papers.UnitReportPaper | None) -> list[str]:
    with world.app.app_context():
        content = render_pdf(render_template("papers/unit_report.html", paper=found))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return ["".join((page.extract_text() or "").split()) for page in pdf.pages]


def test_it_numbers_what_is_there_and_lists_the_risks(world: World) -> None:
    about = ("risk", world.risk())
    world.made(rows=2, next_steps="下月再查一遍。", words={about: "已更换。"},
               submitter_name="机电工程系主任陆庆安")  # fmt: skip

    first, last = printed(world, paper(world))

    for words in (
        "一、总体情况", "二、存在问题和风险点", "三、措施与下一步打算",
        "四、上季度遗留问题整改情况",
        "1.实训室灭火器过期：已更换。", "报送人：机电工程系主任陆庆安", "2023年3月6日",
    ):  # fmt: skip
        assert words in first
    assert "原因分析" not in first
    assert "序号领域风险点等级责任单位措施时限" in last


def test_nothing_new_and_word_of_mouth_are_told_as_they_are(world: World) -> None:
    world.made(SECURITY, manner="nothing_new", overview="")
    world.made(LOGISTICS, "accepted", manner="oral", overview="")

    assert "没有新增风险和隐患" in printed(world, paper(world, SECURITY))[0]
    [page] = printed(world, paper(world, LOGISTICS))
    assert "口头汇报" in page
    assert "汇报范围：食品和防疫安全" in page


def test_a_unit_prints_its_own_only(world: World) -> None:
    world.made(SECURITY)

    assert paper(world, SECURITY, "head") is None
    assert paper(world, SECURITY, "head2") is not None
    with world.app.app_context():
        assert papers.unit_report_ids(world.cast.viewer("head")) == []
        assert len(papers.unit_report_ids(None)) == 1


@pytest.mark.parametrize("subject", ["", "1", "x-1", "999-999", "1-x"])
def test_nonsense_is_no_paper(world: World, subject: str) -> None:
    with world.app.app_context():
        found = papers.unit_report(subject, on=date(2023, 3, 6), public_url="", viewer=None)
    assert found is None
