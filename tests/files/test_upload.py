"""Uploads: what a file is must be what its name says; who may read it is set when attached."""

import gc
import io
import os
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from PIL import Image

from tests.client import PageClient
from tests.factories import Cast
from tests.files.conftest import picture, upload
from tracker.core.clock import now
from tracker.core.db import db
from tracker.files import services
from tracker.files.jobs import sweep
from tracker.files.models import StoredFile

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


# The test client itself leaves the temporary file of a large request to the garbage collector.
large_request = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def docx(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names or ("word/document.xml",):
            archive.writestr(name, "<x/>")
    return target.getvalue()


@pytest.fixture
def tidy() -> Iterator[None]:
    """Collect the test client's temporary file while its warning is still expected."""
    yield
    gc.collect()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "签到表.pdf"),
        (picture(), "现场.jpg"),
        (picture(kind="PNG"), "图😀.png"),
        (docx(), "报告.docx"),
    ],
)
def test_it_takes_what_is_what_it_says(clerk: PageClient, content: bytes, name: str) -> None:
    answer = upload(clerk, content, name)

    assert answer.status_code == 201
    assert answer.get_json()["name"] == name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "照片.jpg"),
        (picture(), "报告.pdf"),
        (b"MZ\x90\x00", "表.xlsx"),
        (docx("word/document.xml", "word/vbaProject.bin"), "宏.docx"),
        (docx(), "表.xlsx"),
        (b"#!/bin/sh", "run.sh"),
        (b"", "空.pdf"),
        (b"\xff\xd8\xff\xe0 not a picture", "坏.jpg"),
    ],
)
def test_it_refuses_what_is_not(clerk: PageClient, content: bytes, name: str) -> None:
    answer = upload(clerk, content, name)

    assert answer.status_code == 409
    assert answer.get_json()["sentence"].endswith("。")


def test_it_refuses_a_name_with_an_id_number(clerk: PageClient) -> None:
    assert upload(clerk, PDF, "11010519491231002X.pdf").status_code == 409


@large_request
def test_it_refuses_too_many_bytes(clerk: PageClient, tidy: None) -> None:
    answer = upload(clerk, PDF + b" " * services.MAX_BYTES[services.Purpose.EVIDENCE], "大.pdf")

    assert answer.status_code == 409
    assert "20 MB" in answer.get_json()["sentence"]


@large_request
def test_it_takes_a_larger_scan(clerk: PageClient, tidy: None) -> None:
    content = PDF + b" " * services.MAX_BYTES[services.Purpose.EVIDENCE]

    assert upload(clerk, content, "扫描.pdf", purpose="scan").status_code == 201


@large_request
def test_an_archive_is_never_large(clerk: PageClient, tidy: None) -> None:
    content = docx() + b" " * services.MAX_BYTES[services.Purpose.EVIDENCE]

    answer = upload(clerk, content, "汇报.docx", purpose="scan")

    assert "20 MB" in answer.get_json()["sentence"]


def test_it_refuses_too_many_pixels(clerk: PageClient) -> None:
    answer = upload(clerk, picture((8000, 5001), "PNG"), "大图.png")

    assert answer.status_code == 409
    assert "4000 万像素" in answer.get_json()["sentence"]


def test_it_refuses_an_unknown_purpose(clerk: PageClient) -> None:
    assert upload(clerk, PDF, "a.pdf", purpose="nonsense").status_code == 400


def test_it_strips_place_and_camera(app: Flask, clerk: PageClient) -> None:
    exif = Image.Exif()
    exif[0x010F] = "camera"
    exif.get_ifd(0x8825)[1] = "N"

    answer = upload(clerk, picture(exif=exif), "现场.jpg")

    with app.app_context():
        file = db.session.get_one(StoredFile, answer.get_json()["id"])
        with Image.open(services.path_of(file.location)) as stored:
            assert not stored.getexif()


def test_it_shows_an_unattached_file_to_its_uploader_only(
    clerk: PageClient, client: PageClient, cast: Cast
) -> None:
    file_id = upload(clerk, PDF, "签到表.pdf").get_json()["id"]

    other = client.signed_in_as(cast.users["director"])

    assert clerk.get(f"/files/{file_id}").status_code == 200
    assert other.get(f"/files/{file_id}").status_code == 404


def test_it_refuses_an_empty_request(clerk: PageClient) -> None:
    assert clerk.raw.post("/files/", data={}).status_code == 400


def test_it_refuses_what_only_ends_like_an_archive(clerk: PageClient) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "x")
    broken = target.getvalue().replace(b"PK\x01\x02", b"PK\x00\x00")

    assert upload(clerk, broken, "通知.docx").status_code == 409


def test_it_sweeps_what_nobody_attached_and_what_has_no_row(
    app: Flask, clerk: PageClient, tidy: None
) -> None:
    file_id = upload(clerk, PDF, "a.pdf").get_json()["id"]

    with app.app_context():
        location = db.session.get_one(StoredFile, file_id).location
        path = services.path_of(location)
        lost = path.with_name("0123.part")
        lost.touch()
        long_ago = path.stat().st_mtime - 2 * 86400
        os.utime(lost, (long_ago, long_ago))
        sweep()
        assert path.is_file()
        assert not lost.exists()

        with time_machine.travel(now() + timedelta(days=2), tick=False):
            sweep()

        assert not path.exists()
        assert db.session.get(StoredFile, file_id) is None
