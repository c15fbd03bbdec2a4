"""汇报 of a meeting, one report to read, and the form: who sees and does what."""

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.client import PageClient, statements_of
from tests.factories import saved
from tests.unit_reports.conftest import DEPARTMENT, LOGISTICS, SECURITY, World
from tracker.core.db import db
from tracker.directory.models import RiskArea
from tracker.meetings.models import Meeting
from tracker.risks.models import Risk
from tracker.unit_reports import queries
from tracker.unit_reports.models import UnitReport


def url(world: World, unit: str = DEPARTMENT, act: str = "") -> str:
    return f"/meetings/{world.meeting_id}/reports/{world.cast.units[unit]}{act}"


def typed(world: World, **values: str) -> dict[str, str]:
    known = {
        "overview": "总体平稳。", "rows-0-area_id": str(world.areas["fire"]),
        "rows-0-kind": "hazard", "rows-0-level": "general", "rows-0-title": "灭火器过期",
        "rows-0-measure": "更换", "rows-0-due_on": "2023-03-31", "submit": "1",
    }  # fmt: skip
    return {**known, **values}


def state(app: Flask, world: World, unit: str = DEPARTMENT) -> str:
    with app.app_context():
        found = queries.find_report(world.meeting_id, world.cast.units[unit])
        return found.state if found else "missing"


def test_the_office_sees_who_is_missing_with_the_text_to_copy(
    world: World, clerk: PageClient
) -> None:
    world.made(DEPARTMENT)

    page = clerk.page("unit_reports.of_meeting", meeting_id=world.meeting_id)

    assert "还有 <strong>3</strong> 个单位未报送：机电工程系党总支、保卫部、后勤处" in page
    assert "复制催报文字" in page
    assert "各二级学院党总支书记" in page
    assert "食品和防疫安全" in page


def test_a_unit_sees_its_own_only(world: World, head: PageClient) -> None:
    world.made(SECURITY)

    page = head.page("unit_reports.of_meeting", meeting_id=world.meeting_id)

    assert SECURITY not in page
    assert "填写汇报" in page
    assert head.get(url(world, SECURITY)).status_code == 404
    assert head.get(url(world, SECURITY, "/edit")).status_code == 404
    assert head.post(url(world, SECURITY, "/edit"), typed(world)).status_code == 404


def test_the_head_writes_keeps_and_hands_in(
    app: Flask, world: World, head: PageClient, clerk: PageClient
) -> None:
    page = head.page(
        "unit_reports.edit", meeting_id=world.meeting_id, unit_id=world.cast.units[DEPARTMENT]
    )
    assert "本季度无新增" in page
    kept = {key: value for key, value in typed(world).items() if key != "submit"}
    assert head.post(url(world, act="/edit"), {**kept, "save": "1"}).status_code == 302
    assert state(app, world) == "draft"
    assert clerk.page("unit_reports.of_meeting", meeting_id=world.meeting_id)

    assert head.post(url(world, act="/edit"), typed(world)).status_code == 302

    assert state(app, world) == "submitted"
    shown = head.page(
        "unit_reports.show", meeting_id=world.meeting_id, unit_id=world.cast.units[DEPARTMENT]
    )
    assert "灭火器过期" in shown
    assert head.get(url(world, act="/edit")).status_code == 302


def test_a_row_is_added_without_losing_anything(world: World, head: PageClient) -> None:
    data = {**typed(world), "add": "1"}
    data.pop("submit")

    page = head.post(url(world, act="/edit"), data).get_data(as_text=True)

    assert "第 2 条" in page
    assert "灭火器过期" in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"rows-0-area_id": ""}, "请选择领域"),
        ({"rows-0-title": ""}, "请写明风险点"),
        ({"rows-0-kind": "risk_point"}, "等级与类型不符"),
        ({"overview": "张三同学信教，已谈话"}, "不"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    world: World, head: PageClient, values: dict[str, str], words: str
) -> None:
    page = head.post(url(world, act="/edit"), typed(world, **values)).get_data(as_text=True)

    assert words in page
    assert "2023-03-31" in page


