"""The parts of a pasted page: its heading, labelled lines, body, and what is not of the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.intake.reading.source import MARKER, Piece, Source


class LineKind(StrEnum):
    """What a line of a page is."""

    NOISE = "noise"
    PUBLISHED = "published"
    LABEL = "label"
    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"


@dataclass(frozen=True)
class Line:
    """A line, and what it is; a wrapped paragraph is one line."""

    kind: LineKind
    piece: Piece


@dataclass(frozen=True)
class Sentence:
    """A sentence of the body, up to its full stop."""

    piece: Piece
    paragraph: int

    def clauses(self) -> list[Piece]:
        """Return its parts between commas and semicolons that stand outside of brackets."""
        return cut(self.piece, ",;:")


@dataclass(frozen=True)
class Page:
    """A text in its parts."""

    lines: tuple[Line, ...]
    labels: dict[str, Piece]
    sentences: tuple[Sentence, ...]

    def of_kind(self, *kinds: LineKind) -> Iterator[Piece]:
        """Yield the lines of these kinds."""
        return (line.piece for line in self.lines if line.kind in kinds)


_LONGEST_NOISE = 90
_LONGEST_SENTENCE = 1_000
_MARKED = re.compile(MARKER)
_HELD = re.compile("召开|举行|举办")
DAY = r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}[日号]|[-/.]\d{1,2}[-/.]\d{1,2})"
_NOISE = re.compile(
    r">|首页|欢迎|当前位置|您的位置|版权所有|ICP|备案号|上一[篇条]|下一[篇条]|打印"
    r"|关闭窗口|关闭本页|分享到|"
    r"Baidu|sogou|扫一扫|点击(?:数|量|率|次数)|访问量|字号|字体|返回|友情链接|技术支持|今天是|"
    r"当前时间|联系电话|邮编|附件下载|责任编辑"
)
_CREDIT = re.compile(
    r"[(【\[•·*]?(?:供图|供文|供稿|编辑|编审|编发|美编|责编|审核|审稿|审校|初审|复审|终审"
    r"|[一二三]审|校对|核稿|撰稿|"
    r"投稿|摄影|拍摄|图文|文图|文字|文稿|图片|照片|通讯员|记者|作者|来源|监制|签发|排版|制作|"
    r"[文图](?=[:/|]))(?:[:/|]|(?:责任编辑)|(?=[^,。]{2,20}$))|[文图]/[文图]"
)
# A line with a whole date that does not tell of a meeting tells when the page appeared.
_PUBLISHED = re.compile(DAY)
_LABEL_WORDS = (
    r"(?P<label>(?:会议|开会)?(?:时间|地点|主题|名称|主持人?)|(?:出席|列席|参会|参加|与会"
    r"|到会|缺席|请假)"
    r"(?:人员|领导|人|对象|单位|部门)?|记录人?|整理人?|(?:会议)?议题|汇报(?:人|单位|部门)|标题)[:]"
)
_LABEL = re.compile(rf"(?:[一二三四五六七八九十]+、|\d+[.、]|[•·*■◆])?{_LABEL_WORDS}")
_INNER_LABEL = re.compile(_LABEL_WORDS)
_LABELS = (
    ("时间", "time"), ("地点", "place"), ("主持", "chair"), ("出席", "present"),
    ("列席", "non_voting"),
    ("参会", "present"), ("参加", "present"), ("与会", "present"), ("到会", "present"),
    ("缺席", "absent"), ("请假", "absent"), ("记录", "recorder"), ("整理", "recorder"),
    ("汇报", "reporting"), ("标题", "title"), ("名称", "title"),
)  # fmt: skip
_LEAST_PROSE = 40
_PROSE = re.compile("[。!?;]")
_CAPTIONED = re.compile("图(?:为|[0-9一二三四五:])")
_PLACE = re.compile(r"(?:^|\n)[^\n:]{0,30}地点[:]")
_BRACKETED_CREDIT = re.compile(rf"[(【]{_CREDIT.pattern}")
_BYLINE = re.compile(
    r"(?:[(【](?:通讯员|记者)[^)】]*[)】])?本[网报站刊校院]?讯(?:[(【][^)】]*[)】])?[:]?"
)
_STOP = re.compile(r"[。!?]+[”」』)]*")
_OPENING, _CLOSING = "(《“「【〔[", ")》”」】〕]"


def read_page(source: Source) -> Page:
    """Return the parts of a page."""
    lines = tuple(_told(source))
    labels: dict[str, Piece] = {}
    for number, line in enumerate(lines):
        if line.kind is LineKind.LABEL:
            below = lines[number + 1].piece if number + 1 < len(lines) else None
            for name, value in _labelled(line.piece, below):
                labels.setdefault(name, value)
    return Page(lines, labels, tuple(_sentences(lines)))


def _told(source: Source) -> Iterator[Line]:
    is_official = bool(source.whole.search(_PLACE))
    begun = False
    for piece in _lines(source):
        kind = _kind(piece, begun=begun, is_official=is_official)
        begun = begun or kind is LineKind.BODY
        yield Line(kind, piece)


def _lines(source: Source) -> Iterator[Piece]:
    start = 0
    for line in source.plain.split("\n"):
        piece = Piece(source, start, start + len(line)).stripped(" ")
        start += len(line) + 1
        if piece:
            yield piece


def _kind(piece: Piece, *, begun: bool, is_official: bool) -> LineKind:
    if (kind := _apart(piece, is_official=is_official)) is not None:
        return kind
    if _is_prose(piece) or (begun and piece.match(_MARKED)):
        return LineKind.BODY
    return LineKind.CAPTION if begun else LineKind.HEADING


def _apart(piece: Piece, *, is_official: bool) -> LineKind | None:
    """Return what a line is that stands beside the text; nothing for one of the text."""
    label = piece.match(_LABEL)
    if label and (is_official or label_name(label["label"]) not in (None, "time")):
        return LineKind.LABEL
    if len(piece.text) >= _LONGEST_NOISE or "。" in piece.text:
        return None
    if piece.search(_PUBLISHED) and not piece.search(_HELD) and not piece.search(_PROSE):
        return LineKind.PUBLISHED
    if piece.search(_NOISE) or piece.match(_CREDIT) or piece.match(_CAPTIONED):
        return LineKind.NOISE
    return None


def _is_prose(piece: Piece) -> bool:
    text = piece.text
    if piece.search(_PROSE) or text.endswith(":"):
        return True
    return len(text) >= _LEAST_PROSE / 2 and "," in text or len(text) >= 2 * _LEAST_PROSE


def _labelled(line: Piece, below: Piece | None) -> Iterator[tuple[str, Piece]]:
    """Yield what each label of a line asks for, and its value; an empty one stands below."""
    found = list(line.every(_INNER_LABEL))
    ends = [*(match.start() for match in found), line.end][1:]
    for match, end in zip(found, ends, strict=True):
        value = line.source.part(match.end(), end).stripped()
        if (name := label_name(match["label"])) and (value or below):
            yield name, value or below or line


def label_name(label: str) -> str | None:
    """Return what a label asks for; nothing for one that is of no use."""
    return next((name for word, name in _LABELS if word in label), None)


def _sentences(lines: tuple[Line, ...]) -> Iterator[Sentence]:
    body = [line.piece for line in lines if line.kind is LineKind.BODY]
    for number, paragraph in enumerate(body):
        for piece in _sentences_of(_without_byline(paragraph)):
            if not piece.match(_BRACKETED_CREDIT):
                yield from (Sentence(part, number) for part in _bounded(piece))


def _bounded(sentence: Piece) -> Iterator[Piece]:
    """Yield a sentence, and one longer than any that people write in parts."""
    for start in range(sentence.start, sentence.end, _LONGEST_SENTENCE):
        yield sentence.part(start, min(start + _LONGEST_SENTENCE, sentence.end))


def _sentences_of(paragraph: Piece) -> Iterator[Piece]:
    start = paragraph.start
    for stop in paragraph.every(_STOP):
        held = paragraph.part(start, stop.end())
        if held.text.count("“") <= held.text.count("”"):
            yield held
            start = stop.end()
    if start < paragraph.end:
        yield paragraph.part(start, paragraph.end)


def _without_byline(paragraph: Piece) -> Piece:
    found = paragraph.match(_BYLINE)
    return paragraph.part(found.end(), paragraph.end) if found else paragraph


def cut(piece: Piece, marks: str) -> list[Piece]:
    """Return the parts between marks that stand outside of brackets and quotation marks."""
    parts, depth, start = [], 0, piece.start
    for place, char in enumerate(piece.text, piece.start):
        depth = max(depth + (char in _OPENING) - (char in _CLOSING), 0)
        if char in marks and not depth:
            parts.append(piece.part(start, place))
            start = place + 1
    return [part for part in [*parts, piece.part(start, piece.end)] if part.stripped()]
