"""Papers in Word: the words of the PDF, in the faces, sizes and grid of official papers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from docx.oxml.ns import qn
from docx.shared import Length

from . import samples
from .in_word import IN_WORD, face, on_paper, words_of, written


def styled(document: Any, style: str) -> list[Any]:
    return [one for one in paragraphs(document) if one.style.name == style]


def paragraphs(document: Any) -> Iterator[Any]:
    yield from document.paragraphs
    for table in document.tables:
        for cell in table._cells:
            yield from cell.paragraphs


@pytest.mark.parametrize("name", IN_WORD)
def test_it_says_what_the_pdf_says_in_the_same_order(name: str) -> None:
    assert words_of(written(name).element.body) == on_paper(name)


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


def test_the_imprint_is_ruled_as_on_paper() -> None:
    table = written("minutes").tables[-1]
    edges = table._tbl.tblPr.find(qn("w:tblBorders"))

    assert {edge.tag: edge.get(qn("w:sz")) for edge in edges} == {
        qn("w:top"): "8", qn("w:bottom"): "8", qn("w:insideH"): "6",
    }  # fmt: skip


def test_signatures_keep_together_with_the_last_words() -> None:
    document = written("agreement")
    [block] = document.tables
    last = next(one for one in document.paragraphs if one.text == "本责任书一式两份。")

    assert last.paragraph_format.keep_with_next
    assert [cell.paragraphs[0].text for cell in block._cells] == ["云岭职业技术学院", "保卫部"]
    assert block.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None


def test_a_table_repeats_its_row_of_names_in_the_columns_of_the_paper() -> None:
    [table] = written("unit report").tables

    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [round(column.width.mm) for column in table.columns] == [11, 24, 24, 17, 23, 36, 21]
    assert face(table.cell(0, 0).paragraphs[0].style) == ("黑体", 12)


def test_a_signature_never_begins_a_page_alone() -> None:
    document = written("unit report")
    [place] = [n for n, one in enumerate(document.paragraphs) if one.style.name == "署名"]

    assert document.paragraphs[place - 1].paragraph_format.keep_with_next
