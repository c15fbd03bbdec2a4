"""Who reported, who is missing, and what was said of what was left open: it …"""

from datetime import date

from tests.client import count_queries
from tests.unit_reports.conftest import BRANCH, DEPARTMENT, LOGISTICS, SECURITY, World
from tracker.core.db import db
from tracker.meetings.models import Meeting
from tracker.unit_reports import queries
from tracker.unit_reports.models import ReportState

S = ReportState


def _missing(world: World) -> list[str]:
    return world.read(lambda meeting: [row.name for row in queries.missing(meeting)])


def _units(world: World, viewer: str | None) -> list[str]:
    with world.app.app_context():
        who = world.cast.viewer(viewer) if viewer else None
        found = queries.reports_of(world.meeting_id, viewer=who)
        return [report.unit.name for report in found]


def test_it_misses_whoever_has_not_handed_in(world: World):
    world.made(DEPARTMENT, S.SUBMITTED)
    world.made(BRANCH, S.DRAFT)
    world.made(SECURITY, S.RETURNED)

    assert _missing(world) == [BRANCH, SECURITY, LOGISTICS]


def test_it_misses_nobody_whose_report_was_accepted_and_no_words(world: World):
    for unit in (DEPARTMENT, BRANCH, SECURITY, LOGISTICS):
        world.made(unit, S.ACCEPTED)

    assert _missing(world) == []


def test_it_counts_a_report_for_its_own_meeting_only(world: World):
    world.made(DEPARTMENT, S.ACCEPTED, meeting_id=world.earlier_id)

    assert DEPARTMENT in _missing(world)


def test_it_returns_what_was_handed_in_in_the_order_of_the_list(world: World):
    world.made(SECURITY, S.ACCEPTED)
    world.made(DEPARTMENT, S.SUBMITTED)
    world.made(BRANCH, S.RETURNED)

    assert _units(world, None) == [DEPARTMENT, SECURITY]
    assert _units(world, "clerk") == _units(world, "leader") == [DEPARTMENT, SECURITY]


def test_it_shows_a_unit_its_own_report_only(world: World):
    world.made(SECURITY)
    world.made(DEPARTMENT)

    assert _units(world, "head2") == [SECURITY]
    assert _units(world, "liaison") == [DEPARTMENT]
    assert _units(world, "outsider") == []


def test_it_reads_reports_in_few_statements(world: World):
    world.made(DEPARTMENT, rows=1)
    one = _count(world)
    world.made(SECURITY, rows=40)

    assert _count(world) == one <= 4


def _count(world: World) -> int:
    with count_queries(world.app) as statements, world.app.app_context():
        for report in queries.reports_of(world.meeting_id, viewer=None):
            assert report.unit.name
            assert [row.area.name for row in report.rows]
            assert not report.words
    return len(statements)


def test_it_shows_drafts_to_the_unit_and_the_office_only(world: World):
    report_id = world.made(DEPARTMENT, S.DRAFT, submitted_on=None)

    with world.app.app_context():
        seen = {
            name: queries.get_report(report_id, viewer=world.cast.viewer(name)) is not None
            for name in ("head", "liaison", "clerk", "leader", "inspector", "head2", "outsider")
        }

    assert [name for name, sees in seen.items() if sees] == ["head", "liaison", "clerk"]


def test_it_says_by_when_reports_are_due(world: World):
    assert world.read(queries.due_on) == date(2023, 3, 8)
    world.set("report_working_days_before", "5")
    assert world.read(queries.due_on) == date(2023, 3, 3)


def test_it_urges_by_name_and_date_without_any_content(world: World):
    world.made(DEPARTMENT)

    text = world.read(lambda meeting: queries.reminder(meeting, queries.missing(meeting)))

    assert text == (
        "“2023年第一季度会议”汇报材料提醒：下列单位尚未报送：机电工程系党总支、保卫部、后勤处。"
        "请于2023年3月8日前登录系统报送；本季度无新增的也请报送，已在纸面报送的请告知办公室。"
    )


def test_it_returns_the_words_on_what_was_left_open(world: World):
    risk_id, item_id = world.risk(), world.item()
    about_risk, about_item = ("risk", risk_id), ("follow_up", item_id)
    world.made(words={about_risk: "已更换。", about_item: "正在修订。"})

    assert _words(world) == {about_risk: "已更换。", about_item: "正在修订。"}


def test_it_names_the_units_where_two_speak_of_one_matter(world: World):
    about = ("risk", world.risk())
    world.made(DEPARTMENT, words={about: "已更换。"})
    world.made(BRANCH, words={about: "已督促"})

    assert _words(world) == {about: "机电工程系：已更换；机电工程系党总支：已督促。"}


def test_it_leaves_out_words_that_are_not_handed_in(world: World):
    about = ("risk", world.risk())
    world.made(DEPARTMENT, S.DRAFT, words={about: "已更换。"})

    assert _words(world) == {}


def _words(world: World) -> dict[tuple[str, int], str]:
    with world.app.app_context():
        return queries.words_on(db.session.get_one(Meeting, world.meeting_id))
