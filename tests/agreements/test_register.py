"""Registering a text: both sides as told, expanded to units, nobody signed by that."""

from datetime import date

import pytest

from tests.agreements.conftest import TITLE, World
from tests.client import PageClient
from tests.factories import saved
from tracker.agreements import queries
from tracker.agreements.models import AgreementState, Side
from tracker.agreements.services import SigningFacts
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.directory.models import AgreementKind, Post, PostHolding, PostRole, Unit
from tracker.meetings.models import Meeting


def test_it_puts_the_text_out_to_each_unit_and_takes_nobody_as_signed(world: World) -> None:
    made = world.register("机电工程系党总支", "保卫部")

    with world.app.app_context():
        rows = [world.load(one) for one in made.values()]
        assert [row.state for row in rows] == [AgreementState.TO_SIGN] * 2
        names = [(one.side, one.person_name) for one in rows[0].signers]
        assert names == [(Side.COLLEGE, "程远山"), (Side.UNIT, "陆庆安")]
        assert rows[0].signing.told_with == ["各党总支书记代表"]


def test_it_takes_a_title_without_its_marks(world: World) -> None:
    made = world.register("保卫部", title=f"《{TITLE}》")

    with world.app.app_context():
        assert world.load(made["保卫部"]).signing.title == TITLE


def test_it_refuses_the_same_kind_year_and_unit_twice(world: World) -> None:
    world.register("保卫部")

    with pytest.raises(RuleBroken, match="同类责任书每年只登记一份"):
        world.register("保卫部", title="另一份2023年责任书")


def test_another_kind_is_another_agreement(world: World) -> None:
    world.register("保卫部")

    assert world.register("保卫部", kind_id=world.kinds["综治"], title="综治责任书")


def test_it_refuses_a_kind_out_of_use(world: World) -> None:
    with world.app.app_context():
        saved(db.session.get_one(AgreementKind, world.kinds["综治"]), is_active=False)

    with pytest.raises(RuleBroken, match="已停用"):
        world.register("保卫部", kind_id=world.kinds["综治"])


def test_it_refuses_a_unit_that_was_dissolved_before(world: World) -> None:
    with world.app.app_context():
        unit = db.session.get_one(Unit, world.cast.units["保卫部"])
        saved(unit, active_to=date(2022, 12, 31))

    with pytest.raises(RuleBroken, match="未设立或已撤销"):
        world.register("保卫部")


def test_it_refuses_a_cancelled_meeting(world: World) -> None:
    with world.app.app_context():
        saved(db.session.get_one(Meeting, world.meeting_id), state="cancelled")

    with pytest.raises(RuleBroken, match="会议已取消"):
        world.register("保卫部")


def test_a_person_who_signs_for_the_college_does_not_sign_for_a_unit_too(world: World) -> None:
    made = world.register("保卫部", leader_ids=(world.cast.persons["head2"],))

    with world.app.app_context():
        assert world.load(made["保卫部"]).unit_signer is None
    with pytest.raises(RuleBroken, match="签订人不全"):
        world.sign(made["保卫部"])


@pytest.mark.parametrize(
    ("told", "units"),
    [
        ("各党总支书记代表", ["机电工程系党总支"]),
        ("各系", ["机电工程系"]),
        ("保卫部、后勤处", ["保卫部", "后勤处"]),
        ("与会人员", []),
    ],
)
def test_words_stand_for_units(world: World, told: str, units: list[str]) -> None:
    with world.app.app_context():
        entries = queries.read_side(told, on=date(2023, 3, 10))

        assert [unit.name for entry in entries for unit in entry.units] == units
        assert "、".join(entry.words for entry in entries) == told


def test_every_unit_of_the_college_signs_where_the_text_says_so(world: World) -> None:
    with world.app.app_context():
        [entry] = queries.read_side("院内各单位", on=date(2023, 3, 10))
        names = {unit.name for unit in entry.units}

    assert names == set(world.cast.units) - {"党委", "创建办"}


def test_the_page_expands_and_keeps_what_was_typed(world: World, clerk: PageClient) -> None:
    url = f"/meetings/{world.meeting_id}/agreements/new"
    typed = {
        "title": TITLE, "year": "2023", "kind_id": str(world.kinds["意识形态"]),
        "leader_ids": [str(world.cast.persons["secretary"])],
        "told_with": "各党总支书记代表、不知何处", "verb": "签订",
    }  # fmt: skip

    expanded = clerk.post(url, {**typed, "expand": "1"}).get_data(as_text=True)

    assert "没有找到对应单位的：不知何处" in expanded
    assert TITLE in expanded
    unit = str(world.cast.units["机电工程系党总支"])
    answer = clerk.post(url, {**typed, "unit_ids": [unit]})
    assert answer.status_code == 302
    with world.app.app_context():
        [signing] = queries.signings_of(world.meeting_id)
        assert signing.told_with == ["各党总支书记代表", "不知何处"]
        assert [one.unit_name for one in signing.agreements] == ["机电工程系党总支"]


