"""How the paper words what the record knows."""

from datetime import date, time

import pytest

from tracker.directory.models import Unit
from tracker.followups.models import FollowUp
from tracker.meetings.models import Address, Meeting, Point, ReportingUnit, Speaker
from tracker.meetings.models import MeetingKind as K
from tracker.minutes.papers import Point as PaperPoint
from tracker.minutes.papers.parts import resolutions
from tracker.minutes.papers.speaking import lead_words, meeting_words, tail_words
from tracker.minutes.papers.spoken import leaders_addresses, meetings_own
from tracker.minutes.papers.words import (
    content_words,
    hearing_words,
    opening_words,
    planned_hearing_words,
    stopped,
)


def _address(verb: str, lead: str) -> Address:
    return Address(
        speaker=Speaker.LEADER, person_name="顾明川", post_title="院长", verb=verb, lead=lead
    )


@pytest.mark.parametrize(
    ("verb", "lead", "points", "words"),
    [
        ("强调", "做好安全工作是长期任务", 3, "院长顾明川强调，做好安全工作是长期任务。"),
        ("强调", "", 2, "院长顾明川强调："),
        ("强调", "强调要统一思想。", 0, "院长顾明川强调要统一思想。"),
        ("安排部署", "从消防等方面进行安排部署。", 0, "院长顾明川从消防等方面进行安排部署。"),
        ("安排部署", "", 0, "院长顾明川安排部署。"),
        ("讲话，提出意见", "", 3, "院长顾明川讲话，提出三点意见。"),
        ("讲话，提出意见", "", 2, "院长顾明川讲话，提出两点意见。"),
        ("讲话，提出意见", "", 1, "院长顾明川在讲话中指出："),
        ("讲话，提出意见", "", 120, "院长顾明川在讲话中指出："),
        ("讲话，提出意见", "要守住底线", 0, "院长顾明川在讲话中指出，要守住底线。"),
        ("讲话，提出意见", "就安全工作提出三点意见", 3, "院长顾明川就安全工作提出三点意见。"),
        ("讲话", "院长顾明川指出，要守住底线。", 0, "院长顾明川指出，要守住底线。"),
        ("讲话", "顾明川就安全工作讲话。", 0, "院长顾明川就安全工作讲话。"),
        ("讲话", "顾院长就安全工作讲话。", 0, "院长顾明川就安全工作讲话。"),
        ("总结发言", "会议最后,顾院长总结发言", 4, "会议最后，院长顾明川总结发言。"),
        (
            "强调",
            "会上，顾明川强调，要绷紧弦。他提出：",
            3,
            "会上，院长顾明川强调，要绷紧弦。他提出：",
        ),
        ("强调", "第一,要统一思想", 0, "院长顾明川强调，第一，要统一思想。"),
        ("讲话，提出三点意见，强调", "", 3, "院长顾明川讲话，提出三点意见，强调："),
        ("讲话，提出三点意见，强调", "提出三点意见", 3, "院长顾明川讲话，提出三点意见，强调："),
        (
            "讲话，提出三点意见",
            "就安全工作，提出三点意见。",
            3,
            "院长顾明川讲话，就安全工作，提出三点意见。",
        ),
        ("总结、提了六点要求", "提了六点要求", 6, "院长顾明川总结，提了六点要求。"),
    ],
)
def test_an_address_opens_with_post_and_name(verb: str, lead: str, points: int, words: str) -> None:
    assert lead_words(_address(verb, lead), points=points) == words


def test_a_verb_that_the_end_of_the_speech_tells_is_not_told_before() -> None:
    address = _address("提出意见，强调指出", "就安全工作提出意见。")
    address.tail = "顾院长强调指出，要守住底线。"

    assert tail_words(address) == "院长顾明川强调指出，要守住底线。"
    assert lead_words(address, points=2, tail=tail_words(address)) == (
        "院长顾明川就安全工作提出意见。"
    )


def test_a_speaker_without_a_post_is_named_as_told() -> None:
    address = Address(
        speaker=Speaker.LEADER, person_name="陈书记", post_title="", lead="",
        verb="总结发言，提出建议",
    )  # fmt: skip

    assert lead_words(address, points=2) == "陈书记总结发言，提出建议："


@pytest.mark.parametrize(
    ("verb", "text", "words"),
    [
        ("会议要求", "各部门要落实", "会议要求，各部门要落实。"),
        ("要求", "各部门要落实。", "会议要求，各部门要落实。"),
        ("会议指出", "会议指出，任务艰巨", "会议指出，任务艰巨。"),
    ],
)
def test_the_meeting_speaks_in_one_paragraph(verb: str, text: str, words: str) -> None:
    assert meeting_words(Address(speaker=Speaker.MEETING, verb=verb), text) == words


def test_an_address_without_numbers_is_its_one_point() -> None:
    address = _address("强调", "")
    address.points = [Point(level=1, heading="要守住安全底线。", body="抓好消防。", marker="")]
    meeting = Meeting(addresses=[address])

    short = leaders_addresses(meeting, is_full_text=False)
    full = leaders_addresses(meeting, is_full_text=True)

    assert (short[0].lead, short[0].points) == ("院长顾明川强调，要守住安全底线。", ())
    assert full[0].lead == "院长顾明川强调，要守住安全底线。抓好消防。"


