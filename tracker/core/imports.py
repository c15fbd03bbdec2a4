"""Bringing in a table, whole or not at all; what each row brings can be told before."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken


class Numbered(Protocol):
    """A row of a table by its columns; `number` is its place from the top, 0 the first."""

    @property
    def number(self) -> int:
        """Return the place from the top."""


Entry = TypeVar("Entry", bound=Numbered)


@dataclass(frozen=True)
class Outcome:
    """What a row brings: acts in words, none when all is there already, or what is wrong.

    `is_left_out` says of words that they tell why the row is rightly not brought in.
    """

    number: int
    acts: tuple[str, ...] = ()
    problem: str = ""
    is_left_out: bool = False


class NotBroughtIn(Exception):
    """Nothing of the table was kept; `outcomes` tell what each row would bring, or its problem."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__("not brought in")
        self.outcomes = outcomes


class LeftOut(Exception):
    """This row has nothing to bring in; the words say why."""


def bring_in(entries: Iterable[Entry], act: Callable[[Entry], Iterable[str]]) -> list[Outcome]:
    """Carry out every row in the present business transaction; `act` returns what it did.

    Raises:
        NotBroughtIn: a row has a problem; the transaction is to be rolled back.
    """
    outcomes = [_outcome(entry, act) for entry in entries]
    if any(outcome.problem for outcome in outcomes):
        raise NotBroughtIn(outcomes)
    return outcomes


def try_out(bring: Callable[[], list[Outcome]]) -> list[Outcome]:
    """Return what bringing the table in would do; nothing is kept."""
    try:
        with writing():
            raise NotBroughtIn(bring())
    except NotBroughtIn as tried:
        return tried.outcomes


def _outcome(entry: Entry, act: Callable[[Entry], Iterable[str]]) -> Outcome:
    try:
        with db.session.begin_nested():
            return Outcome(entry.number, tuple(act(entry)))
    except RuleBroken as error:
        return Outcome(entry.number, problem=error.sentence)
    except LeftOut as words:
        return Outcome(entry.number, (str(words),), is_left_out=True)
