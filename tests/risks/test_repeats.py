"""疑似重复: what is offered, what is answered, and the line of those linked …"""

from datetime import date

import pytest

from tests.client import PageClient, statements_of
from tests.risks.conftest import TODAY, World
from tracker.audit.models import Event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.risks import queries, services
from tracker.risks.models import Risk, RiskRepeat


def closed(world: World, unit: str = "机电工程系", *, closed_on: date, **values: str) -> int:
    """Register a risk a month before it is closed; returns its id."""
    found_on = date(closed_on.year - 1, 12, closed_on.day) if closed_on.month == 1 else (
        closed_on.replace(month=closed_on.month - 1)
    )  # fmt: skip
    risk_id = world.register(unit, on=found_on, found_on=found_on, **values)
    world.do(services.rectify, risk_id, on=found_on)
    world.do(services.close, risk_id, on=closed_on)
    return risk_id


def offered(world: World, risk_id: int, by: str = "clerk") -> list[int]:
    """Return the risks that are offered as likely repeats, the likest first."""
    with world.app.app_context():
        viewer = world.cast.viewer(by)
        risk = queries.get_risk(risk_id, viewer=viewer)
        assert risk is not None
        return [one.risk.id for one in queries.repeats_of(risk, viewer=viewer).likely]


def answer(world: World, verb: str, risk_id: int, earlier_id: int, **values: str) -> None:
    """Answer on two risks as the clerk."""
    with world.writing():
        risk, earlier = (db.session.get_one(Risk, key) for key in (risk_id, earlier_id))
        act = getattr(services, verb)
        act(risk=risk, earlier=earlier, actor=world.actor("clerk"), on=TODAY, **values)


def test_it_is_offered_with_the_reason(world: World, clerk: PageClient) -> None:
    earlier = closed(world, closed_on=date(2022, 5, 9), title="消火栓水压不足", place="实训楼")
    closed(world, closed_on=date(2022, 5, 9), title="疏散通道堆放杂物", place="实训楼")
    risk_id = world.register(title="消火栓无水", place="实训楼")

    page = clerk.get(f"/risks/{risk_id}/repeats").get_data(as_text=True)

    assert offered(world, risk_id) == [earlier]
    assert "疑似重复" in page
    words = "同一单位、同一领域、同一地点，“消火栓水压不足”与“消火栓无水”用词相近"
    assert words in page


@pytest.mark.parametrize(
    ("closed_on", "is_offered"),
    [(date(2021, 3, 19), False), (date(2021, 3, 20), True), (date(2023, 3, 20), True)],
)
def test_it_looks_two_years_back(world: World, closed_on: date, is_offered: bool) -> None:
    earlier = closed(world, closed_on=closed_on)

    assert offered(world, world.register()) == ([earlier] if is_offered else [])


def test_what_is_open_or_given_up_is_no_repeat(world: World) -> None:
    world.register(on=date(2023, 1, 5))
    given_up = world.register(on=date(2023, 1, 5))
    world.do(services.cancel, given_up, "director", reason="重复登记")

    assert offered(world, world.register()) == []


def test_nothing_is_offered_of_an_ended_risk_nor_to_who_may_not_answer(world: World) -> None:
    closed(world, closed_on=date(2022, 5, 9))
    risk_id = world.register()

    assert offered(world, risk_id, by="leader") == []
    assert offered(world, risk_id, by="head") == []
    world.do(services.cancel, risk_id, "director", reason="重复登记")
    assert offered(world, risk_id) == []


def test_the_units_family_counts_as_its_own(world: World) -> None:
    earlier = closed(world, "机电工程系党总支", closed_on=date(2022, 5, 9))

    assert offered(world, world.register()) == [earlier]


def test_another_units_is_none_even_of_the_same_place(world: World) -> None:
    closed(world, "保卫部", closed_on=date(2022, 5, 9), title="配电箱前堆放杂物",
           place="实训楼一层")  # fmt: skip

    risk_id = world.register(title="配电箱前堆放杂物", place="实训楼一层")

    assert offered(world, risk_id) == []


