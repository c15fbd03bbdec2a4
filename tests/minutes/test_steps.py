"""The way of a meeting: 通知 → 材料 → 开会 → 纪要 → 交办 → 办结销号."""

from datetime import date

import pytest
from flask import Flask

from tests.factories import Cast
from tests.minutes.record import Record, make_record
from tracker.core.db import db
from tracker.followups.models import FollowUp
from tracker.meetings.models import Meeting
from tracker.minutes import queries
from tracker.unit_reports.models import UnitReport


def _steps(record: Record) -> list[tuple[str, str, str]]:
    found = queries.steps(record.proceedings(), queries.current(record.meeting_id))
    return [(step.label, step.state, step.note) for step in found]


def _without_reports(_meeting: Meeting) -> None:
    for report in db.session.query(UnitReport):
        db.session.delete(report)


def _hand_in(_meeting: Meeting) -> None:
    for report in db.session.query(UnitReport):
        report.state = "submitted"


def test_it_names_all_six(app: Flask, record: Record) -> None:
    with app.app_context():
        assert _steps(record) == [
            ("通知", "done", ""),
            ("材料", "done", ""),
            ("开会", "done", ""),
            ("纪要", "current", ""),
            ("交办", "todo", "2 项未交办"),
            ("办结销号", "todo", "0/2 项"),
        ]


def test_tasks_may_be_handed_out_before_the_minutes(app: Flask, record: Record) -> None:
    def hand_out(_meeting: Meeting) -> None:
        handed_out, dropped = db.session.query(FollowUp).order_by(FollowUp.id)
        handed_out.state, handed_out.assigned_on = "assigned", date(2023, 3, 13)
        dropped.state, dropped.cancelled_on = "cancelled", date(2023, 3, 13)

    with app.app_context():
        record.change(hand_out)

        assert _steps(record)[3:] == [
            ("纪要", "current", ""), ("交办", "done", ""), ("办结销号", "todo", "0/1 项"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "material", "meeting"),
    [
        ("draft", ("材料", "todo", "3 个单位未报"), ("开会", "todo", "")),
        ("notified", ("材料", "current", "3 个单位未报"), ("开会", "todo", "")),
        ("held", ("材料", "done", "3 个单位未报"), ("开会", "done", "")),
    ],
)
def test_material_waits_for_the_reports(
    app: Flask, cast: Cast, state: str, material: tuple[str, str, str], meeting: tuple[str, ...]
) -> None:
    with app.app_context():
        record = make_record(cast, state=state)
        record.change(_without_reports)

        assert _steps(record)[1:3] == [material, meeting]


@pytest.mark.parametrize(
    ("state", "on", "with_reports", "label"),
    [
        ("draft", date(2023, 3, 9), True, "印发会议通知"),
        ("draft", date(2023, 3, 11), True, "登记为已召开"),
        ("notified", date(2023, 3, 9), False, "查看未报单位"),
        ("notified", date(2023, 3, 9), True, None),
        ("notified", date(2023, 3, 10), True, "登记为已召开"),
        ("notified", date(2023, 3, 11), False, "登记为已召开"),
    ],
)
def test_it_is_held_from_the_day_on(
    app: Flask, cast: Cast, state: str, on: date, with_reports: bool, label: str | None
) -> None:
    with app.app_context():
        record = make_record(cast, state=state)
        if not with_reports:
            record.change(_without_reports)

        act = queries.next_act(record.proceedings(), None, viewer=cast.viewer("clerk"), on=on)

        assert (act.label if act else None) == label


def test_reports_are_taken_in_before_the_day(app: Flask, cast: Cast) -> None:
    with app.app_context():
        record = make_record(cast, state="notified")
        record.change(_hand_in)
        day = date(2023, 3, 9)

        act = queries.next_act(record.proceedings(), None, viewer=cast.viewer("clerk"), on=day)

        assert act is not None
        assert act.label == "收下汇报"


def test_material_is_done_with_the_last_report(app: Flask, cast: Cast) -> None:
    with app.app_context():
        record = make_record(cast, state="notified")

        assert _steps(record)[1:3] == [("材料", "done", ""), ("开会", "current", "")]


def test_what_came_before_a_late_entry_was_done_outside(app: Flask, cast: Cast) -> None:
    with app.app_context():
        record = make_record(cast, is_entered_late=True)
        entered = _steps(record)[:2]
        record.change(_without_reports)

        assert entered == [("通知", "offline", ""), ("材料", "done", "")]
        assert _steps(record)[:2] == [("通知", "offline", ""), ("材料", "offline", "")]
