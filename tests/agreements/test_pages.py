"""The year's matrix, one agreement, those of a meeting: who sees what, in few statements."""

import io

from tests.agreements.conftest import TITLE, World
from tests.client import PageClient, count_queries
from tracker.core.db import db
from tracker.files.models import Scan


def test_the_year_shows_the_rate_and_whom_to_ask(world: World, clerk: PageClient) -> None:
    made = world.register("保卫部", "后勤处")
    world.sign(made["保卫部"])

    page = clerk.page("agreements.year", year=2023)

    assert "1/2" in page
    assert "缺扫描件" in page
    assert "待签" in page
    assert "复制催签文字" in page


def test_an_empty_year_says_what_to_do(world: World, clerk: PageClient) -> None:
    assert "还没有责任书" in clerk.page("agreements.year", year=2021)


def test_the_index_leads_to_the_newest_year(world: World, clerk: PageClient) -> None:
    world.register("保卫部", year=2021, title="2021年责任书")

    assert clerk.get("/agreements/").location.endswith("/agreements/2021")


def test_the_index_never_leads_ahead(world: World, clerk: PageClient) -> None:
    world.register("保卫部", meeting=False, year=2024, title="2024年意识形态工作目标责任书")

    assert clerk.get("/agreements/").location.endswith("/agreements/2023")


def test_only_who_registers_signatures_is_offered_the_reminder(
    world: World, clerk: PageClient, client: PageClient
) -> None:
    world.register("保卫部")
    assert "复制催签文字" in clerk.page("agreements.year", year=2023)

    leader = client.signed_in_as(world.cast.users["secretary"])

    assert "复制催签文字" not in leader.page("agreements.year", year=2023)


def test_a_unit_sees_its_own_only(world: World, head: PageClient) -> None:
    made = world.register("机电工程系", "后勤处")

    page = head.page("agreements.year", year=2023)

    assert "机电工程系" in page
    assert "后勤处" not in page
    assert head.get(f"/agreements/2023/{made['后勤处']}").status_code == 404
    assert head.get(f"/agreements/2022/{made['机电工程系']}").status_code == 404
    assert TITLE in head.page("agreements.show", year=2023, agreement_id=made["机电工程系"])
    tab = head.page("agreements.of_meeting", meeting_id=world.meeting_id)
    assert "后勤处" not in tab


def test_the_meeting_keeps_the_words_as_told(world: World, clerk: PageClient) -> None:
    world.register("机电工程系党总支")

    page = clerk.page("agreements.of_meeting", meeting_id=world.meeting_id)

    assert "各党总支书记代表" in page
    assert "党委书记程远山" in page


def test_pages_stay_at_few_statements(world: World, clerk: PageClient) -> None:
    few = world.register("保卫部")
    with count_queries(world.app) as before:
        clerk.page("agreements.year", year=2023)
        clerk.page("agreements.of_meeting", meeting_id=world.meeting_id)
    units = ("后勤处", "办公室", "纪委办公室", "机电工程系")
    more = world.register(*units, kind_id=world.kinds["综治"], title="综治责任书")
    for one in more.values():
        world.sign(one)
    with count_queries(world.app) as after:
        clerk.page("agreements.year", year=2023)
        clerk.page("agreements.of_meeting", meeting_id=world.meeting_id)

    assert few
    assert len(after) <= len(before) + 1


def test_a_scan_stands_beside_the_signatures(world: World, clerk: PageClient) -> None:
    made = world.register("保卫部")
    world.sign(made["保卫部"])
    pdf = (io.BytesIO(b"%PDF-1.4 signed"), "签字页.pdf")
    sent = clerk.raw.post("/files/", data={"file": pdf, "purpose": "scan"})
    url = f"/agreements/2023/{made['保卫部']}/scans"

    answer = clerk.post(url, {"uploads": str(sent.get_json()["id"]), "caption": ""})

    assert answer.status_code == 302
    assert "签字页.pdf" in clerk.page("agreements.show", year=2023, agreement_id=made["保卫部"])
    assert "缺扫描件" not in clerk.page("agreements.year", year=2023)
    with world.app.app_context():
        assert db.session.query(Scan).one().proves == "agreement"


def test_the_clerk_says_who_must_sign(world: World, clerk: PageClient) -> None:
    world.register("保卫部")
    kind = world.kinds["意识形态"]
    page = clerk.page("agreements.required", year=2023, kind_id=kind)
    assert "上年度沿用" in page

    units = [str(world.cast.units[name]) for name in ("保卫部", "后勤处")]
    answer = clerk.post(f"/agreements/2023/required/{kind}", {"unit_ids": units, "reason": ""})

    assert answer.status_code == 302
    assert world.coverage() == {"意识形态": (0, 2, ["保卫部", "后勤处"])}
    assert clerk.get("/agreements/2023/required/999").status_code == 404
