"""Issued papers are read again by night: what is stored is what was issued."""

from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests.catalogue.conftest import issued
from tests.minutes.record import Record
from tracker.catalogue.services import check_issued
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.jobs import Job, JobState
from tracker.files.services import path_of
from tracker.issuing.models import IssuedPaper
from tracker.operations.jobs import CHECK_ISSUED, check_by_night


def stored(app: Flask) -> Path:
    """Return where the bytes of the issued minutes lie."""
    paper = db.session.get_one(IssuedPaper, issued(app)["id"])
    assert paper.file is not None
    return path_of(paper.file.location)


def test_what_is_as_it_was_issued_passes(app: Flask, record: Record) -> None:
    with app.app_context():
        assert check_issued() >= 1


def test_one_flipped_byte_is_found_and_named(app: Flask, record: Record) -> None:
    with app.app_context():
        path = stored(app)
        content = path.read_bytes()
        path.write_bytes(bytes([*content[:-5], content[-5] ^ 1, *content[-4:]]))
        try:
            with pytest.raises(RuleBroken, match="有 1 份已印发的文书与印发时不一致"):
                check_issued()
        finally:
            path.write_bytes(content)


def test_a_file_that_is_gone_is_found(app: Flask, record: Record) -> None:
    with app.app_context():
        path = stored(app)
        content = path.read_bytes()
        path.unlink()
        try:
            with pytest.raises(RuleBroken, match="已丢失"):
                check_issued()
        finally:
            path.write_bytes(content)


def test_it_is_done_once_a_night_and_told_among_the_jobs(app: Flask, record: Record) -> None:
    with app.app_context():
        content = stored(app).read_bytes()
        stored(app).write_bytes(b"other")
        try:
            with time_machine.travel("2023-03-22 01:00 +08:00"):
                check_by_night()
            with time_machine.travel("2023-03-22 02:20 +08:00"):
                check_by_night()
                check_by_night()
        finally:
            stored(app).write_bytes(content)
        (job,) = db.session.query(Job).filter_by(kind=CHECK_ISSUED)
        assert job.state == JobState.FAILED
        assert "请从备份恢复文件目录" in (job.error or "")
