"""Tasks of one unit, ready to be reported, and what became of them."""

import io
import sqlite3
from contextlib import closing

from PIL import Image
from playwright.sync_api import FilePayload

from tests.live.instance import Instance

UNIT = "智能制造系"
PATTERN = (
    "SELECT f.* FROM follow_up f JOIN unit u ON u.id = f.lead_unit_id "
    f"WHERE u.name = '{UNIT}' AND NOT f.is_filing AND f.risk_id IS NULL "
    "ORDER BY f.id LIMIT 1"
)


def hand_out(college: Instance, *titles: str) -> list[int]:
    """Give the unit tasks of these titles; returns their ids."""
    with closing(sqlite3.connect(college.folder / "tracker.sqlite", timeout=30)) as connection:
        connection.row_factory = sqlite3.Row
        ids = [_copy(connection, title) for title in titles]
        connection.commit()
    return ids


def _copy(connection: sqlite3.Connection, title: str) -> int:
    row = dict(connection.execute(PATTERN).fetchone())
    last_id, last = connection.execute("SELECT max(id), max(number) FROM follow_up").fetchone()
    row.update(
        id=last_id + 1, number=last + 1, title=title, state="assigned", submitted_on=None,
        submitter_id=None, closed_on=None, previous_id=None,
    )  # fmt: skip
    names, places = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO follow_up ({names}) VALUES ({places})", tuple(row.values()))
    return int(row["id"])


def reports_of(college: Instance, followup_id: int) -> list[tuple[str, int]]:
    """Return (note, number of files) of each report of a task."""
    return college.rows(
        "SELECT e.note, (SELECT count(*) FROM follow_up_file WHERE entry_id = e.id) "
        f"FROM follow_up_entry e WHERE e.follow_up_id = {followup_id} AND e.verb = 'submit'"
    )


def photo(name: str = "现场照片.jpg") -> FilePayload:
    """Return a picture as a camera hands it over; another name is another picture."""
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), (168, 32, sum(name.encode()) % 256)).save(picture, "JPEG")
    return FilePayload(name=name, mimeType="image/jpeg", buffer=picture.getvalue())
