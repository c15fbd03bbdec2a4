"""What meeting it was: its heading, its kinds, and who held it."""

import re
from collections.abc import Iterator

from tracker.intake.reading.draft import Value
from tracker.intake.reading.page import LineKind
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.recognise.agreements import recognise_agreements
from tracker.intake.reading.source import Piece

_TITLE_WORDS = re.compile(
    "会|仪式|召开|举行|举办|签[订署]|部署|研判|责任书|纪要|工作|安全|意识形态|推进|压实|筑牢"
)
_STRONG_TITLE = re.compile("召开|举行|举办|签[订署]|会议?$|仪式$|纪要|研判|通知$")
_LEAST_TITLE = 8


def recognise_title(reading: Reading) -> Value[str] | None:
    """Return the heading of the page, if there is one above the text."""
    if label := reading.page.labels.get("title"):
        return Value(label.written, (label,))
    fitting = [
        line
        for line in reading.headings
        if len(line.text) >= _LEAST_TITLE and line.search(_TITLE_WORDS)
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda line: (bool(line.search(_STRONG_TITLE)), len(line.text)))
    best = _with_line_above(reading, best)
    return Value(best.written, (best,))


def _with_line_above(reading: Reading, line: Piece) -> Piece:
    """Return a heading with the one above it, when it begins with a dash."""
    above = [one for one in reading.headings if one.end < line.start]
    if line.text.startswith("—") and above:
        return line.part(above[-1].start, line.end)
    return line


_NAME_END = r"(?:会议?|仪式|座谈会|大会)"
_HELD_NAME = re.compile(
    rf"(?:召开|举行|举办)了?(?P<name>[^,。;]{{3,70}}?{_NAME_END})(?=[,。;]|$|\n)"
)
_NAME_HELD = re.compile(
    rf"(?<![^,。;])(?:我[校院]|学[校院]|全[校院])?(?P<name>[^,。;]{{4,70}}?{_NAME_END})"
    rf"(?:在|于)[^,。]{{2,40}}(?:召开|举行|举办)"
)


def recognise_name(reading: Reading) -> Value[str] | None:
    """Return what the meeting is called: behind 召开, or before 在…召开."""
    headings = [line for line in reading.headings if line.search(_STRONG_TITLE)]
    for piece in [*headings, *(sentence.piece for sentence in reading.opening)]:
        for pattern in (_HELD_NAME, _NAME_HELD):
            if found := piece.search(pattern):
                name = piece.group(found, "name")
                return Value(name.name, (name,))
    title = recognise_title(reading)
    return title if title and re.search(rf"{_NAME_END}$", title.value) else None


# --- kinds --------------------------------------------------------------------------------

_REVIEW = re.compile("研判|分析|会商|形势|专题|工作会|推进会|部署会|联席|例会|会议|研讨|领导小组")
_SAFETY = re.compile(
    "平安校园|平安医院|安全稳定|校园安全|综合治理|综治|消防安全|(?<!网络)安全工作|维稳"
    "|稳定工作|安全管理|安全形势|安全教育|平安建设|校园稳定|安全防范|安全隐患|安全会"
    "|安全专题|实验室安全|安全维稳|安全例会"
)
_CAMPUS = re.compile("校园|平安|稳定|综治|综合治理")
_WORK_SAFETY = re.compile("安全生产|安委会|生产安全|安全委员会")
_CONDUCT = re.compile("党风廉政|全面从严治党|廉政建设|廉洁")
_AGREEMENT_NAME = re.compile(
    r"《[^》]*》|(?:(?:19|20)\d\d年?度?)?[^,。;:《》与和暨]{2,24}(?:责任[书状]|承诺书)"
)
_BACKGROUND = re.compile(r"(?:根据|按照|贯彻|传达|学习)[^,。]*[,]")


def recognise_kinds(reading: Reading) -> tuple[str, ...]:
    """Return what kinds the meeting is of, by its name and by what was signed there."""
    names = [
        *reading.headings,
        *(one.piece for one in reading.opening),
        *reading.page.labels.values(),
    ]
    name = "\n".join(_BACKGROUND.sub("", piece.text) for piece in names)
    bare = _AGREEMENT_NAME.sub("", name)
    found = {
        "ideology_review": "意识形态" in bare and bool(_REVIEW.search(bare)),
        "campus_safety": _is_on_safety(reading, name, bare),
        "agreement_signing": bool(recognise_agreements(reading)),
        "work_safety": bool(_WORK_SAFETY.search(name)),
        "party_conduct": bool(_CONDUCT.search(name)),
    }
    kinds = tuple(kind for kind, is_so in found.items() if is_so)
    return kinds or ("other",)


def _is_on_safety(reading: Reading, name: str, bare: str) -> bool:
    """Tell whether it was on the safety of the campus; where only something was signed, by that."""
    if _WORK_SAFETY.search(bare):
        return bool(_CAMPUS.search(bare))
    if _named_meeting(bare):
        return bool(_SAFETY.search(bare))
    return bool(
        _SAFETY.search(name) or _SAFETY.search(" ".join(_AGREEMENT_NAME.findall(_told(reading))))
    )


