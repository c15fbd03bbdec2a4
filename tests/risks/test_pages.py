"""The register, one risk, and the risks of a meeting: who sees what, in few statements."""

import pytest

from tests.client import PageClient, count_queries
from tests.risks.conftest import World
from tracker.core.db import db
from tracker.meetings.models import AreaNamed
from tracker.risks.models import Risk, RiskKind, RiskLevel, RiskState


def typed(world: World, **values: str) -> dict[str, str]:
    """Return what the clerk types about a hazard."""
    known = {
        "unit_id": str(world.cast.units["保卫部"]), "area_id": str(world.areas["消防安全"]),
        "kind": "hazard", "level": "general", "title": "楼道堆放杂物", "place": "二号楼",
        "measure": "清理并巡查", "due_on": "2023-04-10",
    }  # fmt: skip
    return {**known, **values}


def test_it_lists_what_is_open_and_filters(world: World, clerk: PageClient) -> None:
    world.register(title="灭火器过期")
    world.register("保卫部", title="楼道堆物")

    page = clerk.page("risks.index")
    own = clerk.page("risks.index", unit=world.cast.units["保卫部"])

    assert "灭火器过期" in page
    assert "楼道堆物" in page
    assert "灭火器过期" not in own
    assert "没有符合条件的风险" in clerk.page("risks.index", state="closed")


@pytest.mark.parametrize(
    "query",
    ["state=x", "level=x", "unit=x", "unit=999", "kind=x", "source=x", "light=x", "area=0",
     "quarter=2023-9", "page=-3", "page=0", "page=999999", "unit=99999999999999999999"],
)  # fmt: skip
def test_a_condition_that_is_not_there_is_404(world: World, clerk: PageClient, query: str) -> None:
    assert clerk.get(f"/risks/?{query}").status_code == 404


def test_a_unit_sees_its_own_only(world: World, head: PageClient) -> None:
    own, other = world.register(title="灭火器过期"), world.register("保卫部", title="楼道堆物")

    page = head.page("risks.index")

    assert "灭火器过期" in page
    assert "楼道堆物" not in page
    assert "登记风险" not in page
    assert head.get(f"/risks/{other}").status_code == 404
    assert head.page("risks.show", risk_id=own)
    assert head.post("/risks/new", typed(world)).status_code == 403


def test_the_clerk_registers_corrects_and_gives_up(world: World, clerk: PageClient) -> None:
    assert clerk.page("risks.new")
    answer = clerk.post("/risks/new", typed(world))
    url = answer.location

    with world.app.app_context():
        risk = db.session.query(Risk).one()
        risk_id, version = risk.id, str(risk.row_version)
        assert (risk.title, risk.place, risk.unit.name) == ("楼道堆放杂物", "二号楼", "保卫部")
    assert url.endswith(f"/risks/{risk_id}")
    assert clerk.page("risks.edit", risk_id=risk_id)
    changed = typed(world, title="三层楼道堆放杂物", row_version=version)
    assert clerk.post(f"/risks/{risk_id}/edit", changed).status_code == 302
    stale = clerk.post(f"/risks/{risk_id}/edit", typed(world, row_version=version))
    assert stale.status_code == 409
    assert "请写明原因" in clerk.post(f"/risks/{risk_id}/cancel", {}).get_data(as_text=True)
    assert clerk.post(f"/risks/{risk_id}/cancel", {"reason": "重复登记"}).status_code == 409
    paper = {"paper-person_id": str(world.cast.persons["director"]), "paper-location": "档案盒 3",
             "paper-acted_on": "2023-03-20", "reason": "重复登记"}  # fmt: skip
    assert clerk.post(f"/risks/{risk_id}/cancel", paper).status_code == 302
    page = clerk.page("risks.show", risk_id=risk_id)
    assert "重复登记" in page
    assert "三层楼道堆放杂物" in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "risk_point", "level": "major"}, "等级与类型不符"),
        ({"kind": "hazard", "level": "severe"}, "等级与类型不符"),
        ({"title": ""}, "请写明风险"),
        ({"unit_id": ""}, "请选择责任单位"),
        ({"measure": "张三同学患病，须观察"}, "不"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    world: World, clerk: PageClient, values: dict[str, str], words: str
) -> None:
    answer = clerk.post("/risks/new", typed(world, **values))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert words in page
    assert "2023-04-10" in page


def test_a_sensitive_area_asks_for_the_short_form(world: World, clerk: PageClient) -> None:
    sensitive = str(world.areas["师生思想动态"])
    refused = clerk.post("/risks/new", typed(world, area_id=sensitive))
    assert "不登记地点" in refused.get_data(as_text=True)

    answer = clerk.post("/risks/new", typed(world, area_id=sensitive, place="", title="制度不全"))

    assert answer.status_code == 302
    with world.app.app_context():
        risk = db.session.query(Risk).one()
        assert (risk.kind, risk.level) == (RiskKind.WEAK_LINK, RiskLevel.GENERAL)


def test_a_line_of_work_is_not_offered(world: World, clerk: PageClient) -> None:
    assert "平安校园创建" not in clerk.page("risks.new")


def test_an_area_as_named_becomes_a_risk_in_one_press(world: World, clerk: PageClient) -> None:
    named_id = world.name("消防安全")["消防安全"]
    page = clerk.page("risks.of_meeting", meeting_id=world.meeting_id)
    assert "登记为风险" in page
    url = f"/meetings/{world.meeting_id}/areas/named/{named_id}/risk"

    unit = {"unit_id": str(world.cast.units["保卫部"]), "area_id": str(world.areas["消防安全"])}
    answer = clerk.post(url, unit)
    again = clerk.post(url, unit)

    assert answer.status_code == 302
    assert again.status_code == 409
    with world.app.app_context():
        risk = db.session.query(Risk).one()
        assert (risk.title, risk.state) == ("消防安全", RiskState.REGISTERED)
        assert risk.named_id == db.session.query(AreaNamed).filter_by(id=named_id).one().id
    assert "风险2023-1" in clerk.page("risks.of_meeting", meeting_id=world.meeting_id)


def test_it_asks_for_the_unit(world: World, clerk: PageClient) -> None:
    named_id = world.name("消防安全")["消防安全"]

    answer = clerk.post(f"/meetings/{world.meeting_id}/areas/named/{named_id}/risk", {})

    assert answer.status_code == 409
    assert "请先选择责任单位" in answer.get_data(as_text=True)


def test_pages_stay_at_few_statements(world: World, clerk: PageClient) -> None:
    world.register(meeting_id=world.meeting_id)
    with count_queries(world.app) as before:
        clerk.page("risks.index")
        clerk.page("risks.of_meeting", meeting_id=world.meeting_id)
    for unit in ("保卫部", "后勤处", "办公室"):
        world.register(unit, meeting_id=world.meeting_id, title=f"{unit}的隐患")
    with count_queries(world.app) as after:
        clerk.page("risks.index")
        clerk.page("risks.of_meeting", meeting_id=world.meeting_id)

    assert len(after) <= len(before)
