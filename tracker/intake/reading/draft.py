"""What a text says of a meeting, each value with the words that say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from tracker.intake.reading.source import Piece

T = TypeVar("T")


@dataclass(frozen=True)
class Value(Generic[T]):
    """A single value; `basis` says in Chinese how it follows from the words."""

    value: T
    words: tuple[Piece, ...]
    basis: str = ""
    is_sure: bool = True


@dataclass(frozen=True)
class Someone:
    """A person as named, with the post that stands with the name."""

    name: str
    post: str | None
    words: Piece
    roles: tuple[str, ...] = ()

    def as_case(self) -> dict[str, Any]:
        """Return it in the schema of annotated cases."""
        return {"name": self.name, "post": self.post}


@dataclass(frozen=True)
class AreaList:
    """Areas that are named together, and where."""

    context: str
    items: tuple[Piece, ...]


@dataclass(frozen=True)
class Heading:
    """A point of an address by its heading; `whole` reaches to the next point."""

    words: Piece
    whole: Piece
    sub: tuple["Heading", ...] = ()

    def as_case(self) -> dict[str, Any]:
        """Return it in the schema of annotated cases."""
        return {"text": self.words.written, "sub": [one.words.written for one in self.sub]}


@dataclass(frozen=True)
class Instruction:
    """The points of one speaker."""

    speaker: str
    lead_in: str | None
    headings: tuple[Heading, ...]


@dataclass(frozen=True)
class Signing:
    """An agreement that was signed, with its sides."""

    title: Piece
    year: int | None
    party_a: tuple[str, ...]
    party_b: tuple[str, ...]
    verb: str
    words: Piece

    def as_case(self) -> dict[str, Any]:
        """Return it in the schema of annotated cases."""
        return {
            "title": self.title.written, "year": self.year, "party_a": list(self.party_a),
            "party_b": list(self.party_b), "verb": self.verb, "note": None,
        }  # fmt: skip


@dataclass(frozen=True)
class Demand:
    """What is asked of units, or by a time."""

    addressee: Piece | None
    demand: Piece
    deadline: Piece | None
    is_recurring: bool = False

    def as_case(self) -> dict[str, Any]:
        """Return it in the schema of annotated cases."""
        return {
            "addressee": self.addressee.written if self.addressee else None,
            "demand": self.demand.written,
            "deadline": self.deadline.written if self.deadline else None,
            "recurring": self.is_recurring,
        }


@dataclass(frozen=True)
class Attendance:
    """Who came, by name and by group."""

    groups: tuple[Piece, ...] = ()
    named: tuple[Someone, ...] = ()
    non_voting: tuple[Someone | Piece, ...] = ()


@dataclass(frozen=True)
class Told:
    """What a speaker said, or the meeting itself when nobody is named."""

    name: str | None
    speaker: Someone | None
    verbs: tuple[str, ...]
    words: Piece


@dataclass(frozen=True)
class Draft:
    """A meeting as a text tells of it; `name` is what the meeting is called in it."""

    title: Value[str] | None
    name: Value[str] | None
    date: Value[str] | None
    date_raw: Piece | None
    year: Value[int] | None
    quarter: Value[int] | None
    time_of_day: Value[str] | None
    venue: Value[str] | None
    organisation: Value[str] | None
    organisation_as_written: str | None
    kinds: tuple[str, ...]
    chair: tuple[Someone, ...]
    speakers: tuple[Someone, ...]
    attendance: Attendance
    reporting: tuple[Piece, ...]
    areas: tuple[AreaList, ...]
    instructions: tuple[Instruction, ...]
    addresses: tuple[Told, ...]
    agreements: tuple[Signing, ...]
    demands: tuple[Demand, ...]
    # 雷书记 → 雷承锋, where the text leaves no doubt.
    full_names: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = field(default=())