def test_a_sensitive_area_gives_its_kind_by_itself(
    app: Flask, world: World, head: PageClient
) -> None:
    sensitive = {"rows-0-area_id": str(world.areas["climate"]), "rows-0-title": "制度不全"}
    refused = head.post(
        url(world, act="/edit"), typed(world, **sensitive, **{"rows-0-place": "二号楼"})
    )
    assert "这个领域不填地点" in refused.get_data(as_text=True)

    assert head.post(url(world, act="/edit"), typed(world, **sensitive)).status_code == 302

    with app.app_context():
        report = queries.find_report(world.meeting_id, world.cast.units[DEPARTMENT])
        assert report is not None
        assert [(row.kind, row.level) for row in report.rows] == [("weak_link", "general")]


def test_nothing_new_takes_one_tap(app: Flask, world: World, head: PageClient) -> None:
    assert head.post(url(world, act="/edit"), {"nothing_new": "1"}).status_code == 302

    assert state(app, world) == "submitted"


def test_nothing_new_throws_nothing_away(app: Flask, world: World, head: PageClient) -> None:
    earlier = world.made(DEPARTMENT, "accepted", meeting_id=world.earlier_id, rows=1)
    with app.app_context():
        row_id = db.session.get_one(UnitReport, earlier).rows[0].id
    same = typed(
        world, **{
            "rows-0-title": "实训室隐患0", "rows-0-measure": "更换。",
            "rows-0-copied_from_id": str(row_id), "nothing_new": "1",
        }
    )  # fmt: skip
    del same["submit"]

    refused = head.post(url(world, act="/edit"), {**same, "rows-1-title": "楼道堵塞"})
    written = refused.get_data(as_text=True)

    assert "与“本季度无新增”不符" in head.post(
        url(world, act="/edit"), {**same, "rows-0-measure": "全部更换。"}
    ).get_data(as_text=True)
    assert "楼道堵塞" in written
    assert state(app, world) == "missing"
    assert head.post(url(world, act="/edit"), same).status_code == 302
    assert state(app, world) == "submitted"


def test_nothing_new_says_a_word_on_what_was_left_open(
    app: Flask, world: World, head: PageClient
) -> None:
    risk_id = world.risk(title="消防通道堵塞")
    said = {"words-0-about": f"risk:{risk_id}", "words-0-words": "已清理。", "nothing_new": "1"}

    assert head.post(url(world, act="/edit"), said).status_code == 302

    with app.app_context():
        meeting = db.session.get_one(Meeting, world.meeting_id)
        assert queries.words_on(meeting) == {("risk", risk_id): "已清理。"}


def test_a_row_is_dropped_and_the_others_stay(world: World, head: PageClient) -> None:
    data = {**typed(world), "rows-1-title": "楼道堵塞", "rows-2-title": "门锁损坏"}
    del data["submit"]

    one = head.post(url(world, act="/edit"), {**data, "drop": "1"}).get_data(as_text=True)
    shown = {**data, "rows-1-title": "门锁损坏"}
    del shown["rows-2-title"]
    two = head.post(url(world, act="/edit"), {**shown, "drop": "0"}).get_data(as_text=True)
    odd = head.post(url(world, act="/edit"), {**shown, "drop": "x"}).get_data(as_text=True)

    assert "楼道堵塞" not in one
    assert 'name="rows-1-title"' in one
    assert "第 3 条" not in one
    assert "灭火器过期" not in two
    assert "门锁损坏" in two
    assert "第 2 条" in odd


def test_a_date_that_is_over_is_asked_for_again(app: Flask, world: World, head: PageClient) -> None:
    late = typed(world, **{"rows-0-due_on": "2023-03-05"})

    page = head.post(url(world, act="/edit"), late).get_data(as_text=True)

    assert "整改时限早于报送日期" in page
    assert state(app, world) == "missing"


def _carried(app: Flask, world: World, **risk: Any) -> int:
    """Hand in a report for the earlier meeting whose row stands on the register; its row's id."""
    risk_id = world.risk(**risk)
    earlier = world.made(DEPARTMENT, "accepted", meeting_id=world.earlier_id, rows=1)
    with app.app_context():
        row = db.session.get_one(UnitReport, earlier).rows[0]
        return saved(row, risk_id=risk_id).id


