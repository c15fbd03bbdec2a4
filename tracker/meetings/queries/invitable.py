"""Reading a pasted list of participants: which category, unit or person each entry names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.core import text
from tracker.directory import queries as directory
from tracker.meetings.queries.roster import AND_OTHERS

# A target is written as kind:value, for example category:党总支书记, unit:12, person:5.
WORDS_ONLY = "words"
DROPPED = "drop"

# “…等负责人参加了会议” and “…等部门负责人” say nothing of who: the list ends before them.
_PLURAL = r"(?:等(?:部门|单位|有关)*)"
_HEADS = r"(?:主要)?(?:负责人|负责同志)"
_CAME = r"(?:参加|出席|列席)(?:了)?(?:会议|本次)[^，,；;、]*"
_AFTERWORDS = re.compile(rf"{_PLURAL}?(?:{_HEADS})?{_CAME}|{_PLURAL}{_HEADS}$")
_BEFORE = re.compile(r"^(?:各|全体|所有|有关|相关|学院|我院|本院|会议)+")
_HEADED = re.compile(r"(?:主要)?(?:负责人|负责同志)$")
_SCOPE = re.compile(r"^(?P<name>.+?)（(?P<scope>[^（）]+)）$")


@dataclass(frozen=True)
class Entry:
    """One entry of a pasted list: its words, what it names (or nothing), and what looks like it."""

    words: str
    target: str = ""
    nearest: tuple[str, ...] = ()
    scope: str = ""


class Invitable:
    """Everything that an invitation may name on a day, loaded once."""

    def __init__(self, on: date) -> None:
        self.units = directory.units(on=on)
        self.categories = directory.categories()
        self.labels: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._persons: dict[str, list[str]] = {}
        for category in self.categories:
            self._learn(f"category:{category}", category, [category])
        for unit in self.units:
            self._learn(f"unit:{unit.id}", unit.name, unit.names)
        for person_id, label in people(on=on):
            self.labels[f"person:{person_id}"] = label
            name = label.partition("（")[0]
            self._persons.setdefault(name, []).append(f"person:{person_id}")

    def _learn(self, target: str, label: str, names: Iterable[str]) -> None:
        self.labels[target] = label
        for name in names:
            self._known.setdefault(_plain(name), target)
            self._known.setdefault(_BEFORE.sub("", _plain(name)), target)

    def read(self, pasted: str) -> list[Entry]:
        """Return the entries of a pasted list of participants, in order."""
        return [self.entry(words) for words in self._split(pasted)]

    def read_reporting(self, pasted: str) -> list[Entry]:
        """Return the entries of a pasted list of units, scopes in brackets taken apart."""
        return [self._reporting(w.removesuffix(AND_OTHERS)) for w in self._split(pasted)]

    def entry(self, words: str) -> Entry:
        """Return what one entry names, or what looks most like it."""
        target = self._find(words)
        return Entry(words, target, () if target else tuple(self.nearest(words)))

    def _reporting(self, words: str) -> Entry:
        whole = self._unit(words)
        apart = _SCOPE.match(words)
        if whole or apart is None:
            return Entry(words, whole, () if whole else tuple(self._nearest_units(words)))
        name = apart["name"]
        target = self._unit(name)
        nearest = () if target else tuple(self._nearest_units(name))
        return Entry(name, target, nearest, apart["scope"])

    def nearest(self, words: str) -> list[str]:
        """Return up to three targets whose names look like these words."""
        return self._targets(text.nearest(words, list(self.labels.values())))

    def _nearest_units(self, words: str) -> list[str]:
        names = {unit.name: unit.names for unit in self.units}
        return self._targets(text.nearest(words, names))

    def _targets(self, labels: list[str]) -> list[str]:
        by_label = {label: target for target, label in self.labels.items()}
        return [by_label[label] for label in labels]

    def _split(self, pasted: str) -> list[str]:
        found = [words for line in _sentences(pasted) for words in self._split_line(line)]
        return list(dict.fromkeys(found))

    def _split_line(self, line: str) -> list[str]:
        """Return the entries of one sentence; 等 stays with the last before it, as written."""
        entries: list[str] = []
        start = 0
        for after in _AFTERWORDS.finditer(line):
            entries += text.split_list(line[start : after.start()], self._known)
            if entries and after[0].startswith(AND_OTHERS):
                entries[-1] += AND_OTHERS
            start = after.end()
        return entries + text.split_list(line[start:], self._known)

    def _unit(self, words: str) -> str:
        target = self._known.get(_plain(words).removesuffix(AND_OTHERS), "")
        return target if target.startswith("unit:") else ""

    def _find(self, words: str) -> str:
        plain = _plain(words).removesuffix(AND_OTHERS)
        for form in (plain, _BEFORE.sub("", plain), _HEADED.sub("", _BEFORE.sub("", plain))):
            if form in self._known:
                return self._known[form]
        return self._person(plain)

    def _person(self, plain: str) -> str:
        """Return the person whose name ends the words (院长×××), if only one has it."""
        found = [targets for name, targets in self._persons.items() if plain.endswith(_plain(name))]
        return found[0][0] if len(found) == 1 and len(found[0]) == 1 else ""


def _sentences(pasted: str) -> list[str]:
    """Cut after each sentence, so that the words behind a list do not stick to the next one."""
    return re.split(r"[。\n]", text.half_to_full_punctuation(text.clean(pasted)))


def _plain(words: str) -> str:
    return re.sub(r"\s", "", words).replace("(", "（").replace(")", "）")


def people(*, on: date) -> list[tuple[int, str]]:
    """Return (id, name with post) of the staff in rank order, those without a post last."""
    named: dict[int, str] = {}
    for holding in directory.holdings(on=on):
        post = directory.post_words(holding.post)
        named.setdefault(holding.person_id, f"{holding.person.name}（{post}）")
    for person in directory.persons(active_only=False):
        named.setdefault(person.id, person.name)
    return list(named.items())
