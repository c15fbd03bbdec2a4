"""ask_extension, approve_extension and refuse_extension …"""

from datetime import date
from typing import Any

import pytest

from tests.client import PageClient
from tests.followups.conftest import World
from tracker.core.errors import RuleBroken
from tracker.followups import queries, services
from tracker.followups.models import Extension
from tracker.followups.papers import extension_form

DUE, LATER = date(2023, 3, 31), date(2023, 4, 14)
REASON = "配件到货延迟。"


def asked(world: World, by: str = "head", **values: Any) -> int:
    followup_id = world.assigned(**values)
    world.do(services.ask_extension, followup_id, by, to_due_on=LATER, reason=REASON)
    return followup_id


def decide(world: World, followup_id: int, by: str, *, approve: bool = True, **values: Any) -> None:
    with world.writing():
        extension = queries.latest_extension(followup_id)
        verb: Any = services.approve_extension if approve else services.refuse_extension
        verb(
            extension=extension,
            actor=world.actor(by),
            **{"on": date(2023, 3, 20), "words": "", **values},
        )


def last(world: World, followup_id: int) -> Extension:
    with world.app.app_context():
        found = queries.latest_extension(followup_id)
        assert found is not None
        return found


def test_nothing_moves_before_it_is_decided(world: World):
    followup_id = asked(world)

    item, extension = world.item(followup_id), last(world, followup_id)
    assert (item.due_on, item.asked_due_on) == (DUE, LATER)
    assert (extension.state_label, extension.is_late) == ("待批", False)


def test_approved_it_moves_the_date_and_keeps_the_first(world: World):
    followup_id = asked(world)

    decide(world, followup_id, "vice")

    item = world.item(followup_id)
    assert (item.due_on, item.original_due_on, item.moved_from) == (LATER, DUE, DUE)
    assert item.asked_due_on is None
    assert last(world, followup_id).decider_name == "副院长沈知行"


def test_refused_it_says_why_and_moves_nothing(world: World):
    followup_id = asked(world)

    with pytest.raises(RuleBroken, match="须写明原因"):
        decide(world, followup_id, "vice", approve=False, words=" ")
    decide(world, followup_id, "vice", approve=False, words="须按期完成。")

    item = world.item(followup_id)
    assert (item.due_on, item.asked_due_on) == (DUE, None)
    assert item.entries[-1].note == "须按期完成。"


def test_asked_after_the_date_it_is_marked(world: World):
    followup_id = asked(world, due_on=date(2023, 3, 15))

    assert last(world, followup_id).is_late
    assert "（逾期申请）" in world.item(followup_id).entries[-1].note


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2023, 3, 31), "须晚于现在的时限"),
        (date(2023, 3, 24), "须晚于现在的时限"),
        (date(2023, 4, 15), "建议改为2023年4月17日（周一）"),
    ],
)
def test_a_wrong_day_is_refused_with_a_sentence(world: World, day: date, words: str):
    followup_id = world.assigned()

    with pytest.raises(RuleBroken, match=words):
        world.do(services.ask_extension, followup_id, "head", to_due_on=day, reason=REASON)


def test_a_day_that_has_passed_is_refused(world: World):
    followup_id = world.assigned(due_on=date(2023, 3, 14))

    with pytest.raises(RuleBroken, match="已过"):
        world.do(
            services.ask_extension, followup_id, "head", to_due_on=date(2023, 3, 16), reason=REASON
        )


def test_it_says_why(world: World):
    followup_id = world.assigned()

    with pytest.raises(RuleBroken, match="须写明原因"):
        world.do(services.ask_extension, followup_id, "head", to_due_on=LATER, reason=" ")


def test_one_waits_at_a_time(world: World):
    followup_id = asked(world)

    with pytest.raises(RuleBroken, match="待批"):
        world.do(services.ask_extension, followup_id, "head", to_due_on=LATER, reason=REASON)


