"""The page of official papers in Word: grid, margins, page numbers, and what the header says."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph

from tracker.press.typography import printable
from tracker.press.word.parts import Style, WordPaper
from tracker.press.word.styles import CHARACTER_SPACE, LINE_PITCH, style_id, styles_xml

WIDTH, HEIGHT = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
# The middle of the page number is 7 mm below the 版心 (GB/T 9704-2012 §7.5).
HEADER_FROM_EDGE, FOOTER_FROM_EDGE = Mm(18), Mm(24.8)
ONE_IN = 280
# Word 2013 and later: no compatibility mode.
COMPATIBILITY = "15"
# Parts of the library's template that are not for our papers.
NOT_OURS = ("/thumbnail", "/customXml", "/numbering", "/stylesWithEffects")
FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def new_document(paper: WordPaper) -> WordDocument:
    """Return an empty document with the page, the styles and the properties of the paper."""
    document = Document()
    styles = document.styles.element
    styles[:] = list(parse_xml(styles_xml()))
    _set_page(document)
    _set_edges(document, paper.header)
    _set_properties(document, paper.title)
    return document


def set_style(paragraph: WordParagraph, style: Style) -> None:
    """Give a paragraph one of the styles."""
    paragraph._p.get_or_add_pPr().get_or_add_pStyle().val = style_id(style)


def saved(document: WordDocument) -> bytes:
    """Return the file; its entries bear a fixed date, so that the same paper gives the same."""
    plain, target = io.BytesIO(), io.BytesIO()
    document.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, source.read(name))
    return target.getvalue()


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = WIDTH, HEIGHT
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance, section.footer_distance = HEADER_FROM_EDGE, FOOTER_FROM_EDGE
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(LINE_PITCH))
    grid.set(qn("w:charSpace"), str(CHARACTER_SPACE))


def _set_edges(document: WordDocument, header: str) -> None:
    """Put the page number right on odd and left on even pages, and the note on each page."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for edge, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        edge.is_linked_to_previous = False
        _number(edge.paragraphs[0], side)
    for head in (section.header, section.even_page_header):
        head.is_linked_to_previous = False
        set_style(head.paragraphs[0], Style.HEADER)
        head.paragraphs[0].add_run(printable(header))


def _number(paragraph: WordParagraph, side: str) -> None:
    """Write — 1 — with a field, one character in from its side."""
    set_style(paragraph, Style.FOOTER)
    properties = paragraph._p.get_or_add_pPr()
    indent = f'<w:ind {nsdecls("w")} w:{side}Chars="0" w:{side}="{ONE_IN}"/>'
    properties.append(parse_xml(indent))
    properties.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{side}"/>'))
    paragraph.add_run("— ")
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))
    paragraph.add_run(" —")


def _set_properties(document: WordDocument, title: str) -> None:
    """Leave nothing of the library's own in the file: no author, no date, none of its styles."""
    core: Any = document.core_properties._element
    core[:] = []
    document.core_properties.title = printable(title)
    for relations in (document.part.package.rels, document.part.rels):
        for key, one in list(relations.items()):
            if one.reltype.endswith(NOT_OURS):
                relations.pop(key)
    settings = document.settings.element
    settings.find(f".//{qn('w:compatSetting')}").set(qn("w:val"), COMPATIBILITY)
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
