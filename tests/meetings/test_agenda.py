"""会议议程: the steps as written, each unit that reports, and what is known to come."""

from datetime import date

from flask import Flask

from tests.factories import Cast, saved
from tracker.meetings.models import Meeting, MeetingKind, ReportingUnit
from tracker.meetings.papers import agenda, agenda_ids

DAY = date(2023, 3, 10)


def rows(
    app: Flask, cast: Cast, *, kinds: list[MeetingKind] | None = None, **values: str
) -> list[tuple[str, ...]]:
    """Return 议程 and 汇报人 of each row of a meeting's agenda."""
    with app.app_context():
        reporting = [ReportingUnit(unit_id=cast.units["后勤处"], scope="食品安全")]
        meeting = Meeting(
            title="研判会", year=2023, quarter=1, held_on=DAY, entered_on=DAY, state="notified",
            reporting=reporting, **values,
        )  # fmt: skip
        meeting.kinds = kinds or []
        subject = str(saved(meeting).id)
        paper = agenda(subject, on=DAY, public_url="", viewer=cast.viewer("head"))
        assert paper is not None
        assert not paper.is_wide
        assert (subject, "研判会：会议议程") in agenda_ids(None)
        return [row[1:3] for row in paper.grids[0].rows]


def test_units_stand_below_the_step_at_which_they_report(app: Flask, cast: Cast) -> None:
    written = "传达上级文件\n各单位汇报\n领导讲话"

    assert rows(app, cast, agenda=written) == [
        ("传达上级文件", ""), ("各单位汇报", ""), ("　食品安全", "后勤处"), ("领导讲话", ""),
    ]  # fmt: skip


def test_numbered_points_in_one_line_are_steps(app: Flask, cast: Cast) -> None:
    written = "一、各单位汇报本季度形势研判情况；二、院领导讲话。"

    assert rows(app, cast, agenda=written) == [
        ("各单位汇报本季度形势研判情况", ""), ("　食品安全", "后勤处"), ("院领导讲话", ""),
    ]  # fmt: skip


def test_what_is_known_to_come_is_added_where_nothing_is_written(app: Flask, cast: Cast) -> None:
    assert rows(app, cast, kinds=[MeetingKind.AGREEMENT_SIGNING]) == [
        ("听取工作汇报", ""), ("　食品安全", "后勤处"), ("签订目标责任书", ""), ("领导讲话", ""),
    ]  # fmt: skip


def test_a_unit_has_no_agenda_of_a_draft(app: Flask, cast: Cast) -> None:
    with app.app_context():
        meeting = Meeting(title="研判会", year=2023, quarter=1, held_on=DAY, entered_on=DAY)
        subject = str(saved(meeting).id)
        told = {"on": DAY, "public_url": ""}

        assert agenda(subject, viewer=cast.viewer("head"), **told) is None
        assert agenda(subject, viewer=cast.viewer("clerk"), **told) is not None
        assert agenda("x", viewer=None, **told) is None
