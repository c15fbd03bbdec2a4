"""What a paper in Word is made of: neutral parts in reading order, to which each kind is mapped.

`Roster` and `Imprint` of `press/parts.py` and `Grid` of `press/listing.py` are parts as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tracker.press.listing import Grid, Listing
from tracker.press.parts import Imprint, Roster
from tracker.press.typography import paragraphs

# Stands in the header of each page of what was issued: only the PDF is the issued copy.
WORKING_COPY = "供编辑使用，以印发的 PDF 为准"


class Face(StrEnum):
    """The faces of official papers, by the names under which Windows and WPS know them."""

    FANG = "仿宋_GB2312"
    HEI = "黑体"
    KAI = "楷体_GB2312"
    TITLE = "方正小标宋简体"
    SONG = "宋体"


class Style(StrEnum):
    """The paragraph styles of a paper; `heading 1` to `4` make the outline for navigation."""

    NOTE = "版头说明"
    MARK = "发文机关标志"
    NUMBER = "发文字号"
    HEAD_ROW = "发文机关和日期"
    RED_RULE = "红线"
    STATE = "状态"
    TITLE = "Title"
    ADDRESSED = "主送机关"
    BODY = "Body Text"
    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    HEADING_4 = "heading 4"
    ROSTER = "出席名单"
    ATTACHMENTS = "附件说明"
    SIGNATURE = "署名"
    DAY = "成文日期"
    LABEL = "附件"
    REMARK = "附注"
    FACT = "表头说明"
    CELL = "表格文字"
    CELL_CENTRED = "表格居中"
    CELL_HEAD = "表格栏名"
    IMPRINT = "版记"
    IMPRINT_TO = "版记分送"
    SIDE_NAME = "签字方"
    SIDE_POST = "签字人"
    SIDE_LINE = "签字横线"
    END = "表后"
    HEADER = "header"
    FOOTER = "footer"


HEADINGS = (Style.HEADING_1, Style.HEADING_2, Style.HEADING_3, Style.HEADING_4)


@dataclass(frozen=True)
class Run:
    """Words in one face; without a face in that of the paragraph's style."""

    text: str
    face: Face | None = None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `keeps_next` holds it on the page of the next one."""

    style: Style
    runs: tuple[Run, ...]
    keeps_next: bool = False


@dataclass(frozen=True)
class RedHead:
    """版头 (GB/T 9704-2012 §7.2): red mark, number, issuer and day, red rule.

    `note` stands at the top left. A paper that has no issuer here has its rule below the number.
    """

    mark: str
    number: str
    note: str = ""
    issuer: str = ""
    day: str = ""


@dataclass(frozen=True)
class Title:
    """The title, in the lines in which it is broken on paper."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class SideBySide:
    """Columns of paragraphs without rules, kept on one page: the block for signatures."""

    columns: tuple[tuple[Paragraph, ...], ...]


Part = RedHead | Title | Paragraph | Roster | Grid | SideBySide | Imprint


@dataclass(frozen=True)
class WordPaper:
    """A paper on A4 upright: its title as a property, its parts, and what its header says."""

    title: str
    parts: tuple[Part, ...]
    header: str = ""


def paragraph(style: Style, *words: str | Run, keeps_next: bool = False) -> Paragraph:
    """Return a paragraph of plain words and of runs in another face."""
    runs = (word if isinstance(word, Run) else Run(word) for word in words)
    return Paragraph(style, tuple(run for run in runs if run.text), keeps_next)


def body(text: str, style: Style = Style.BODY) -> tuple[Paragraph, ...]:
    """Return the non-empty lines of a text, a paragraph each, as on paper."""
    return tuple(paragraph(style, line) for line in paragraphs(text))


def heading(level: int, words: str, text: str = "") -> tuple[Paragraph, ...]:
    """Return a heading of a level from 1; the first line of `text` goes on in its paragraph."""
    style = HEADINGS[level - 1]
    first, *others = text.splitlines() or [""]
    head = paragraph(style, words, Run(first.strip(), Face.FANG), keeps_next=not first.strip())
    return (head, *(one for line in others for one in body(line)))


def listing_in_word(listing: Listing) -> WordPaper:
    """Return a paper of upright tables in Word; wide ones are edited in Excel."""
    facts = [paragraph(Style.FACT, f"{label}：{words}") for label, words in listing.facts]
    parts: list[Part] = []
    for grid in listing.grids:
        parts += [Title((grid.caption or listing.title,)), *facts, grid]
    return WordPaper(listing.title, (*parts, *body(listing.foot, Style.FACT)))
