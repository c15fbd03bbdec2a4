"""The due date of a recurring task …"""

from datetime import date

import pytest

from tests.factories import saved
from tests.followups.conftest import World
from tracker.directory.models import CalendarDay
from tracker.followups import queries
from tracker.followups.models import Rhythm

R = Rhythm


@pytest.mark.parametrize(
    ("rhythm", "after", "due"),
    [
        # Ten working days after 1 February and 1 September.
        (R.SEMESTER_START, date(2023, 2, 3), date(2023, 2, 15)),
        (R.SEMESTER_START, date(2023, 3, 10), date(2023, 9, 15)),
        (R.SEMESTER_START, date(2023, 9, 15), date(2024, 2, 15)),
        # Before the holidays: 13 July, 10 January, or the working day before.
        (R.SEMESTER_END, date(2023, 3, 10), date(2023, 7, 13)),
        (R.SEMESTER_END, date(2023, 7, 13), date(2024, 1, 10)),
        (R.SEMESTER_END, date(2023, 8, 20), date(2024, 1, 10)),
        (R.SEMESTER_END, date(2025, 9, 1), date(2026, 1, 9)),
        # The period's last working day; 30 April 2023 was a Sunday.
        (R.QUARTER, date(2023, 3, 10), date(2023, 3, 31)),
        (R.QUARTER, date(2023, 3, 31), date(2023, 6, 30)),
        (R.QUARTER, date(2023, 12, 29), date(2024, 3, 29)),
        (R.MONTH, date(2023, 3, 10), date(2023, 3, 31)),
        (R.MONTH, date(2023, 4, 1), date(2023, 4, 28)),
        (R.MONTH, date(2023, 4, 28), date(2023, 5, 31)),
    ],
)
def test_it_is_the_first_of_its_rhythm_that_is_later(
    world: World, rhythm: Rhythm, after: date, due: date
):
    with world.app.app_context():
        assert queries.next_due(rhythm, after=after) == due


def test_it_minds_the_work_calendar(world: World):
    with world.app.app_context():
        saved(CalendarDay(day=date(2023, 3, 31), is_workday=False))

        assert queries.next_due(R.MONTH, after=date(2023, 3, 10)) == date(2023, 3, 30)
