"""The pages of the directory."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient, check_page, statements_of
from tests.factories import Cast
from tracker.audit.services import SYSTEM, record_event
from tracker.core.clock import today
from tracker.core.db import db, writing
from tracker.directory import queries
from tracker.directory.forms import SETTING_LABELS
from tracker.directory.models import CalendarDay, NumberSeries, Post, RiskArea, Unit, UnitKind
from tracker.directory.queries import SETTING_DEFAULTS
from tracker.directory.services import plant_start_set


@pytest.fixture
def clerk(app: Flask, cast: Cast, client: PageClient) -> PageClient:
    with app.app_context(), writing():
        plant_start_set(actor=SYSTEM, on=date(2026, 1, 1))
    return client.signed_in_as(cast.users["clerk"])


def unit_data(**changed: Any) -> dict[str, Any]:
    data = {
        "name": "人才办", "short_name": "", "kind": "admin_office", "aliases": "人才处\n\n人才处",
        "parent_id": "", "covers_id": "", "host_id": "", "sort": "5",
        "active_from": "2023-01-01", "active_to": "",
    }  # fmt: skip
    return {**data, **changed}


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("index", {}),
        ("units", {}),
        ("unit", {}),
        ("unit", {"unit_id": 6}),
        ("new_post", {"unit_id": 6}),
        ("post", {"post_id": 1}),
        ("people", {}),
        ("person", {}),
        ("person", {"person_id": 6}),
        ("campus", {}),
        ("campus", {"campus_id": 1}),
        ("agreement_kind", {}),
        ("agreement_kind", {"kind_id": 1}),
        ("number_series", {"series_id": 1}),
        ("areas", {}),
        ("area", {}),
        ("area", {"area_id": 1}),
        ("calendar", {"year": 2026}),
        ("calendar", {"year": 2050}),
        ("settings", {}),
    ],
)
def test_each_page_is_whole(clerk: PageClient, endpoint: str, values: dict[str, Any]) -> None:
    clerk.page(f"directory.{endpoint}", **values)


@pytest.mark.parametrize("endpoint", ["index", "units", "people", "areas"])
def test_a_reader_finds_no_way_to_edit(cast: Cast, client: PageClient, endpoint: str) -> None:
    html = client.signed_in_as(cast.users["secretary"]).page(f"directory.{endpoint}")

    assert "新增" not in html
    assert "/directory/units/6" not in html


def add_units(app: Flask, count: int) -> None:
    with app.app_context(), writing():
        for number in range(count):
            unit = Unit(name=f"单位{number}", kind=UnitKind.ADMIN_OFFICE, active_from=today())
            unit.parent_id = 1
            db.session.add(unit)
        record_event("test.units", unit, actor=SYSTEM)


def test_the_list_of_units_takes_no_more_statements_for_more_units(
    app: Flask, clerk: PageClient
) -> None:
    few = statements_of(app, clerk.page, "directory.units")
    add_units(app, 40)
    many = statements_of(app, clerk.page, "directory.units")

    assert len(many) == len(few) <= 5


def test_it_adds_and_changes_a_unit(app: Flask, clerk: PageClient) -> None:
    url = clerk.post("/directory/units/new", unit_data()).location
    assert "人才处" in clerk.get(url).text

    clerk.post(url, unit_data(name="人才工作处", sort="7"))

    with app.app_context():
        unit = queries.find_unit("人才工作处")
        assert unit
        assert (unit.sort, [alias.name for alias in unit.aliases]) == (7, ["人才处"])


def test_it_shows_both_texts_when_somebody_else_saved_first(
    app: Flask, cast: Cast, clerk: PageClient
) -> None:
    url = f"/directory/units/{cast.units['后勤处']}"
    clerk.post(url, unit_data(name="后勤处", row_version="1"))

    response = clerk.post(url, unit_data(name="后勤管理处", row_version="1"))

    assert response.status_code == 409
    assert "后勤管理处" in response.text


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"name": "x" * 10_000},
        {"name": "\0\u200b"},
        {"sort": "9" * 30},
        {"sort": "x"},
        {"kind": "none"},
        {"parent_id": "999999"},
        {"parent_id": "x"},
        {"active_from": "2023-13-45"},
        {"aliases": "y" * 101},
        {"aliases": "\n".join(map(str, range(200)))},
        {"name": "某单位 13812345678"},
    ],
)
def test_it_asks_again_for_what_can_not_be(clerk: PageClient, changed: dict[str, str]) -> None:
    response = clerk.post("/directory/units/new", unit_data(**changed))

    assert response.status_code == 200
    assert "请先修改以下内容" in response.text
    check_page(response.text)


@pytest.mark.parametrize("data", [{}, {"name": "😀"}])
@pytest.mark.parametrize(
    "url",
    [
        "units/new", "units/6", "units/6/posts/new", "posts/1", "posts/1/hand-over",
        "people/new", "campuses/new", "agreement-kinds/new", "areas/new", "number-series/1",
        "calendar/2026", "settings",
    ],
)  # fmt: skip
def test_it_survives_forms_that_lack_everything(
    clerk: PageClient, url: str, data: dict[str, str]
) -> None:
    assert clerk.post(f"/directory/{url}", data).status_code < 500


@pytest.mark.parametrize(
    "url", ["units/999999", "posts/999999", "calendar/1800", "areas/99999999999999999999"]
)
def test_what_is_not_there_is_not_found(clerk: PageClient, url: str) -> None:
    assert clerk.get(f"/directory/{url}").status_code == 404


def test_it_adds_a_post_and_lets_it_pass_on(app: Flask, cast: Cast, clerk: PageClient) -> None:
    data = {"title": "副处长", "role": "deputy", "rank": "300", "category": "", "is_active": "y"}
    url = clerk.post(f"/directory/units/{cast.units['后勤处']}/posts/new", data).location

    clerk.post(f"{url}/hand-over", {"next-person_id": "15", "next-on": "2023-03-20"})

    assert "白闲云" in clerk.get(url).text
    with app.app_context():
        assert [h.post.title for h in queries.holdings_of(15, on=today())][0] == "副处长"


def test_it_leaves_a_post_vacant(app: Flask, cast: Cast, clerk: PageClient) -> None:
    with app.app_context():
        post = db.session.scalars(select(Post).filter_by(title="处长")).one()

    clerk.post(
        f"/directory/posts/{post.id}/hand-over", {"next-person_id": "", "next-on": str(today())}
    )

    assert "空缺" in clerk.page("directory.unit", unit_id=cast.units["后勤处"])


def test_it_refuses_a_second_holder_in_words(cast: Cast, clerk: PageClient) -> None:
    data = {"next-person_id": "15", "next-on": "2019-06-01"}

    response = clerk.post("/directory/posts/9/hand-over", data)

    assert response.status_code == 409


def test_it_saves_somebody(app: Flask, clerk: PageClient) -> None:
    data = {"name": "新来的", "staff_no": "", "office_phone": "0351-1234567", "sort": "1",
            "is_active": "y"}  # fmt: skip

    clerk.post("/directory/people/new", data)
    clerk.post("/directory/people/new", {**data, "name": "另一位"})

    assert "另一位" in clerk.page("directory.people")


def test_it_saves_an_area_with_its_synonyms(app: Flask, clerk: PageClient) -> None:
    data = {"name": "档案安全", "synonyms": "档案管理", "sort": "9", "is_active": "y"}

    clerk.post("/directory/areas/new", data)

    with app.app_context():
        assert [area.name for area in queries.areas_of("档案管理")] == ["档案安全"]
        assert db.session.query(RiskArea).filter_by(name="档案安全").one().is_active


def test_it_saves_a_campus_and_a_kind_of_agreement(app: Flask, clerk: PageClient) -> None:
    clerk.post("/directory/campuses/new", {"name": "西山校区", "sort": "2", "is_active": "y"})
    kind = {"name": "保密责任书", "basis": "某办〔2023〕1号", "sort": "2", "is_active": "y"}
    clerk.post("/directory/agreement-kinds/new", kind)

    html = clerk.page("directory.index")
    assert "西山校区" in html
    assert "保密责任书" in html
    assert (
        clerk.post("/directory/campuses/new", {"name": "西山校区", "sort": "1"}).status_code == 409
    )


@pytest.mark.parametrize(
    "pattern",
    ["纪要{year}", "{year}{number}{x}", "{year}{number", "{year.x}{number}", "{0}{year}{number}"],
)
def test_it_refuses_a_pattern_that_can_not_be_filled(clerk: PageClient, pattern: str) -> None:
    data = {"pattern": pattern, "next_number": "1"}

    assert clerk.post("/directory/number-series/1", data).status_code == 409


def test_it_sets_the_next_number_but_never_back(app: Flask, clerk: PageClient) -> None:
    data = {"pattern": "院纪〔{year}〕{number}号", "next_number": "7"}

    assert clerk.post("/directory/number-series/1", data).status_code == 302
    assert clerk.post("/directory/number-series/1", {**data, "next_number": "3"}).status_code == 409
    with app.app_context():
        series = db.session.get_one(NumberSeries, 1)
        assert dict(queries.number_series(year=today().year))[series] == 7
        assert series.format(year=2023, number=3) == "院纪〔2023〕3号"


def test_it_enters_a_vacation_in_one_go(app: Flask, clerk: PageClient) -> None:
    one = {"day": "2026-07-20", "is_workday": "", "note": "防汛"}
    clerk.post("/directory/calendar/2026", one)
    span = {"day": "2026-07-18", "until": "2026-07-26", "is_workday": "", "note": "暑假"}

    clerk.post("/directory/calendar/2026", span)
    again = clerk.post("/directory/calendar/2026", span)
    wrong = clerk.post("/directory/calendar/2026", {**span, "until": "2026-07-01"})
    long = clerk.post("/directory/calendar/2026", {**span, "until": "2027-07-01"})

    with app.app_context():
        days = queries.calendar_days(2026)
        found = {one.day.day: one.note for one in days if one.day.month == 7}
    assert found == {20: "防汛", 21: "暑假", 22: "暑假", 23: "暑假", 24: "暑假"}
    assert again.status_code == 409
    assert "最后一天早于第一天" in wrong.get_data(as_text=True)
    assert "一次最多登记" in long.get_data(as_text=True)


def test_it_enters_and_removes_a_day(app: Flask, clerk: PageClient) -> None:
    data = {"day": "2026-07-20", "is_workday": "", "note": "暑假"}
    clerk.post("/directory/calendar/2026", data)
    with app.app_context():
        entry = db.session.query(CalendarDay).filter_by(day=date(2026, 7, 20)).one()
        assert not entry.is_workday

    clerk.post(f"/directory/calendar/days/{entry.id}/remove")

    assert "7月20日" not in clerk.page("directory.calendar", year=2026)


def test_it_loads_the_public_holidays_of_a_year(clerk: PageClient) -> None:
    clerk.post("/directory/calendar/2027/load")

    assert "春节" in clerk.page("directory.calendar", year=2027)


def settings_data(clerk: PageClient, app: Flask, **changed: str) -> dict[str, str]:
    with app.app_context():
        values = queries.settings(on=today())
    ticks = {"liaison_may_submit", "says_comrade"}
    data = {key: value for key, value in values.items() if key not in ticks}
    return {**data, "liaison_may_submit": "y", "valid_from": str(today()), **changed}


def test_every_setting_has_its_field() -> None:
    assert SETTING_LABELS.keys() == SETTING_DEFAULTS.keys()


def test_it_changes_settings_from_a_day_on(app: Flask, clerk: PageClient) -> None:
    data = settings_data(clerk, app, item_working_days="20", valid_from="2023-07-01")

    clerk.post("/directory/settings", data)

    with app.app_context():
        assert queries.setting("item_working_days", on=date(2023, 6, 30)) == "15"
        assert queries.setting("item_working_days", on=date(2023, 7, 1)) == "20"
    assert "任务默认期限" in clerk.page("directory.settings")


@pytest.mark.parametrize(
    "changed",
    [
        {"college_name": ""},
        {"item_working_days": "-1"},
        {"item_working_days": "99999999999"},
        {"public_url": "not an address"},
        {"distribution_label": "x"},
        {"valid_from": ""},
        {"office_unit_id": "999999"},
    ],
)
def test_it_refuses_settings_that_make_no_sense(
    app: Flask, clerk: PageClient, changed: dict[str, str]
) -> None:
    response = clerk.post("/directory/settings", settings_data(clerk, app, **changed))

    assert "请先修改以下内容" in response.text


def test_a_newcomer_takes_over_in_one_act(cast: Cast, clerk: PageClient) -> None:
    data = {"next-new_name": "江见白", "next-new_staff_no": "2026001", "next-on": str(today())}

    page = clerk.post("/directory/posts/9/hand-over", data, follow_redirects=True).text

    assert "已登记任职变动" in page
    assert "江见白" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"next-new_name": "江见白", "next-person_id": "15"}, "请清空新来人员的姓名"),
        ({"next-new_name": "宋卫平"}, "名单中已有宋卫平"),
        ({"next-new_staff_no": "2026001"}, "已填写工号，请填写姓名"),
        ({"next-new_name": "江见白", "next-new_staff_no": "工号"}, "1 至 16 位字母或数字"),
    ],
)
def test_a_newcomer_is_not_mistaken_for_another(
    cast: Cast, clerk: PageClient, data: dict[str, str], sentence: str
) -> None:
    response = clerk.post("/directory/posts/9/hand-over", {**data, "next-on": str(today())})

    assert response.status_code == 200
    assert sentence in response.text
