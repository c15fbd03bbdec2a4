"""Who may do what to a risk, told here in the words of the rules and not asked of the product."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

OFFICE = {"clerk", "director"}
LEADERS = {"secretary", "president", "vice"}
DECIDERS = LEADERS | {"director"}
# Who acts for the head of the department while the head is away (代办委托).
DEPUTY = "clerk"
PEOPLE = (
    "clerk", "director", "secretary", "president", "vice", "head", "liaison", "head2",
    "discipline", "inspector", "sysadmin",
)  # fmt: skip
UNITS = ("机电工程系", "机电工程系党总支", "保卫部", "办公室")
ENTRUSTED = {"机电工程系", "机电工程系党总支"}
FAMILY = {
    "机电工程系": {"head", "liaison"}, "机电工程系党总支": {"head", "liaison"},
    "保卫部": {"head2"}, "办公室": {"clerk", "director"},
}  # fmt: skip
GRADES = ("general", "significant", "major")
COLOURS = ("low", "normal", "elevated", "severe")
LEVELS = {"risk_point": COLOURS, "weak_link": GRADES, "problem": GRADES, "hazard": GRADES}
UNDER_WAY = ("rectifying", "transferred", "long_term")
OPEN = ("registered", *UNDER_WAY)
FROM = {
    "rectify": ("registered",), "edit": OPEN, "regrade": OPEN, "confirm_downgrade": OPEN,
    "refuse_downgrade": OPEN, "transfer": ("rectifying",), "prolong": ("rectifying",),
    "review": ("long_term",), "resume": ("transferred", "long_term"), "finish": UNDER_WAY,
    "confirm": UNDER_WAY, "refuse": UNDER_WAY, "look_back": ("closed",), "reopen": ("closed",),
    "cancel": ("registered", "rectifying"),
}  # fmt: skip
TO = {
    "rectify": "rectifying", "transfer": "transferred", "prolong": "long_term",
    "resume": "rectifying", "reopen": "rectifying", "cancel": "cancelled", "confirm": "closed",
}  # fmt: skip
REASONED = {
    "regrade", "refuse_downgrade", "transfer", "prolong", "review", "resume", "refuse",
    "look_back", "reopen", "cancel",
}  # fmt: skip
# Whose act each is; what is missing here is the office's.
DOERS = {
    "confirm_downgrade": DECIDERS, "refuse_downgrade": DECIDERS, "prolong": DECIDERS,
    "confirm": LEADERS, "refuse": LEADERS, "cancel": {"director"}, "finish": OFFICE | LEADERS,
    "look_back": OFFICE | LEADERS, "reopen": OFFICE | LEADERS,
}  # fmt: skip
# What the office may record of a leader's or the director's pen.
ON_PAPER = {
    "confirm_downgrade", "refuse_downgrade", "prolong", "confirm", "refuse", "cancel",
    "look_back", "reopen",
}  # fmt: skip
# What nobody of the unit's family may do.
OTHERS = {"finish", "confirm", "look_back", "reopen"}
FORGETS = {"transfer", "prolong", "refuse", "reopen", "confirm_downgrade"}


@dataclass(frozen=True)
class Try:
    """One attempt: who sits before the screen, who acted, on which day, and with which words."""

    who: str
    doer: str
    on: date
    reason: str = "理由充分。"
    day: date = date.max
    unit: str = ""
    kind: str = "hazard"
    level: str = "general"

    @property
    def is_on_paper(self) -> bool:
        """Tell whether the office types what another did by pen."""
        return self.who != self.doer


@dataclass
class Known:
    """What is known of one risk from what was done with it."""

    id: int
    unit: str
    kind: str
    level: str
    begun_on: date
    is_sensitive: bool = False
    # Whether it has what a major one must have, and something shows that it was mended.
    is_whole: bool = False
    state: str = "registered"
    round: int = 1
    accepted: tuple[str, date] | None = None
    asked: tuple[str, str, str] | None = None
    closed_on: date = date.min
    is_seen_again: bool = False

    @property
    def is_major(self) -> bool:
        """Tell whether it is major; colours are another scale."""
        return self.level == "major"

    @property
    def is_awaiting(self) -> bool:
        """Tell whether it passed its check and waits for a leader."""
        return self.is_major and self.accepted is not None

    def take(self, verb: str, t: Try) -> None:
        """Keep what was done with it."""
        if verb == "edit":
            self.unit = t.unit
        if verb == "regrade" and self.is_major and t.level != "major":
            self.asked = (t.kind, t.level, t.doer)
        elif verb == "regrade":
            self.kind, self.level, self.accepted = t.kind, t.level, None
        if verb == "confirm_downgrade" and self.asked:
            self.kind, self.level, _ = self.asked
        if verb == "finish":
            self.accepted = (t.doer, t.on)
        is_struck_off = verb == "confirm" or (verb == "finish" and not self.is_major)
        self.state = "closed" if is_struck_off else TO.get(verb, self.state)
        self._take_days(verb, t)

    def _take_days(self, verb: str, t: Try) -> None:
        if verb in FORGETS:
            self.accepted = None
        if verb in {"confirm_downgrade", "refuse_downgrade"} or self.state not in OPEN:
            self.asked = None
        if verb == "reopen":
            self.round, self.begun_on = self.round + 1, t.on
        if self.state == "closed" and verb != "look_back":
            self.closed_on, self.is_seen_again = t.on, False
        self.is_seen_again = self.is_seen_again or verb == "look_back"


@dataclass(frozen=True)
class Rules:
    """Who may do what; `away` says on which days the deputy acts for the head."""

    away: tuple[date, date]

    def family(self, unit: str, on: date) -> set[str]:
        """Return who belongs to a unit's family that day, or acts for its head."""
        is_away = unit in ENTRUSTED and self.away[0] <= on <= self.away[1]
        return FAMILY[unit] | ({DEPUTY} if is_away else set())

    def may(self, risk: Known, verb: str, t: Try) -> bool:
        """Tell whether this attempt must be let through; all others must be refused."""
        if risk.state not in FROM[verb] or (verb in REASONED and not t.reason.strip()):
            return False
        if t.is_on_paper and (t.who not in OFFICE or verb not in ON_PAPER):
            return False
        if t.is_on_paper and verb in {"look_back", "reopen"} and t.doer not in DECIDERS:
            return False
        if verb in OTHERS and t.doer in self.family(risk.unit, t.on):
            return False
        return t.doer in DOERS.get(verb, OFFICE) and self._fits(risk, verb, t)

    def _fits(self, risk: Known, verb: str, t: Try) -> bool:
        """Tell whether the matter allows it now: its level, its dates, what else is asked."""
        is_second = risk.asked is not None and t.doer != risk.asked[2]
        fits: Mapping[str, Callable[[], Any]] = {
            "rectify": lambda: risk.is_whole or not risk.is_major,
            "edit": lambda: risk.state == "registered" or t.unit == risk.unit,
            "regrade": lambda: (
                not risk.is_sensitive and t.level in LEVELS[t.kind]
                and (t.kind, t.level) != (risk.kind, risk.level)
                and not (risk.asked and t.level != "major")
            ),
            "confirm_downgrade": lambda: is_second,
            "refuse_downgrade": lambda: is_second,
            "prolong": lambda: t.day > t.on,
            "review": lambda: t.day > t.on,
            "finish": lambda: (
                t.on >= risk.begun_on
                and (not risk.is_major or (risk.is_whole and not risk.accepted))
            ),
            "confirm": lambda: self._may_be_confirmed(risk, t),
            "refuse": lambda: risk.is_awaiting,
            "look_back": lambda: not risk.is_seen_again and t.on >= risk.closed_on,
            "reopen": lambda: t.day >= t.on >= risk.closed_on,
        }  # fmt: skip
        return verb not in fits or bool(fits[verb]())

    def _may_be_confirmed(self, risk: Known, t: Try) -> bool:
        if not risk.is_awaiting or risk.accepted is None:
            return False
        checker, day = risk.accepted
        return t.doer != checker and t.on >= max(day, risk.begun_on)
