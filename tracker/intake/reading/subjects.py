"""Who acts in a clause: what stands before the first word that tells what is done."""

import re

from tracker.intake.reading.source import Piece

_LEAD = re.compile(
    r"(?:会上|会议上|仪式上|会议期间|会中|会后|首先|随后|接着|其次|最后|然后|会议(?:首先"
    r"|最后|现场)|研判会上|分析会上|汇报环节"
    r"|在[^,。]{2,20}(?:环节|阶段|见证下|主持下)|\d+月\d+日[^,]{0,4}|期间|其间|现场|并"
    r"|还),?(?:会上,)?"
)
_END = re.compile(
    r"就(?!业)|对(?!外|口)|围绕|结合|分别|依次|从(?!业)|针对|先后|逐一|进行|汇报|紧密|根据"
    r"|(?<![工合操协])作(?:了|[^部业])|做了?|立足|按照|聚焦|联系(?!人)|逐个"
    r"|轮流|相继|也|均|共同|向|深入|认真|全面(?!质)|交流(?!中心|处|合作|与)|将|在(?!线|校"
    r"|职|读)|通过|,"
)


def subject_of(clause: Piece) -> Piece | None:
    """Return the subject of a clause; nothing when no such word parts it from the rest."""
    led = clause.match(_LEAD)
    start = led.end() if led else clause.start
    for found in clause.part(start, clause.end).every(_END):
        before = clause.part(start, found.start()).text
        if len(before) > 1 and before.count("(") <= before.count(")"):
            return clause.part(start, found.start())
    return None