def test_a_day_that_is_over_does_not_hold_up_what_a_task_rectifies(
    app: Flask, world: World, head: PageClient
) -> None:
    row_id = _carried(app, world, state="rectifying", due_on=date(2023, 2, 1))
    page = head.page(
        "unit_reports.edit", meeting_id=world.meeting_id, unit_id=world.cast.units[DEPARTMENT]
    )
    assert "时限以任务为准" in page
    data = typed(world, **{"rows-0-copied_from_id": str(row_id), "rows-0-due_on": "2023-02-01"})

    assert head.post(url(world, act="/edit"), data).status_code == 302


def test_a_carried_row_reads_as_the_register_does(
    app: Flask, world: World, head: PageClient
) -> None:
    _carried(app, world, title="办公室核定的说法", level="major")

    page = head.page(
        "unit_reports.edit", meeting_id=world.meeting_id, unit_id=world.cast.units[DEPARTMENT]
    )

    assert "办公室核定的说法" in page
    assert '<option selected value="major">' in page
    assert "实训室隐患0" not in page


def test_nothing_new_passes_over_an_area_that_went_out_of_use(
    app: Flask, world: World, head: PageClient
) -> None:
    row_id = _carried(app, world, title="沿用的隐患", due_on=None)
    with app.app_context():
        saved(db.session.get_one(RiskArea, world.areas["fire"]), is_active=False)
    data = {
        "rows-0-title": "沿用的隐患", "rows-0-measure": "更换灭火器。", "rows-0-area_id": "",
        "rows-0-kind": "hazard", "rows-0-level": "general",
        "rows-0-copied_from_id": str(row_id), "nothing_new": "1",
    }  # fmt: skip

    assert head.post(url(world, act="/edit"), data).status_code == 302


def test_the_office_records_a_stamped_paper(app: Flask, world: World, clerk: PageClient) -> None:
    in_person = clerk.post(url(world, act="/edit"), typed(world))
    paper = {
        "paper-person_id": str(world.cast.persons["head"]), "paper-acted_on": "2023-03-05",
        "paper-location": "办公室文件柜", "rows-0-due_on": "2023-03-05",
    }  # fmt: skip
    answer = clerk.post(url(world, act="/edit"), typed(world, **paper))

    assert in_person.status_code == 409
    assert answer.status_code == 302
    with app.app_context():
        report = queries.find_report(world.meeting_id, world.cast.units[DEPARTMENT])
        assert report is not None
        assert report.submitted_on == date(2023, 3, 5)
        assert report.steps[-1].recorder_name == "方小禾"


def test_several_are_taken_in_and_stand_on_the_register(
    app: Flask, world: World, clerk: PageClient
) -> None:
    ids = [world.made(DEPARTMENT, rows=2), world.made(SECURITY, rows=1)]

    answer = clerk.post(
        f"/meetings/{world.meeting_id}/reports/accept", {"ids": [str(one) for one in ids]}
    )

    assert answer.status_code == 302
    with app.app_context():
        assert db.session.query(Risk).count() == 3
        assert {one.state for one in db.session.query(UnitReport)} == {"accepted"}
    nobody = clerk.post(f"/meetings/{world.meeting_id}/reports/accept", {})
    assert nobody.status_code == 302


def test_one_is_taken_in_where_it_is_read(app: Flask, world: World, clerk: PageClient) -> None:
    report_id = world.made(DEPARTMENT, rows=1)
    page = clerk.page(
        "unit_reports.show", meeting_id=world.meeting_id, unit_id=world.cast.units[DEPARTMENT]
    )
    assert f'name="ids" value="{report_id}"' in page

    clerk.post(f"/meetings/{world.meeting_id}/reports/accept", {"ids": str(report_id)})

    assert state(app, world) == "accepted"


