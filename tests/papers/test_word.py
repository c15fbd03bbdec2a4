"""Papers in Word: the words of the PDF, in the faces, sizes and grid of official papers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length
from lxml import html

from tracker.meetings.papers import notice_in_word
from tracker.minutes.papers import minutes_in_word
from tracker.press.word import WORKING_COPY, Title, WordPaper, body, write_word

from . import samples
from .conftest import PAPERS, html_of

IN_WORD: dict[str, Callable[[Any], WordPaper]] = {
    "minutes": minutes_in_word,
    "draft": minutes_in_word,
    "correction": minutes_in_word,
    "notice": notice_in_word,
}


def written(name: str) -> Any:
    """Return the sample paper as a document that was opened again."""
    return Document(io.BytesIO(write_word(IN_WORD[name](PAPERS[name][1]()))))


def in_document(document: Any) -> str:
    """Return all words in reading order, without blanks."""
    return re.sub(r"\s", "", words_of(document.element.body))


def words_of(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter(qn("w:t")))


def on_paper(name: str) -> str:
    """Return the words that the PDF is printed from, but for the code to verify it by."""
    page = html.fromstring(html_of(name)).find("body")
    for mark in page.find_class("verify"):
        mark.drop_tree()
    for row in page.find_class("imprint-row"):
        # The day comes first there, and stands at the right.
        [day] = row
        row.text, day.tail = day.tail, None
    return re.sub(r"\s", "", page.text_content())


def styled(document: Any, style: str) -> list[Any]:
    return [one for one in paragraphs(document) if one.style.name == style]


def paragraphs(document: Any) -> Iterator[Any]:
    yield from document.paragraphs
    for table in document.tables:
        for cell in table._cells:
            yield from cell.paragraphs


def face(style: Any) -> tuple[str, float]:
    """Return face and size in points of a style."""
    return style.element.rPr.rFonts.get(qn("w:eastAsia")), style.font.size.pt


@pytest.mark.parametrize("name", IN_WORD)
def test_it_says_what_the_pdf_says_in_the_same_order(name: str) -> None:
    assert in_document(written(name)) == on_paper(name)


@pytest.mark.parametrize("name", IN_WORD)
def test_it_has_the_page_and_the_grid_of_official_papers(name: str) -> None:
    section = written(name).sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    width = Length(section.page_width - section.left_margin - section.right_margin)
    height = Length(section.page_height - section.top_margin - section.bottom_margin)
    letter = 16 + int(grid.get(qn("w:charSpace"))) / 4096

    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.05)
    assert (section.left_margin.mm, section.top_margin.mm) == pytest.approx((28, 37), abs=0.05)
    assert (width.mm, height.mm) == pytest.approx((156, 225), abs=0.05)
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert height.twips // int(grid.get(qn("w:linePitch"))) == 22
    assert int(width.pt / letter) == 28


def test_its_styles_have_the_faces_and_sizes_of_official_papers() -> None:
    styles = written("minutes").styles

    assert face(styles["Body Text"]) == ("仿宋_GB2312", 16)
    assert face(styles["Heading 1"]) == ("黑体", 16)
    assert face(styles["Heading 2"]) == ("楷体_GB2312", 16)
    assert face(styles["Title"]) == ("方正小标宋简体", 22)
    assert face(styles["发文机关标志"])[0] == "方正小标宋简体"
    assert str(styles["发文机关标志"].font.color.rgb) == "E60012"


def test_a_line_of_its_body_takes_28_letters_and_a_page_22_lines() -> None:
    document = written("minutes")
    style = document.styles["Body Text"]
    closer = int(style.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20

    assert int(156 / 25.4 * 72 / (16 + closer)) == 28
    assert int(225 / 25.4 * 72 / style.paragraph_format.line_spacing.pt) == 22
    assert style.paragraph_format.first_line_indent.mm == pytest.approx(2 * 156 / 28, abs=0.05)


def test_headings_make_the_outline_and_what_follows_them_is_body() -> None:
    document = written("minutes")
    first = styled(document, "Heading 1")[0]
    lone = next(one for one in styled(document, "Heading 1") if len(one.runs) == 1)
    level = document.styles["Heading 2"].element.pPr.find(qn("w:outlineLvl"))

    assert [run._element.rPr is None for run in first.runs] == [True, False]
    assert first.runs[1]._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert lone.paragraph_format.keep_with_next
    assert level.get(qn("w:val")) == "1"
    assert {one.text[:3] for one in styled(document, "Heading 2")} == {"（一）", "（二）"}


def test_the_title_is_broken_as_on_paper() -> None:
    [title] = styled(written("minutes"), "Title")

    assert tuple(title.text.split("\n")) == samples.minutes_paper().title_lines


def test_the_red_mark_fills_a_line_and_a_rule_follows() -> None:
    document = written("minutes")
    [mark], [rule] = styled(document, "发文机关标志"), styled(document, "红线")

    assert mark.runs[0].font.size.pt == pytest.approx(427 / 12, abs=0.5)
    edge = rule.style.element.pPr.find(qn("w:pBdr"))[0]
    assert (edge.get(qn("w:color")), edge.get(qn("w:sz"))) == ("E60012", "16")


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    document = written("minutes")
    section = document.sections[0]

    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        [number] = footer.paragraphs
        assert words_of(number._p) == "— 1 —"
        assert number._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
        assert number._p.pPr.jc.val == {"right": 2, "left": 0}[side]
        assert face(number.style) == ("宋体", 14)


@pytest.mark.parametrize(
    ("name", "words"),
    [("minutes", WORKING_COPY), ("draft", ""), ("notice", WORKING_COPY)],
)
def test_what_was_issued_says_that_it_is_a_working_copy(name: str, words: str) -> None:
    section = written(name).sections[0]

    for header in (section.header, section.even_page_header):
        assert header.paragraphs[0].text == words


def test_a_notice_before_issue_says_so() -> None:
    paper = notice_in_word(replace(samples.notice(), mark="", number=""))

    assert paper.header == "送审稿"


def test_the_imprint_is_ruled_as_on_paper() -> None:
    table = written("minutes").tables[-1]
    edges = table._tbl.tblPr.find(qn("w:tblBorders"))

    assert {edge.tag: edge.get(qn("w:sz")) for edge in edges} == {
        qn("w:top"): "8", qn("w:bottom"): "8", qn("w:insideH"): "6",
    }  # fmt: skip


def test_it_names_its_title_and_nobody() -> None:
    properties = written("minutes").core_properties

    assert properties.title == samples.minutes_paper().title
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")


def test_it_holds_no_macro_and_the_same_paper_gives_the_same_bytes() -> None:
    content = write_word(minutes_in_word(samples.minutes_paper()))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "vba" in name or "thumb" in name]
    assert content == write_word(minutes_in_word(samples.minutes_paper()))


def test_control_characters_do_not_break_it() -> None:
    paper = WordPaper("\x00甲", (Title(("甲\x0b",)), *body("乙\x07丙\ufffe")))

    document = Document(io.BytesIO(write_word(paper)))

    assert in_document(document) == "甲乙丙"
