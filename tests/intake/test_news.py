"""The news draft of a meeting: what is recorded, in the college's manner, as Word."""

import io

from docx import Document
from docx.oxml.ns import qn
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tests.intake.conftest import NEWS
from tests.intake.test_pages import REVIEW, Sent, paste
from tracker.core.db import db
from tracker.intake.reading import read_meeting
from tracker.meetings.models import Meeting


def draft_of(app: Flask, clerk: PageClient) -> bytes:
    """Return the draft of the meeting that the pasted item made."""
    paste(clerk)
    clerk.post(REVIEW, Sent(clerk.page("intake.review")).data())
    with app.app_context():
        meeting_id = db.session.scalars(db.select(Meeting.id)).one()
    assert "通讯稿（Word）" in clerk.page("minutes.overview", meeting_id=meeting_id)
    answer = clerk.get(f"/intake/news/{meeting_id}.docx")
    assert answer.status_code == 200
    return answer.data


def test_it_tells_what_is_recorded(app: Flask, clerk: PageClient) -> None:
    document = Document(io.BytesIO(draft_of(app, clerk)))

    title, *paragraphs = [paragraph.text for paragraph in document.paragraphs]
    text = "\n".join(paragraphs)
    assert title.startswith("我院召开2023年第一季度意识形态领域形势分析研判")
    assert "会议由副院长沈知行主持。" in text
    assert (
        "党委委员、各党总支书记；办公室、保卫部、后勤处负责人；党委书记程远山、院长顾明川参加会议"
        in text
    )
    assert "后勤处（食品和防疫安全）" in text
    assert "一是提高政治站位，维护意识形态领域安全；二是压紧压实责任，推进安全文化建设。" in text
    assert "签订了《2023年意识形态工作目标责任书》" in text
    assert "各部门要在会后及时传达会议精神" in text
    assert paragraphs[-1].startswith("（供稿：")


def test_it_has_the_page_and_the_faces_of_official_papers(app: Flask, clerk: PageClient) -> None:
    document = Document(io.BytesIO(draft_of(app, clerk)))

    section = document.sections[0]
    lengths = (section.page_width, section.page_height, section.left_margin, section.top_margin)
    assert [round(length.mm) for length in lengths if length is not None] == [210, 297, 28, 37]
    faces = {
        paragraph.style.element.rPr.rFonts.get(qn("w:eastAsia"))
        for paragraph in document.paragraphs
        if paragraph.style is not None
    }
    assert faces == {"方正小标宋简体", "仿宋_GB2312"}


def test_what_it_tells_is_read_back(app: Flask, clerk: PageClient) -> None:
    document = Document(io.BytesIO(draft_of(app, clerk)))

    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    first, again = read_meeting(NEWS), read_meeting(text)

    assert first.date is not None
    assert again.date is not None
    assert again.date.value == first.date.value
    assert again.venue is not None
    assert again.chair[0].name == first.chair[0].name
    assert [h.words.written for one in again.instructions for h in one.headings] == [
        "提高政治站位，维护意识形态领域安全", "压紧压实责任，推进安全文化建设",
    ]  # fmt: skip


def test_it_is_of_a_meeting_and_for_the_office(
    app: Flask, clerk: PageClient, client: PageClient, cast: Cast
) -> None:
    assert clerk.get("/intake/news/999.docx").status_code == 404
    head = client.signed_in_as(cast.users["head"])
    assert head.get("/intake/news/999.docx").status_code == 403