@pytest.mark.parametrize("unit", ["保卫部", "机电工程系党总支"])
def test_in_sensitive_areas_it_never_looks_across_units(world: World, unit: str) -> None:
    facts = {"area": "师生思想动态", "kind": "weak_link", "title": "谈话记录不全"}
    closed(world, unit, closed_on=date(2022, 5, 9), **facts)
    own = closed(world, closed_on=date(2022, 6, 9), **facts)

    risk_id = world.register(**facts)

    assert offered(world, risk_id) == [own]


def test_a_link_across_units_in_a_sensitive_area_is_refused(world: World) -> None:
    facts = {"area": "师生思想动态", "kind": "weak_link", "title": "谈话记录不全"}
    earlier = closed(world, "保卫部", closed_on=date(2022, 5, 9), **facts)

    with pytest.raises(RuleBroken, match="不跨单位"):
        answer(world, "link", world.register(**facts), earlier)


def test_what_is_no_earlier_closed_risk_is_not_linked(world: World) -> None:
    first, second = world.register(on=date(2023, 1, 5)), world.register()

    with pytest.raises(RuleBroken, match="只能关联已销号"):
        answer(world, "link", second, first)
    with pytest.raises(RuleBroken, match="不早于"):
        answer(world, "link", first, second)
    with pytest.raises(RuleBroken, match="不早于"):
        answer(world, "link", first, first)


def test_a_link_is_an_event_and_changes_neither(world: World) -> None:
    earlier, risk_id = closed(world, closed_on=date(2022, 5, 9)), world.register()

    answer(world, "link", risk_id, earlier)

    assert (world.risk(earlier).state, world.risk(risk_id).state) == ("closed", "registered")
    step = world.risk(risk_id).steps[-1]
    assert (step.label, step.note) == ("关联为重复", "风险2022-1")
    with world.app.app_context():
        event = db.session.scalars(db.select(Event).filter_by(action="risk.link")).one()
        assert event.changes["earlier_id"] == [None, earlier]
    with pytest.raises(RuleBroken, match="已关联"):
        answer(world, "link", risk_id, earlier)


def test_what_was_dismissed_does_not_come_back(world: World) -> None:
    earlier, risk_id = closed(world, closed_on=date(2022, 5, 9)), world.register()

    answer(world, "dismiss", risk_id, earlier)

    assert offered(world, risk_id) == []
    with pytest.raises(RuleBroken, match="不是重复"):
        answer(world, "dismiss", risk_id, earlier)
    answer(world, "link", risk_id, earlier)
    assert offered(world, risk_id) == []


def test_a_link_is_taken_back_with_a_reason(world: World) -> None:
    earlier, risk_id = closed(world, closed_on=date(2022, 5, 9)), world.register()
    answer(world, "link", risk_id, earlier)

    with pytest.raises(RuleBroken, match="须写明原因"):
        answer(world, "unlink", risk_id, earlier, reason=" ")
    answer(world, "unlink", risk_id, earlier, reason="位置不同")

    assert offered(world, risk_id) == []
    assert world.risk(risk_id).steps[-1].note.endswith("：位置不同")
    with world.app.app_context():
        kept = db.session.query(RiskRepeat).one()
        assert (kept.state, kept.reason) == ("dismissed", "位置不同")


