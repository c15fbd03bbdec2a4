"""What somebody typed into the box: words, phrases, numbers and pinyin initials."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from tracker.core import words
from tracker.core.db import db
from tracker.core.text import clean
from tracker.directory.models import Person, Unit, UnitAlias
from tracker.search.models import Kind

LONGEST = 100
MOST_TERMS = 8
MOST_NAMES = 20
# Latin letters that may be initials: of two to eight characters.
_INITIALS = re.compile(r"[a-z]{2,8}")
# 〔2023〕3号, [2023]3, (2023) 3 号, 2023-3; a date (2023-3-10) is none.
_NUMBER = re.compile(
    r"[〔\[(【]\s*(?P<year>(?:19|20)\d\d)\s*[〕\])】]\s*第?\s*(?P<number>\d{1,5})(?!\d)\s*号?"
    r"|(?<![\d-])(?P<year_>(?:19|20)\d\d)-(?P<number_>\d{1,5})(?![\d-])"
)
_QUOTED = re.compile(r"[\"“”「『]([^\"“”「」『』]+)[\"“”」』]|([^\s\"“”「」『』,;。、!?]+)")
# What stands around a word and is none of it: 《消防安全责任书》.
_AROUND = re.compile(r"^[《〈（(【\[〔…—~]+|[》〉）)】\]〕…—~:]+$")


def number_marks(folded: str) -> set[str]:
    """Return the numbers of papers that stand in a folded text: 〔2023〕3号 gives 2023no3."""
    return {_mark(found) for found in _NUMBER.finditer(folded)}


def _mark(found: re.Match[str]) -> str:
    year, number = found["year"] or found["year_"], found["number"] or found["number_"]
    return f"{year}no{int(number)}"


def _written(mark: str) -> tuple[str, ...]:
    year, number = mark.split("no")
    return f"{year}-{number}", f"〔{year}〕{number}号"


@dataclass(frozen=True)
class Term:
    """One word or phrase, folded; `marks` are what it may name instead: a unit, a person.

    A number has no words, only its mark; `lit` is how it may be written.
    """

    words: str
    marks: frozenset[str] = frozenset()
    lit: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is looked for: all of the terms, of one kind, year and unit where given."""

    typed: str
    terms: tuple[Term, ...]
    kind: Kind | None = None
    year: int | None = None
    unit_id: int | None = None
    is_cut: bool = False

    @property
    def lit(self) -> list[str]:
        """Return the words to be lit where they stand."""
        return [words for term in self.terms for words in (term.words, *term.lit) if words]


def ask(
    typed: str, *, kind: Kind | None = None, year: int | None = None, unit_id: int | None = None
) -> Question:
    """Read what was typed; the question has no terms where nothing of it can be looked for."""
    plain = " ".join(clean(typed).split())
    terms, is_cut = _terms(words.fold(plain[:LONGEST]))
    is_cut = is_cut or len(plain) > LONGEST
    return Question(plain[:LONGEST], terms, kind, year, unit_id, is_cut)


def _terms(folded: str) -> tuple[tuple[Term, ...], bool]:
    numbers = sorted(number_marks(folded))
    rest = _NUMBER.sub(" ", folded)
    found = _QUOTED.findall(rest)
    phrases = [quoted.strip() or _AROUND.sub("", bare) for quoted, bare in found]
    phrases = [phrase for phrase in dict.fromkeys(phrases) if words.least_grams(phrase)]
    named = _named(phrases)
    terms = [Term("", frozenset({number}), _written(number)) for number in numbers]
    terms += [Term(phrase, named.get(phrase, frozenset())) for phrase in phrases]
    return tuple(terms[:MOST_TERMS]), len(terms) > MOST_TERMS


def _named(phrases: list[str]) -> Mapping[str, frozenset[str]]:
    """Return the marks of the units and persons that phrases name: in full, or by initials."""
    found: dict[str, set[str]] = {}
    initials = [phrase for phrase in phrases if _INITIALS.fullmatch(phrase)]
    names = _unit_names([] if initials else phrases) if phrases else []
    for phrase in phrases:
        found[phrase] = {mark for mark, name in names if words.fold(name) == phrase}
    people = _person_names() if initials else []
    for phrase in initials:
        close = [
            mark for mark, name in [*names, *people] if words.begins_with_initials(name, phrase)
        ]
        found[phrase] |= set(dict.fromkeys(close[:MOST_NAMES]))
    return {phrase: frozenset(marks) for phrase, marks in found.items()}


def _unit_names(phrases: list[str]) -> list[tuple[str, str]]:
    """Return every name of every unit with its mark, or of those that have one of these names."""
    query = select(Unit.id, Unit.name, Unit.short_name, UnitAlias.name).outerjoin(UnitAlias)
    if phrases:
        names = (Unit.name, Unit.short_name, UnitAlias.name)
        query = query.where(or_(*(func.lower(name).in_(phrases) for name in names)))
    rows = db.session.execute(query.order_by(Unit.sort, Unit.id)).all()
    return [(f"unit{row[0]}", name) for row in rows for name in row[1:] if name]


def _person_names() -> list[tuple[str, str]]:
    query = select(Person.id, Person.name).order_by(Person.sort, Person.id)
    return [(f"person{person_id}", name) for person_id, name in db.session.execute(query)]