def _named_meeting(bare: str) -> bool:
    return bool(re.search("研判|分析会|工作会|形势", bare))


def _told(reading: Reading) -> str:
    return "\n".join([*(p.text for p in reading.headings), *(s.piece.text for s in reading.frame)])


# --- who held it --------------------------------------------------------------------------

_PROPER = re.compile(
    r"[^在由对与和为、,。;:()《》“”—!?|·\s\d]{1,16}?(?:大学|职业技术学院|职业学院|学院"
    r"|学校|中学|小学|幼儿园|医院|党校|师范专科学校|职业中专|技工学校|中心校|技校|集团"
    r"|教育局|教体局|卫健委|教育工委|(?:街道|镇|乡)(?![^,。]{0,12}(?:学校|中学|小学|医院"
    r"|幼儿园|中心校)))"
    r"(?:附属[^,。、]{2,12}?(?:医院|中学|小学|幼儿园|学校))?"
)
_GENERAL = re.compile(
    r"^(?:以及|并|及|其|我|本|各|全|该|某|两|二级|教学|学院|学校|医院|中学|小学|大学|职业"
    r"|直属|附属|相关|有关|下属|系|院|校|为|在|对|与|由|和|会上|各二级|中小学|高等|高职"
    r"|马克思主义学院|继续教育|乡镇|街道|会议|上级|关于|供稿|来源|编辑|审核)"
)
_PROPER_ACTS = re.compile(rf"({_PROPER.pattern})(?:将|全体)")
_ELSEWHERE = re.compile(">|首页|欢迎|集团|位置")
_HELD = re.compile("召开|举行|举办|会|仪式")
_NO_NAME = re.compile(
    "落实|贯彻|工作|会议|传达|关于|加强|推进|部署|建设|召开|按照|根据|进一步|以及|研究|分析"
)
_LEAST_NAME = 3
_LAST = 3
_PROPER_IN_TITLE = re.compile(rf"《({_PROPER.pattern})(?=(?:(?:19|20)\d\d年)?[^》]*责任[书状]》)")
_CAPTION_LEAD = re.compile("[(【]?(?:中共)?(?:会议|活动)?(?:会场|现场)?(?:图片|照片)?")
_HOLDER = re.compile(
    rf"(?<![^—!?:|\n])(?P<holder>{_PROPER.pattern})(?=(?:党委|纪委|党总支|党支部|党组|工会)?"
    r"(?:组织|隆重|顺利)?(?:召开|举行|举办|开展|部署|签[订署]))"
)


def recognise_organisation(reading: Reading) -> Value[str] | None:
    """Return the proper name of the holder where the text has it; no department, no 我院."""
    for piece in _told_to_hold(reading):
        if _is_proper(piece):
            return Value(piece.name, (piece,))
    named = [piece for piece in _named_beside(reading) if _is_proper(piece)]
    if named and all(named[0].text == piece.text for piece in named):
        return Value(named[0].name, (named[0],), "页面上署的名称", is_sure=False)
    return None


def _is_proper(piece: Piece) -> bool:
    is_name = not (_GENERAL.match(piece.text) or piece.search(_NO_NAME))
    return is_name and len(piece.text) >= _LEAST_NAME


def _told_to_hold(reading: Reading) -> Iterator[Piece]:
    """Yield the names that stand as subject of 召开, or before the title of an agreement."""
    for heading in reading.headings:
        yield from (heading.group(found, "holder") for found in heading.every(_HOLDER))
    for sentence in reading.opening:
        for clause in sentence.clauses():
            if (found := clause.match(_PROPER)) and clause.search(_HELD):
                yield clause.group(found)
    for sentence in reading.page.sentences:
        piece = sentence.piece
        yield from (piece.group(found, 1) for found in piece.every(_PROPER_IN_TITLE))


def _named_beside(reading: Reading) -> Iterator[Piece]:
    """Yield the names under pictures, in credits, at the head of minutes and in the last words."""
    kinds = (LineKind.CAPTION, LineKind.HEADING, LineKind.NOISE)
    for line in reading.page.of_kind(*kinds):
        led = line.match(_CAPTION_LEAD)
        line = line.part(led.end(), line.end) if led else line
        if (found := line.match(_PROPER)) and not line.search(_ELSEWHERE):
            yield line.group(found)
    for sentence in reading.page.sentences[-_LAST:]:
        for clause in sentence.clauses():
            if found := clause.match(_PROPER_ACTS):
                yield clause.group(found, 1)


def recognise_holder_as_written(reading: Reading) -> str | None:
    """Return the word by which the text calls its own house: 我院, 学校 …"""
    text = "\n".join(sentence.piece.text for sentence in reading.opening)
    found = re.search("我[院校园局镇系]", text) or re.search("学校|学院|医院|全[校院]", text)
    return found[0] if found else None
