"""Who may do what with a task, told here in the words of the rules and not asked of the product."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

OFFICE = {"clerk", "director"}
LEADERS = {"secretary", "president", "vice"}
DECIDERS = LEADERS | {"director"}
# Who acts for the head of the department while the head is away (代办委托).
DEPUTY = "outsider"
PEOPLE = (
    "head", "liaison", "head2", "head3", "clerk", "director", "vice", "secretary", "discipline",
    "inspector", "sysadmin", DEPUTY,
)  # fmt: skip
UNITS = ("机电工程系", "机电工程系党总支", "办公室", "后勤处", "创建办")
SUPPORT = "保卫部"
HEADS = {
    "机电工程系": {"head"}, "机电工程系党总支": {"head"}, "办公室": {"director"},
    "后勤处": {"head3"}, "创建办": {"head2"}, "保卫部": {"head2"},
}  # fmt: skip
CONTACTS = {"机电工程系": {"liaison"}}
ENTRUSTED = {"机电工程系", "机电工程系党总支"}
FAMILY = {
    "机电工程系": {"head", "liaison"}, "机电工程系党总支": {"head", "liaison"},
    "办公室": {"clerk", "director"}, "后勤处": {"head3"}, "创建办": {"head2"}, "保卫部": {"head2"},
}  # fmt: skip
UNIT_PEOPLE = frozenset().union(*HEADS.values(), *CONTACTS.values(), {"discipline"})
# From where each verb leads, and where to; what leaves the task where it is has the same twice.
TICKABLE = ("assigned", "returned")
ENDED = ("closed", "cancelled")
OPEN = (*TICKABLE, "submitted", "disputed", "suspended")
FROM = {
    "edit": ("planned",), "dispatch": ("planned",), "submit": TICKABLE, "close": ("submitted",),
    "return": ("submitted",), "dispute": TICKABLE, "uphold": ("disputed",),
    "reassign": ("disputed",), "transfer": TICKABLE, "suspend": (*TICKABLE, "submitted"),
    "resume": ("suspended",), "cancel": ("planned", *OPEN), "ask_extension": TICKABLE,
    "approve": OPEN, "refuse": OPEN, "progress": TICKABLE, "go_on": TICKABLE, "review": TICKABLE,
    "end_going_on": TICKABLE, "add_goal": TICKABLE, "reach_goal": TICKABLE,
}  # fmt: skip
TO = {
    "dispatch": "assigned", "submit": "submitted", "close": "closed", "return": "returned",
    "dispute": "disputed", "uphold": "assigned", "reassign": "assigned", "transfer": "assigned",
    "suspend": "suspended", "resume": "assigned", "cancel": "cancelled",
}  # fmt: skip
REASONED = {
    "return", "dispute", "uphold", "reassign", "transfer", "suspend", "resume", "cancel",
    "ask_extension", "refuse", "progress", "go_on", "review", "end_going_on", "add_goal",
}  # fmt: skip
OFFICES = {"edit", "dispatch", "cancel"}
VERIFIERS = {"close", "return"}
OUTSIDERS = {"uphold", "reassign", "transfer", "suspend", "resume", "review", "add_goal"}
DECIDED = {"approve", "refuse", "go_on", "end_going_on"}
UNITS_OWN = {"submit", "dispute", "ask_extension", "progress", "reach_goal"}
DATED = {"edit", "go_on", "review", "end_going_on"}
SATURDAY = 5


@dataclass(frozen=True)
class Try:
    """One attempt: who sits before the screen, who acted, on which day, and with which words."""

    who: str
    doer: str
    on: date
    reason: str = "理由充分。"
    day: date = date.max
    unit: str = ""

    @property
    def is_on_paper(self) -> bool:
        """Tell whether the office types what another did by pen."""
        return self.who != self.doer


@dataclass
class Task:
    """What is known of one task from what was done with it."""

    id: int
    lead: str
    due: date
    supporting: tuple[str, ...] = ()
    is_filing: bool = False
    is_recurring: bool = False
    state: str = "planned"
    original: date | None = None
    assigned_on: date = date.min
    submitted_on: date = date.min
    is_long: bool = False
    goals: int = 0
    # Until when more time was asked for, by whom and when; nothing while none waits.
    asked: tuple[date, str, date] | None = None
    doers: set[str] = field(default_factory=set)
    worked: set[str] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        """Tell whether it stands on the ledger."""
        return self.state in OPEN

    @property
    def asked_until(self) -> date | None:
        """Return the later date that waits for a decision."""
        return self.asked[0] if self.asked else None

    def take(self, verb: str, t: Try, rules: "Rules") -> None:
        """Keep what was done with it."""
        if verb in {"submit", "progress"}:
            self.doers.add(t.doer)
            self.worked.add(rules.files_for(self, verb, t) or self.lead)
        self._take_dates(verb, t)
        self.state = TO.get(verb, self.state)
        if verb == "submit" and self.is_filing:
            self.state = "closed"
        if verb in {"reassign", "transfer"}:
            self.lead = t.unit
            self.supporting = tuple(one for one in self.supporting if one != t.unit)
        if verb in {"approve", "refuse", "reassign", "transfer"} or self.state in ENDED:
            self.asked = None

    def _take_dates(self, verb: str, t: Try) -> None:
        if verb == "submit":
            self.submitted_on = t.on
        elif verb == "dispatch":
            self.original, self.assigned_on = self.due, t.on
        elif verb in DATED:
            self.due, self.is_long = t.day, verb in {"go_on", "review"}
        elif verb == "approve" and self.asked:
            self.due = self.asked[0]
        elif verb == "ask_extension":
            self.asked = (t.day, t.doer, t.on)


@dataclass(frozen=True)
class Rules:
    """Who may do what; `away` says on which days the deputy acts for the head."""

    away: tuple[date, date]

    def deputies(self, unit: str, on: date) -> set[str]:
        """Return who acts for the head of a unit that day."""
        is_away = self.away[0] <= on <= self.away[1]
        return {DEPUTY} if unit in ENTRUSTED and is_away else set()

    def heads(self, unit: str, on: date) -> set[str]:
        """Return who heads a unit that day, or acts for its head."""
        return HEADS[unit] | self.deputies(unit, on)

    def family(self, unit: str, on: date) -> set[str]:
        """Return who belongs to a unit's family that day."""
        return FAMILY[unit] | self.deputies(unit, on)

    def may(self, task: Task, verb: str, t: Try) -> bool:
        """Tell whether this attempt must be let through; all others must be refused."""
        if task.state not in FROM[verb] or (verb in REASONED and not t.reason.strip()):
            return False
        if t.is_on_paper and (t.who not in OFFICE or verb in OFFICES):
            return False
        is_late_enough = t.on >= task.assigned_on
        return is_late_enough and self._is_asked(task, verb, t) and self._fits(task, verb, t)

    def _is_asked(self, task: Task, verb: str, t: Try) -> bool:
        """Tell whether the doer is one of those whose act this is."""
        if verb in OFFICES:
            return t.doer in OFFICE
        if verb in UNITS_OWN:
            return self.files_for(task, verb, t) is not None
        if verb in VERIFIERS and t.doer in task.doers:
            return False
        units = {task.lead, *task.worked} if verb in VERIFIERS else {task.lead}
        is_own = any(t.doer in self.family(unit, t.on) for unit in units)
        return not is_own and t.doer in self._asked(task, verb, t)

    def _asked(self, task: Task, verb: str, t: Try) -> set[str]:
        """Return who is asked to verify, to answer or to decide, the doers' own people apart."""
        if verb in DECIDED:
            return DECIDERS
        is_offices = task.lead == "办公室" and (verb in VERIFIERS or t.is_on_paper)
        return (DECIDERS if t.is_on_paper else OFFICE | LEADERS) | (
            {"discipline"} if is_offices else set()
        )

    def files_for(self, task: Task, verb: str, t: Try) -> str | None:
        """Return the unit for which somebody acts: the lead one, or for progress a supporting."""
        units = (task.lead, *task.supporting) if verb == "progress" else (task.lead,)
        for unit in units:
            if t.doer in self.heads(unit, t.on):
                return unit
            if t.doer in CONTACTS.get(unit, ()):
                return None if t.is_on_paper else unit
        return None

    def _fits(self, task: Task, verb: str, t: Try) -> bool:
        """Tell whether the matter allows it now: its dates, and what else is under way."""
        is_workday = t.day.weekday() < SATURDAY
        fits: Mapping[str, Callable[[], Any]] = {
            "submit": lambda: not task.is_long,
            "close": lambda: t.on >= task.submitted_on,
            "return": lambda: t.on >= task.submitted_on,
            "reassign": lambda: t.unit != task.lead,
            "transfer": lambda: t.unit != task.lead,
            "ask_extension": lambda: (
                not task.asked and not task.is_long
                and t.day > task.due and t.day >= t.on and is_workday
            ),
            "approve": lambda: self._may_be_decided(task, t) and task.asked[0] >= t.on,
            "refuse": lambda: self._may_be_decided(task, t),
            "go_on": lambda: (
                not task.is_long and not task.is_filing and not task.is_recurring
                and not task.asked and t.day > t.on and is_workday
            ),
            "review": lambda: task.is_long and t.day > t.on and is_workday,
            "end_going_on": lambda: task.is_long and t.day >= t.on and is_workday,
            "add_goal": lambda: task.is_long and t.day >= t.on,
            "reach_goal": lambda: task.goals > 0,
        }  # fmt: skip
        return verb not in fits or bool(fits[verb]())

    def _may_be_decided(self, task: Task, t: Try) -> bool:
        return task.asked is not None and t.doer != task.asked[1] and t.on >= task.asked[2]
