"""What surrounds a paper in Word: page numbers, the header, and what the file itself tells."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from tracker.minutes.papers import minutes_in_word
from tracker.press.word import WORKING_COPY, Title, WordPaper, body, write_word

from . import samples
from .in_word import face, words_of, written


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    document = written("minutes")
    section = document.sections[0]

    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        [number] = footer.paragraphs
        assert words_of(number._p) == "—1—"
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
    section = written("plain notice").sections[0]

    assert section.header.paragraphs[0].text == "送审稿"


def test_it_names_its_title_and_nobody() -> None:
    properties = written("minutes").core_properties

    assert properties.title == samples.minutes_paper().title
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")


def test_it_holds_no_macro_and_the_same_paper_gives_the_same_bytes() -> None:
    content = write_word(minutes_in_word(samples.minutes_paper()))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = " ".join(archive.namelist())
    for part in ("vba", "thumbnail", "customXml", "numbering", "stylesWithEffects"):
        assert part not in names
    assert content == write_word(minutes_in_word(samples.minutes_paper()))


def test_control_characters_do_not_break_it() -> None:
    paper = WordPaper("\x00甲", (Title(("甲\x0b",)), *body("乙\x07丙\ufffe")))

    document = Document(io.BytesIO(write_word(paper)))

    assert words_of(document.element.body) == "甲乙丙"
