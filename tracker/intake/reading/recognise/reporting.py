"""Which units reported at the meeting."""

import re
from collections.abc import Iterator

from tracker.intake.reading.lists import is_group, is_unit, part_groups, part_list, without_etc
from tracker.intake.reading.page import cut
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.source import Piece
from tracker.intake.reading.subjects import subject_of

_REPORTS = re.compile(
    r"汇报|交流发言|(?:交流|研讨|表态|典型)发言|(?:(?<!工)作|做|进行)了?[^,。;、]{0,12}"
    r"(?:交流|发言)|(?:进行|开展|(?<!工)作|做)了?[^,。;、]{0,16}(?:研判|分析)|研判了"
    r"|分析了|交流了|介绍了"
)
_HEARD = re.compile(
    r"听取了?(?P<who>[^。;]{2,120}?)(?:(?:关于|就(?!业)|围绕|对(?!外))[^。;]{2,80}?)?的?"
    r"(?:有关|相关|工作|专题|情况|安全|总体|近期|意识形态|风险|研判|年度|整改|分别|所作"
    r"|逐一|稳定|综治|消防|维稳|、|和|与|及)*(?:汇报|报告|情况介绍|发言)"
)
_LIST_OF_UNITS = re.compile(
    r"、.*等(?:\d+个|[一二三四五六七八九十]+个)?(?:部门|单位|学院|处室|科室|党组织)?$"
)
_POSTED = re.compile(
    r"(?:处长|部长|主任|书记|院长|科长|馆长|园长|所长|站长|经理|组长|负责人|负责同志)"
)
_ACTS = re.compile("分析|听取|传达|通报|并|对|研究|学习|总结|部署|讨论|介绍")
_NOBODY = re.compile(
    r".*(?:会议|大家|[他她]|会上|责任书|本次|校领导|院领导).*|学校|学院|医院"
    r"|我[院校].{0,3}|全[院校].{0,3}|(?:校|院)?党委"
)
_OF_UNIT = re.compile(
    r"(?P<unit>.+?(?:部|处|室|科|系|院|中心|馆|所|会|委|办|总支|支部|公司|站|校区|组))"
    r"(?:党总支|党委|党支部)?(?:副?(?:书记|处长|部长|主任|科长|院长|馆长|所长|站长|经理"
    r"|组长)|主要负责人|负责人|负责同志)$"
)


def recognise_reporting(reading: Reading) -> tuple[Piece, ...]:
    """Return who reported or exchanged, as written, each once."""
    found: list[Piece] = []
    if label := reading.page.labels.get("reporting"):
        found += part_groups(part_list(label, reading.people))
    for sentence in reading.frame:
        found += [unit for who in _subjects(sentence.piece) for unit in _units(reading, who)]
    texts: dict[str, Piece] = {}
    for unit in found:
        texts.setdefault(unit.text, unit)
    return tuple(texts.values())


def _subjects(sentence: Piece) -> Iterator[Piece]:
    """Yield who reports: the subject of a clause that, or whose further clauses, say so."""
    if heard := sentence.search(_HEARD):
        yield sentence.group(heard, "who")
        return
    clauses = cut(sentence, ",;")
    subjects = [(number, _acting(clause)) for number, clause in enumerate(clauses)]
    starts = [(number, subject) for number, subject in subjects if subject is not None]
    ends = [*(number for number, _ in starts), len(clauses)][1:]
    for (number, subject), end in zip(starts, ends, strict=True):
        told = sentence.part(clauses[number].start, clauses[end - 1].end)
        if told.search(_REPORTS):
            yield subject


def _acting(clause: Piece) -> Piece | None:
    """Return the subject of a clause if units or groups are it."""
    subject = subject_of(clause)
    if subject is None and clause.search(_REPORTS) is None:
        subject = clause if _LIST_OF_UNITS.search(clause.text) else None
    return subject if subject is not None and _may_report(subject.text) else None


def _may_report(text: str) -> bool:
    bare = text.rstrip("等")
    return not _ACTS.match(text) and (
        is_unit(bare)
        or is_group(bare)
        or bool(_LIST_OF_UNITS.search(text))
        or bool(re.search(_POSTED, text))
    )


def _units(reading: Reading, who: Piece) -> list[Piece]:
    if _NOBODY.fullmatch(who.text) or len(who.text) < 2:
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
    groups = part_groups(others, is_for_unit=True)
    return found + [
        one for one in groups if is_unit(one.text) or is_group(one.text) or one.text.endswith(")")
    ]


def _unit_of(post: Piece) -> Piece | None:
    # 党委常委、宣传部部长: the last of a chain tells the unit.
    last = post.part(post.start + post.text.rfind("、") + 1, post.end)
    found = last.match(_OF_UNIT)
    if found is None or found["unit"] in (
        "党委",
        "学校党委",
        "学院党委",
        "院党委",
        "校党委",
        "学院",
        "学校",
        "医院",
    ):
        return None
    return post.group(found, "unit")
