"""Signed papers and photographs of a meeting, beside what they prove."""

import pytest

from tests.client import PageClient
from tests.factories import Cast
from tests.files.conftest import picture, upload


def _add(clerk: PageClient, meeting_id: int, name: str, proves: str, **facts: str) -> str:
    file_id = upload(clerk, picture(), name, purpose="scan").get_json()["id"]
    data = {"uploads": [file_id], "proves": proves, **facts}
    answer = clerk.post(f"/meetings/{meeting_id}/scans", data, follow_redirects=True)
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def test_each_stands_beside_what_it_proves(clerk: PageClient, meeting_id: int) -> None:
    _add(clerk, meeting_id, "签到.jpg", "sign_in_sheet")
    page = _add(clerk, meeting_id, "会场.jpg", "photo", credit="宣传统战部")

    assert "已添加会议照片。" in page
    assert "供图：宣传统战部" in page
    assert "签到.jpg" in page
    sheet = clerk.page("meetings.attendance", meeting_id=meeting_id)
    assert ("签到.jpg" in sheet, "会场.jpg" in sheet) == (True, False)
    overview = clerk.page("minutes.overview", meeting_id=meeting_id)
    assert ("会场.jpg" in overview, "签到.jpg" in overview) == (True, False)


def test_the_approval_sheet_stands_with_the_minutes(clerk: PageClient, meeting_id: int) -> None:
    _add(clerk, meeting_id, "签发单.jpg", "approval_sheet")

    assert "签发单.jpg" in clerk.page("meetings.scans", meeting_id=meeting_id)


def test_units_see_photographs_but_no_signatures(
    client: PageClient, cast: Cast, clerk: PageClient, meeting_id: int
) -> None:
    _add(clerk, meeting_id, "签到.jpg", "sign_in_sheet")
    _add(clerk, meeting_id, "会场.jpg", "photo")

    page = client.signed_in_as(cast.users["head"]).page("meetings.scans", meeting_id=meeting_id)

    assert ("会场.jpg" in page, "签到.jpg" in page) == (True, False)
    assert "添加扫描件" not in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"proves": "photo"}, "请先选择文件"),
        ({"proves": "photo", "uploads": ["999"]}, "请先选择文件"),
        ({"proves": "nonsense", "uploads": ["1"]}, ""),
        ({"proves": "photo", "credit": "长" * 100}, "供图不超过"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(
    clerk: PageClient, meeting_id: int, data: dict[str, object], sentence: str
) -> None:
    answer = clerk.post(f"/meetings/{meeting_id}/scans", data)

    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert "还没有扫描件" in clerk.page("meetings.scans", meeting_id=meeting_id)
