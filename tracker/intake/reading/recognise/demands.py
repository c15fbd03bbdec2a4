"""What is asked of units, or by a time; slogans are left out."""

import re
from collections.abc import Iterator

from tracker.core.text import HAN
from tracker.intake.reading.draft import Demand
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.source import Piece

_UNITS = (
    rf"(?:各(?:相关|有关|参会|二级|基层|级|职能|教学|直属|乡镇|责任)?[{HAN}()、]{{1,24}}?(?:部门|单位|总支|支部|学院|院系|系部?|处室|科室|党组织|年级|班级|学校|负责人|责任人|校区|幼儿园|成员单位|村|社区|医院|企业|\([^)]*\))"
    rf"|[{HAN}]{{2,10}}(?:处|部|办公室|中心|委员会|总支|科)(?:(?:、|和|会同|牵头)[{HAN}]{{2,10}}(?:处|部|办公室|中心|委员会|总支|科))*)"
)
_ADDRESSED = re.compile(rf"(?<![^,;:。\n”])(?:并|同时|会议|还|最后)*(?P<who>{_UNITS})(?:务必|一定)?(?:要|须|应|应当|必须|需|于|将在|负责)(?!求)(?P<what>.+)")
_ASKED = re.compile(rf"(?:要求|责成|希望|号召|请)(?P<who>{_UNITS})(?:务必)?(?:要|须|应|必须)?(?P<what>[^。]{{6,}})")
_DEADLINE = (
    r"(?:会后|\d{1,2}月\d{1,2}[日号](?:下班)?(?:之?前)?|本周[一二三四五六日末]?(?:下班)?(?:之?前|内)?|下周[一二三四五六日]?(?:之?前)?|本月底?(?:之?前)?|\d{1,2}月底(?:之?前)?|月底(?:之?前)?|年底(?:之?前)?|开学前|寒假前|暑假前|放假前|暑假期间|寒假期间|假期(?:期间|前)"
    r"|[一二三四五六七八九十两\d]+个?(?:工作日|日|天|周|月)(?:之?内)|每学期[初末]?|每季度|每月|每周|每日|每半年|每年|节前|学期末|期末前)"
)
_TIMED = re.compile(rf"(?<![^,;:。\n”])(?:要|须|应)?(?P<when>{_DEADLINE})[,]?(?P<what>[^。;]{{6,}})")
_WHEN = re.compile(rf"(?:在|于)?(?P<when>{_DEADLINE})")
_RECURS = re.compile("每学期|每季度|每月|每周|每日|每半年|每年")
_SAYS_SO = re.compile("要求|强调|指出|决定|明确|部署|提出|责成|希望")


def recognise_demands(reading: Reading) -> tuple[Demand, ...]:
    """Return demands outside of the numbered points, and within them those with a rhythm."""
    found: list[Demand] = []
    for sentence in reading.frame:
        for part in _parts(sentence.piece):
            demand = _demand(part)
            if demand is not None:
                found.append(demand)
    return tuple(found)


def _parts(sentence: Piece) -> Iterator[Piece]:
    start = sentence.start
    for found in sentence.every(re.compile("[;。]")):
        yield sentence.part(start, found.start())
        start = found.end()
    yield sentence.part(start, sentence.end)


def _demand(part: Piece) -> Demand | None:
    for pattern in (_ASKED, _ADDRESSED):
        if found := part.search(pattern):
            return _made(part.group(found, "who"), part.group(found, "what").stripped())
    found = part.search(_TIMED)
    if found and not part.search(re.compile("召开|举行|签[订署]|参加")):
        return Demand(None, part.group(found, "what").stripped(), part.group(found, "when"), bool(_RECURS.search(found["when"])))
    return None


def _made(who: Piece, what: Piece) -> Demand:
    when = what.search(_WHEN)
    deadline = what.group(when, "when") if when and when.start() - what.start <= 30 else None
    if when and when.start() <= what.start + 1:
        what = what.part(when.end(), what.end).stripped()
    return Demand(who, what, deadline, bool(deadline and _RECURS.search(deadline.text)))
