"""Who came: persons by name, groups as written, and those who only listened."""

import re
from collections.abc import Iterator

from tracker.intake.reading.draft import Attendance, Someone
from tracker.intake.reading.lists import part_groups, part_list
from tracker.intake.reading.page import cut
from tracker.intake.reading.people import bare_name
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.recognise.persons import someone
from tracker.intake.reading.source import Piece

_COMES = re.compile(
    r"(?P<verb>出席并主持|出席|参加|列席|(?<!做)到会|莅临|参会|与会(?=[,。]))(?:并(?:主持"
    r"|讲话))?(?:了)?(?:指导)?(?=[,。;(]|(?:此次|本次|这次|该|了)?[^,。;]{0,14}(?:会议?"
    r"|仪式|活动|签约|学习|研讨|培训|并|讲话)|$)"
)
# Before the list of those who came somebody else acts: there the list begins.
_ACTS = re.compile(
    r"主持|召开|举行|举办|讲话|强调|出席|参加|列席|签[订署]|汇报|进行|开展|部署|指出|要求"
    r"|提出|传达|学习|总结|落实|根据|按照|推进|围绕|通报|领学|为了|强化|加强|宣读"
    r"|[日号](?:上午|下午|中午|晚上|晚)?$|^(?:会上|会议期间|会后|会前|近日|日前|当天|下午"
    r"|上午|随后|最后|首先)$|(?:会议|仪式|大会)$"
)
_LEAD = re.compile(
    r".*?(?:[日号](?:上午|下午|中午|晚上)?(?:\d+[:时点]\d*分?)?|会上|仪式上|会议(?=由)|"
    r"(?<!主)会议[:])(?=.{4})|(?:会议|仪式)?(?:特别)?(?:邀请|邀请了|由)(?=.{3})"
)
_TAIL = re.compile(
    r"(?:等|一行|(?<![责关])同志|分别|应邀|共同|共计?|约|一起|全程|准时|依次|到场|受邀"
    r"|特邀|,)*(?:\d+"
    r"(?:余|多)?[人名](?:次)?)?$"
)
_COUNT = re.compile(r"(?:等|共|共计|约)?\d+(?:余|多)?[人名位](?:次)?$")


def recognise_attendance(reading: Reading) -> Attendance:
    """Return who came, each once, in the order of the text."""
    groups: list[Piece] = []
    named: list[Someone] = []
    listening: list[Someone | Piece] = []
    for piece, listens in _lists(reading):
        persons, others = _told(reading, piece)
        if listens:
            listening += [*persons, *others]
        else:
            named += [one for one in persons if one.name not in {n.name for n in named}]
            groups += [one for one in others if one.text not in {g.text for g in groups}]
    return Attendance(tuple(groups), tuple(named), tuple(listening))


def _lists(reading: Reading) -> Iterator[tuple[Piece, bool]]:
    labels = reading.page.labels
    if "present" in labels or "non_voting" in labels:
        yield from (
            (labels[name], name == "non_voting")
            for name in ("present", "non_voting")
            if name in labels
        )
        return
    for sentence in reading.frame:
        start = sentence.piece.start
        for found in sentence.piece.every(_COMES):
            listed = _listed(sentence.piece.part(start, found.start()))
            if listed and not reading.is_in_point(found.start()):
                yield listed, found["verb"] == "列席"
            start = found.end()


def _listed(before: Piece) -> Piece:
    """Return the list that ends before the verb: back over commas until somebody else acts."""
    clauses = cut(before, ",;:")
    if not clauses or clauses[-1].end < before.end - 1:
        return before.part(before.end, before.end)
    first = len(clauses) - 1
    while first and not _ACTS.search(clauses[first - 1].stripped().text):
        first -= 1
    listed = before.part(clauses[first].start, before.end)
    if led := listed.match(_LEAD):
        listed = listed.part(led.end(), listed.end)
    tail = listed.search(_TAIL)
    return listed.part(listed.start, tail.start() if tail else listed.end).stripped()


def _told(reading: Reading, listed: Piece) -> tuple[list[Someone], list[Piece]]:
    persons: list[Someone] = []
    others: list[Piece] = []
    for entry in part_list(listed, reading.people):
        mentions = reading.people.inside(entry)
        name = bare_name(entry) if not mentions else None
        if mentions or name:
            persons += [someone(one) for one in mentions]
            persons += [Someone(name.name, None, name)] if name else []
        elif len(entry.text) > 1:
            others.append(_uncounted(entry))
    return persons, [one for one in part_groups(others) if one and _may_come(one.text)]


def _uncounted(entry: Piece) -> Piece:
    found = entry.search(_COUNT)
    return (
        entry.part(entry.start, found.start()).stripped()
        if found and found.start() > entry.start
        else entry
    )


def _may_come(text: str) -> bool:
    return len(text) <= 40 and not re.search("会议(?!成员|室|中心)|以下|如下|其中", text)
