"""/verify/: which copy is valid, without signing in."""

import io

from flask import Flask

from tests.catalogue.conftest import issued
from tests.client import PageClient
from tests.minutes.record import SIGNED_ON, Record
from tracker.catalogue.services import print_issued
from tracker.core.db import db, writing
from tracker.files.services import path_of
from tracker.issuing.models import IssuedPaper
from tracker.minutes import services


def correct(app: Flask, record: Record) -> None:
    with app.app_context():
        with writing():
            services.start_correction(
                minutes=record.minutes(), reason="会议地点有误", actor=record.actor("clerk")
            )
        with writing():
            services.submit(
                minutes=record.minutes(), proceedings=record.proceedings(),
                actor=record.actor("clerk"), on=SIGNED_ON,
            )  # fmt: skip
        record.issue()


def test_it_says_valid(app: Flask, record: Record, client: PageClient) -> None:
    page = client.page("catalogue.verify", code=issued(app)["code"])

    assert "有效" in page
    assert "〔2023〕1号" in page


def test_it_reads_a_code_as_typed(app: Flask, record: Record, client: PageClient) -> None:
    code = issued(app)["code"]
    typed = f" {code[:4].lower()}-{code[4:].lower()} "

    assert client.get(f"/verify/{typed}").status_code == 200


def test_it_says_superseded(app: Flask, record: Record, client: PageClient) -> None:
    old = issued(app)
    correct(app, record)

    page = client.page("catalogue.verify", code=old["code"])

    assert "已被第 2 版替代" in page
    assert issued(app)["id"] != old["id"]
    assert "有效" in client.page("catalogue.verify", code=issued(app)["code"])


def test_it_knows_no_such_number(client: PageClient) -> None:
    assert "查无此号" in client.page("catalogue.verify", code="ZZZZ9999", status=404)


def test_it_shows_nothing_of_the_business(app: Flask, record: Record, client: PageClient) -> None:
    page = client.page("catalogue.verify", code=issued(app)["code"])

    assert "研判" not in page.split("<main")[1]


def stored(app: Flask) -> bytes:
    """Return the bytes of the issued minutes, printed if they are not yet."""
    with app.app_context():
        paper = db.session.get_one(IssuedPaper, issued(app)["id"])
        if paper.sha256 is None:
            print_issued(paper.id)
            paper = db.session.get_one(IssuedPaper, issued(app)["id"])
        assert paper.file is not None
        return path_of(paper.file.location).read_bytes()


def sent(client: PageClient, content: bytes, path: str = "/verify/") -> str:
    file = (io.BytesIO(content), "纪要.pdf")
    answer = client.post(path, {"file": file}, content_type="multipart/form-data")
    return answer.get_data(as_text=True)


def test_a_file_is_told_from_one_that_differs_by_a_byte(
    app: Flask, record: Record, client: PageClient
) -> None:
    content = stored(app)
    flipped = bytes([*content[:-10], content[-10] ^ 1, *content[-9:]])
    own = f"/verify/{issued(app)['code']}"

    assert "有效" in sent(client, content)
    assert "不匹配" in sent(client, flipped)
    assert "这个文件与印发的一字不差。" in sent(client, content, own)
    assert "不匹配" in sent(client, flipped, own)
    assert "这个文件与印发的这一份不同" in sent(client, flipped, own)


def test_a_file_of_a_version_that_was_replaced_says_so(
    app: Flask, record: Record, client: PageClient
) -> None:
    content = stored(app)
    correct(app, record)

    assert "已被第 2 版替代" in sent(client, content)


def test_a_stranger_types_the_code(app: Flask, record: Record, client: PageClient) -> None:
    code = issued(app)["code"]
    assert "核验码" in client.page("catalogue.verify_any")

    answer = client.post("/verify/", {"code": f"{code[:4]}-{code[4:]}".lower()})

    assert answer.location == f"/verify/{code}"
    assert "请填写核验码，或选择文件。" in client.post("/verify/", {}).get_data(as_text=True)
    assert client.post("/verify/", {"code": "--"}).location == "/verify/-"
    assert client.get("/verify/-").status_code == 404