def test_the_liaison_asks_for_the_head_who_is_told(world: World, client: PageClient):
    followup_id = asked(world, by="liaison")

    with world.app.app_context():
        todos = queries.todos(world.cast.viewer("head"), on=date(2023, 3, 20))
    assert "联络员已代为申请延期：完善实训室应急预案" in [todo.sentence for todo in todos]
    head = client.signed_in_as(world.cast.users["head"])
    assert "联络员代报，请负责人知悉" in head.page("followups.show", followup_id=followup_id)


@pytest.mark.parametrize("name", ["head2", "clerk", "head3"])
def test_nobody_else_asks(world: World, name: str):
    followup_id = world.assigned()

    with pytest.raises(RuleBroken, match="申请延期须由"):
        world.do(services.ask_extension, followup_id, name, to_due_on=LATER, reason=REASON)


@pytest.mark.parametrize("name", ["head", "liaison", "head2", "clerk"])
def test_only_director_and_leaders_decide(world: World, name: str):
    followup_id = asked(world)

    with pytest.raises(RuleBroken):
        decide(world, followup_id, name)


def test_the_director_does_not_decide_on_the_offices_own(world: World):
    followup_id = world.assigned("办公室")
    world.do(services.ask_extension, followup_id, "director", to_due_on=LATER, reason=REASON)

    with pytest.raises(RuleBroken, match="承办单位以外"):
        decide(world, followup_id, "director")
    decide(world, followup_id, "vice")

    assert world.item(followup_id).due_on == LATER


def test_it_is_decided_once(world: World):
    followup_id = asked(world)
    decide(world, followup_id, "vice")

    with pytest.raises(RuleBroken, match="已同意"):
        decide(world, followup_id, "director", approve=False, words="不行。")

    assert world.item(followup_id).due_on == LATER


def test_a_date_that_passed_meanwhile_is_not_approved(world: World):
    followup_id = asked(world)

    with pytest.raises(RuleBroken, match="新时限已过"):
        decide(world, followup_id, "vice", on=date(2023, 4, 20))


@pytest.mark.parametrize("end", ["close", "cancel"])
def test_it_ends_with_its_item(world: World, end: str):
    followup_id = asked(world)
    if end == "close":
        world.do(services.submit, followup_id, "head")
        world.do(services.close, followup_id, "clerk")
    else:
        world.do(services.cancel, followup_id, "clerk", reason="重复。")

    assert world.item(followup_id).asked_due_on is None
    assert last(world, followup_id).state_label == "已终止"
    with pytest.raises(RuleBroken):
        decide(world, followup_id, "vice")


def test_the_pages_ask_and_decide(world: World, head: PageClient):
    followup_id = world.assigned()
    head.page("followups.ask_extension", followup_id=followup_id)
    data = {"to_due_on": "2023-04-14", "reason": REASON, "measures": "已催货。"}
    missing = head.post(f"/follow-ups/{followup_id}/extension", {"to_due_on": "2023-04-14"})
    head.post(f"/follow-ups/{followup_id}/extension", data)
    assert "请写明延期原因。" in missing.get_data(as_text=True)
    assert "延期待批" in head.page("followups.index")

    director = head.signed_in_as(world.cast.users["director"])
    assert "申请延至 2023年4月14日" in director.page("followups.index")
    assert REASON in director.page("followups.extensions")
    assert "审批延期" in director.page("followups.show", followup_id=followup_id)
    director.page("followups.decide_extension", followup_id=followup_id)
    url = f"/follow-ups/{followup_id}/extension/decision"
    why = director.post(url, {"is_approved": "no"}).get_data(as_text=True)
    director.post(url, {"is_approved": "yes", "words": "同意，抓紧办理。"})
    page = director.page("followups.show", followup_id=followup_id)

    assert "不同意延期须写明原因。" in why
    assert "原定 <time>2023年3月31日</time>" in page
    assert "同意，抓紧办理。" in page
    assert "没有待批" in director.page("followups.extensions")


def test_its_form_is_offered_where_one_was_asked_or_may_be(world: World, head: PageClient):
    def is_offered(followup_id: int) -> bool:
        return "延期申请表" in head.page("followups.show", followup_id=followup_id)

    reported_after_asking = asked(world, title="先申请")
    world.do(services.submit, reported_after_asking, "head")

    assert is_offered(world.assigned(title="在办"))
    assert not is_offered(world.submitted(title="已报结"))
    assert is_offered(reported_after_asking)


