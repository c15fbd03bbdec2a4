"""Which units reported at the meeting."""

import re
from collections.abc import Iterator

from tracker.core.text import HAN
from tracker.intake.reading.lists import is_group, is_unit, part_groups, part_list, without_etc
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.source import Piece

_REPORTS = re.compile(
    r"汇报|交流发言|(?:交流|研讨|表态|典型)发言|(?:作|做|进行)了?[^,。;]{0,12}(?:交流|发言)|(?:进行|开展|作|做)了?[^,。;]{0,16}(?:研判|分析)|研判了|分析了|交流了"
)
_HEARD = re.compile(rf"听取了?(?P<who>[^。;]{{2,120}}?)(?:(?:关于|就|围绕|对)[^。;]{{2,80}})?的?(?:[{HAN}]{{0,14}})(?:汇报|报告|情况介绍|发言)")
_LEAD = re.compile(
    r"(?:会上|会议上|仪式上|会议期间|会中|首先|随后|接着|其次|研判会上|会议首先|会议现场|分析会上|汇报环节|在[^,。]{2,20}(?:环节|阶段)|\d+月\d+日[^,]{0,4}),?(?:会上,)?"
)
_SUBJECT_END = re.compile(
    r"就(?!业)|对(?!外|口)|围绕|结合|分别|依次|从(?!业)|针对|先后|逐一|进行|汇报|紧密|根据|作了?|做了?|立足|按照|聚焦|联系|逐个|轮流|相继|也|均|共同|向|深入|认真|全面|交流|将|在(?!线|校|职)|通过|,"
)
_NOBODY = re.compile(r"会议|学校$|学院$|我[院校]|全[院校]|大家|[他她]|与会(?:领导)$|会上|校领导$|院领导$|责任书|本次|党委$")
_OF_UNIT = re.compile(r"(?P<unit>.+?(?:部|处|室|科|系|院|中心|馆|所|会|委|办|总支|支部|公司|站|校区|组))(?:党总支|党委|党支部)?(?:副?(?:书记|处长|部长|主任|科长|院长|馆长|所长|站长|经理|组长)|主要负责人|负责人|负责同志)$")


def recognise_reporting(reading: Reading) -> tuple[Piece, ...]:
    """Return who reported or exchanged, as written, each once."""
    found: list[Piece] = []
    if label := reading.page.labels.get("reporting"):
        found += part_groups(part_list(label, reading.people))
    for sentence in reading.frame:
        found += [
            unit for who in _subjects(sentence.piece) for unit in _units(reading, who)
        ]
    texts: dict[str, Piece] = {}
    for unit in found:
        texts.setdefault(unit.text, unit)
    return tuple(texts.values())


def _subjects(sentence: Piece) -> Iterator[Piece]:
    heard = sentence.search(_HEARD)
    if heard:
        yield sentence.group(heard, "who")
        return
    for part in _statements(sentence):
        if part.search(_REPORTS):
            start = part.match(_LEAD)
            subject = part.part(start.end() if start else part.start, part.end)
            end = _end(subject)
            if end:
                yield subject.part(subject.start, end)
                return


def _statements(sentence: Piece) -> Iterator[Piece]:
    start = sentence.start
    for found in sentence.every(re.compile(";")):
        yield sentence.part(start, found.start())
        start = found.end()
    yield sentence.part(start, sentence.end)


def _end(subject: Piece) -> int | None:
    """Return where the subject ends: at the first word that tells what it does."""
    for found in subject.every(_SUBJECT_END):
        if found.start() > subject.start + 1 and not _in_brackets(subject, found.start()):
            return found.start()
    return None


def _in_brackets(piece: Piece, place: int) -> bool:
    before = piece.part(piece.start, place).text
    return before.count("(") > before.count(")")


def _units(reading: Reading, who: Piece) -> list[Piece]:
    if who.search(_NOBODY) or len(who.text) < 2:
        return []
    entries = part_list(who, reading.people)
    others: list[Piece] = []
    found: list[Piece] = []
    for entry in entries:
        mentions = reading.people.inside(entry)
        if mentions:
            found += [unit for one in mentions if one.post and (unit := _unit_of(one.post))]
        else:
            others.append(without_etc(entry))
    groups = part_groups(others)
    return found + [one for one in groups if is_unit(one.text) or is_group(one.text) or one.text.endswith(")")]


def _unit_of(post: Piece) -> Piece | None:
    found = post.match(_OF_UNIT)
    return post.group(found, "unit") if found else None
