"""Who speaks where in a text, and the numbered points that are made there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tracker.core.outline import heading_end
from tracker.core.outline_marks import Mark, Strength, find_marks
from tracker.core.outline_numbering import number_points
from tracker.intake.reading.draft import Heading
from tracker.intake.reading.page import Page
from tracker.intake.reading.people import Mention, People
from tracker.intake.reading.source import Piece

MEETING = "会议"
_SAYS = re.compile(
    r"(?<!要)强调|指出|(?<![安按照紧])要求(?![下的和、])|提出(?!了?(?:解决|应对|防范|相应"
    r"|整改|改进|具体)?(?:的)?(?:办法|措施|对策|举措|方案|下一步))"
    r"|(?:讲|谈|提)(?:了|出了)?[一二三四五六七八九十两几\d]+[点个项条方]|讲话(?!精神)|发言"
    r"|致辞|表态|点评|总结(?!经验)|领学|传达(?!会议|落实|到|贯彻)"
    r"|宣读|宣布|解读|(?:安排|动员|全面|具体|工作|再)部署|部署(?:了)?(?!会)|汇报(?!材料|会"
    r"|人)|通报|介绍了?|讲授|讲解|分析了|[作做]了?[^,。;]{0,40}报告|进行了?(?:重点|具体"
    r"|详细|深入|全面)?(?:分析|说明"
    r"|讲解|安排)|授课|辅导|宣讲|反馈|表示|明确了?(?=[\w]{0,8}(?:要求|任务))|回顾"
    r"|[作做]了?(?:具体|全面|再|统一|详细)?(?:安排|部署)"
)
_REPORTS = re.compile("[作做].*报告|汇报|通报|介绍|反馈|领学|传达|宣读|宣布|解读")
# Between the speaker and the verb somebody else begins to act.
_OTHER = re.compile(
    r"[,;](?:会议|会上|大会|各|全体|与会|学校|学院|医院|我[院校]|全[校院])"
    r"|(?:参加|列席)(?:了)?(?:此次|本次|这次)?(?:会议|仪式|活动)?(?=[,;])"
    r"|[,;][^,;]{0,40}(?:部门|单位|人员|负责人|师生|同志|代表|总支|支部)[^,;]{0,6}$"
    r"|听取了?[^,;后]{0,40}的?$|学习了?[^,;]*$|签[订署]|递交|[^,;]{2,}的$"
)
# 贯彻上级部署, 按照学院要求: here the word is a noun.
_NEXT_CLAUSE = re.compile("精神[^,]*,")
_NOUN = re.compile("要求|部署|讲话|安排|总结")
_QUOTED_SPEECH = re.compile("在[^,。;]{0,60}(?:讲话|精神)")
_OF_OTHERS = re.compile("(?:贯彻|落实|按照|根据)[^,;]{0,12}$")
_MEETING_SAYS = re.compile(
    r"(?:会议|大会|仪式)(?:还|并|同时|最后|进一步|特别|一致|对此|结束时|就[^,。]{2,40})?"
    r"(?:强调|指出|要求|认为|决定|明确|提出|号召)"
)
_HE = re.compile(r"[他她](?=[^们])")
_MOST_BETWEEN = 120


@dataclass(frozen=True)
class Statement:
    """One verb of speech with its subject; no persons when the meeting itself is the subject."""

    persons: tuple[Mention, ...]
    verb: Piece
    start: int


@dataclass(frozen=True)
class Speech:
    """What one speaker says, up to where the next begins."""

    statements: tuple[Statement, ...]
    words: Piece
    points: tuple[Heading, ...]

    @property
    def persons(self) -> tuple[Mention, ...]:
        """Return who speaks; nobody when it is the meeting."""
        return self.statements[0].persons

    @property
    def is_report(self) -> bool:
        """Tell whether it only reports or passes on, so that its points ask nothing."""
        return all(_REPORTS.match(one.verb.text) for one in self.statements)


def find_speeches(page: Page, people: People) -> list[Speech]:
    """Return the speeches of a page in order."""
    found = _statements(page, people)
    if not found:
        return []
    runs = [list(run) for _, run in groupby(found, key=lambda one: _names(one, people))]
    end = page.sentences[-1].piece.end
    starts = [run[0].start for run in runs]
    return [
        _speech(tuple(run), run[0].verb.source.whole.part(start, stop))
        for run, start, stop in zip(runs, starts, [*starts[1:], end], strict=True)
    ]


def _names(statement: Statement, people: People) -> tuple[str, ...]:
    return tuple(people.full_name(one) for one in statement.persons) or (MEETING,)


def _statements(page: Page, people: People) -> list[Statement]:
    return [one for sentence in page.sentences for one in _in_sentence(sentence.piece, people)]


def _in_sentence(sentence: Piece, people: People) -> Iterator[Statement]:
    for verb in sentence.every(_SAYS):
        piece = sentence.group(verb)
        subject = _subject(sentence, people, piece)
        if subject is not None:
            yield Statement(subject, piece, _start(subject, sentence, piece))


def _start(subject: tuple[Mention, ...], sentence: Piece, verb: Piece) -> int:
    """Return where a statement begins: at its subject, unless that is named earlier."""
    if subject and subject[0].start >= sentence.start:
        return subject[0].start
    said = [found.start() for found in sentence.every(_MEETING_SAYS) if found.start() < verb.start]
    return said[-1] if said else sentence.start


def _subject(sentence: Piece, people: People, verb: Piece) -> tuple[Mention, ...] | None:
    """Return who says it: the persons named last before the verb, or nobody for the meeting."""
    if any(found.start() < verb.start < found.end() for found in sentence.every(_MEETING_SAYS)):
        return ()
    lead = sentence.part(sentence.start, verb.start)
    earlier = people.inside(lead)
    told = lead.part(earlier[-1].end, verb.start) if earlier else lead
    if told.search(_HE):
        return people.before(verb.start)
    if not earlier or len(told.text) > _MOST_BETWEEN or told.search(_OTHER):
        return None
    if told.match(_QUOTED_SPEECH) and told.search(_NEXT_CLAUSE):
        return None
    if _NOUN.fullmatch(verb.text) and told.search(_OF_OTHERS):
        return None
    return _group(earlier)


def _group(persons: list[Mention]) -> tuple[Mention, ...]:
    """Return the last person with those joined to it: 甲、乙和丙."""
    group = [persons[-1]]
    for one in reversed(persons[:-1]):
        gap = one.whole.part(one.end, group[0].start)
        if gap.text not in {"、", "和", "与", "及", ""}:
            break
        group.insert(0, one)
    return tuple(group)


# --- points -------------------------------------------------------------------------------

_NEW_LINE = re.compile(r"\n")
# How a news item goes on after the points of a speech.
_AFTERWARDS = re.compile(
    r"\n+(?=会上|会前|会后|会议|随后|最后|与会|出席|参加|仪式|据悉|此次|本次|[^。\n]*"
    r"(?:参加|出席|列席)了?(?:此次|本次)?(?:会议|仪式)"
    r"|[^。\n]*(?:签[订署字]|递交)|审核|编辑|供稿)"
)


def _speech(statements: tuple[Statement, ...], words: Piece) -> Speech:
    marks = number_points(find_marks(words.text))
    return Speech(statements, words, _nested(words, marks, 1))


def _nested(words: Piece, marks: list[tuple[int, Mark]], level: int) -> tuple[Heading, ...]:
    """Return the points of one level with those below each."""
    starts = [i for i, (depth, _) in enumerate(marks) if depth == level]
    points = []
    for start, stop in zip(starts, [*starts, len(marks)][1:], strict=True):
        mark = marks[start][1]
        whole = words.part(
            words.start + mark.start,
            words.start + marks[stop][1].start if stop < len(marks) else _last_end(words, mark),
        )
        below = _nested(words, marks[start + 1 : stop], level + 1)
        heading = _heading(words.part(words.start + mark.end, whole.end))
        points.append(Heading(heading, whole, below))
    return tuple(points)


def _last_end(words: Piece, mark: Mark) -> int:
    """Return where the last point ends: with its paragraph, or where the report takes over again.

    A point that opens a line has its text in the paragraphs below it.
    """
    start = words.start + mark.end
    rest = words.part(start, words.end)
    after = rest.search(_AFTERWARDS if mark.strength is Strength.LINE else _NEW_LINE)
    return after.start() if after else words.end


def _heading(inside: Piece) -> Piece:
    """Return the heading of a point: what stands before the end that outlines give it as well."""
    found = heading_end(inside.text)
    end = inside.start + found.start() if found else inside.end
    return inside.part(inside.start, end).stripped()
