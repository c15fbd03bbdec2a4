"""The log: a JSON object a line, bounded, its owner's alone, and without what people typed."""

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tracker.core.clock import now
from tracker.core.db import db, writing
from tracker.core.jobs import Job, enqueue
from tracker.core.logs import log_file, log_to

WORDS = "谁也不该在日志里读到的话"
SECRET_WORDS = "%E8%B0%81"


@pytest.fixture
def read(app: Flask) -> Callable[[], list[dict[str, Any]]]:
    """Return the lines that were written since the test began.

    Loggers are the process's, and so write where the application that was made last keeps its
    log: a test before this one may have made another.
    """
    log_to(Path(app.config["INSTANCE_PATH"]))
    path = log_file(Path(app.config["INSTANCE_PATH"]))
    before = path.stat().st_size if path.exists() else 0

    def lines() -> list[dict[str, Any]]:
        with path.open(encoding="utf-8") as file:
            file.seek(before)
            return [json.loads(line) for line in file]

    return lines


def test_an_answer_is_a_line(read: Any, cast: Cast, client: PageClient) -> None:
    client.signed_in_as(cast.users["clerk"]).get(f"/meetings/?q={WORDS}")

    line = read()[-1]

    assert line["message"] == "request"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/meetings/", 200)
    assert line["user"] == cast.users["clerk"]
    assert line["ms"] > 0
    assert line["time"][-6:] == "+08:00"
    assert len(line["request"]) == 12


def test_no_word_of_an_address_or_a_form_is_in_it(
    read: Any, cast: Cast, client: PageClient
) -> None:
    clerk = client.signed_in_as(cast.users["clerk"])
    clerk.get(f"/{WORDS}?q={WORDS}")
    clerk.post("/meetings/new", data={"room": WORDS, WORDS: "1"})
    clerk.post("/drafts/meeting/0", json={"fields": {"body": [WORDS]}})

    written = json.dumps(read(), ensure_ascii=False)

    assert WORDS not in written
    assert SECRET_WORDS not in written
    assert [line["route"] for line in read()][-3:] == [
        None, "/meetings/new", "/drafts/<string:form>/<string:record>",
    ]  # fmt: skip


def test_an_error_is_where_it_came_from_and_not_what_it_said(
    read: Any, app: Flask, cast: Cast, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        try:
            int(WORDS)
        except ValueError as error:
            raise RuntimeError(WORDS) from error

    monkeypatch.setitem(app.view_functions, "home.index", fail)
    monkeypatch.setattr(fail, "is_public", True, raising=False)

    page = client.get("/").get_data(as_text=True)

    wrong = next(line for line in read() if line["level"] == "ERROR")
    assert [one["type"] for one in wrong["errors"]] == [
        "builtins.RuntimeError", "builtins.ValueError",
    ]  # fmt: skip
    assert wrong["errors"][0]["stack"][-1].endswith(" fail")
    assert WORDS not in json.dumps(read(), ensure_ascii=False)
    # The page gives the number by which the line is found.
    assert wrong["request"] in page


def test_what_a_database_says_of_values_is_not_in_it(read: Any, app: Flask) -> None:
    with app.app_context():
        for _ in range(2):
            db.session.add(Job(kind="note", key=WORDS, queued_at=now()))
        try:
            db.session.commit()
        except Exception:
            app.logger.exception("could not keep it")

    assert "IntegrityError" in read()[-1]["errors"][0]["type"]
    assert WORDS not in json.dumps(read(), ensure_ascii=False)


def test_a_job_is_a_line(read: Any, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "job_functions", {"note": lambda _job: None})
    with app.app_context(), writing():
        job_id = enqueue("note", key="k", title=WORDS).id

    line = read()[-1]

    assert (line["message"], line["job"], line["kind"], line["state"]) == (
        "job", job_id, "note", "done",
    )  # fmt: skip
    assert WORDS not in json.dumps(read(), ensure_ascii=False)


WRITER = """
import logging, os, sys
from pathlib import Path
from tracker.core import logs

logs.LARGEST = 20_000
kept, _shown = logs._handlers(Path(sys.argv[1]))
logger = logging.getLogger("tracker")
logger.addHandler(kept)
logger.setLevel("INFO")
child = os.fork()
for number in range(200):
    logger.info("line", extra={"told": {"number": number}})
if child:
    os.waitpid(child, 0)
"""


def test_two_processes_share_it_without_losing_a_line(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", WRITER, str(tmp_path)], check=True, timeout=60)

    files = sorted(path for path in (tmp_path / "logs").iterdir() if path.name[0] != ".")
    lines = [json.loads(line) for path in files for line in path.read_text().splitlines()]

    assert len(files) > 2
    assert all(path.stat().st_size < 20_500 for path in files)
    assert sorted(line["number"] for line in lines) == sorted([*range(200)] * 2)
    assert len({line["process"] for line in lines}) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
