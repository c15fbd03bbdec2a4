"""What each speaker said, as far as it reaches."""

import re

from tracker.intake.reading.draft import Told
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.recognise.persons import someone
from tracker.intake.reading.source import Piece
from tracker.intake.reading.speech import Speech

_ATTENDS = re.compile(
    r"[^。]{2,30}(?:出席|参加|主持)[^,。]{0,16}并?[作做]?了?(?:重要|总结)?讲话[,。]"
)


def recognise_addresses(reading: Reading) -> tuple[Told, ...]:
    """Return the addresses in speaking order; a report or a text read aloud is none."""
    return tuple(
        Told(
            reading.people.full_name(speech.persons[0]) if speech.persons else None,
            someone(speech.persons[0]) if speech.persons else None,
            tuple(dict.fromkeys(one.verb.text for one in speech.statements)),
            _reach(speech),
        )
        for speech in reading.speeches
        if not speech.is_report and not _only_announced(speech)
    )


def _only_announced(speech: Speech) -> bool:
    """Tell whether 出席会议并讲话 says no more than that a speech was made."""
    return not speech.points and len(speech.statements) == 1 and bool(speech.words.match(_ATTENDS))


def _reach(speech: Speech) -> Piece:
    """Return its words up to its last point, or else to the end of the paragraph."""
    words = speech.words
    if speech.points:
        return words.part(words.start, speech.points[-1].whole.end).stripped(" \n")
    end = words.source.plain.find("\n", speech.statements[-1].verb.end, words.end)
    return words.part(words.start, end if end >= 0 else words.end).stripped(" \n")
