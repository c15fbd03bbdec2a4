"""The roster and what the signed sheet says."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from tests.client import PageClient, statements_of
from tests.factories import Cast
from tracker.core.db import db, writing
from tracker.meetings import queries, services
from tracker.meetings.models import Attendance, AttendanceBasis, Meeting
from tracker.meetings.services import Invited


@pytest.fixture
def sheet(app: Flask, cast: Cast, meeting_id: int) -> dict[str, int]:
    """The roster of the meeting: name → id of the row."""
    with app.app_context(), writing():
        meeting = db.session.get_one(Meeting, meeting_id)
        services.set_basis(meeting=meeting, basis=AttendanceBasis.SHEET, actor=cast.actor("clerk"))
        return {row.person_name: row.id for row in meeting.attendances}


def row_of(app: Flask, row_id: int) -> Attendance:
    with app.app_context():
        return db.session.get_one(Attendance, row_id)


def totals_of(app: Flask, meeting_id: int) -> queries.Totals:
    with app.app_context():
        return queries.totals(db.session.get_one(Meeting, meeting_id))


def post(
    clerk: PageClient, meeting_id: int, row_id: int, *, htmx: bool = False, **data: Any
) -> Any:
    headers = {"HX-Request": "true"} if htmx else {}
    return clerk.post(f"/meetings/{meeting_id}/attendance/{row_id}", data, headers=headers)


def test_the_roster_is_in_rank_order_once_per_person(sheet: dict[str, int]) -> None:
    assert list(sheet) == ["程远山", "顾明川", "沈知行", "宋卫平", "陆庆安"]


def test_the_highest_post_names_a_person(app: Flask, sheet: dict[str, int]) -> None:
    row = row_of(app, sheet["陆庆安"])

    assert row.post_title.endswith("党总支书记")


def test_attending_wins_over_observing(
    app: Flask, cast: Cast, meeting_id: int, sheet: dict[str, int]
) -> None:
    head = cast.persons["head2"]
    with app.app_context(), writing():
        meeting = db.session.get_one(Meeting, meeting_id)
        services.set_invited(
            meeting=meeting,
            invited=[
                Invited("部长", person_id=head, capacity="observer"),
                Invited("保卫部", unit_id=cast.units["保卫部"]),
                Invited("干事", person_id=cast.persons["outsider"], capacity="observer"),
            ],
            reporting=[],
            actor=cast.actor("clerk"),
        )

    with app.app_context():
        rows = db.session.get_one(Meeting, meeting_id).attendances
        assert [(row.person_name, row.capacity) for row in rows] == [
            ("宋卫平", "attendee"),
            ("白闲云", "observer"),
        ]


def test_a_body_is_represented_by_its_host(app: Flask, cast: Cast, meeting_id: int) -> None:
    with app.app_context(), writing():
        meeting = db.session.get_one(Meeting, meeting_id)
        invited = [Invited("创建办", unit_id=cast.units["创建办"]), Invited("师生代表")]
        services.set_invited(
            meeting=meeting, invited=invited, reporting=[], actor=cast.actor("clerk")
        )

    with app.app_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        assert [seat.person.name for seat in queries.seats(meeting)] == ["宋卫平"]
        assert queries.without_persons(meeting) == ["师生代表"]


def test_the_page_asks_for_the_basis_first(clerk: PageClient, meeting_id: int) -> None:
    html = clerk.page("meetings.attendance", meeting_id=meeting_id)
    assert "按签到表" in html
    assert "仅按类别" in html

    clerk.post(f"/meetings/{meeting_id}/attendance/basis/categories")

    assert "不计人数" in clerk.page("meetings.attendance", meeting_id=meeting_id)
    assert clerk.post(f"/meetings/{meeting_id}/attendance/basis/other").status_code == 404


def test_each_status_counts(
    app: Flask, clerk: PageClient, meeting_id: int, sheet: dict[str, int]
) -> None:
    post(clerk, meeting_id, sheet["程远山"], status="present", is_late="1")
    post(clerk, meeting_id, sheet["顾明川"], status="on_leave", leave_reason="因公外出")
    post(clerk, meeting_id, sheet["沈知行"], status="absent")
    post(clerk, meeting_id, sheet["宋卫平"], status="proxied", proxy_name="于代劳")

    totals = totals_of(app, meeting_id)
    assert (totals.expected, totals.present, totals.on_leave, totals.absent) == (5, 2, 1, 1)
    assert (totals.open, totals.late, totals.proxied) == (1, 1, 1)
    clerk.post(f"/meetings/{meeting_id}/attendance/rest")
    totals = totals_of(app, meeting_id)
    assert totals.expected == totals.present + totals.on_leave + totals.absent
    assert row_of(app, sheet["顾明川"]).status_words == "请假（因公外出）"
    html = clerk.page("meetings.attendance", meeting_id=meeting_id)
    assert 'value="于代劳"' in html


def test_htmx_gets_the_row_and_the_totals(
    clerk: PageClient, meeting_id: int, sheet: dict[str, int]
) -> None:
    html = post(clerk, meeting_id, sheet["程远山"], htmx=True, status="present").get_data(
        as_text=True
    )

    assert html.lstrip().startswith("<tr")
    assert f'id="row-{sheet["程远山"]}"' in html
    assert 'hx-swap-oob="true"' in html
    assert re.search(r'value=""\s+aria-pressed="true"', html)
    assert re.search(r'name="row_version"\s+value="2"', html)


def test_a_pressed_button_takes_the_status_back(
    app: Flask, clerk: PageClient, meeting_id: int, sheet: dict[str, int]
) -> None:
    row_id = sheet["程远山"]
    post(clerk, meeting_id, row_id, status="on_leave", leave_reason="值班")

    post(clerk, meeting_id, row_id, status="")

    row = row_of(app, row_id)
    assert (row.status, row.leave_reason) == (None, "")


def test_leave_without_a_reason_is_plain_leave(
    app: Flask, clerk: PageClient, meeting_id: int, sheet: dict[str, int]
) -> None:
    post(clerk, meeting_id, sheet["程远山"], status="on_leave")

    assert row_of(app, sheet["程远山"]).leave_reason == "请假"


@pytest.mark.parametrize(
    "data",
    [
        {"status": "ill"},
        {"status": "on_leave", "leave_reason": "生病"},
        {"status": "proxied", "proxy_name": "长" * 10_000},
        {"status": "proxied", "proxy_name": "13912345678"},
    ],
)
def test_what_may_not_be_stored_is_refused(
    app: Flask, clerk: PageClient, meeting_id: int, sheet: dict[str, int], data: dict[str, str]
) -> None:
    response = post(clerk, meeting_id, sheet["程远山"], **data)

    assert response.status_code == 409
    assert row_of(app, sheet["程远山"]).status is None


def test_a_stale_row_is_refused(
    app: Flask, clerk: PageClient, meeting_id: int, sheet: dict[str, int]
) -> None:
    post(clerk, meeting_id, sheet["程远山"], status="present", row_version="1")

    response = post(clerk, meeting_id, sheet["程远山"], status="absent", row_version="1")

    assert response.status_code == 409
    assert row_of(app, sheet["程远山"]).status == "present"


def test_a_proxy_without_a_name_is_not_complete(
    app: Flask, clerk: PageClient, meeting_id: int, sheet: dict[str, int]
) -> None:
    post(clerk, meeting_id, sheet["程远山"], status="proxied")

    with app.app_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        assert "程远山" in [row.person_name for row in meeting.unmarked]


def test_rebuilding_keeps_statuses(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int, sheet: dict[str, int]
) -> None:
    post(clerk, meeting_id, sheet["程远山"], status="absent")
    with app.app_context(), writing():
        meeting = db.session.get_one(Meeting, meeting_id)
        services.set_invited(
            meeting=meeting,
            invited=[
                Invited("党委委员", category="党委委员"),
                Invited("后勤处", unit_id=cast.units["后勤处"]),
            ],
            reporting=[],
            actor=cast.actor("clerk"),
        )

    clerk.post(f"/meetings/{meeting_id}/attendance/roster")

    with app.app_context():
        rows = db.session.get_one(Meeting, meeting_id).attendances
        assert [(row.person_name, row.status) for row in rows] == [
            ("程远山", "absent"),
            ("顾明川", None),
            ("沈知行", None),
            ("曹仓实", None),
        ]


def test_a_unit_sees_its_own_row_only(
    head: PageClient, meeting_id: int, sheet: dict[str, int]
) -> None:
    html = head.page("meetings.attendance", meeting_id=meeting_id)

    assert "陆庆安" in html
    assert "宋卫平</strong>" not in html
    assert "应到" not in html
    assert post(head, meeting_id, sheet["陆庆安"], status="present").status_code == 403


def test_rows_of_other_meetings_are_404(
    clerk: PageClient, meeting_id: int, sheet: dict[str, int]
) -> None:
    assert post(clerk, meeting_id + 1, sheet["程远山"], status="present").status_code == 404
    assert post(clerk, meeting_id, 9999, status="present").status_code == 404


def test_its_statements_do_not_grow_with_the_roster(
    app: Flask, clerk: PageClient, cast: Cast, meeting_id: int, sheet: dict[str, int]
) -> None:
    few = statements_of(app, clerk.page, "meetings.attendance", meeting_id=meeting_id)
    with app.app_context(), writing():
        services.set_invited(
            meeting=db.session.get_one(Meeting, meeting_id),
            invited=[Invited(key, person_id=person) for key, person in cast.persons.items()],
            reporting=[],
            actor=cast.actor("clerk"),
        )

    many = statements_of(app, clerk.page, "meetings.attendance", meeting_id=meeting_id)

    assert len(many) <= len(few) <= 11


@pytest.mark.parametrize(("who", "names"), [("clerk", 5), ("head2", 1)])
def test_the_roster_leaves_as_a_table_as_far_as_it_is_seen(
    cast: Cast, client: PageClient, meeting_id: int, sheet: dict[str, int], who: str, names: int
) -> None:
    person = client.signed_in_as(cast.users[who])
    url = person.url("meetings.export_attendance", meeting_id=meeting_id)

    answer = person.post(url, {"purpose": "report"})

    book = CalamineWorkbook.from_filelike(BytesIO(answer.get_data()))
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert head == ["序号", "单位", "姓名", "职务", "到会情况", "备注"]
    assert [row[2] in sheet for row in rows] == [True] * names
