"""What leaders ask for, point by point."""

import re

from tracker.intake.reading.draft import Heading, Instruction
from tracker.intake.reading.page import cut
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.source import Piece
from tracker.intake.reading.speech import MEETING, Speech

_LEAD_IN = re.compile(
    r"(?:提出?|提了|提出了|作出|强调了?"
    r"|要求做到)[^,。;:]{0,12}[一二三四五六七八九十两几\d]+[点个项条方][^,。;:]{0,8}"
    r"|提出[^,。;:]{0,10}(?:要求|意见|建议|希望)"
)
_COUNTED = re.compile(
    r"(?:从|围绕|就)(?P<list>[^。]{10,240}?)(?P<count>[两二三四五六七八九]|\d)个?"
    r"(?:大)?方面"
)
_COUNTS = "零一二三四五六七八九"
_LEAST_CLAUSE = 6


def recognise_points(reading: Reading) -> tuple[Instruction, ...]:
    """Return the points of each speaker; a report's points ask for nothing."""
    found = []
    for speech in reading.speeches:
        headings = speech.points or _counted(speech.words)
        if headings and not speech.is_report:
            found.append(Instruction(_speaker(reading, speech), _lead_in(speech), headings))
    return tuple(found)


def _speaker(reading: Reading, speech: Speech) -> str:
    return reading.people.full_name(speech.persons[0]) if speech.persons else MEETING


def _lead_in(speech: Speech) -> str | None:
    found = speech.words.search(_LEAD_IN)
    return found[0] if found else None


def _counted(words: Piece) -> tuple[Heading, ...]:
    """Return points that are not numbered but announced by their count: 从甲;乙;丙三个方面."""
    for found in words.every(_COUNTED):
        count = (
            _COUNTS.find(found["count"])
            if found["count"] in _COUNTS
            else int(found["count"] != "两") or 2
        )
        listed = words.group(found, "list")
        for mark in (";", ",", "、"):
            parts = [part.stripped() for part in cut(listed, mark)]
            if len(parts) == count and sum(len(p.text) for p in parts) >= _LEAST_CLAUSE * count:
                return tuple(Heading(part, part) for part in parts)
    return ()
