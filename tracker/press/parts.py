"""Parts that many kinds of paper share, as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.press.typography import qr_svg, roster_names


@dataclass(frozen=True)
class VerifyMark:
    """How a reader of the paper finds its record.

    `url` is the whole address behind the QR code, `code` the short code to type by hand.
    """

    url: str
    code: str

    @property
    def svg(self) -> str:
        """Return the QR code for the foot or the head of a paper, 18 mm wide or more."""
        return qr_svg(self.url, size_mm=18, label=f"核验码{self.code}")

    @property
    def small_svg(self) -> str:
        """Return the QR code for a table row, 13 mm wide or more."""
        return qr_svg(self.url, size_mm=13, label=f"核验码{self.code}")


@dataclass(frozen=True)
class Roster:
    """One line of 出席, 请假 or 列席 (GB/T 9704-2012 §10.3).

    `names` are printed in the given (rank) order with two-character names spread; `text` is
    printed as written, for a meeting that names categories only. One of the two is empty.
    """

    label: str
    names: tuple[str, ...] = ()
    text: str = ""

    @property
    def spread_names(self) -> tuple[str, ...]:
        """Return the names at equal width."""
        return roster_names(self.names)


@dataclass(frozen=True)
class Receivers:
    """A row of the 版记: its label and the units, separated as they are to be printed."""

    label: str
    text: str


@dataclass(frozen=True)
class Imprint:
    """版记 (GB/T 9704-2012 §7.4): to whom, by whom, when, how many.

    `receivers` are pairs of a label (分送, 抄送, 发) and a text; `printed_on` is a date as printed
    (2023年3月13日); `copies` may be empty.
    """

    receivers: tuple[Receivers, ...]
    printed_by: str
    printed_on: str
    copies: str = ""
