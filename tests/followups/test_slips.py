"""The pages of slips: sent by the office with numbers, found by the unit, delivered."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from tests.client import PageClient, statements_of
from tests.followups.conftest import World
from tracker.audit.services import record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.jobs import Job
from tracker.directory.models import NumberSeries, PostRole, Unit
from tracker.directory.queries import leader_posts
from tracker.followups import papers, queries, services
from tracker.followups.models import FollowUp, SlipState, UrgeSlip
from tracker.issuing.models import IssuedPaper
from tracker.operations.jobs import urge_by_morning

DUE = date(2023, 3, 17)
# The first, the fifth and the tenth working day after the due date.
FIRST, SECOND, THIRD = date(2023, 3, 20), date(2023, 3, 24), date(2023, 3, 31)


def make(world: World, on: date, ids: list[int] | None = None) -> list[int]:
    with world.writing():
        return [slip.id for slip in services.make_slips(on=on, ids=ids)]


def late(world: World, on: date = FIRST, unit: str = "机电工程系") -> int:
    """Return a slip about a new item that is late on a day."""
    item = world.plan(unit, due_on=DUE)
    world.do(services.dispatch, item, "clerk", as_list=True, on=date(2023, 3, 13))
    (slip_id,) = make(world, on, ids=[item])
    return slip_id


def send(world: World, *slip_ids: int, on: date = FIRST) -> None:
    with world.writing():
        slips = [db.session.get_one(UrgeSlip, slip_id) for slip_id in slip_ids]
        services.send_slips(slips=slips, actor=world.actor("clerk"), on=on)


def slip(world: World, slip_id: int) -> UrgeSlip:
    with world.app.app_context():
        found = queries.get_slip(slip_id, viewer=None)
        assert found is not None
        db.session.expunge_all()
        return found


def supervise(world: World, unit: str = "机电工程系") -> None:
    with world.writing():
        record = db.session.get_one(Unit, world.cast.units[unit])
        record.supervising_post = next(p for p in leader_posts() if p.role == PostRole.LEADER)
        record_event("unit.edit", record, actor=world.actor("clerk"))


def test_the_office_sends_what_is_ticked_with_numbers(world: World, clerk: PageClient) -> None:
    ids = [late(world), late(world, unit="保卫部")]
    assert "今日应发" in clerk.page("followups.slips")

    clerk.post("/follow-ups/slips/send", {"ids": ids})

    assert [slip(world, one).doc_no[-8:] for one in ids] == ["〔2023〕2号", "〔2023〕1号"]
    assert "今天没有要发的催办文书" not in clerk.page("followups.slips")
    assert clerk.get(f"/papers/supervision-slip/{ids[0]}.pdf").status_code in {202, 302}


def test_what_was_sent_is_frozen(world: World) -> None:
    slip_id = late(world)
    send(world, slip_id)

    with world.writing():
        item = db.session.get_one(FollowUp, slip(world, slip_id).follow_up_id)
        item.title = "另一个名称"
        record_event("followup.edit", item, actor=world.actor("clerk"))

    with world.app.app_context():
        paper = papers.supervision_slip(str(slip_id), on=THIRD, public_url="", viewer=None)
        assert paper is not None
        assert paper.matter.startswith("完善实训室应急预案")
        assert paper.standing == "已交办，逾期 3 天（第一次督办）"


@pytest.mark.parametrize(
    ("on", "supervised", "sent_to"),
    [
        (FIRST, True, "机电工程系"),
        (SECOND, True, "机电工程系、副院长沈知行"),
        (SECOND, False, "机电工程系"),
        (THIRD, True, "机电工程系、副院长沈知行、党委书记程远山、院长顾明川"),
        (THIRD, False, "机电工程系、党委书记程远山、院长顾明川"),
    ],
)
def test_each_step_goes_to_whom_it_must(
    world: World, on: date, supervised: bool, sent_to: str
) -> None:
    if supervised:
        supervise(world)
    slip_id = late(world, on)
    if not supervised and on != FIRST:
        assert "（未登记分管领导）" in slip(world, slip_id).sent_to

    send(world, slip_id, on=on)

    assert slip(world, slip_id).sent_to == sent_to


def test_letters_go_out_by_themselves_and_others_where_it_is_set(world: World) -> None:
    world.set("urge_sends_yellow", "1")
    world.assigned(due_on=date(2023, 3, 31))

    with world.app.app_context():
        (letter,) = make(world, date(2023, 3, 29))
    yellow = late(world)

    assert slip(world, letter).state == slip(world, yellow).state == SlipState.ISSUED
    with world.app.app_context():
        issuers = db.session.scalars(select(IssuedPaper.issuer_name)).all()
        assert set(issuers) == {"系统自动发出"}


def test_numbers_of_a_register_are_never_given_by_itself(world: World) -> None:
    with world.writing():
        for series in db.session.scalars(select(NumberSeries)):
            series.is_manual = True
        record_event("series.edit", series, actor=world.actor("clerk"))
    world.set("urge_sends_yellow", "1")

    slip_id = late(world)

    assert slip(world, slip_id).state == SlipState.PROPOSED
    with pytest.raises(RuleBroken, match="系统编号"):
        send(world, slip_id)


def test_what_was_reported_meanwhile_is_not_sent(world: World, clerk: PageClient) -> None:
    slip_id = late(world)
    world.do(services.submit, slip(world, slip_id).follow_up_id, "head")

    assert clerk.post("/follow-ups/slips/send", {"ids": [slip_id]}).status_code == 409
    assert slip(world, slip_id).state_label == "未发"


def test_the_units_head_finds_it_at_the_item_and_has_it_by_that(
    world: World, head: PageClient, liaison: PageClient
) -> None:
    slip_id = late(world)
    item = slip(world, slip_id).follow_up_id
    assert "黄色督办单" not in head.page("followups.show", followup_id=item)
    send(world, slip_id)

    assert "黄色督办单" in liaison.page("home.index")
    liaison.page("followups.show", followup_id=item)
    assert slip(world, slip_id).state == SlipState.ISSUED

    assert "黄色督办单" in head.page("followups.show", followup_id=item)
    assert slip(world, slip_id).state_label == "已送达（单位已查看）"


def test_another_unit_sees_nothing_of_it(world: World, head2: PageClient) -> None:
    slip_id = late(world)
    send(world, slip_id)
    url = f"/papers/supervision-slip/{slip_id}.pdf"

    assert "黄色督办单" not in head2.page("followups.slips")
    assert head2.get(url, follow_redirects=True).status_code == 404
    assert head2.get("/follow-ups/slips?show=proposed").status_code == 404


def test_a_unit_begins_with_what_was_delivered_where_nothing_else_was_sent(
    world: World, head: PageClient
) -> None:
    assert "没有待送达的催办文书。任务临近时限" in head.page("followups.slips")
    slip_id = late(world, SECOND)
    send(world, slip_id, on=SECOND)
    with world.writing():
        record = db.session.get_one(UrgeSlip, slip_id)
        services.deliver_slips(slips=[record], actor=world.actor("clerk"), on=SECOND)

    page = head.page("followups.slips")

    assert f"{slip(world, slip_id).doc_no}（PDF）" in page
    assert '未办结的红色督办单<span class="count">1</span>' in page
    assert "没有待送达的催办文书" in head.page("followups.slips", show="sent")


def test_the_office_notes_the_delivery(world: World, clerk: PageClient) -> None:
    slip_id = late(world)
    send(world, slip_id)
    url = "/follow-ups/slips/deliver"

    early = {"ids": [slip_id], "delivered_on": "2023-03-19"}
    assert clerk.post(url, early).status_code == 409
    clerk.post(url, {"ids": [slip_id], "delivered_on": "2023-03-20"})

    assert slip(world, slip_id).delivered_on == FIRST
    assert "已送达" in clerk.page("followups.slips", show="delivered")
    assert clerk.post(url, {"ids": [slip_id], "delivered_on": "2023-03-20"}).status_code == 409


def test_the_office_leaves_one_out_with_a_reason(world: World, clerk: PageClient) -> None:
    slip_id = late(world)
    clerk.page("followups.drop_slip", slip_id=slip_id)

    assert "请写明原因" in clerk.post(f"/follow-ups/slips/{slip_id}/drop", {"reason": " "}).text
    clerk.post(f"/follow-ups/slips/{slip_id}/drop", {"reason": "材料已当面交来。"})

    assert slip(world, slip_id).state == SlipState.DROPPED
    assert "材料已当面交来" in clerk.page("followups.slips", show="unsent")
    assert make(world, FIRST) == []


def test_the_leaders_page_names_red_ones_in_a_line(world: World, leader: PageClient) -> None:
    assert "红色督办单" not in leader.page("home.index")

    send(world, late(world, SECOND), on=SECOND)

    assert "已发红色督办单、尚未办结的任务" in leader.page("home.index")
    assert "完善实训室应急预案" in leader.page("followups.slips", show="red")


def test_a_paused_item_is_shown_as_paused(world: World, clerk: PageClient) -> None:
    slip_id = late(world)
    item, later = slip(world, slip_id).follow_up_id, date(2023, 4, 14)
    world.do(services.ask_extension, item, "head", to_due_on=later, reason="设备晚到。")

    assert "暂停催办：延期申请待定" in clerk.page("followups.slips")
    assert "暂停催办：延期申请待定" in clerk.page("followups.show", followup_id=item)
    assert clerk.post("/follow-ups/slips/send", {"ids": [slip_id]}).status_code == 409


def test_a_days_slips_are_one_bundle(world: World) -> None:
    ids = [late(world), late(world, SECOND, unit="保卫部")]
    send(world, *ids)

    with world.app.app_context():
        parts = papers.slips_of_day("2023-03-20", None)
        made = [papers.slip_paper(one, on=FIRST, public_url="", viewer=None) for one, _ in parts]

    assert [getattr(paper, "band", "") for paper in made] == ["红色督办", "黄色督办"]
    with world.app.app_context():
        assert papers.slips_of_day("2023-02-30", None) == []


def test_the_clocks_job_makes_them_and_knows_when_it_ran_before(world: World) -> None:
    world.assigned(due_on=date(2023, 3, 22))

    for day in ("2023-03-22", "2023-03-29", "2023-03-29", "2023-03-30"):
        with time_machine.travel(f"{day} 07:00 +08:00", tick=False), world.app.app_context():
            urge_by_morning()

    with world.app.app_context():
        results = db.session.scalars(select(Job.result).where(Job.kind == queries.URGE)).all()
        (made,) = db.session.scalars(select(UrgeSlip))
        assert results == [{"slips": 0}, {"slips": 1}, {"slips": 0}]
        assert made.skipped == ["overdue_1"]


def test_before_six_it_is_not_morning(world: World) -> None:
    with time_machine.travel("2023-03-24 05:59 +08:00", tick=False), world.app.app_context():
        urge_by_morning()

        assert db.session.scalars(select(Job)).all() == []


@pytest.mark.parametrize("count", [2, 12])
def test_the_number_of_statements_does_not_grow(
    world: World, clerk: PageClient, count: int
) -> None:
    ids = [late(world, unit=list(world.cast.units)[number % 6]) for number in range(count)]
    send(world, *ids[::2])

    for show in ("proposed", "sent"):
        statements = statements_of(world.app, clerk.page, "followups.slips", show=show)
        assert len(statements) <= 7, statements
