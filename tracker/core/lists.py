"""Lists narrowed by their address: what may be chosen, chips to take it back, one page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from flask import abort, request, url_for
from flask_sqlalchemy.pagination import Pagination

from tracker.core.calendar import Quarter, read_quarter

LAST_PAGE = 100_000
PER_PAGE = 50
# A list stands on a desk in its order of work; the unit is chosen above it, the rest by a click.
UNIT = "unit"


class Option(NamedTuple):
    """One of the things that a condition may be; `group` heads those that belong together."""

    value: str
    words: str
    group: str = ""


def options(pairs: Iterable[tuple[Any, str]], group: str = "") -> list[Option]:
    """Return options of pairs such as the items of a table of labels."""
    return [Option(str(value), words, group) for value, words in pairs]


def quarters(found: Iterable[Quarter]) -> list[Option]:
    """Return quarters as options."""
    return [Option(quarter.code, quarter.short_words) for quarter in found]


@dataclass(frozen=True)
class Condition:
    """A part of the address that narrows a list: its name on the page, and what it may be."""

    label: str
    read: Callable[[], list[Option]]


@dataclass(frozen=True)
class ListAddress:
    """What the address of a list may say: `?state=`, of which one is the default, and conditions.

    `states` are the tabs as {value: words}; the empty value stands for all.
    """

    endpoint: str
    states: Mapping[str, str]
    conditions: Mapping[str, Condition]
    default_state: str = ""

    def read(self) -> "Narrowed":
        """Return what the present address says; 404 where it names what is not there."""
        return Narrowed(self)


class Narrowed:
    """A list as the present address narrows it."""

    def __init__(self, address: ListAddress) -> None:
        self.address = address
        self._options: dict[str, list[Option]] = {}
        self.state = request.args.get("state", address.default_state)
        if self.state not in address.states:
            abort(404)
        asked = {name: request.args.get(name) for name in address.conditions}
        self.kept = {name: value for name, value in asked.items() if value}
        self._words = {name: self._words_of(name, value) for name, value in self.kept.items()}

    def _words_of(self, name: str, value: str) -> str:
        known = {option.value: option.words for option in self.options(name)}
        return known.get(value) or abort(404)

    def options(self, name: str) -> list[Option]:
        """Return what a condition may be, read once."""
        if name not in self._options:
            self._options[name] = self.address.conditions[name].read()
        return self._options[name]

    def text(self, name: str) -> str:
        """Return what a condition says; empty where it says nothing."""
        return self.kept.get(name, "")

    def number(self, name: str) -> int | None:
        """Return the id that a condition names."""
        return int(self.kept[name]) if name in self.kept else None

    def quarter(self, name: str = "quarter") -> Quarter | None:
        """Return the quarter that a condition names."""
        found = read_quarter(self.text(name))
        return Quarter(*found) if found else None

    @property
    def is_narrow(self) -> bool:
        """Tell whether anything but the default state narrows the list."""
        return bool(self.kept) or self.state != self.address.default_state

    @property
    def page(self) -> int:
        """Return the number of the page; 404 for one that no list has."""
        number = request.args.get("page", 1, type=int)
        return number if number <= LAST_PAGE else abort(404)

    @property
    def places(self) -> dict[str, str]:
        """Return state and conditions as parts of an address; the default state is left out."""
        return {**self.kept, **self._state_in_address(self.state)}

    def _state_in_address(self, state: str) -> dict[str, str]:
        return {} if state == self.address.default_state else {"state": state}

    @property
    def told(self) -> str:
        """Return all that narrows the list in words, for the head of a paper."""
        state = [self.address.states[self.state]] if self.state else []
        return "；".join([*state, *(self._labelled(name) for name in self.kept)]) or "全部"

    def _labelled(self, name: str) -> str:
        return f"{self.address.conditions[name].label}：{self._words[name]}"

    @property
    def chips(self) -> list[dict[str, str]]:
        """Return what narrows the list, each with the address that is without it."""
        return [
            {"label": self._labelled(name), "url": self._without(name)}
            for name in self.kept
            if name != UNIT
        ]

    def _without(self, left_out: str) -> str:
        others: dict[str, Any] = {k: v for k, v in self.places.items() if k != left_out}
        return url_for(self.address.endpoint, **others)

    def tabs(self, counts: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
        """Return the states that something stands in, each with its address and count.

        All of them where nothing is counted.
        """
        known = {} if counts is None else counts
        always = {"", self.address.default_state, self.state}
        return [
            {
                "label": words,
                "url": self._tab_url(state),
                "active": self.state == state,
                "count": known.get(state, 0) if state and counts is not None else None,
            }
            for state, words in self.address.states.items()
            if counts is None or state in always or known.get(state)
        ]

    def _tab_url(self, state: str) -> str:
        values: dict[str, Any] = {**self.kept, **self._state_in_address(state)}
        return url_for(self.address.endpoint, **values)

    @property
    def fields(self) -> list[tuple[str, str, list[tuple[str, list[Option]]]]]:
        """Return (name, label, options by their groups) of what the list may be narrowed by."""
        return [
            (name, condition.label, _grouped(self.options(name)))
            for name, condition in self.address.conditions.items()
            if name != UNIT
        ]


def _grouped(found: list[Option]) -> list[tuple[str, list[Option]]]:
    return [(name, list(group)) for name, group in groupby(found, lambda option: option.group)]


class CountedPage(Pagination):
    """A page of a list; how many there are is known from its counts, and not asked again.

    The order is found out among the ids alone (`ids`, a query), which an index holds; only the
    rows of the page are then read, by `rows_of`, with what they name.
    """

    def _query_items(self) -> list[Any]:
        ids = self._query_args["ids"].limit(self.per_page).offset(self._query_offset)
        return list(self._query_args["rows_of"](ids))

    def _query_count(self) -> int:
        return int(self._query_args["total"])


def page_of(
    ids: Any, rows_of: Callable[[Any], Iterable[Any]], *, page: int, total: int
) -> Pagination:
    """Return a page of a list whose length is known; 404 where there is none of that number."""
    return CountedPage(
        page=page, per_page=PER_PAGE, max_per_page=PER_PAGE, ids=ids, rows_of=rows_of, total=total
    )
