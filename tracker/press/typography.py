"""Pure helpers of Chinese official typography (GB/T 9704-2012); nothing here draws anything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from math import ceil

import segno

DIGITS = "〇一二三四五六七八九"
IDEOGRAPHIC_SPACE = "\u3000"
# 订口 and 切口 of the upright pages in official.css, in mm, and the names of such pages.
LEFT, RIGHT = 28, 26
UPRIGHT = ("", "sheet", "attached")
LONGEST_TITLE = 6
# A mark of more than 26 characters may take two lines.
SHORTEST_MARK, LONGEST_MARK = 9, 27
# A title is not cut within these words, longest first, so that no shorter one hides in another.
WHOLE_WORDS = (
    "意识形态|责任书|进一步|学院|大学|党委|党政|会议|工作|安全|校园|创建|建设|文化|"
    "研判|分析|形势|领域|思想|动态|师生|纪要|通知|季度|年度|目标|责任|落实|"
    "清单|平安|综合|治理|情况|报告|宣传|网络|隐患|排查|整改|考核|评分|督办|"
    "传达|精神|总结|专题|部署|关于|召开|开展|加强|做好|管理"
)
NO_LINE_START = "、，。；：！？）》〉】〕”’…—·的和与及"
NO_LINE_END = "（《〈【〔“‘"
GOOD_LINE_END = "、，；暨和与及"
# What no reader sees and no face has: controls, zero-width and direction marks, variants.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0001-\U000e007f\U000e0100-\U000e01ef]"
)
LINE_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
WORD_JOINER, BREAK_HERE = "\u2060", "\u200b"
# Latin letters without space, hyphen or slash that could outgrow a line of text.
TEXT = re.compile(r"(?<=>)[^<>]{28,}(?=<)")
LONG_WORD = re.compile(r"[!-%'-,.0-:=?-~]{28,}")


def chinese_number(number: int) -> str:
    """Return 1–99 in the numerals of headings: 1 → 一, 10 → 十, 21 → 二十一.

    Raises `ValueError` beyond 99, where official papers use no such headings.
    """
    if not 1 <= number <= 99:
        raise ValueError(f"no heading numeral for {number}")
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones else "")


def heading_number(level: int, number: int) -> str:
    """Return the number of a heading: 一、 （一） 1. （1） for levels 1 to 4 (GB/T 9704 §7.3.3)."""
    patterns = ("{cn}、", "（{cn}）", "{n}.", "（{n}）")
    cn = chinese_number(number) if level <= 2 else ""
    return patterns[level - 1].format(n=number, cn=cn)


def document_number(year: int, number: int, *, code: str = "") -> str:
    """Return a 发文字号 such as 〔2023〕3号, without 第 and without zeros (GB/T 9704 §7.2.5)."""
    if number < 1 or not 1000 <= year <= 9999:
        raise ValueError(f"no document number from {year}, {number}")
    return f"{code}〔{year}〕{number}号"


def bound_margins(binder: int) -> str:
    """Return CSS that moves the type area of upright pages `binder` mm away from the binder.

    Papers are printed on both sides: the binder is left of odd pages and right of even ones.
    """
    return "".join(
        f"@page {name}:{side} {{ margin-left: {LEFT + moved}mm; margin-right: {RIGHT - moved}mm; }}"
        for name in UPRIGHT
        for side, moved in (("right", binder), ("left", -binder))
    )


def made_printable(html: str) -> str:
    """Return a paper's HTML without what cannot be seen, and with its lines broken as they must.

    Unseen characters come with text that was pasted, and would else print as blank boxes. Of the
    marks that begin no line (GB/T 15834-2011 §5.1) only · is one that Pango would put there. A
    long Latin word may be cut every ten letters. `overflow-wrap` would cut it as well, but then
    also parts （ from what follows, where a paragraph goes on in another face.
    """
    head, end, body = UNSEEN.sub("", LINE_BREAKS.sub(" ", html)).partition("</head>")
    body = TEXT.sub(lambda text: LONG_WORD.sub(_cut_anywhere, text[0]), body)
    return head + end + body.replace("·", f"{WORD_JOINER}·")


def _cut_anywhere(word: re.Match[str]) -> str:
    return BREAK_HERE.join(_chunks(word[0], 10))


def text_width(text: str) -> float:
    """Return the width of a text in full-width characters; a Latin one counts a half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def roster_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return names for a row of names: two-character ones are spread to the width of three."""
    return tuple(
        f"{name[0]}{IDEOGRAPHIC_SPACE}{name[1]}" if _is_short_name(name) else name for name in names
    )


def _is_short_name(name: str) -> bool:
    return len(name) == 2 and all(unicodedata.east_asian_width(char) == "W" for char in name)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the non-empty lines of a text, each of which is printed as a paragraph."""
    return tuple(line for part in text.splitlines() if (line := part.strip(" \t\u3000")))


def printable(text: str) -> str:
    """Return a text without what cannot be seen, which Word and Excel may refuse to open."""
    return UNSEEN.sub("", LINE_BREAKS.sub(" ", text))


def mark_class(mark: str) -> str:
    """Return the class in official.css that lets a red mark of this length fill one line."""
    return f"mark-{min(max(ceil(text_width(mark)), SHORTEST_MARK), LONGEST_MARK)}"


