"""A report as the phone's script sends it: the answers that it tells apart."""

from tests.client import PageClient
from tests.followups.conftest import World

SCRIPT = {"Accept": "application/json"}
CITIZEN = "140105200301011234"


def test_the_page_says_whose_it_is_and_where_the_report_is_kept(world: World, head: PageClient):
    followup_id = world.assigned()

    page = head.page("followups.show", followup_id=followup_id)
    several = head.page("followups.index")

    for told in (page, several):
        assert f'<meta name="viewer" content="{world.cast.users["head"]}">' in told
        assert "data-unsent" in told
    assert f'data-keep="/follow-ups/{followup_id}"' in page
    assert 'data-keep="/follow-ups/"' in several
    assert 'capture="environment"' in page


def test_nothing_is_kept_of_what_the_office_records_from_paper(world: World, clerk: PageClient):
    page = clerk.page("followups.show", followup_id=world.assigned())

    assert "代录报结" in page
    assert "data-keep" not in page


def test_a_visitor_has_no_name(world: World, client: PageClient):
    assert 'name="viewer"' not in client.page("home.index")


def test_done_and_done_already_lead_to_the_page_it_is_kept_under(world: World, head: PageClient):
    url = f"/follow-ups/{world.assigned()}"

    answers = [
        head.post(f"{url}/submit", {"form_id": "kept", "note": "完成"}, headers=SCRIPT)
        for _ in range(2)
    ]

    assert [(answer.status_code, answer.location) for answer in answers] == [(302, url)] * 2


def test_a_rule_answers_with_its_sentence_alone(world: World, head: PageClient):
    url = f"/follow-ups/{world.submitted()}/submit"

    answer = head.post(url, {"form_id": "another", "note": "完成"}, headers=SCRIPT)

    assert answer.status_code == 409
    assert "待确认" in answer.get_json()["sentence"]


def test_a_faulty_field_answers_with_the_page(world: World, head: PageClient):
    url = f"/follow-ups/{world.assigned()}/submit"

    answer = head.post(url, {"form_id": "faulty", "note": f"核对 {CITIZEN}"}, headers=SCRIPT)

    assert answer.status_code == 200
    assert "error-summary" in answer.get_data(as_text=True)


def test_who_is_signed_out_or_has_lost_the_task_is_told_apart(
    world: World, client: PageClient, head2: PageClient
):
    url = f"/follow-ups/{world.assigned()}/submit"

    assert client.post(url, {"note": "完成"}, headers=SCRIPT).status_code == 401
    answer = head2.post(url, {"note": "完成"}, headers=SCRIPT)
    assert (answer.status_code, answer.get_json()["sentence"][-1]) == (404, "。")
