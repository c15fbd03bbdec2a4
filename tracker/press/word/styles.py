"""The look of each style, and the page of official papers, in WordprocessingML.

GB/T 9704-2012: 版心 156 × 225 mm on A4, 22 lines of 28 characters in 3号仿宋, title 2号小标宋.
The page declares that grid; the styles meet it by themselves, with lines of 28.95 pt and letters
0.25 pt closer, 28 of which justified fill the line, because LibreOffice 7.4 gives two cells to a
letter that is wider than one. Lengths in a look are characters of its size and lines of the grid.
"""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml.ns import nsdecls

from tracker.press.word.parts import Face, Style

TWIPS_PER_MM = 1440 / 25.4
TYPE_WIDTH, TYPE_HEIGHT = 156, 225
CHARACTERS, LINES = 28, 22
BODY_SIZE, TITLE_SIZE = 16.0, 22.0
RED = "E60012"
# A line of the grid and what a character is narrower than its size, in twips and 1/4096 pt.
LINE_PITCH = int(TYPE_HEIGHT * TWIPS_PER_MM / LINES)
CHARACTER_PITCH = TYPE_WIDTH * TWIPS_PER_MM / CHARACTERS
CHARACTER_SPACE = int((CHARACTER_PITCH / 20 - BODY_SIZE) * 4096) - 1
# 0.7 mm red, in eighths of a point; 0.25 mm black.
RED_RULE, THIN_RULE = 16, 6
FAR_TAB = round((CHARACTERS - 1) * CHARACTER_PITCH)
IMPRINT_TAB = round(TYPE_WIDTH * TWIPS_PER_MM) - 280
# How much closer the letters of a size stand, in twips, so that a full line takes them.
CLOSER = {BODY_SIZE: 5, TITLE_SIZE: 10}


@dataclass(frozen=True)
class Look:
    """How a style looks: size in points, indents in characters, space in lines of the grid.

    A negative `first` hangs. `exact` is the height of a line in points.
    `more` is further markup of the paragraph: its rule or its tabs.
    """

    face: Face = Face.FANG
    size: float = BODY_SIZE
    align: str = "both"
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    exact: float = LINE_PITCH / 20
    level: int = 0
    colour: str = ""
    more: str = ""


def _rule(size: int, colour: str) -> str:
    edge = f'w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"'
    return f"<w:pBdr><w:bottom {edge}/></w:pBdr>"


def _tab(place: int) -> str:
    return f'<w:tabs><w:tab w:val="right" w:pos="{place}"/></w:tabs>'


LOOKS = {
    Style.NOTE: Look(Face.HEI, align="left"),
    # 35 mm below the top of the 版心, five lines high together with the note above it.
    Style.MARK: Look(Face.TITLE, align="center", colour=RED),
    Style.NUMBER: Look(align="center", before=2),
    Style.HEAD_ROW: Look(align="left", first=1, more=_tab(FAR_TAB)),
    Style.RED_RULE: Look(exact=5, size=1, after=1.8, more=_rule(RED_RULE, RED)),
    Style.STATE: Look(Face.HEI, align="right"),
    Style.TITLE: Look(Face.TITLE, TITLE_SIZE, "center", after=1),
    Style.ADDRESSED: Look(align="left"),
    Style.BODY: Look(first=2),
    Style.HEADING_1: Look(Face.HEI, first=2, level=1),
    Style.HEADING_2: Look(Face.KAI, first=2, level=2),
    Style.HEADING_3: Look(first=2, level=3),
    Style.HEADING_4: Look(first=2, level=4),
    Style.ROSTER: Look(align="left", left=5, first=-3, before=1),
    Style.ATTACHMENTS: Look(align="left", left=5, first=-3, before=1),
    Style.SIGNATURE: Look(align="right", right=4, before=2),
    Style.DAY: Look(align="right", right=2),
    Style.LABEL: Look(Face.HEI, align="left", after=1),
    Style.REMARK: Look(size=12, first=2, exact=22),
    Style.FACT: Look(size=14, align="left", left=3, first=-3, after=0.2, exact=24),
    Style.CELL: Look(size=12, align="left", exact=16),
    Style.CELL_CENTRED: Look(size=12, align="center", exact=16),
    Style.CELL_HEAD: Look(Face.HEI, 12, "center", exact=16),
    Style.IMPRINT: Look(size=14, align="left", first=1, exact=26, more=_tab(IMPRINT_TAB)),
    Style.IMPRINT_TO: Look(size=14, left=4, first=-3, right=1, exact=26),
    Style.SIDE_NAME: Look(Face.HEI, align="left", before=1),
    Style.SIDE_POST: Look(size=14, align="left"),
    Style.SIDE_LINE: Look(align="left", right=4, more=_rule(THIN_RULE, "000000")),
    Style.END: Look(size=1, exact=1),
    Style.HEADER: Look(Face.HEI, 10.5, "center", exact=14),
    Style.FOOTER: Look(Face.SONG, 14, "left", exact=18),
}
# Several of these in a row have their space once, above the first or below the last.
_TOGETHER = {Style.ROSTER, Style.FACT}
_NEW_PAGE = {Style.LABEL}


