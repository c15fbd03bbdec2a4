"""The paper of the minutes."""

import json
from dataclasses import asdict
from datetime import date

from flask import Flask
from sqlalchemy import select

from tests.factories import Cast, saved
from tests.minutes.record import SIGNED_ON, Record, make_record
from tests.papers.conftest import ENVIRONMENT
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.directory.models import Setting, Unit
from tracker.followups.models import FollowUp, FollowUpState
from tracker.meetings.models import AttendanceBasis, Capacity, Invitation, Meeting
from tracker.minutes import papers
from tracker.press.plain import from_plain

URL = "https://tracker.example.edu"


def _paper(record: Record) -> papers.MinutesPaper:
    found = papers.minutes(str(record.meeting_id), on=SIGNED_ON, public_url=URL, viewer=None)
    assert found is not None
    return found


def test_it_opens_with_what_is_known(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()

        paper = _paper(record)

    assert paper.opening == (
        "2023年3月10日下午，学院在东山校区主楼四层会议室召开2023年第一季度意识形态领域形势分析研判"
        "暨平安校园创建工作会议。会议由院长顾明川主持。"
    )
    assert paper.reports == "会上，机电工程系党总支、后勤处、保卫部作了汇报。"
    assert paper.title.endswith("工作会议纪要")
    assert paper.mark == "晋川职业学院会议纪要"


def test_it_says_comrade_where_the_college_does(app: Flask, record: Record) -> None:
    with app.app_context():
        saved(Setting(key="says_comrade", value="1", valid_from=date(2020, 1, 1)))
        record.start()

        paper = _paper(record)

    assert paper.opening.endswith("会议由院长顾明川同志主持。")
    leads = "".join(address.lead for address in paper.addresses)
    assert leads.count("同志") == len(paper.addresses)
    assert "同志同志" not in leads


def test_it_leaves_out_what_is_unknown(app: Flask, cast: Cast) -> None:
    with app.app_context():
        record = make_record(
            cast, chair_id=None, day_part=None, campus_id=None, room="", title="专题会议"
        )
        record.change(lambda meeting: meeting.reporting.clear())
        record.start()

        paper = _paper(record)

    assert paper.opening == "2023年3月10日，学院召开专题会议。"
    assert paper.reports == ""


def test_it_tells_addresses_by_their_headings(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()

        paper = _paper(record)

    assert paper.addresses == (
        papers.Address(
            "党委书记程远山就做好平安校园创建工作，提出两点意见。",
            (
                papers.Point("提高政治站位，强化思想认识", "", (papers.Point("认清形势。"),)),
                papers.Point("夯实工作基础。"),
            ),
        ),
    )
    assert paper.demands == ("会议要求，各党总支、各部门要及时传达会议精神，认真研究落实。",)


def test_it_tells_addresses_in_full(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()
        record.change(lambda _meeting: setattr(record.minutes(), "is_full_text", True))

        address = _paper(record).addresses[0]

    assert address.points[0].points == (papers.Point("认清形势。", "切实扛起责任。"),)
    assert address.points[1] == papers.Point("夯实工作基础", "深入排查隐患。")


def test_it_prints_who_came_but_nobody_absent(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()

        rosters = _paper(record).rosters

    assert [(row.label, row.names) for row in rosters] == [
        ("出席", ("程远山", "顾明川", "邓文静（代宋卫平）")),
        ("请假", ("曹仓实",)),
        ("列席", ("韩立群",)),
    ]


def test_it_prints_categories_as_written(app: Flask, record: Record) -> None:
    def by_category(meeting: Meeting) -> None:
        meeting.attendance_basis = AttendanceBasis.CATEGORIES
        words = ("党委委员", "各党总支书记")
        meeting.invitations = [
            Invitation(words=word, category=word, sort=n) for n, word in enumerate(words)
        ]
        meeting.invitations.append(Invitation(words="教师代表", capacity=Capacity.OBSERVER, sort=9))

    with app.app_context():
        record.change(by_category)
        record.start()

        rosters = _paper(record).rosters

    assert [(row.label, row.text) for row in rosters] == [
        ("出席", "党委委员、各党总支书记"),
        ("列席", "教师代表"),
    ]


def test_it_numbers_resolutions_with_lead_and_date(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()

        resolutions = _paper(record).resolutions

    assert [(r.matter, r.duty) for r in resolutions] == [
        ("开展消防设施全面检查。", "（牵头单位：保卫部；完成时限：2023年3月31日前）"),
        ("修订实训室管理办法。", "（牵头单位：机电工程系；完成时限：2023年4月28日前）"),
    ]


def test_it_leaves_out_cancelled_items(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()
        record.change(lambda _m: _item(record, "check").move("cancel", reason="重复"))

        assert len(_paper(record).resolutions) == 1


def _item(record: Record, name: str) -> FollowUp:
    return db.session.get_one(FollowUp, record.items[name])


def test_it_says_a_demand_on_all_units_once(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()
        with writing():
            units = list(db.session.scalars(select(Unit).order_by(Unit.sort)))
            for number, unit in enumerate(units, start=10):
                item = FollowUp(
                    year=2023, number=number, meeting_id=record.meeting_id, title="传达会议精神",
                    lead_unit_id=unit.id, is_filing=True, due_on=date(2023, 3, 17),
                    state=FollowUpState.PLANNED,
                )  # fmt: skip
                db.session.add(item)
            record_event("test.items", units[0], actor=SYSTEM)

        resolutions = _paper(record).resolutions

    assert len(resolutions) == 3
    assert resolutions[2].duty == "（牵头单位：各有关单位；完成时限：2023年3月17日前）"


def test_it_survives_being_frozen(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()
        paper = _paper(record)

        restored = from_plain(papers.MinutesPaper, json.loads(json.dumps(asdict(paper))))

    assert restored == paper


def test_minutes_that_were_issued_before_it_carried_more_are_read_as_they_were(
    app: Flask, record: Record
) -> None:
    with app.app_context():
        record.start()
        stored = json.loads(json.dumps(asdict(_paper(record))))
    for name in ("content", "named", "agreements"):
        del stored[name]

    restored = from_plain(papers.MinutesPaper, stored)
    html = ENVIRONMENT.get_template("papers/minutes.html").render(paper=restored)

    assert (restored.content, restored.named, restored.agreements) == ("", "", ())
    assert "会议内容" not in html
    assert restored.opening in html


def test_it_is_not_found_by_other_ids(app: Flask, record: Record) -> None:
    with app.app_context():
        record.start()
        subjects = ("", "x", "-1", "1-", "1-x", "999", "9" * 5000, "１", f"{record.meeting_id}-7")

        found = [
            papers.minutes(subject, on=SIGNED_ON, public_url=URL, viewer=None)
            for subject in subjects
            if subject != "1-"
        ]

    assert found == [None] * len(found)


def test_it_is_hidden_from_units_until_issued(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        head = record.cast.viewer("head")
        subject = str(record.meeting_id)

        before = papers.minutes(subject, on=SIGNED_ON, public_url=URL, viewer=head)
        ids_before = papers.minutes_ids(head)
        record.issue()
        after = papers.minutes(subject, on=SIGNED_ON, public_url=URL, viewer=head)

        assert before is None
        assert ids_before == []
        assert after is not None
        assert [subject for subject, _ in papers.minutes_ids(head)] == [str(record.meeting_id)]


def test_the_approval_sheet_says_who_did_what(app: Flask, record: Record) -> None:
    with app.app_context():
        record.submit()
        record.issue()

        sheet = papers.approval_sheet(
            str(record.meeting_id), on=SIGNED_ON, public_url=URL, viewer=None
        )

    assert sheet is not None
    assert sheet.heading == "晋川职业学院发文稿纸"
    assert (sheet.drafted_by, sheet.drafted_on) == ("方小禾", "2023年3月13日")
    assert (sheet.issued_by, sheet.issued_on) == ("党委书记程远山", "2023年3月13日")
    assert sheet.number == "晋川院纪要〔2023〕1号"
