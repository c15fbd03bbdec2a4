"""Who chaired and who spoke."""

import re
from collections.abc import Iterable, Iterator

from tracker.intake.reading.draft import Someone
from tracker.intake.reading.lists import is_unit, part_list
from tracker.intake.reading.people import Mention, bare_name
from tracker.intake.reading.reading import Reading
from tracker.intake.reading.source import Piece

# 主持会议 and 主持召开, not 主持工作的副院长 nor 主持人.
_CHAIRS = re.compile(r"主持(?!人|(?:行政|党委|全面|日常|学[院校]|[^,。]{0,4})?工作|词)")
_CHAIRED_BY = re.compile(
    r"(?:会议|仪式|大会|活动|研判会|分析会|培训|签订仪式|此次会议|本次会议|^)?由"
    r"(?P<who>[^,。;]{2,60}?)(?:共同|同志|亲自)?主持(?!人)"
)
_UNDER = re.compile(r"在(?P<who>[^,。;]{2,40}?)(?:同志)?(?:的)?主持下")


def someone(mention: Mention, roles: tuple[str, ...] = ()) -> Someone:
    """Return a mention as a person of the draft."""
    return Someone(
        mention.name.name, mention.post.name if mention.post else None, mention.whole, roles
    )


def recognise_chair(reading: Reading) -> tuple[Someone, ...]:
    """Return who chaired, only where the text says 主持."""
    if label := reading.page.labels.get("chair"):
        return tuple(_in_label(reading, label))
    found: list[Someone] = []
    for sentence in reading.frame:
        found += [
            one
            for one in _chairing(reading, sentence.piece)
            if one.name not in {f.name for f in found}
        ]
    return tuple(_with_posts(reading, found))


def _in_label(reading: Reading, label: Piece) -> Iterator[Someone]:
    for entry in part_list(label, reading.people):
        mentions = reading.people.inside(entry)
        if mentions:
            yield from (someone(one) for one in mentions)
        elif name := bare_name(entry):
            yield Someone(name.name, None, name)
        elif is_unit(entry.text):
            yield Someone(entry.written, None, entry)


def _chairing(reading: Reading, sentence: Piece) -> Iterator[Someone]:
    for pattern in (_CHAIRED_BY, _UNDER):
        for found in sentence.every(pattern):
            yield from _named(reading, sentence.group(found, "who"))
            return
    for found in sentence.every(_CHAIRS):
        persons = reading.people.inside(sentence.part(sentence.start, found.start()))
        if persons and not re.search(
            "会议(?!室|厅)|各|全体", sentence.part(persons[-1].end, found.start()).text
        ):
            yield someone(persons[-1])


def _named(reading: Reading, who: Piece) -> Iterator[Someone]:
    persons = reading.people.inside(who)
    if persons:
        yield from (someone(one) for one in persons)
    elif is_unit(who.text):
        yield Someone(who.written, None, who)


def _with_posts(reading: Reading, found: Iterable[Someone]) -> Iterator[Someone]:
    """Give each the post that stands with the name elsewhere in the text."""
    for one in found:
        posts = [m.post.name for m in reading.people.mentions if m.name.name == one.name and m.post]
        yield one if one.post or not posts else Someone(one.name, posts[0], one.words, one.roles)


def _whole(reading: Reading, mention: Mention) -> Mention:
    """Return where the person of 雷书记 is named in full."""
    name = reading.people.full_name(mention)
    return next((one for one in reading.people.mentions if one.name.text == name), mention)


def recognise_speakers(reading: Reading) -> tuple[Someone, ...]:
    """Return who spoke, each once with all that they did; one who only chaired did not speak."""
    roles: dict[str, list[str]] = {}
    first: dict[str, Mention] = {}
    for speech in reading.speeches:
        for statement in speech.statements:
            for one in statement.persons:
                name = reading.people.full_name(one)
                roles.setdefault(name, []).append(statement.verb.text)
                first.setdefault(name, one)
    found = [
        Someone(
            someone(_whole(reading, one)).name,
            someone(one).post,
            one.whole,
            tuple(dict.fromkeys(roles[name])),
        )
        for name, one in first.items()
    ]
    return tuple(_with_posts(reading, found))