@lru_cache(maxsize=512)
def title_lines(title: str, per_line: float) -> tuple[str, ...]:
    """Break a title into a trapezoid or a diamond of at most `per_line` characters a line.

    GB/T 9704 §7.3.1: 回行时词意完整、排列对称、长短适宜, 梯形或菱形. As few lines as possible;
    among these the cut that divides no word and closes no line with an opening mark wins.
    """
    title = re.sub(r"\s+", " ", title.strip())
    units = _units(title)
    for count in range(1, LONGEST_TITLE + 1):
        if text_width(title) > count * per_line:
            continue
        if best := _best_cut(units, count, per_line):
            return best
    return tuple(_filled(units, per_line))


def _units(title: str) -> tuple[str, ...]:
    """Split a title into the pieces between which it may be cut."""
    pieces = re.findall(rf"第[一二三四]季度|\d+年度?|[A-Za-z0-9.]+|{WHOLE_WORDS}|.", title)
    units: list[str] = []
    for piece in pieces:
        if units and (piece[0] in NO_LINE_START or units[-1][-1] in NO_LINE_END):
            units[-1] += piece
        else:
            units.append(piece)
    return tuple(units)


def _best_cut(units: Sequence[str], count: int, per_line: float) -> tuple[str, ...]:
    """Return the best division into `count` lines, or nothing where none fits the width."""
    return min(_divisions(units, count, per_line), key=_shape_cost, default=())


def _divisions(units: Sequence[str], count: int, per_line: float) -> Iterator[tuple[str, ...]]:
    """Yield the divisions into `count` lines, of which none is wider than `per_line`.

    A line that leaves more than the others can hold is not followed any further: to try all
    cuts of a title of six lines would take minutes.
    """
    if count == 1:
        yield from [("".join(units),)] if text_width("".join(units)) <= per_line else []
        return
    widths = [text_width(unit) for unit in units]
    whole = sum(widths)
    for end, width in enumerate(accumulate(widths[:-1]), 1):
        if width <= per_line and whole - width <= (count - 1) * per_line:
            for others in _divisions(units[end:], count - 1, per_line):
                yield ("".join(units[:end]), *others)


def _shape_cost(lines: Sequence[str]) -> float:
    """Judge a division: orderly shape first, then lines of like length and natural cuts."""
    widths = [text_width(line) for line in lines]
    steps = [after - before for before, after in zip(widths, widths[1:], strict=False)]
    turns = [(a, b) for a, b in zip(steps, steps[1:], strict=False) if a < 0 < b]
    ragged = max(widths) - min(widths)
    abrupt = sum(100.0 for width in widths if width < 4)
    unequal = sum(1.0 for step in steps if step == 0)
    natural = sum(1.0 for line in lines[:-1] if line[-1] in GOOD_LINE_END)
    natural += sum(0.5 for line in lines[:-1] if line.endswith(("会议", "工作", "关于", "年")))
    return 1000.0 * len(turns) + abrupt + ragged * 0.5 + unequal - natural * 2


def _filled(units: Sequence[str], per_line: float) -> Iterator[str]:
    """Yield lines filled one after the other, for a title too long for any shape."""
    line = ""
    for parts in (_chunks(unit, int(per_line)) for unit in units):
        for part in parts:
            if line and (len(parts) > 1 or text_width(line + part) > per_line):
                yield line
                line = ""
            line += part
    yield line


def _chunks(title: str, size: int) -> tuple[str, ...]:
    return tuple(title[start : start + size] for start in range(0, len(title), size))


QUIET_MODULES = 4
SMALLEST_MODULE_MM = 0.33


@lru_cache(maxsize=2048)
def qr_svg(text: str, *, size_mm: float = 18, label: str = "") -> str:
    """Return a QR code as inline SVG with its quiet zone, safe to print without escaping.

    The quiet zone is four modules (ISO/IEC 18004 §6.3.8). An address too long for `size_mm` makes
    the code larger, because a phone's camera loses modules below a third of a millimetre.
    All looks stand in presentation attributes, because WeasyPrint does not apply a page's CSS
    inside inline SVG. Error correction is M, so that a stapled or folded corner does no harm.
    Runs of modules are strokes, not outlines: they are drawn in half the time.
    """
    matrix = segno.make(text, error="m", micro=False, boost_error=False).matrix
    side = len(matrix) + 2 * QUIET_MODULES
    size_mm = max(size_mm, side * SMALLEST_MODULE_MM)
    path = "".join(
        f"M{x + QUIET_MODULES} {y + QUIET_MODULES}.5h{width}"
        for y, row in enumerate(matrix)
        for x, width in _dark_runs(row)
    )
    name = f' role="img" aria-label="{_attribute(label)}"' if label else ' aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size_mm:g}mm" height="{size_mm:g}mm"'
        f' viewBox="0 0 {side} {side}"{name}>'
        f'<path fill="none" stroke="#000000" stroke-width="1" d="{path}"/></svg>'
    )


def _dark_runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each unbroken run of dark modules, far fewer than modules."""
    start = None
    for x, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x - start
            start = None


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
