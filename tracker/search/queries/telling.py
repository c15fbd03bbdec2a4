"""What a record says to those who search: by this it is found, and so it is shown."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Readers(StrEnum):
    """Who may see a record: each also those before, and its units besides, save what is planned."""

    PLANNERS = "planned"
    OFFICE = "office"
    COLLEGE = "college"
    EVERYBODY = "open"


@dataclass(frozen=True)
class Told:
    """One record in words.

    `values` are those of its address. `name` is neutral (a number, a title of a meeting), `title`
    and `body` may be quoted unless they name a sensitive area, `hidden` is found by and never
    shown. `unit_ids` begin with the unit that answers for it, `readers` says who may see it
    besides the office, `marks` by what else it is found.
    """

    values: dict[str, Any]
    name: str
    title: str = ""
    body: str = ""
    hidden: str = ""
    about: str = ""
    badge: str = ""
    tone: str = "plain"
    year: int | None = None
    unit_ids: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()
    readers: Readers = Readers.COLLEGE
    is_sensitive: bool = False

    @property
    def text(self) -> str:
        """Return all that the record is found by."""
        return lines(self.name, self.title, self.body, self.hidden)

    @property
    def shown(self) -> dict[str, Any]:
        """Return what a result is made of, as the index keeps it; of sensitive records no words."""
        return {
            "values": self.values,
            "name": self.name,
            "title": "" if self.is_sensitive else self.title,
            "body": "" if self.is_sensitive else self.body,
            "about": self.about,
            "badge": self.badge,
            "tone": self.tone,
            "is_sensitive": self.is_sensitive,
        }


def out_or(is_out: bool, otherwise: Readers = Readers.COLLEGE) -> Readers:
    """Return everybody for what is out, else who sees it before."""
    return Readers.EVERYBODY if is_out else otherwise


def lines(*texts: str) -> str:
    """Return the texts that hold any words, a line each."""
    return "\n".join(text for text in texts if text)


def dotted(*words: str) -> str:
    """Return the words that are there with dots between."""
    return " · ".join(word for word in words if word)
