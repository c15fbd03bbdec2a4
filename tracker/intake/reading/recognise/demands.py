"""What is asked of units, or by a time; slogans are left out."""

import re
from collections.abc import Iterator

from tracker.intake.reading.draft import Demand, Heading
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.source import Piece

# Words that begin what is asked do not stand within the name of who is asked.
_BEGINS = (
    r"务必|认真|切实|加强|落实|做好|结合|提高|建立|完成|严格|聚焦|围绕|组织|会后|\d"
    r"|[本下][周月]|每"
)
_NAME = rf"(?:(?!{_BEGINS})[^要须应将于在对把按从必是,。;:“”()\s]|\([^()]*\))"
_END = (
    r"(?:部门|单位|总支|支部|学院|院系|系|部|处|处室|科室|党组织|年级|班级|班|学校|负责人"
    r"|责任人|校区|幼儿园|村|社区|医院|企业|园所|主任|组长|书记"
    r"|委员|教师|辅导员|导师|成员|班组|中心|科|室|委|公司|商户|领导|校|组(?!织)|队)(?:\([^)]*\))?"
)
_UNIT = (
    rf"(?:各{_NAME}{{0,24}}{_END}|{_NAME}{{1,14}}(?:处|部|办公室|中心|委员会|总支|科|办|馆"
    rf"|工会|团委|室|支部|食堂|宿管组|学院|系|公司|所|组|队)(?:\([^)]*\))?"
    r"|[校院]?党委|食堂|班主任(?!们)|(?:全体)?辅导员)"
)
_UNITS = rf"{_UNIT}(?:(?:、|和|与){_UNIT})*"
_DEADLINE = (
    r"(?:会后(?:[一二三四五两\d]+(?:个工作日|日|天|周)内)?|\d{1,2}月(?:\d{1,2}[日号]"
    r"(?:[上下中]午[^,。]{0,4}?)?(?:下班|放学)?之?[前内]|(?:底|初|中旬|[上下]旬)"
    r"(?:之?前)?)"
    r"|[本下][周月](?:[一二三四五六日末底]|\d{1,2}[日号])?(?:下班|放学)?(?:之?前|内)?"
    r"|[月年]底(?:之?前)?|(?:开学|寒假|暑假|放假|国庆(?:假期)?|春节|元旦|节|期末|假期)"
    r"(?:之?前|期间)"
    r"|[一二三四五六七八九十两\d]+个?(?:工作日|日|天|周|月)之?内|每学期[初末]?|每季度末?"
    r"(?:末?月\d+日前)?|每月(?:\d+日前)?|每周(?:[一二三四五六日](?:放学|下班)?前)?|每日"
    r"(?:\d+时前)?|每半年|每年|学期末|两周内)"
)
_MODAL = r"(?:(?:务必|一定)?(?:要|须|应当?|必须|需)(?!求)|务必)"
_ANCHOR = re.compile(
    rf"(?<![^,;:。\n”求成请望调.)])(?:并|同时|还|最后|会议|学[校院]|医院|由)*(?P<asked>要求"
    rf"|责成|希望|请)?(?P<who>{_UNITS})?"
    rf"(?P<modal>{_MODAL}|请|(?=牵头|负责(?!人|同志)|会同))?(?:在|于|将在)?"
    rf"(?P<when>{_DEADLINE})?,?(?P<after>{_MODAL})?"
)
_NOT_ASKED = re.compile(
    "(?:汇报|进行|作|签[订署]|召开|举行|通报|参加|出席)了|参加(?:会议|大会|仪式)|列席|责任书》"
)
_DECIDES = re.compile("会议(?:还)?(?:决定|要求|明确|议定)")
_RECURS = re.compile("每学期|每季度|每月|每周|每日|每半年|每年")
_LEAST = 6


def recognise_demands(reading: Reading) -> tuple[Demand, ...]:
    """Return what is asked of named units or by a time, but for what is itself a numbered point."""
    headings = [one.words for speech in reading.speeches for one in _all_points(speech.points)]
    found: list[Demand] = []
    for sentence in reading.page.sentences[len(reading.opening) :]:
        for part in _parts(sentence.piece):
            found += [
                one for one in _demands(part)
                if _is_particular(one) or not _is_in(one.demand, headings)
            ]  # fmt: skip
    return tuple(found)


def _is_particular(demand: Demand) -> bool:
    """Tell whether a numbered point is a task: asked of a unit by its name, or by a time."""
    if demand.addressee is None:
        return False
    return demand.deadline is not None or not demand.addressee.text.startswith("各")


def _is_in(piece: Piece, places: list[Piece]) -> bool:
    return any(place.start <= piece.start < place.end for place in places)


def _all_points(points: tuple[Heading, ...]) -> Iterator[Heading]:
    for point in points:
        yield point
        yield from _all_points(point.sub)


def _parts(sentence: Piece) -> Iterator[Piece]:
    start = sentence.start
    for found in sentence.every(re.compile("[;。]")):
        yield sentence.part(start, found.start())
        start = found.end()
    yield sentence.part(start, sentence.end)


def _demands(part: Piece) -> Iterator[Demand]:
    """Yield each demand of a clause; the next begins where another unit or time is named."""
    is_decided = bool(part.search(_DECIDES))
    anchors: list[re.Match[str]] = []
    for found in part.every(_ANCHOR):
        # 甲处月底前…,各学院同步…: once something is asked, the next who is named is asked as well.
        goes_on = found["who"] and (found["who"].startswith("各") if anchors else is_decided)
        if _asks(found) or goes_on:
            anchors.append(found)
    ends = [*(found.start() for found in anchors), part.end][1:]
    who: Piece | None = None
    for found, end in zip(anchors, ends, strict=True):
        who = part.group(found, "who") if found["who"] else who
        demand = part.part(found.end(), end).stripped()
        when = part.group(found, "when") if found["when"] else None
        if len(demand.text) >= _LEAST and not demand.search(_NOT_ASKED):
            yield Demand(who, demand, when, bool(when and _RECURS.search(when.text)))


def _asks(found: re.Match[str]) -> bool:
    if found["when"]:
        return True
    return bool(found["who"] and (found["asked"] or found["modal"] is not None))
