"""What a rule refuses comes back in its form, with all that was typed …"""

import pytest

from tests.client import PageClient
from tests.followups.conftest import World
from tests.followups.test_extensions import asked, last

NOTE = "已按要求完成，附检查表两份。"


def signed(world: World, who: str, acted_on: str) -> dict[str, str]:
    return {
        "person_id": str(world.cast.persons[who]), "location": "档案盒 3", "acted_on": acted_on,
    }  # fmt: skip


def under(prefix: str, values: dict[str, str]) -> dict[str, str]:
    return {f"{prefix}-{name}": value for name, value in values.items()}


def test_a_report_from_paper_that_is_dated_before_the_dispatch(world: World, clerk: PageClient):
    followup_id = world.assigned()
    paper = under("paper", signed(world, "head", "2023-03-15"))

    answer = clerk.post(f"/follow-ups/{followup_id}/submit", {"note": NOTE, **paper})

    assert answer.status_code == 409
    assert "早于交办日期（2023年3月20日）" in answer.text
    assert NOTE in answer.text
    assert world.item(followup_id).state == "assigned"


def test_a_return_from_paper_that_is_dated_before_the_report(world: World, clerk: PageClient):
    followup_id = world.submitted()
    paper = under("return_paper", signed(world, "director", "2023-03-15"))

    answer = clerk.post(f"/follow-ups/{followup_id}/return", {"reason": NOTE, **paper})

    assert answer.status_code == 409
    assert NOTE in answer.text
    assert 'role="alert"' in answer.text
    assert world.item(followup_id).state == "submitted"


def test_a_report_on_what_was_reported_meanwhile_is_told_on_a_page_of_its_own(
    world: World, head: PageClient
):
    followup_id = world.submitted()

    answer = head.post(f"/follow-ups/{followup_id}/submit", {"note": NOTE})

    assert answer.status_code == 409
    assert "暂不能办理" in answer.text


def test_the_same_form_is_taken_once_it_is_mended(world: World, clerk: PageClient):
    """What was refused has left no trace: neither the form's id nor what it carried is used up."""
    followup_id, url = world.assigned(), "/follow-ups/{}/submit"
    typed = {"note": NOTE, "form_id": "the-same-form"}
    early, late = (signed(world, "head", day) for day in ("2023-03-15", "2023-03-20"))

    refused = clerk.post(url.format(followup_id), {**typed, **under("paper", early)})
    taken = clerk.post(url.format(followup_id), {**typed, **under("paper", late)})

    assert (refused.status_code, taken.status_code) == (409, 302)
    assert [entry.note for entry in world.item(followup_id).entries if entry.verb == "submit"] == [
        NOTE
    ]


def test_a_script_is_told_the_sentence_even_where_the_form_is_shown(
    world: World, director: PageClient
):
    """The director heads the office, whose own task has a form of hers and one for paper."""
    followup_id = world.assigned("办公室")
    paper = under("paper", signed(world, "director", "2023-03-15"))

    answer = director.post(
        f"/follow-ups/{followup_id}/submit", {"note": NOTE, **paper},
        headers={"Accept": "application/json"},
    )  # fmt: skip

    assert answer.status_code == 409
    assert "早于交办日期" in answer.get_json()["sentence"]


def test_a_returned_list_that_is_dated_before_the_dispatch_keeps_its_ticks(
    world: World, clerk: PageClient
):
    followup_id = world.assigned("保卫部")
    url = f"/meetings/{world.meeting_id}/paper-list/{world.cast.units['保卫部']}"
    row = {"rows-0-followup_id": str(followup_id), "rows-0-is_done": "y", "rows-0-note": NOTE}

    answer = clerk.post(url, {**row, **under("paper", signed(world, "head2", "2023-03-15"))})

    assert answer.status_code == 409
    assert NOTE in answer.text
    assert "早于交办日期" in answer.text


def test_a_plan_that_ends_before_its_meeting_keeps_what_was_typed(world: World, clerk: PageClient):
    url = f"/meetings/{world.meeting_id}/follow-ups/new"
    data = {"title": "补查宿舍用电", "lead_units": str(world.cast.units["保卫部"])}

    answer = clerk.post(url, {**data, "requirement": NOTE, "due_on": "2023-03-08"})

    assert NOTE in answer.text
    assert "补查宿舍用电" in answer.text


@pytest.mark.parametrize(
    ("typed", "told"), [("", "请填写下次回顾日期。"), ("3月5号", "不是有效的日期值。")]
)
def test_a_date_has_one_fault_at_a_time(world: World, director: PageClient, typed: str, told: str):
    url = f"/follow-ups/{world.assigned()}/going-on"

    page = director.post(url, {"next_review_on": typed, "reason": NOTE}).text

    found = [words for words in ("请填写下次回顾日期。", "不是有效的日期值。") if words in page]
    assert found == [told]


def test_how_a_meeting_was_conveyed_is_said_by_nobody_but_the_unit(world: World, head: PageClient):
    followup_id = world.assigned(is_filing=True, is_conveyance=True)

    answer = head.post(f"/follow-ups/{followup_id}/submit", {"conveyed_on": "2023-03-14"})

    assert "请选择传达方式。" in answer.text
    assert "请选择范围类别。" in answer.text
    assert world.item(followup_id).state == "assigned"


def test_a_date_that_has_passed_is_told_when_it_is_planned(world: World, clerk: PageClient):
    url = f"/meetings/{world.meeting_id}/follow-ups/new"
    data = {"title": "补查宿舍用电", "lead_units": str(world.cast.units["保卫部"])}

    clerk.post(url, {**data, "due_on": "2023-03-17"})
    page = clerk.page("followups.of_meeting", meeting_id=world.meeting_id)

    assert "时限2023年3月17日已过，今天交办即为逾期" in page


def test_who_asks_for_a_later_date_is_told_by_the_post_in_the_unit_that_leads(world: World):
    assert last(world, asked(world)).asker_name == "机电工程系主任陆庆安"
