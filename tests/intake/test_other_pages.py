"""What is pasted and is no meeting, as it goes into its form."""

import io
from datetime import date

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast, saved
from tests.intake.others import AGREEMENT, HEAD, REPORT, RISKS, ROW, TASKS, in_word
from tracker.core.db import db
from tracker.core.forms import Draft
from tracker.directory.models import AgreementKind, Person
from tracker.intake.queries import found_in
from tracker.meetings.models import Meeting, ReportingUnit
from tracker.unit_reports.models import UnitReport

HELD_ON = date(2023, 3, 10)


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
