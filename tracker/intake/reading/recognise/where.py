"""Where the meeting was held."""

import re

from tracker.intake.reading.draft import Value
from tracker.intake.reading.reading import Reading

_PLACE = (
    r"(?:[室厅楼堂馆场园办]|中心|校区|会场|基地|报告厅|平台|[A-Za-z]?\d{2,4}(?:室)?"
    r"|[一二三四五六七八九十\d]+(?:楼|层))"
)
_HELD_IN = re.compile(
    rf"(?:在|于)(?P<place>[^,。;:、《》]{{2,40}}?{_PLACE}(?:\([^)]*\))?)"
    r"(?=(?:内|里)?(?:隆重|顺利|成功|正式|如期|组织|集中|主持|联合|专题|共同"
    r"|以[^,。]{2,12}(?:形式|方式))*(?:召开|举行|举办|开展|召集|进行))"
)
_HELD_IN_CLAUSE = re.compile(
    rf"(?:在|于)(?P<place>[^,。;:、《》]{{2,30}}?{_PLACE}(?:\([^)]*\))?)(?=,[^。]{{0,60}}"
    rf"(?:召开|举行|举办))"
)
_NOT_PLACE = re.compile("领导|基础|期间|之际|背景|形势|过程|方面|指导|前提")


def recognise_venue(reading: Reading) -> Value[str] | None:
    """Return the place as it is written, without 在."""
    if label := reading.page.labels.get("place"):
        return Value(label.written, (label,))
    for sentence in reading.page.sentences[:5]:
        for pattern in (_HELD_IN, _HELD_IN_CLAUSE):
            for found in sentence.piece.every(pattern):
                place = sentence.piece.group(found, "place")
                inner = place.text.rfind("在")
                place = place.part(place.start + inner + 1, place.end)
                if not place.search(_NOT_PLACE):
                    return Value(place.written, (place,))
    return None