def test_it_is_sent_back_and_the_unit_sees_why_first(
    app: Flask, world: World, clerk: PageClient, head: PageClient
) -> None:
    world.made(DEPARTMENT, rows=1)
    empty = clerk.post(url(world, act="/return"), {"reason": ""})
    assert empty.status_code == 302
    assert state(app, world) == "submitted"

    clerk.post(url(world, act="/return"), {"reason": "措施没有时限"})

    page = head.page(
        "unit_reports.edit", meeting_id=world.meeting_id, unit_id=world.cast.units[DEPARTMENT]
    )
    assert page.index("措施没有时限") < page.index("总体情况")


def test_what_was_said_at_the_meeting_takes_one_press(
    app: Flask, world: World, clerk: PageClient
) -> None:
    with app.app_context():
        saved(db.session.get_one(Meeting, world.meeting_id), state="held")

    assert clerk.post(url(world, LOGISTICS, "/oral"), {}).status_code == 302

    assert state(app, world, LOGISTICS) == "accepted"
    assert "会上口头汇报" in clerk.page("unit_reports.of_meeting", meeting_id=world.meeting_id)


def test_last_quarters_report_is_where_one_begins(
    app: Flask, world: World, head: PageClient
) -> None:
    earlier = world.made(
        DEPARTMENT, "accepted", meeting_id=world.earlier_id, rows=2, overview="上季度总体平稳。"
    )
    closed = world.risk(title="已销号的隐患", state="closed", closed_on=date(2023, 2, 1))
    with app.app_context():
        row = db.session.get_one(UnitReport, earlier).rows[1]
        saved(row, risk_id=closed, title="已销号的隐患")

    page = head.page(
        "unit_reports.edit", meeting_id=world.meeting_id, unit_id=world.cast.units[DEPARTMENT]
    )

    assert "上季度总体平稳。" in page
    assert "上季度沿用" in page
    assert "没有沿用的：已销号的隐患" in page


def test_it_asks_for_a_word_on_each_open_matter(
    app: Flask, world: World, head: PageClient, clerk: PageClient
) -> None:
    risk_id = world.risk(title="消防通道堵塞")
    page = head.page(
        "unit_reports.edit", meeting_id=world.meeting_id, unit_id=world.cast.units[DEPARTMENT]
    )
    assert "消防通道堵塞" in page
    words = {"words-0-about": f"risk:{risk_id}", "words-0-words": "已清理一半。"}

    head.post(url(world, act="/edit"), typed(world, **words))

    with app.app_context():
        meeting = db.session.get_one(Meeting, world.meeting_id)
        assert queries.words_on(meeting) == {("risk", risk_id): "已清理一半。"}


def test_a_draft_brings_its_rows_back(world: World, head: PageClient) -> None:
    fields = {f"rows-{n}-title": [f"隐患{n}"] for n in range(4)}
    record = f"{world.meeting_id}-{world.cast.units[DEPARTMENT]}"
    sent = head.raw.post(f"/drafts/unit-report/{record}", json={"fields": fields})
    assert sent.status_code == 200

    page = head.page(
        "unit_reports.edit", meeting_id=world.meeting_id, unit_id=world.cast.units[DEPARTMENT]
    )

    assert "第 4 条" in page


def test_a_scan_of_the_stamped_paper_stands_beside_it(world: World, head: PageClient) -> None:
    world.made(DEPARTMENT)
    pdf = (io.BytesIO(b"%PDF-1.4 stamped"), "汇报盖章件.pdf")
    sent = head.raw.post("/files/", data={"file": pdf, "purpose": "scan"}).get_json()

    answer = head.post(url(world, act="/scans"), {"uploads": str(sent["id"]), "caption": ""})

    assert answer.status_code == 302
    assert "汇报盖章件.pdf" in head.page(
        "unit_reports.show", meeting_id=world.meeting_id, unit_id=world.cast.units[DEPARTMENT]
    )


def test_the_list_stays_at_few_statements(world: World, clerk: PageClient) -> None:
    world.made(DEPARTMENT, rows=1)
    before = statements_of(
        world.app, clerk.page, "unit_reports.of_meeting", meeting_id=world.meeting_id
    )
    world.made(SECURITY, rows=30)
    world.made(LOGISTICS, rows=30)
    after = statements_of(
        world.app, clerk.page, "unit_reports.of_meeting", meeting_id=world.meeting_id
    )

    assert len(after) <= len(before) <= 8
