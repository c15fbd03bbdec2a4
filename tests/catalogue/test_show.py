"""Prints of the day: made once for the same data, and guarded by their own address."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from tests.client import PageClient
from tests.factories import Cast, saved
from tests.minutes.record import Record
from tracker.catalogue.queries import KINDS, PaperKind
from tracker.catalogue.services import PRINT_OF_THE_DAY
from tracker.core.db import db
from tracker.core.jobs import Job, JobState, carry_out, huey
from tracker.core.permissions import Viewer
from tracker.directory.models import Setting
from tracker.files.models import StoredFile
from tracker.files.services import path_of


def prints(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Job).filter_by(kind=PRINT_OF_THE_DAY).count()


def test_it_prints_a_paper(record: Record, clerk: PageClient) -> None:
    answer = clerk.get(f"/papers/approval-sheet/{record.meeting_id}.pdf")

    assert answer.status_code == 200
    assert len(PdfReader(io.BytesIO(answer.data)).pages) == 1


def test_it_prints_the_same_data_once(app: Flask, record: Record, clerk: PageClient) -> None:
    url = f"/papers/approval-sheet/{record.meeting_id}.pdf"

    first, second = clerk.get(url).data, clerk.get(url).data

    assert first == second
    assert prints(app) == 1


def test_it_prints_anew_for_another_binder(app: Flask, record: Record, clerk: PageClient) -> None:
    url = f"/papers/approval-sheet/{record.meeting_id}.pdf"
    before = clerk.get(url).data
    with app.app_context():
        saved(Setting(key="binder_margin", value="5", valid_from=date(2020, 1, 1)))

    assert clerk.get(url).data != before
    assert prints(app) == 2


def test_it_prints_again_what_was_swept(app: Flask, record: Record, clerk: PageClient) -> None:
    url = f"/papers/approval-sheet/{record.meeting_id}.pdf"
    clerk.get(url)
    with app.app_context():
        job = db.session.query(Job).filter_by(kind=PRINT_OF_THE_DAY).one()
        file = db.session.get_one(StoredFile, (job.result or {})["file_id"])
        path_of(file.location).unlink()
        with db.engine.begin() as connection:
            connection.execute(StoredFile.__table__.delete().where(StoredFile.id == file.id))

    assert clerk.get(url).status_code == 200


def test_it_binds_all_checklists(record: Record, clerk: PageClient) -> None:
    pdf = clerk.get(f"/papers/checklists/{record.meeting_id}.pdf")
    packed = clerk.get(f"/papers/checklists/{record.meeting_id}.zip")

    outline = PdfReader(io.BytesIO(pdf.data)).outline
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        names = archive.infolist()
    assert len(outline) == len(names) >= 2
    assert all(entry.flag_bits & 0x800 for entry in names if not entry.filename.isascii())


def test_it_prints_nothing_but_what_the_asker_was_shown(
    app: Flask, record: Record, clerk: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = KINDS["agenda"]
    assert isinstance(kind, PaperKind)

    def narrowed(subject: str, *, on: date, public_url: str, viewer: Viewer | None) -> Any:
        paper = kind.build(subject, on=on, public_url=public_url, viewer=viewer)
        return replace(paper, title="校长一人看的") if viewer is None else paper

    monkeypatch.setitem(KINDS, "agenda", replace(kind, build=narrowed))
    answer = clerk.get(f"/papers/agenda/{record.meeting_id}.pdf")

    assert answer.status_code == 202
    assert "内容已经变化" in answer.get_data(as_text=True)


def test_what_changed_meanwhile_is_printed_when_it_is_asked_for_again(
    app: Flask, record: Record, clerk: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"/papers/approval-sheet/{record.meeting_id}.pdf"
    monkeypatch.setattr(huey, "immediate", False)
    assert clerk.get(url).status_code == 202
    with app.app_context():
        saved(Setting(key="binder_margin", value="5", valid_from=date(2020, 1, 1)))
        job = db.session.query(Job).filter_by(kind=PRINT_OF_THE_DAY).one()
        carry_out(job.id)
        assert job.state == JobState.FAILED
    monkeypatch.setattr(huey, "immediate", True)

    assert clerk.get(url).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["minutes/1.zip", "nonsense/1.pdf", "minutes/abc.pdf", "checklist/1.pdf", "checklist/9-9.pdf",
     "checklist/1-2-3.pdf", "minutes/99999999999999999999.pdf", "notice/-1.pdf"],
)  # fmt: skip
def test_it_knows_nothing_else(record: Record, clerk: PageClient, path: str) -> None:
    assert clerk.get(f"/papers/{path}").status_code == 404


def test_it_keeps_a_units_list_from_other_units(
    app: Flask, record: Record, client: PageClient, cast: Cast
) -> None:
    head2 = client.signed_in_as(cast.users["head2"])
    own, other = cast.units["保卫部"], cast.units["后勤处"]

    assert head2.get(f"/papers/checklist/{record.meeting_id}-{own}.pdf").status_code == 200
    assert head2.get(f"/papers/checklist/{record.meeting_id}-{other}.pdf").status_code == 404
    assert head2.get(f"/papers/checklists/{record.meeting_id}.pdf").status_code == 403
