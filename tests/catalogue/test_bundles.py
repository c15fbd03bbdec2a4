"""All units' papers in one file: bound in the worker, given up by who asked, never made twice."""

import io

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from tests.minutes.record import SIGNED_ON, Record
from tracker.catalogue import services
from tracker.catalogue.queries import KINDS
from tracker.core.db import db
from tracker.core.jobs import Cancelled, Job, JobState, carry_out, huey
from tracker.files.models import StoredFile


@pytest.fixture
def asked(
    app: Flask, record: Record, clerk: PageClient, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, int]:
    """The address and the job of a bundle that waits for the worker."""
    monkeypatch.setattr(huey, "immediate", False)
    url = f"/papers/checklists/{record.meeting_id}.pdf"
    assert clerk.get(url).status_code == 202
    with app.app_context():
        return url, db.session.scalars(select(Job.id).order_by(Job.id.desc())).first() or 0


def state(app: Flask, job_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Job, job_id).state


def prints(app: Flask) -> int:
    with app.app_context():
        return db.session.query(StoredFile).filter_by(attached_to=services.PRINT).count()


def test_who_asked_gives_it_up_and_asks_anew(
    app: Flask, clerk: PageClient, asked: tuple[str, int]
) -> None:
    url, job_id = asked

    clerk.post(f"/papers/jobs/{job_id}/cancel")
    assert state(app, job_id) == JobState.CANCELLED

    assert clerk.get(url).status_code == 202
    assert state(app, job_id) == JobState.QUEUED


def test_nobody_else_gives_it_up(
    app: Flask, asked: tuple[str, int], client: PageClient, cast: Cast
) -> None:
    url, job_id = asked
    other = client.signed_in_as(cast.users["leader"])

    assert "取消" not in other.get(url).get_data(as_text=True)
    assert other.post(f"/papers/jobs/{job_id}/cancel").status_code == 404
    assert state(app, job_id) == JobState.QUEUED


def test_the_page_tells_how_far_it_is_after_a_reload(
    app: Flask, clerk: PageClient, asked: tuple[str, int]
) -> None:
    url, job_id = asked
    with app.app_context():
        job = db.session.get_one(Job, job_id)
        job.state, job.progress, job.total = JobState.RUNNING, 7, 30
        db.session.commit()

    page = clerk.get(url).get_data(as_text=True)

    assert 'max="30" value="7"' in page


@pytest.mark.parametrize("ending", ["pdf", "zip"])
def test_one_under_way_ends_after_its_next_part_and_leaves_nothing(
    app: Flask, record: Record, ending: str
) -> None:
    def give_up(done: int, total: int) -> None:
        raise Cancelled

    with app.app_context(), pytest.raises(Cancelled):
        services.print_of_the_day(
            KINDS["checklists"], str(record.meeting_id), ending, on=SIGNED_ON, progress=give_up
        )

    assert prints(app) == 0


@pytest.mark.parametrize("ending", ["pdf", "zip"])
def test_a_worker_killed_after_it_kept_the_file_makes_no_second_one(
    app: Flask, record: Record, ending: str
) -> None:
    with app.app_context():
        made = {
            services.print_of_the_day(
                KINDS["checklists"], str(record.meeting_id), ending, on=SIGNED_ON
            ).id
            for _attempt in range(2)
        }

    assert len(made) == 1
    assert prints(app) == 1


def test_the_worker_makes_it_with_a_bookmark_for_each_unit(
    app: Flask, clerk: PageClient, asked: tuple[str, int]
) -> None:
    url, job_id = asked
    with app.app_context():
        carry_out(job_id)
        job = db.session.get_one(Job, job_id)
        assert job.progress == job.total >= 2

    bound = PdfReader(io.BytesIO(clerk.get(url).data))

    assert [str(mark.get("/Title")) for mark in bound.outline if isinstance(mark, dict)] == [
        f"{unit}任务落实清单" for unit in ("保卫部", "机电工程系")
    ]
