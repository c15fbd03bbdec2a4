"""Papers to be edited: Word and Excel from the same data, through the papers' own addresses."""

import io
import re
from collections.abc import Sequence

import pytest
from docx import Document
from flask import Flask

from tests.catalogue.conftest import issued
from tests.client import PageClient
from tests.factories import Cast
from tests.minutes.record import Record, make_record
from tracker.catalogue.queries import KINDS, PaperKind
from tracker.core.db import db
from tracker.issuing.models import IssuedPaper
from tracker.meetings.models import Meeting
from tracker.press.word import WORKING_COPY


def opened(client: PageClient, path: str) -> tuple[str, Sequence[str]]:
    """Return what the header of a Word paper says, and its paragraphs."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    document = Document(io.BytesIO(answer.data))
    words = [re.sub(r"\s", "", one.text) for one in document.paragraphs]
    return document.sections[0].header.paragraphs[0].text, words


def test_issued_minutes_come_as_a_working_copy_of_what_was_issued(
    app: Flask, record: Record, clerk: PageClient
) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(Meeting.__table__.update().values(title="另一个会议"))

    header, words = opened(clerk, f"/papers/minutes/{record.meeting_id}.docx")

    with app.app_context():
        snapshot = db.session.get_one(IssuedPaper, issued(app)["id"]).snapshot
    assert header == WORKING_COPY
    assert snapshot["number"] in words
    assert re.sub(r"\s", "", snapshot["opening"]) in words
    assert clerk.get(f"/papers/minutes/{record.meeting_id}.pdf").status_code == 302


def test_a_version_comes_as_a_working_copy_too(record: Record, clerk: PageClient) -> None:
    header, _ = opened(clerk, f"/papers/minutes/{record.meeting_id}-1.docx")

    assert header == WORKING_COPY


def test_minutes_before_issue_are_a_draft(app: Flask, cast: Cast, clerk: PageClient) -> None:
    with app.app_context():
        made = make_record(cast)
        made.submit()

    header, words = opened(clerk, f"/papers/minutes/{made.meeting_id}.docx")

    assert header == ""
    assert "送审稿" in words


def test_issued_minutes_are_for_whoever_may_read_them(
    record: Record, client: PageClient, cast: Cast
) -> None:
    path = f"/papers/minutes/{record.meeting_id}.docx"

    assert client.signed_in_as(cast.users["head"]).get(path).status_code == 200
    assert client.signed_in_as(cast.users["sysadmin"]).get(path).status_code == 403


@pytest.mark.parametrize("path", ["approval-sheet/1.docx", "checklists/1.docx", "minutes/1.xlsx"])
def test_other_kinds_are_not_written_in_word(record: Record, clerk: PageClient, path: str) -> None:
    assert clerk.get(f"/papers/{path}").status_code == 404


def test_what_has_only_a_scan_has_nothing_to_edit(
    app: Flask, record: Record, clerk: PageClient
) -> None:
    path = f"/papers/minutes/{record.meeting_id}"
    pages = ("home.reports", {}), ("minutes.show", {"meeting_id": record.meeting_id})
    for page, told in pages:
        assert ".docx" in clerk.page(page, **told)

    with app.app_context(), db.engine.begin() as connection:
        connection.execute(IssuedPaper.__table__.update().values(snapshot={}))

    assert clerk.get(f"{path}.docx").status_code == 404
    for page, told in pages:
        assert f"{path}.docx" not in clerk.page(page, **told)
        assert f"{path}-1.docx" not in clerk.page(page, **told)


def test_a_kind_offers_word_where_it_is_mapped_to_it() -> None:
    kinds = [kind for kind in KINDS.values() if isinstance(kind, PaperKind)]

    assert [("docx" in one.formats) for one in kinds] == [one.word is not None for one in kinds]
