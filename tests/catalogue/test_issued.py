"""Issued copies: the stored bytes, the same for everybody and for ever."""

import hashlib

from flask import Flask
from sqlalchemy import select

from tests.catalogue.conftest import issued
from tests.client import PageClient
from tests.factories import Cast
from tests.minutes.record import Record
from tracker.catalogue import services
from tracker.core.db import db, writing
from tracker.core.jobs import Job, JobState
from tracker.files.models import StoredFile


def test_it_sends_the_stored_bytes(app: Flask, record: Record, clerk: PageClient) -> None:
    paper = issued(app)

    answer = clerk.get(f"/papers/{paper['id']}.pdf")

    assert answer.mimetype == "application/pdf"
    assert hashlib.sha256(answer.data).hexdigest() == paper["sha256"]


def test_it_leads_from_the_meeting_to_the_issued_copy(
    app: Flask, record: Record, clerk: PageClient
) -> None:
    answer = clerk.get(f"/papers/minutes/{record.meeting_id}.pdf")

    assert answer.status_code == 302
    assert answer.location == f"/papers/{issued(app)['id']}.pdf"


def test_it_prints_the_same_bytes_again(app: Flask, record: Record) -> None:
    paper = issued(app)
    with app.app_context():
        files = db.session.query(StoredFile).count()

        assert services.print_issued(paper["id"]) == paper["sha256"]
        assert db.session.query(StoredFile).count() == files


def test_it_waits_for_the_worker(app: Flask, unprinted: Record, clerk: PageClient) -> None:
    url = f"/papers/{issued(app)['id']}.pdf"

    page = clerk.get(url)
    poll = clerk.get(url, headers={"HX-Request": "true"})

    assert page.status_code == 202
    assert "正在生成" in page.get_data(as_text=True)
    assert "HX-Redirect" not in poll.headers


def test_it_keeps_it_from_administrators(
    app: Flask, record: Record, client: PageClient, cast: Cast
) -> None:
    admin = client.signed_in_as(cast.users["sysadmin"])

    assert admin.get(f"/papers/{issued(app)['id']}.pdf").status_code == 403


def test_it_knows_no_other_number(record: Record, clerk: PageClient) -> None:
    assert clerk.get("/papers/999999.pdf").status_code == 404


def test_opening_it_again_tries_a_failed_print_anew(
    app: Flask, unprinted: Record, clerk: PageClient
) -> None:
    paper_id = issued(app)["id"]
    with app.app_context(), writing():
        job = db.session.scalars(select(Job).filter_by(key=f"issued:{paper_id}")).one()
        job.state = JobState.FAILED

    poll = clerk.get(f"/papers/{paper_id}.pdf", headers={"HX-Request": "true"})
    assert "HX-Redirect" not in poll.headers
    clerk.get(f"/papers/{paper_id}.pdf")

    with app.app_context():
        job = db.session.scalars(select(Job).filter_by(key=f"issued:{paper_id}")).one()
        assert job.state in {JobState.QUEUED, JobState.DONE}