def test_a_day_of_rest_comes_back_in_the_form_with_all_that_was_typed(
    world: World, head: PageClient
):
    followup_id = world.assigned()
    data = {"to_due_on": "2023-04-15", "reason": "场地要等设备处腾出。"}

    answer = head.post(f"/follow-ups/{followup_id}/extension", data)

    assert answer.status_code == 409
    for words in ("是休息日，建议改为", "请先修改以下内容", 'value="2023-04-15"', data["reason"]):
        assert words in answer.text


def test_a_head_reads_at_home_that_a_later_date_was_refused_until_he_reports(
    world: World, head: PageClient
):
    followup_id = asked(world)
    decide(world, followup_id, "director", approve=False, words="请按期完成。")
    told = head.page("home.index")
    world.do(services.submit, followup_id, "head")

    assert "延期未获同意：请按期完成。" in told
    assert "延期未获同意" not in head.page("home.index")


def test_a_leaders_word_on_paper_is_recorded(world: World, clerk: PageClient):
    followup_id = asked(world)
    clerk.page("followups.decide_extension", followup_id=followup_id)
    data = {
        "is_approved": "yes", "paper-person_id": world.cast.persons["vice"],
        "paper-acted_on": "2023-03-20", "paper-location": "办公室文件柜",
    }  # fmt: skip
    alone = clerk.post(f"/follow-ups/{followup_id}/extension/decision", {"is_approved": "yes"})
    assert alone.status_code == 409

    clerk.post(f"/follow-ups/{followup_id}/extension/decision", data)

    assert world.item(followup_id).due_on == LATER
    assert world.item(followup_id).entries[-1].recorder_name == "方小禾"


@pytest.mark.parametrize(
    ("signer", "day", "words"),
    [
        ("discipline", "2023-03-20", "办公室主任或校领导签字"),
        ("vice", "2023-03-17", "早于申请日期"),
    ],
)
def test_a_word_on_paper_is_a_deciders_and_not_older_than_the_wish(
    world: World, clerk: PageClient, signer: str, day: str, words: str
):
    for setting, unit in (("office_unit_id", "办公室"), ("discipline_unit_id", "纪委办公室")):
        world.set(setting, str(world.cast.units[unit]))
    followup_id = world.assigned("办公室")
    world.do(services.ask_extension, followup_id, "director", to_due_on=LATER, reason="场地未定。")
    data = {
        "is_approved": "yes", "paper-person_id": world.cast.persons[signer],
        "paper-acted_on": day, "paper-location": "办公室文件柜",
    }  # fmt: skip

    answer = clerk.post(f"/follow-ups/{followup_id}/extension/decision", data)

    assert answer.status_code == 409
    assert words in answer.text
    assert world.item(followup_id).asked_due_on == LATER


def test_the_form_is_blank_before_it_is_asked_and_filled_in_after(world: World):
    followup_id = world.assigned()

    blank = _form_rows(world, followup_id, "head")
    world.do(services.ask_extension, followup_id, "head", to_due_on=LATER, reason=REASON)
    filled = _form_rows(world, followup_id, "head")

    assert list(blank) == [
        "事项", "原时限", "申请延至", "原因", "已采取措施", "单位意见", "分管领导意见",
    ]  # fmt: skip
    assert blank["原因"].strip() == ""
    assert (filled["申请延至"], filled["原因"]) == ("2023年4月14日", REASON)
    assert filled["原时限"] == "2023年3月31日"
    assert _form_rows(world, followup_id, "head2") == {}


def _form_rows(world: World, followup_id: int, name: str) -> dict[str, str]:
    with world.app.app_context():
        paper = extension_form(
            str(followup_id), on=date(2023, 3, 20), public_url="", viewer=world.cast.viewer(name)
        )
    return dict(paper.grids[0].rows) if paper else {}


def test_an_item_without_a_wish_has_nothing_to_decide(world: World, director: PageClient):
    followup_id = world.assigned()

    assert director.get(f"/follow-ups/{followup_id}/extension/decision").status_code == 404
