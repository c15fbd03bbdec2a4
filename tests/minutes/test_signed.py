"""How minutes tell what was signed."""

from typing import Any

import pytest

from tracker.agreements.models import Agreement, Signing, SigningLeader
from tracker.meetings.models import Meeting
from tracker.minutes.papers.signed import agreement_sentences

TITLE = "2023年意识形态工作目标责任书"
SECRETARY = SigningLeader(person_name="程远山", post_title="党委书记")
PRESIDENT = SigningLeader(person_name="顾明川", post_title="院长")


def _signing(**values: Any) -> Signing:
    """Return a text told at a meeting that was entered late, from what was written of it."""
    known = {
        "title": TITLE, "year": 2023, "verb": "签订", "told_by": [], "told_with": [],
        "meeting": Meeting(is_entered_late=True),
    }  # fmt: skip
    return Signing(**{**known, **values})


def _leader(one: SigningLeader) -> SigningLeader:
    return SigningLeader(person_name=one.person_name, post_title=one.post_title)


@pytest.mark.parametrize(
    ("leaders", "told_by", "told_with", "sides"),
    [
        (
            [SECRETARY, PRESIDENT],
            ["程书记", "顾院长"],
            ["东山校区管委会", "宣传统战部"],
            "党委书记程远山、院长顾明川共同与东山校区管委会、宣传统战部",
        ),
        ([SECRETARY], [], ["各党总支书记代表"], "党委书记程远山与各党总支书记代表"),
        ([], ["程书记"], ["保卫部"], "程书记与保卫部"),
        ([], [], ["与会各单位负责人"], "与会各单位负责人"),
        ([], ["学院"], [], "学院"),
    ],
)
def test_both_sides_stand_as_told_leaders_with_post_and_name(
    leaders: list[SigningLeader], told_by: list[str], told_with: list[str], sides: str
) -> None:
    signing = _signing(leaders=list(map(_leader, leaders)), told_by=told_by, told_with=told_with)

    told = agreement_sentences([signing], told_in="")

    assert told == (f"会上，{sides}签订了《{TITLE}》。",)


def test_what_was_handed_in_goes_from_the_units_to_the_college() -> None:
    signing = _signing(verb="递交", told_by=["学校"], told_with=["各单位负责人"])

    assert agreement_sentences([signing], told_in="") == (
        f"会上，各单位负责人向学校递交了《{TITLE}》。",
    )


def test_a_year_that_the_title_lacks_is_told() -> None:
    signing = _signing(title="消防安全责任书", told_with=["各单位"])

    assert agreement_sentences([signing], told_in="") == (
        "会上，各单位签订了2023年《消防安全责任书》。",
    )


def test_it_is_told_once() -> None:
    signing = _signing(told_by=["学院"], told_with=["各单位"])
    again = _signing(told_by=["学院"], told_with=["各单位"])
    text = f"会上，学院与各单位签订了《{TITLE}》。"

    assert len(agreement_sentences([signing, again], told_in="会上，作了汇报。")) == 1
    assert agreement_sentences([signing], told_in=text) == ()


def test_without_words_it_names_who_signed_at_the_meeting() -> None:
    agreements = [
        Agreement(unit_name="保卫部", state="signed", occasion="meeting"),
        Agreement(unit_name="团委", state="signed", occasion="late"),
        Agreement(unit_name="工会", state="to_sign"),
    ]
    signing = _signing(leaders=[_leader(SECRETARY)], agreements=agreements)

    assert agreement_sentences([signing], told_in="") == (
        f"会上，党委书记程远山与保卫部签订了《{TITLE}》。",
    )


def test_nothing_is_told_of_what_nobody_signed_at_the_meeting() -> None:
    signing = _signing(
        leaders=[_leader(SECRETARY)], agreements=[Agreement(unit_name="工会", state="to_sign")]
    )

    assert agreement_sentences([signing], told_in="") == ()


@pytest.mark.parametrize(
    ("told", "waiting", "sides"),
    [
        ("各党总支书记", 1, "保卫部"),
        ("各党总支书记", 0, "各党总支书记"),
        ("各党总支书记代表", 1, "各党总支书记代表"),
    ],
)
def test_one_signature_does_not_tell_of_all(told: str, waiting: int, sides: str) -> None:
    signed = Agreement(unit_name="保卫部", state="signed", occasion="meeting")
    others = [Agreement(unit_name="工会", state="to_sign") for _ in range(waiting)]
    signing = _signing(
        meeting=Meeting(is_entered_late=False), told_with=[told], agreements=[signed, *others]
    )

    assert agreement_sentences([signing], told_in="") == (f"会上，{sides}签订了《{TITLE}》。",)


@pytest.mark.parametrize(("state", "count"), [("to_sign", 0), ("signed", 1)])
def test_of_a_meeting_kept_here_the_words_stand_once_somebody_has_signed(
    state: str, count: int
) -> None:
    signing = _signing(
        meeting=Meeting(is_entered_late=False), told_with=["各党总支书记代表"],
        agreements=[Agreement(unit_name="工会", state=state, occasion="meeting")],
    )  # fmt: skip

    assert len(agreement_sentences([signing], told_in="")) == count