def test_several_points_of_the_meeting_are_counted_in_its_paragraph() -> None:
    address = Address(speaker=Speaker.MEETING, verb="会议强调", lead="", tail="")
    address.points = [
        Point(level=1, heading="压实责任", body="", marker="一、"),
        Point(level=1, heading="规范台账", body="定期检查", marker="二、"),
    ]

    told = meetings_own(Meeting(addresses=[address]), is_demand=False)

    assert told == ("会议强调，一是压实责任。二是规范台账。定期检查。",)


def test_the_opening_names_day_hour_and_holder_as_known() -> None:
    meeting = Meeting(
        title="专题会议", held_on=date(2024, 1, 5), starts_at=time(14, 30), room="报告厅",
        held_by_as_written="我校",
    )  # fmt: skip

    words = opening_words(meeting, chair="", college="晋川大学")

    assert words == "2024年1月5日14:30，我校在报告厅召开专题会议。"


@pytest.mark.parametrize(
    ("title", "kinds", "words"),
    [
        ("第一季度研判会", [K.IDEOLOGY_REVIEW], "会议内容：意识形态领域形势分析研判。"),
        (
            "研判会",
            [K.AGREEMENT_SIGNING, K.IDEOLOGY_REVIEW],
            "会议内容：2023年第一季度意识形态领域形势分析研判；责任书签订。",
        ),
        ("1季度专题会", [K.OTHER], "会议内容：其他工作。"),
        ("研判会", [], ""),
    ],
)
def test_it_says_what_the_meeting_was_about(title: str, kinds: list[K], words: str) -> None:
    meeting = Meeting(title=title, year=2023, quarter=1)
    meeting.kinds = kinds

    assert content_words(meeting) == words


def test_units_report_with_their_scope_and_by_word_of_mouth() -> None:
    food = ReportingUnit(unit=Unit(name="后勤服务中心"), scope="食品和防疫安全")
    told = ReportingUnit(words="各二级学院党总支书记")
    meeting = Meeting(reporting=[food, told])

    assert hearing_words(meeting.reporting) == (
        "会上，后勤服务中心（食品和防疫安全）、各二级学院党总支书记作了汇报。"
    )
    assert hearing_words(meeting.reporting, oral={"后勤服务中心"}).endswith(
        "作了汇报，其中后勤服务中心作口头汇报。"
    )


def test_what_is_planned_is_told_as_such() -> None:
    meeting = Meeting(
        title="研判会", held_on=date(2023, 3, 10), starts_at=time(14, 30), room="四楼会议室",
        reporting=[ReportingUnit(words="各党总支")],
    )  # fmt: skip

    assert opening_words(meeting, chair="", college="晋川大学", is_planned=True) == (
        "学校定于2023年3月10日14:30在四楼会议室召开研判会。"
    )
    assert planned_hearing_words(meeting.reporting) == "会上由各党总支汇报。"


def test_more_points_than_numerals_go_on_in_digits() -> None:
    assert PaperPoint("长").number(1, 99) == "九十九、"
    assert PaperPoint("长").number(1, 100) == "100."


def test_a_meeting_without_items_resolves_nothing() -> None:
    assert resolutions([]) == ()


@pytest.mark.parametrize(("text", "words"), [("落实", "落实。"), ("落实！", "落实！"), ("", "")])
def test_a_sentence_has_its_stop(text: str, words: str) -> None:
    assert stopped(text) == words


def _item(*units: str, **values: object) -> FollowUp:
    named = [Unit(name=name) for name in units]
    first = {"title": "作专题汇报", "due_on": date(2023, 7, 13), "addressed_to": "",
             "due_as_told": "", "is_filing": False}  # fmt: skip
    return FollowUp(**{**first, **values}, lead_unit=named[0], supporting=named[1:])


@pytest.mark.parametrize(
    ("told", "duty"),
    [
        ({}, "牵头单位：创建办；完成时限：2023年7月13日前"),
        ({"addressed_to": "创建办"}, "牵头单位：创建办；完成时限：2023年7月13日前"),
        (
            {"addressed_to": "安全保卫办公室(“创建办”)", "due_as_told": "暑假期间"},
            "牵头单位：安全保卫办公室（“创建办”），即创建办；完成时限：暑假期间，即2023年7月13日前",
        ),
        (
            {"due_as_told": "每学期末", "rhythm": "semester_end"},
            "牵头单位：创建办；完成时限：定期任务 · 每学期末，本期2023年7月13日前",
        ),
        (
            {"due_as_told": "学期结束时", "rhythm": "semester_end"},
            "牵头单位：创建办；完成时限：学期结束时，定期任务 · 每学期末，本期2023年7月13日前",
        ),
        ({"due_as_told": "会后", "due_on": None}, "牵头单位：创建办；完成时限：会后"),
    ],
)
def test_resolutions_keep_the_words_of_the_demand(told: dict[str, object], duty: str) -> None:
    (resolution,) = resolutions([_item("创建办", **told)])

    assert resolution.duty == f"（{duty}）"


def test_a_demand_on_many_units_is_named_as_it_was_told() -> None:
    names = [f"第{n}系" for n in range(7)]
    items = [_item(name, addressed_to="各党总支、各部门", is_filing=True) for name in names]

    (resolution,) = resolutions(items)

    assert resolution.lead_unit == "各党总支、各部门"


def test_items_of_two_risks_are_two_resolutions() -> None:
    assert len(resolutions([_item("保卫部", risk_id=1), _item("保卫部", risk_id=2)])) == 2
