"""季度情况 from the record: the figures of the leader's page, in sentences."""

from datetime import date

import pytest
from flask import Flask

from tests.reports.conftest import TODAY, Life, Past
from tracker.core.calendar import Quarter
from tracker.reports import papers
from tracker.reports.queries import figures, quarters

APRIL, MAY = date(2023, 4, 10), date(2023, 5, 10)


def _summary(subject: str, viewer: str | None = None, past: Past | None = None) -> object:
    who = past.cast.viewer(viewer) if past and viewer else None
    return papers.quarter_summary(subject, on=TODAY, public_url="", viewer=who)


def _told(summary: papers.QuarterSummary | None) -> str:
    assert summary is not None
    return "".join(f"{section.heading}{section.text}" for section in summary.sections)


def test_it_tells_meetings_reports_risks_and_tasks(app: Flask, past: Past) -> None:
    with app.app_context():
        meeting = past.meeting(Quarter(2023, 2), APRIL, "保卫部", "后勤处", short_title="二季度会")
        past.report(meeting, "保卫部", ("submit", date(2023, 4, 9)))
        past.area("food", "食品安全")
        past.name(meeting, "food")
        past.tasks(Life("保卫部", APRIL, MAY), Life("后勤处", APRIL, MAY, closed=MAY, by_rule=True))
        past.risks(Life("保卫部", APRIL, None, level="major"))

        told = _told(_summary("2023-2"))

    for sentence in (
        "召开会议 1 次：二季度会（4月10日）。应报送 2 个单位，已报送 1 个；未报送：后勤处。",
        "在册 1 项（较上季度 +1），其中重大 1 项、逾期 0 项",
        "会上提及、尚无单位登记的领域 1 个：食品安全。",
        "逾期 1 项（较上季度 +1），涉及 1 个单位（见表）；",
        "本季度办结 1 项（较上季度 +1），其中备案办结 1 项。",
        "2023 年度还没有须签订的责任书。",
        "已登记、尚未交办整改的风险 1 项。",
    ):
        assert sentence in told


def test_it_has_the_figures_of_the_page(app: Flask, past: Past) -> None:
    with app.app_context():
        past.meeting(Quarter(2023, 2), APRIL, "保卫部")
        past.risks(Life("保卫部", APRIL, MAY))
        known = quarters(on=TODAY)

        summary = _summary("2023-2")
        found = figures(known.period(known.present))

    assert summary.numbers == tuple(found.numbers)
    assert summary.matrix == found.matrix


@pytest.mark.parametrize("subject", ["2023-3", "2022-4", "2023", "x", "", "2023-2-1"])
def test_it_is_for_quarters_that_have_come(app: Flask, past: Past, subject: str) -> None:
    with app.app_context():
        past.meeting(Quarter(2023, 1), APRIL)

        assert _summary(subject) is None


def test_units_have_none(app: Flask, past: Past) -> None:
    with app.app_context():
        past.meeting(Quarter(2023, 2), APRIL)

        assert _summary("2023-2", "head", past) is None
        assert papers.quarter_summary_ids(past.cast.viewer("head")) == []
        assert papers.quarter_summary_ids(None)[0] == ("2023-2", "2023年第二季度研判与督办情况")
