"""The look-back of one task, readable by anyone …"""

import re

import time_machine

from tests.client import PageClient
from tests.followups.conftest import HELD_ON, World
from tests.followups.test_handing_over import entrust
from tests.followups.test_progress import upload
from tracker.followups import services


def lines(page: str) -> list[str]:
    """Return the time line, a step a line, newest first, without marks."""
    shown = re.search(r'<ol class="timeline">(.*)</ol>', page, re.S)
    assert shown is not None
    steps = shown[1].split('<p class="timeline-head">')[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", step).split()) for step in steps]


def test_each_step_says_when_what_and_who(world: World, clerk: PageClient):
    followup_id = world.submitted()
    world.do(services.return_, followup_id, "clerk", reason="自查表缺签字，请补。")

    page = clerk.page("followups.show", followup_id=followup_id)

    assert lines(page) == [
        "2023年3月20日 10:00 退回 办公室干事方小禾 自查表缺签字，请补。",
        "2023年3月20日 10:00 报结 机电工程系主任陆庆安",
        "2023年3月20日 10:00 交办 办公室干事方小禾",
        "2023年3月20日 10:00 拟定 办公室干事方小禾",
    ]
    assert page.index("已退回，请按以下意见办理后再次报结") < page.index("办理过程")


def test_who_heads_two_units_is_told_by_the_post_in_the_one_that_leads(world: World):
    own, other = world.submitted(), world.submitted("机电工程系党总支")

    told = [world.item(one).entries[-1].actor_name for one in (own, other)]

    assert told == ["机电工程系主任陆庆安", "机电工程系党总支书记陆庆安"]


def test_a_photo_stands_with_the_words_it_was_sent_with(world: World, head: PageClient):
    followup_id = world.assigned()
    url = f"/follow-ups/{followup_id}/progress"
    head.post(url, {"note": "查完一半。", "files": upload(head, "楼道.png")})
    head.post(url, {"files": upload(head, "机房.png", 9)})

    newest, older, *_ = lines(head.page("followups.show", followup_id=followup_id))

    assert "办理进展" in newest
    assert "机房.png" in newest
    assert "查完一半。 楼道.png" in older


def test_what_was_entered_from_paper_says_by_whom_and_where_it_lies(
    world: World, clerk: PageClient
):
    followup_id = world.assigned(since=HELD_ON)
    clerk.post(f"/follow-ups/{followup_id}/submit", {
        "note": "已完成。", "paper-person_id": world.cast.persons["head"],
        "paper-acted_on": "2023-03-17", "paper-location": "办公室三号柜",
    })  # fmt: skip

    (newest, *_) = lines(clerk.page("followups.show", followup_id=followup_id))

    assert newest == (
        "2023年3月17日 报结 机电工程系主任陆庆安 （方小禾于 2023-03-20 10:00 代录） 已完成。 "
        "纸件存放处：办公室三号柜"
    )


def test_who_acts_for_a_head_or_reports_for_one_is_told(world: World, client: PageClient):
    followup_id = world.assigned()
    entrust(world)
    world.do(services.submit, followup_id, "outsider")
    other = world.submitted(by="liaison")

    def newest(number: int) -> str:
        clerk = client.signed_in_as(world.cast.users["clerk"])
        return lines(clerk.page("followups.show", followup_id=number))[0]

    assert "受机电工程系主任陆庆安委托" in newest(followup_id)
    assert "联络员代报 机电工程系联络员邓文静" in newest(other)


def test_forms_are_left_out_of_print_and_the_reason_is_not(world: World, clerk: PageClient):
    followup_id = world.submitted()

    page = clerk.page("followups.show", followup_id=followup_id)

    form = page.index(f'action="/follow-ups/{followup_id}/close"')
    assert page.rindex('<div class="d-print-none">', 0, form) > page.index('class="facts"')


def test_acts_of_one_day_are_told_apart_by_the_minute(world: World, clerk: PageClient):
    followup_id = world.assigned(since=HELD_ON)
    with time_machine.travel("2023-03-20 16:05 +08:00", tick=False):
        world.do(services.submit, followup_id, "head")

    page = clerk.page("followups.show", followup_id=followup_id)
    days = re.findall(r'timeline-when">([^<]*)<', page)
    assert days == ["2023年3月20日 16:05", "2023年3月10日", "2023年3月20日 10:00"]
