"""Scans beside what they prove: added, shown to their audience, withdrawn and never deleted."""

from datetime import date

import pytest
from flask import Flask, g, get_template_attribute
from werkzeug.test import TestResponse

from tests.client import PageClient
from tests.factories import Cast
from tests.files.conftest import picture, upload
from tracker.audit.models import Event
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Permission
from tracker.files import queries, services
from tracker.files.models import Scan, StoredFile

ON = date(2023, 3, 20)


def add(app: Flask, cast: Cast, client: PageClient, **values: object) -> int:
    """Upload a picture and keep it as a scan of meeting 7; returns the scan's id."""
    file_id = upload(client, picture(), "签到表.jpg").get_json()["id"]
    facts = {"proves": "sheet", "permission": Permission.REPORT_READ, "unit_id": None, **values}
    with app.app_context(), writing():
        scan = services.add_scan(
            file=db.session.get_one(StoredFile, file_id),
            subject="meeting:7",
            actor=cast.actor("clerk"),
            on=ON,
            **facts,
        )
        return scan.id


def get_scan(app: Flask, scan_id: int) -> Scan:
    with app.app_context():
        return db.session.get_one(Scan, scan_id)


def test_it_stands_with_its_subject_and_in_the_trail(
    app: Flask, cast: Cast, clerk: PageClient
) -> None:
    scan_id = add(app, cast, clerk, caption="第一页", credit="宣传统战部")

    with app.app_context():
        found = queries.scans_of("meeting:7", "meeting:8")
        event = db.session.scalars(db.select(Event).filter_by(action="scan.add")).one()

    assert [scan.id for scan in found["meeting:7"]] == [scan_id]
    assert found["meeting:8"] == []
    assert found["meeting:7"][0].added_by == "方小禾"
    assert event.changes["file"] == [None, "签到表.jpg"]


def test_it_is_read_by_its_audience(
    app: Flask, cast: Cast, clerk: PageClient, client: PageClient
) -> None:
    file_id = get_scan(app, add(app, cast, clerk)).file_id

    readers = {
        name: client.signed_in_as(cast.users[name]).get(f"/files/{file_id}").status_code
        for name in ("director", "leader", "inspector", "head", "liaison", "sysadmin")
    }

    assert readers == {
        "director": 200, "leader": 200, "inspector": 200,
        "head": 404, "liaison": 404, "sysadmin": 404,
    }  # fmt: skip


def test_it_is_read_by_its_unit_only(
    app: Flask, cast: Cast, clerk: PageClient, client: PageClient
) -> None:
    unit = {"permission": Permission.UNIT_REPORT_READ, "unit_id": cast.units["机电工程系"]}
    file_id = get_scan(app, add(app, cast, clerk, **unit)).file_id

    assert client.signed_in_as(cast.users["head"]).get(f"/files/{file_id}").status_code == 200
    assert client.signed_in_as(cast.users["head2"]).get(f"/files/{file_id}").status_code == 404


def test_it_refuses_a_file_that_stands_elsewhere(app: Flask, cast: Cast, clerk: PageClient) -> None:
    file_id = get_scan(app, add(app, cast, clerk)).file_id

    with app.app_context(), pytest.raises(RuleBroken, match="已附在别处"), writing():
        services.add_scan(
            file=db.session.get_one(StoredFile, file_id),
            subject="meeting:8",
            proves="sheet",
            permission=Permission.REPORT_READ,
            actor=cast.actor("clerk"),
            on=ON,
        )


def withdraw(client: PageClient, scan_id: int, **changes: str) -> TestResponse:
    data = {"form_id": f"withdraw-{scan_id}", "reason": "传错了会议", "next": "/meetings/"}
    return client.post(f"/files/scans/{scan_id}/withdraw", {**data, **changes})


def test_it_is_withdrawn_with_a_reason_and_stays(app: Flask, cast: Cast, clerk: PageClient) -> None:
    scan_id = add(app, cast, clerk)

    answer = withdraw(clerk, scan_id)
    again = withdraw(clerk, scan_id)

    scan = get_scan(app, scan_id)
    assert answer.location == again.location == "/meetings/"
    assert (scan.withdrawn_reason, scan.withdrawn_by) == ("传错了会议", "方小禾")
    assert clerk.get(f"/files/{scan.file_id}").status_code == 200


@pytest.mark.parametrize("reason", ["", "   ", "长" * 201])
def test_it_is_not_withdrawn_without_a_reason(
    app: Flask, cast: Cast, clerk: PageClient, reason: str
) -> None:
    scan_id = add(app, cast, clerk)

    assert withdraw(clerk, scan_id, reason=reason).status_code == 409
    assert not get_scan(app, scan_id).is_withdrawn


def test_it_is_not_withdrawn_by_others(
    app: Flask, cast: Cast, clerk: PageClient, client: PageClient
) -> None:
    scan_id = add(app, cast, clerk, permission=Permission.MEETING_READ)

    assert withdraw(client.signed_in_as(cast.users["head"]), scan_id).status_code == 404
    assert withdraw(client.signed_in_as(cast.users["leader"]), scan_id).status_code == 403
    assert not get_scan(app, scan_id).is_withdrawn


def test_it_goes_on_to_no_other_site(app: Flask, cast: Cast, clerk: PageClient) -> None:
    scan_id = add(app, cast, clerk)

    assert withdraw(clerk, scan_id, next="https://example.com/").location == "/"


def test_it_is_shown_small(app: Flask, cast: Cast, clerk: PageClient) -> None:
    file_id = upload(clerk, picture((3000, 2000)), "现场.jpg").get_json()["id"]

    small = clerk.get(f"/files/{file_id}/thumbnail")
    tag = {"If-None-Match": small.headers["ETag"]}

    assert small.mimetype == "image/jpeg"
    assert len(small.data) < 10_000
    assert clerk.get(f"/files/{file_id}/thumbnail", headers=tag).status_code == 304


def test_only_a_picture_is_shown_small(clerk: PageClient) -> None:
    content = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
    file_id = upload(clerk, content, "签到表.pdf").get_json()["id"]

    assert clerk.get(f"/files/{file_id}/thumbnail").status_code == 404


def test_the_component_names_only_what_its_reader_may_open(
    app: Flask, cast: Cast, clerk: PageClient
) -> None:
    add(app, cast, clerk, caption="主楼四层签到表", credit="宣传统战部")

    shown = {}
    for name in ("clerk", "head"):
        with app.test_request_context("/meetings/7"):
            g.viewer = cast.viewer(name)
            macro = get_template_attribute("components/scans.html", "scans")
            shown[name] = str(macro(queries.scans_of("meeting:7")["meeting:7"], {}))

    assert "主楼四层签到表" in shown["clerk"]
    assert "供图：宣传统战部" in shown["clerk"]
    assert "撤回原因" in shown["clerk"]
    assert "主楼四层签到表" not in shown["head"]