def test_the_office_answers_on_the_page(world: World, clerk: PageClient) -> None:
    earlier, risk_id = closed(world, closed_on=date(2022, 5, 9)), world.register()
    url = f"/risks/{risk_id}/repeats/{earlier}"

    assert f"/risks/{risk_id}/repeats" in clerk.page("risks.show", risk_id=risk_id)
    assert clerk.post(f"{url}/link").location.endswith(f"/risks/{risk_id}")
    assert "第 2 次出现" in clerk.get(f"/risks/{risk_id}/repeats").get_data(as_text=True)
    assert clerk.page("risks.unlink", risk_id=risk_id, earlier_id=earlier)
    refused = clerk.post(f"{url}/unlink", {"reason": " "}).get_data(as_text=True)
    assert "请写明原因" in refused
    assert clerk.post(f"{url}/unlink", {"reason": "位置不同"}).status_code == 302
    page = clerk.get(f"/risks/{risk_id}/repeats").get_data(as_text=True)
    assert "已判为不是重复（1）" in page
    assert clerk.post(f"{url}/dismiss").status_code == 409


@pytest.mark.parametrize("closed_before", [0, 2])
def test_registering_tells_how_many_are_likely(
    world: World, clerk: PageClient, closed_before: int
) -> None:
    for _ in range(closed_before):
        closed(world, closed_on=date(2022, 5, 9), title="灭火器过期", place="实训楼")

    page = clerk.get(clerk.post("/risks/new", {
        "unit_id": str(world.cast.units["机电工程系"]), "area_id": str(world.areas["消防安全"]),
        "kind": "hazard", "level": "general", "title": "灭火器超过有效期", "place": "实训楼",
        "measure": "更换", "due_on": "2023-04-10",
    }).location).get_data(as_text=True)  # fmt: skip

    assert "已登记：" in page
    assert ("疑似重复 2 处，请核对。" in page) is bool(closed_before)


def test_the_line_stands_at_all_of_them(world: World, clerk: PageClient) -> None:
    days = (date(2022, 3, 9), date(2022, 6, 9), date(2022, 9, 9))
    first, second, third = (closed(world, closed_on=day) for day in days)
    risk_id = world.register()
    answer(world, "link", second, first)
    answer(world, "link", third, second)
    answer(world, "link", risk_id, first)

    def line(of: int) -> str:
        page = clerk.get(f"/risks/{of}/repeats").get_data(as_text=True)
        return page[page.index('class="repeat-line"') :].split("</p>")[0]

    assert "第 4 次出现" in line(risk_id)
    assert "第 1 次出现" in line(first)
    codes = [f"风险2022-{number}" for number in (1, 2, 3)]
    spots = [line(risk_id).index(code) for code in [*codes, "风险2023-1"]]
    assert spots == sorted(spots)


def test_a_unit_reads_nothing_of_another_unit(world: World, head: PageClient) -> None:
    earlier = closed(world, "保卫部", closed_on=date(2022, 5, 9), title="配电箱前堆放杂物",
                     place="实训楼一层")  # fmt: skip
    risk_id = world.register(title="配电箱前有杂物", place="实训楼一层")
    before = head.get(f"/risks/{risk_id}/repeats").get_data(as_text=True)
    answer(world, "link", risk_id, earlier)

    page = head.get(f"/risks/{risk_id}/repeats").get_data(as_text=True)

    assert before.strip() == ""
    assert "第 2 次出现：其他单位的风险" in page
    assert "配电箱前堆放杂物" not in page
    assert "风险2022-1" not in page
    assert head.get(f"/risks/{earlier}/repeats").status_code == 404
    assert head.post(f"/risks/{risk_id}/repeats/{earlier}/link").status_code == 403


def test_it_takes_the_same_few_statements_for_many_risks(world: World, clerk: PageClient) -> None:
    closed(world, closed_on=date(2022, 5, 9))
    risk_id = world.register()
    before = statements_of(world.app, clerk.get, f"/risks/{risk_id}/repeats")
    for _ in range(3):
        closed(world, closed_on=date(2022, 6, 9))
        closed(world, "保卫部", closed_on=date(2022, 6, 9))
    for linked in (1, 3):
        answer(world, "link", risk_id, linked)
    after = statements_of(world.app, clerk.get, f"/risks/{risk_id}/repeats")

    assert len(after) == len(before)
