"""close_several …"""

from tests.client import PageClient
from tests.followups.conftest import TODAY, World
from tracker.audit.models import Event
from tracker.core.db import db
from tracker.followups import services
from tracker.risks.models import Risk

MAJOR = {
    "level": "major", "responsibility": "系主任", "budget": "三万元", "emergency_plan": "停用",
    "state": "registered",
}  # fmt: skip


def of_major(world: World) -> int:
    """Bring a task of a major risk to 待确认, of which nothing shows that it was mended."""
    risk_id = world.risk(**MAJOR, supervisor_id=world.cast.persons["vice"])
    return world.submitted(title="更换水泵", point=None, risk_id=risk_id)


def confirmed(clerk: PageClient, ids: list[int]) -> str:
    return clerk.post("/follow-ups/close", {"ids": ids}, follow_redirects=True).text


def test_it_confirms_what_can_be_and_tells_what_was_left(world: World, clerk: PageClient):
    left = of_major(world)
    ids = [world.submitted(title="第一件"), left, world.submitted(title="第三件")]

    page = confirmed(clerk, ids)

    code = world.item(left).code
    assert f"已确认 2 项任务办结，1 项未办理：{code}（" in page
    assert "销号须有整改证明" in page
    assert [world.item(one).state for one in ids] == ["closed", "submitted", "closed"]


def test_what_was_left_is_as_it_was(world: World, clerk: PageClient):
    left = of_major(world)

    page = confirmed(clerk, [left, world.submitted(title="别的事")])

    item = world.item(left)
    assert (item.state, item.closed_on) == ("submitted", None)
    assert [entry.verb for entry in item.entries][-1] == "submit"
    with world.app.app_context():
        risk = db.session.query(Risk).one()
        assert (risk.state, risk.accepted_on) == ("rectifying", None)
        closings = db.session.query(Event).filter_by(action="followup.close").all()
        assert [event.object_id for event in closings] != [str(left)]
        assert len(closings) == 1
    assert "1 项未办理" in page


def test_one_that_was_confirmed_in_another_tab_keeps_nothing_back(world: World, clerk: PageClient):
    done, other = world.submitted(title="已确认的"), world.submitted(title="没确认的")
    world.do(services.close, done, "clerk")

    page = confirmed(clerk, [done, other])

    assert "已确认 1 项任务办结，1 项未办理" in page
    assert "现在是“已办结”" in page
    assert world.item(other).closed_on == TODAY


def test_where_none_can_be_confirmed_it_says_so(world: World, clerk: PageClient):
    page = confirmed(clerk, [of_major(world)])

    assert "所选事项均未办理：" in page
    assert "flash-error" in page


def test_of_many_that_are_left_the_first_are_named(world: World, clerk: PageClient):
    ids = [world.submitted("办公室", by="director", title=f"自己的{n}") for n in range(7)]

    page = confirmed(clerk, [*ids, world.submitted(title="别人的")])

    assert "已确认 1 项任务办结，7 项未办理：" in page
    assert "等 7 项。" in page
    assert page.count("须由承办单位以外的人核验") == 5


def test_who_verifies_the_offices_own_alone_is_told_of_the_others(world: World, client: PageClient):
    world.set("office_unit_id", str(world.cast.units["办公室"]))
    world.set("discipline_unit_id", str(world.cast.units["纪委办公室"]))
    own = world.submitted("办公室", by="director")
    other = world.submitted(supporting_ids=(world.cast.units["纪委办公室"],))
    discipline = client.signed_in_as(world.cast.users["discipline"])

    page = confirmed(discipline, [own, other])

    assert "已确认 1 项任务办结，1 项未办理" in page
    assert "不由您核验" in page
    assert world.item(other).state == "submitted"
