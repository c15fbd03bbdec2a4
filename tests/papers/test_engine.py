"""The engine: same input same bytes, nothing from outside, nothing lost, sound files."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest

from tracker.press import engine

from .conftest import PAPERS, html_of, pdf_of

SOURCE = engine.Attached("snapshot.json", "{}", datetime(2023, 3, 13, 9, 30, tzinfo=UTC))
ROOT = Path(__file__).resolve().parents[2]
PRINT_ALL = """
import hashlib, json, sys
from datetime import UTC, datetime
from tracker.press.engine import Attached, bind_pdf, render_pdf
papers = json.load(sys.stdin)
source = Attached("snapshot.json", "{}", datetime(2023, 3, 13, 9, 30, tzinfo=UTC))
printed = [render_pdf(html, attached=source) for html in papers]
bound = bind_pdf("册", [(str(number), html) for number, html in enumerate(papers)])
print(*(hashlib.sha256(content).hexdigest() for content in (*printed, bound)))
"""
TEXT_AND_TABLES = ("minutes", "sign-in sheet", "checklist")


def digest(content):
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("name", ["minutes", "notice", "checklist"])
def test_it_prints_the_same_bytes_again(name):
    assert engine.render_pdf(html_of(name)) == pdf_of(name)


def test_it_prints_the_same_bytes_in_another_process():
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", PRINT_ALL],
        input=json.dumps([html_of(name) for name in TEXT_AND_TABLES]).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "4242", "PYTHONPATH": str(ROOT)},
    )

    papers = [html_of(name) for name in TEXT_AND_TABLES]
    ours = [engine.render_pdf(html, attached=SOURCE) for html in papers]
    bound = engine.bind_pdf("册", [(str(number), html) for number, html in enumerate(papers)])
    assert run.stdout.decode().split() == [digest(content) for content in (*ours, bound)]


@pytest.mark.parametrize(
    "address",
    ["https://example.edu/mark.png", "file:///etc/hostname", "fonts/LICENCE.txt", "data:,x"],
)
def test_it_fetches_nothing_but_its_own_fonts(address):
    with pytest.raises(engine.ForbiddenAddress):
        engine.render_pdf(
            f'<html lang="zh"><title>图</title><body><img src="{address}" alt=""/></body></html>'
        )


def test_it_refuses_foreign_stylesheets():
    with pytest.raises(engine.ForbiddenAddress):
        engine.render_pdf('<html><link rel="stylesheet" href="http://example.edu/a.css"/>文</html>')


def test_it_never_loses_a_character_silently():
    with pytest.raises(engine.MissingGlyphs) as refusal:
        engine.render_pdf(
            '<html lang="zh"><title>字</title><body><p>\U000e5555正文</p></body></html>'
        )

    assert refusal.value.characters == "\U000e5555"


@pytest.mark.parametrize("name", PAPERS)
def test_it_makes_a_sound_tagged_pdf_a(name):
    with pikepdf.open(io.BytesIO(pdf_of(name))) as pdf:
        metadata = pdf.open_metadata()
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]

        assert not pdf.check_pdf_syntax()
        assert metadata.pdfa_status == "3A"
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "zh-CN"
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.docinfo.Title)
        assert "/CreationDate" not in pdf.docinfo
        for font in fonts:
            assert "/ToUnicode" in font
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor or (
                "/FontFile3" in font.DescendantFonts[0].FontDescriptor
            )


def test_it_binds_papers_with_a_bookmark_each_into_one_pdf_a():
    bound = engine.bind_pdf(
        "全部文书", [("会议纪要", html_of("minutes")), ("清单", html_of("checklist"))]
    )

    with pikepdf.open(io.BytesIO(bound)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["会议纪要", "清单"]
        assert len(pdf.pages) == sum(
            len(pikepdf.open(io.BytesIO(pdf_of(name))).pages) for name in ("minutes", "checklist")
        )
        assert pdf.open_metadata().pdfa_status == "3A"
        assert not pdf.check_pdf_syntax()
        assert str(pdf.docinfo.Title) == "全部文书"


def test_it_attaches_what_a_paper_was_made_from():
    content = engine.render_pdf(html_of("minutes"), attached=SOURCE)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        source = pdf.attachments["snapshot.json"]
        assert source.get_file().read_bytes() == b"{}"
        assert str(source.obj.AFRelationship) == "/Source"
        assert {str(file.F) for file in pdf.Root.AF} == {"snapshot.json"}
        assert pdf.open_metadata().pdfa_status == "3A"


def test_it_refuses_a_weasyprint_that_it_does_not_know():
    with pytest.raises(engine.EngineUnsuitable):
        engine._refuse_others("71.0", engine.PYDYF)


def test_it_refuses_a_template_that_is_not_well_formed():
    with pytest.raises(ElementTree.ParseError):
        engine.render_pdf("<html><p>一<p>二</html>")


def test_it_prints_without_a_word_of_complaint(caplog):
    engine._press.cache_clear()

    for name in PAPERS:
        engine.render_pdf(html_of(name))

    assert not caplog.records


def test_it_falls_back_to_its_own_faces_where_a_college_has_none():
    assert engine.render_pdf(html_of("approval sheet"), college_fonts=True)


def test_it_finds_fonts_and_libraries_complete_here():
    assert engine.missing_fonts() == ()
    assert engine.missing_libraries() == ()


def test_it_names_a_lost_font_file(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "FONTS", tmp_path)

    assert "FandolFang-Regular.ttf" in engine.missing_fonts()


def test_it_ships_less_than_27_megabytes_with_the_licence():
    files = list(engine.FONTS.iterdir())

    assert sum(file.stat().st_size for file in files) < 27_000_000
    assert "GNU GENERAL PUBLIC LICENSE" in (engine.FONTS / "LICENCE.txt").read_text("utf-8")