def styles_xml() -> str:
    """Return the whole of styles.xml: the defaults and the styles of official papers."""
    built_in = (
        '<w:style w:type="character" w:default="1" w:styleId="Letters">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:pPr><w:jc w:val="both"/></w:pPr>{_letters(Look())}</w:style>'
    )
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(Face.FANG)}{_size(BODY_SIZE)}{language}"
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    own = "".join(_style(style, look) for style, look in LOOKS.items())
    return f"<w:styles {nsdecls('w')}>{defaults}{built_in}{own}</w:styles>"


def style_id(style: Style) -> str:
    """Return the id under which the document refers to a style."""
    own = f"Paper{list(Style).index(style)}"
    return style.title().replace(" ", "") if style.isascii() else own


def _style(style: Style, look: Look) -> str:
    kept = "<w:contextualSpacing/>" if style in _TOGETHER else ""
    page = "<w:pageBreakBefore/>" if style in _NEW_PAGE else ""
    custom = "" if style.isascii() else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id(style)}"{custom}>'
        f'<w:name w:val="{style}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"{_paragraph(look, kept, page)}{_letters(look)}</w:style>"
    )


def _paragraph(look: Look, kept: str, page: str = "") -> str:
    """Return the properties of a paragraph, in the order that the schema asks for."""
    outline = f'<w:outlineLvl w:val="{look.level - 1}"/>' if look.level else ""
    return (
        f'<w:pPr>{page}<w:widowControl w:val="0"/>{look.more}<w:overflowPunct w:val="0"/>'
        f'<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        f'{_spacing(look)}{_indents(look)}{kept}<w:jc w:val="{look.align}"/>{outline}</w:pPr>'
    )


def _spacing(look: Look) -> str:
    before, after = round(look.before * LINE_PITCH), round(look.after * LINE_PITCH)
    line = f'w:line="{round(look.exact * 20)}" w:lineRule="exact"'
    return f'<w:spacing w:before="{before}" w:after="{after}" {line}/>'


def _indents(look: Look) -> str:
    """Return the indents in twips and in characters; Word goes by the latter when it can."""
    found = {"left": look.left, "right": look.right}
    found["hanging" if look.first < 0 else "firstLine"] = abs(look.first)
    width = CHARACTER_PITCH if look.size == BODY_SIZE else look.size * 20
    sides = (
        f'w:{side}Chars="{round(count * 100)}" w:{side}="{round(count * width)}"'
        for side, count in found.items()
    )
    return f"<w:ind {' '.join(sides)}/>"


def _letters(look: Look) -> str:
    colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    closer = f'<w:spacing w:val="-{CLOSER[look.size]}"/>' if look.size in CLOSER else ""
    return f"<w:rPr>{_fonts(look.face)}{colour}{closer}{_size(look.size)}</w:rPr>"


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _fonts(face: Face) -> str:
    slots = " ".join(f'w:{slot}="{face}"' for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f"<w:rFonts {slots}/>"
