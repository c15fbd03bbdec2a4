"""整改通知书 and 销号申请单 …"""

import io

import pdfplumber
import pytest
from flask import render_template
from PIL import Image

from tests.client import PageClient
from tests.risks.conftest import TODAY, World
from tracker.core.calendar import chinese_date
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.directory.models import NumberSeries
from tracker.files.services import keep, receive_bytes
from tracker.issuing import queries as issued
from tracker.press.engine import render_pdf
from tracker.press.word import write_word
from tracker.risks import papers, queries, services
from tracker.risks.models import Risk

MENDED = {"measure": "更换灭火器", "due_on": TODAY}


def _rectifying(world: World, **values: object) -> int:
    risk_id = world.register(**{**MENDED, **values})
    world.do(services.rectify, risk_id)
    return risk_id


def sheet(world: World, builder: str, subject: str, viewer: str = "") -> papers.RiskSheet | None:
    with world.app.app_context():
        who = world.cast.viewer(viewer) if viewer else None
        build = getattr(papers, builder)
        found: papers.RiskSheet | None = build(subject, on=TODAY, public_url="", viewer=who)
        return found


def test_a_notice_takes_a_number_and_is_frozen(world: World):
    risk_id = _rectifying(world, place="实训楼", basis="消防月检记录")
    world.do(services.issue_notice, risk_id)

    with world.app.app_context():
        paper = issued.latest(papers.NOTICE_KIND, str(risk_id))
        assert paper is not None
        assert (paper.doc_no, paper.unit_id) == (
            "整改通知〔2023〕1号", world.cast.units["机电工程系"],
        )  # fmt: skip
        rows = dict(paper.snapshot["rows"])
    assert rows["具体地点"] == "消防安全：实训楼"
    assert world.risk(risk_id).steps[-1].note == "整改通知〔2023〕1号"


def test_a_correction_keeps_the_number_and_says_why(world: World):
    risk_id = _rectifying(world)
    world.do(services.issue_notice, risk_id)

    with pytest.raises(RuleBroken, match="请写明更正原因"):
        world.do(services.issue_notice, risk_id)
    world.do(services.issue_notice, risk_id, reason="措施有误")

    with world.app.app_context():
        versions = issued.versions(papers.NOTICE_KIND, str(risk_id))
        assert [(one.version, one.number) for one in versions] == [(2, 1), (1, 1)]
        assert db.session.query(NumberSeries).filter_by(code=papers.NOTICE_KIND).count() == 1


def test_what_is_only_registered_gets_none(world: World):
    with pytest.raises(RuleBroken, match="交办整改后才印发"):
        world.do(services.issue_notice, world.register(**MENDED))


def test_a_sensitive_area_tells_neither_place_nor_picture(world: World):
    risk_id = _rectifying(world, area="师生思想动态", kind="weak_link")

    notice = sheet(world, "rectification_notice", str(risk_id))
    form = sheet(world, "closure_form", str(risk_id))

    assert notice is not None
    assert form is not None
    told = {label for label, _ in (*notice.rows, *form.rows)}
    assert not told & {"具体地点", "图片", "整改资金", "临时管控"}
    assert not form.has_pictures


@pytest.mark.parametrize("subject", ["", "x", "0", "999", "1-9", "-1"])
def test_nonsense_is_no_paper(world: World, subject: str):
    _rectifying(world)

    assert sheet(world, "rectification_notice", subject) is None
    assert sheet(world, "closure_form", subject) is None


def test_another_unit_has_no_such_paper(world: World):
    risk_id = _rectifying(world)

    assert sheet(world, "closure_form", str(risk_id), "head2") is None
    assert sheet(world, "closure_form", str(risk_id), "head") is not None


def test_the_form_shows_the_photos_on_one_page(world: World):
    risk_id = _rectifying(world)
    for proves, green in (("before", 90), ("after", 160)):
        photo = io.BytesIO()
        Image.new("RGB", (900, 600), (120, green, 90)).save(photo, "JPEG")
        received = None
        with world.app.app_context():
            received = receive_bytes(photo.getvalue(), name="照片.jpg", content_type="image/jpeg")
        with world.writing():
            actor = world.actor("clerk")
            services.attach_evidence(
                risk=db.session.get_one(Risk, risk_id), files=[keep(received, actor=actor)],
                facts={"proves": proves}, actor=actor, on=TODAY,
            )  # fmt: skip

    paper = sheet(world, "closure_form", str(risk_id))
    assert paper is not None
    with world.app.app_context():
        content = render_pdf(render_template("papers/risk_sheet.html", paper=paper))
        assert queries.has_evidence(db.session.get_one(Risk, risk_id))

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        [page] = pdf.pages
        assert len(page.images) == 2
    assert write_word(papers.sheet_in_word(paper))


@pytest.mark.parametrize("lines", [1, 3, 6, 12])
def test_the_day_of_a_form_never_stands_alone(world: World, lines: int):
    risk_id = _rectifying(world, measure="更换全部灭火器并逐一登记。" * 3 * lines)
    paper = sheet(world, "closure_form", str(risk_id))

    with world.app.app_context():
        content = render_pdf(render_template("papers/risk_sheet.html", paper=paper))

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        last = pdf.pages[-1].extract_text()
    assert "整改后图片" in last
    assert last.count("（签字）：") == 2
    assert last.rindex("（签字）：") < last.rindex(chinese_date(TODAY))


def test_the_page_issues_it(world: World, clerk: PageClient):
    risk_id = _rectifying(world)
    assert clerk.page("risks.notify", risk_id=risk_id)

    assert clerk.post(f"/risks/{risk_id}/notice", {}).status_code == 302

    page = clerk.page("risks.show", risk_id=risk_id)
    assert "整改通知〔2023〕1号" in page
    assert f"/papers/rectification-notice/{risk_id}.pdf" in page
