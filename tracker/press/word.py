"""Texts as .docx, which Word and WPS open: plain data → bytes, for people who go on writing."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

# GB/T 9704-2012: 版心 156 × 225 mm on A4, 22 lines of 28 characters in 3号仿宋, title 2号小标宋.
WIDTH, HEIGHT = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
BODY_SIZE, TITLE_SIZE, LINE = Pt(16), Pt(22), Pt(29)
BODY_FACE, TITLE_FACE = "仿宋_GB2312", "方正小标宋简体"
INDENT = BODY_SIZE * 2


def text_document(title: str, paragraphs: Sequence[str], *, credit: str = "") -> bytes:
    """Return a titled text in the faces and on the page of official papers, ready to be edited.

    The same words give the same document, but not the same bytes.
    """
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = WIDTH, HEIGHT
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.space_after = LINE
    _set(heading.add_run(title), TITLE_FACE, TITLE_SIZE)
    for words in paragraphs:
        _add(document.add_paragraph(), words)
    if credit:
        _add(document.add_paragraph(), credit)
    document.core_properties.title, document.core_properties.author = title, ""
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _add(paragraph: Paragraph, words: str) -> None:
    layout = paragraph.paragraph_format
    layout.first_line_indent, layout.space_after = INDENT, Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    _set(paragraph.add_run(words), BODY_FACE, BODY_SIZE)


def _set(run: Run, face: str, size: Pt) -> None:
    """Set face and size; Chinese has its own slot for the face."""
    run.font.name, run.font.size = face, size
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