def _typed(world: World, told_with: str) -> dict[str, str]:
    kind = str(world.kinds["意识形态"])
    leader = str(world.cast.persons["secretary"])
    return {
        "title": TITLE, "year": "2023", "kind_id": kind, "leader_ids": leader, "verb": "签订",
        "told_by": "学院", "told_with": told_with,
    }  # fmt: skip


def test_words_that_name_units_are_expanded_before_anything_is_kept(
    world: World, clerk: PageClient
) -> None:
    url = f"/meetings/{world.meeting_id}/agreements/new"

    page = clerk.post(url, _typed(world, "各党总支书记代表")).get_data(as_text=True)

    assert "已按原文展开，还没有保存" in page
    unit = world.cast.units["机电工程系党总支"]
    assert f'<option selected value="{unit}">' in page
    with world.app.app_context():
        assert queries.signings_of(world.meeting_id) == []


def test_units_that_were_taken_out_again_stay_out(world: World, clerk: PageClient) -> None:
    url = f"/meetings/{world.meeting_id}/agreements/new"

    answer = clerk.post(url, {**_typed(world, "各党总支书记代表"), "is_expanded": "1"})

    assert answer.status_code == 302
    with world.app.app_context():
        [signing] = queries.signings_of(world.meeting_id)
        assert (signing.told_with, signing.agreements) == (["各党总支书记代表"], [])


def test_words_that_name_no_unit_are_kept_and_asked_for(world: World, clerk: PageClient) -> None:
    url = f"/meetings/{world.meeting_id}/agreements/new"

    answer = clerk.post(url, _typed(world, "不知何处的代表"), follow_redirects=True)

    assert "选择签订单位" in answer.get_data(as_text=True)
    year = clerk.page("agreements.year", year=2023)
    assert "还没有展开成单位" in year
    assert f"《{TITLE}》（不知何处的代表）" in year


def test_the_page_corrects_a_text_with_its_words(world: World, clerk: PageClient) -> None:
    made = world.register("保卫部", told_by=("学院",), told_with=("各部门负责人", "各党总支书记"))
    with world.app.app_context():
        signing_id = world.load(made["保卫部"]).signing_id
    url = f"/agreements/signings/{signing_id}/edit"

    page = clerk.page("agreements.edit", signing_id=signing_id)
    unit_ids = [str(world.cast.units["保卫部"]), str(world.cast.units["后勤处"])]
    answer = clerk.post(url, {**_typed(world, "各部门负责人"), "unit_ids": unit_ids})

    assert "各部门负责人、各党总支书记" in page
    assert f'<option selected value="{unit_ids[0]}">' in page
    assert answer.status_code == 302
    with world.app.app_context():
        [signing] = queries.signings_of(world.meeting_id)
        assert (signing.told_by, signing.told_with) == (["学院"], ["各部门负责人"])
        assert {one.unit_name for one in signing.agreements} == {"保卫部", "后勤处"}


def test_the_page_asks_where_the_title_names_another_year(world: World, clerk: PageClient) -> None:
    answer = clerk.post(
        f"/meetings/{world.meeting_id}/agreements/new",
        {"title": TITLE, "year": "2024", "kind_id": str(world.kinds["意识形态"]), "verb": "签订",
         "unit_ids": [str(world.cast.units["保卫部"])]},
    )  # fmt: skip

    assert "名称中的年度与所填年度不同" in answer.get_data(as_text=True)


def test_a_text_is_corrected_until_somebody_has_signed(world: World) -> None:
    made = world.register("保卫部")
    world.sign(made["保卫部"])

    def change(**values: object) -> None:
        with world.writing():
            signing = world.load(made["保卫部"]).signing
            facts: SigningFacts = world.facts(**values)
            from tracker.agreements.services import edit_signing

            edit_signing(signing=signing, facts=facts, actor=world.actor(), on=date(2023, 3, 20))

    change(title="2023年度意识形态工作目标责任书")
    with pytest.raises(RuleBroken, match="已有单位签订"):
        change(year=2024)


def _also_heads(world: World, who: str, unit: str) -> None:
    with world.app.app_context():
        unit_id = world.cast.units[unit]
        post = Post(unit_id=unit_id, title="主任", role=PostRole.PRINCIPAL, rank=1)
        person_id = world.cast.persons[who]
        saved(PostHolding(post=post, person_id=person_id, from_on=date(2020, 1, 1)))


def test_a_person_in_two_posts_signs_for_each_unit_in_its_own(world: World) -> None:
    _also_heads(world, "head", "图文信息中心")

    made = world.register("机电工程系", "图文信息中心")

    with world.app.app_context():
        signers = [world.load(one).signers[-1] for one in made.values()]
        assert [one.person_name for one in signers] == ["陆庆安", "陆庆安"]
        assert len({one.post_title for one in signers}) == 2


def test_a_leader_who_heads_the_unit_does_not_sign_on_both_sides(world: World) -> None:
    _also_heads(world, "secretary", "图文信息中心")

    made = world.register("图文信息中心")

    with world.app.app_context():
        signers = world.load(made["图文信息中心"]).signers
        assert [(one.side, one.person_name) for one in signers] == [(Side.COLLEGE, "程远山")]
