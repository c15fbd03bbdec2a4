"""落实情况 of what was said at meetings: of each point how it is carried out, and how far."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from tracker.core.calendar import Quarter, chinese_date, due_words, quarter_of
from tracker.core.permissions import Viewer
from tracker.directory import queries as directory
from tracker.followups.models import FollowUp
from tracker.followups.queries.coverage_rows import Decided, Rows, load_rows
from tracker.followups.queries.reach import Reach, reach_of
from tracker.followups.queries.tally import REPORTED_STATES, Tally, newest_of, tally_now, tally_then
from tracker.meetings.models import HANDLING_LABELS, Address, Handling, Meeting, Point

# So many units that have not told yet are named, the rest counted.
MOST_NAMED = 6
UNDECIDED = "未明确落实方式"
STANDS = "继续坚持"


class Reached(StrEnum):
    """How far a point is: carried out, under way, or not begun."""

    DONE = "done"
    GOING = "going"
    LEFT = "left"


REACHED_TONES = {Reached.DONE: "good", Reached.GOING: "info", Reached.LEFT: "bad"}


@dataclass(frozen=True)
class PointCoverage:
    """One point with its tasks, the newest of each, and those by which the meeting is passed on.
    `reached` is None where the point is settled by its sub-points, or by the point above it:
    such a one is shown, but not counted. `decided` says since when nothing more than its handling
    is asked. `then` are the words of each past quarter's end.
    """

    point: Point
    tasks: tuple[FollowUp, ...]
    conveyed: tuple[FollowUp, ...]
    tally: Tally
    reached: Reached | None
    words: str
    details: tuple[str, ...]
    then: tuple[tuple[Quarter, str], ...] = ()
    decided: Decided | None = None

    @property
    def handling_label(self) -> str:
        """Return how the point is carried out, in words; empty where nobody has said so."""
        if self.point.handling:
            return HANDLING_LABELS[Handling(self.point.handling)]
        return "随上一级" if self.point.is_settled else ""

    @property
    def tone(self) -> str:
        """Return the colour of the words' badge."""
        return "bad" if self.tally.late else REACHED_TONES.get(self.reached or Reached.GOING, "")

    @property
    def past(self) -> tuple[str, ...]:
        """Return how far it was at the ends of past quarters, alike ones told as a span."""
        runs = [list(run) for _, run in groupby(self.then, key=lambda pair: pair[1])]
        return tuple(f"{_span(run[0][0], run[-1][0])}：{run[0][1]}" for run in runs)


@dataclass(frozen=True)
class Bar:
    """Of the points that are carried out in one way: how many are done, under way, left."""

    label: str
    done: int
    going: int
    left: int

    @property
    def total(self) -> int:
        """Return how many points there are."""
        return self.done + self.going + self.left


@dataclass(frozen=True)
class Coverage:
    """What was said at one meeting in speaking order.

    With `is_own` the points are those alone that concern the viewer's units.
    """

    meeting: Meeting
    addresses: tuple[Address, ...] = ()
    points: tuple[PointCoverage, ...] = ()
    is_own: bool = False

    @cached_property
    def counted(self) -> list[PointCoverage]:
        """Return the points that are carried out on their own."""
        return [one for one in self.points if one.reached is not None]

    @cached_property
    def by_point(self) -> dict[int, PointCoverage]:
        """Return the points by their ids."""
        return {one.point.id: one for one in self.points}

    @property
    def bars(self) -> list[Bar]:
        """Return the numbers of each way to carry points out; ways without points are left out."""
        bars = [self._bar(label, handling) for handling, label in HANDLING_LABELS.items()]
        bars.append(self._bar(UNDECIDED, None))
        return [bar for bar in bars if bar.total]

    @property
    def summary(self) -> str:
        """Return the numbers of all points in words."""
        parts = [f"{bar.label} {bar.total} 条{_of_bar(bar)}" for bar in self.bars]
        count = len(self.counted)
        whole = f"与本单位有关的讲话要求 {count} 条" if self.is_own else f"共 {count} 条要求"
        return f"{whole}：{'；'.join(parts)}。"

    def _bar(self, label: str, handling: Handling | None) -> Bar:
        of_it = [one.reached for one in self.counted if (one.point.handling or None) == handling]
        return Bar(label, *(of_it.count(reached) for reached in Reached))


def coverage_of(meetings: Sequence[Meeting], *, on: date, viewer: Viewer | None) -> list[Coverage]:
    """Return how far the points of these meetings are, in their order, in a fixed number of asks.

    Who does not see all finds the points that concern the own units: their tasks, or their
    passing on of the meeting; with these tasks alone. None sees all (the worker).
    """
    return coverage_within(meetings, on=on, reach=reach_of(viewer))


def coverage_within(meetings: Sequence[Meeting], *, on: date, reach: Reach) -> list[Coverage]:
    """Return the same for whoever has this reach."""
    rows = load_rows(meetings, reach=reach)
    teller = _Teller(rows, on)
    is_own = reach.lead_ids is not None
    return [
        Coverage(
            meeting,
            tuple(rows.addresses.get(meeting.id, [])),
            tuple(
                teller.tell(point, meeting)
                for address in rows.addresses.get(meeting.id, [])
                for point in address.points
                if not is_own or rows.concerns(point, meeting)
            ),
            is_own,
        )
        for meeting in meetings
    ]


def points_left(coverage: Coverage) -> list[PointCoverage]:
    """Return the points that are not carried out yet; what stands for ever is none of them."""
    return [
        one
        for one in coverage.counted
        if one.reached != Reached.DONE and one.point.handling != Handling.STANDING
    ]


class _Teller:
    """Tells of each point how far it is on a day."""

    def __init__(self, rows: Rows, on: date) -> None:
        self.rows = rows
        self.on = on

    def tell(self, point: Point, meeting: Meeting) -> PointCoverage:
        """Return what is known of one point."""
        items = self.rows.items.get(point.id, [])
        conveyed = self.rows.conveyed(point, meeting)
        asked = conveyed if point.handling == Handling.CONVEYED else items
        tally = tally_now(asked, on=self.on)
        live = self.rows.named(conveyed)
        reached, words = self._reached(point, tally)
        return PointCoverage(
            point=point,
            tasks=tuple(newest_of(self.rows.named(items))),
            conveyed=tuple(live),
            tally=tally,
            reached=reached,
            words=words,
            details=tuple(filter(None, self._details(point, meeting, tally, live))),
            then=self._then(point, meeting, asked) if point.handling else (),
            decided=self._decided(point, tally),
        )

    def _decided(self, point: Point, tally: Tally) -> Decided | None:
        is_asked = point.handling != Handling.STANDING and tally.total
        return None if is_asked else self.rows.decided.get(point.id)

    def _reached(self, point: Point, tally: Tally) -> tuple[Reached | None, str]:
        if point.handling == Handling.STANDING:
            return Reached.GOING, STANDS
        if point.handling == Handling.CONVEYED:
            return _of_conveyance(tally)
        if point.handling == Handling.ITEMS:
            return _of_items(tally)
        if point.is_settled or point.children:
            return None, "随上一级要点落实" if point.is_settled else "见下列各条"
        return Reached.LEFT, UNDECIDED

    def _details(
        self, point: Point, meeting: Meeting, tally: Tally, conveyed: Iterable[FollowUp]
    ) -> list[str]:
        if point.handling == Handling.CONVEYED:
            untold = [one for one in conveyed if one.state not in REPORTED_STATES]
            return [_named(untold)]
        if point.handling == Handling.STANDING:
            listed = self.rows.meetings_after(meeting, on=self.on)
            again = f"此后 {listed} 次会议继续列出" if listed else ""
            return [again, *self._of_tasks(point, tally)]
        return self._of_tasks(point, tally)

    def _of_tasks(self, point: Point, tally: Tally) -> list[str]:
        if not tally.total:
            return [f"{tally.dropped} 项任务均已撤销"] if tally.dropped else []
        near = f"（最近一项{self._due_words(tally.nearest)}）" if tally.nearest else ""
        counts = (
            (tally.closed, "已办结", ""), (tally.waiting, "待确认", ""),
            (tally.going, "办理中", near), (tally.late, "逾期", f"（最长 {tally.late_days} 天）"),
            (tally.long_term, "持续推进", ""), (tally.resting, "有异议或已中止", ""),
            (tally.planned, "拟办", ""), (tally.terms, "定期任务往期", ""),
        )  # fmt: skip
        told = [f"{words} {count} 项{more}" for count, words, more in counts if count]
        return ["，".join(told), *self.rows.news.get(point.id, [])]

    def _due_words(self, day: date) -> str:
        return due_words(day, self.on, directory.calendar_exceptions())

    def _then(
        self, point: Point, meeting: Meeting, items: Collection[FollowUp]
    ) -> tuple[tuple[Quarter, str], ...]:
        quarter, found = Quarter(*quarter_of(meeting.held_on)), []
        while quarter.last < self.on:
            found.append((quarter, _words_then(point, tally_then(items, day=quarter.last))))
            quarter = quarter.following
        return tuple(found)


def _of_conveyance(tally: Tally) -> tuple[Reached, str]:
    if not tally.total:
        return Reached.LEFT, "还没有传达任务"
    if tally.is_told:
        day = f"，{chinese_date(tally.told_on)}" if tally.told_on else ""
        return Reached.DONE, f"已传达（{tally.total} 个单位{day}）"
    if not tally.is_begun:
        return Reached.LEFT, "传达任务尚未交办"
    return Reached.GOING, f"传达中 {tally.told}/{tally.total} 个单位"


def _of_items(tally: Tally) -> tuple[Reached, str]:
    if not tally.total:
        return Reached.LEFT, UNDECIDED if tally.dropped else "尚未交办"
    if tally.is_done:
        day = f"（{chinese_date(tally.last_on)}）" if tally.last_on else ""
        return Reached.DONE, f"已落实{day}"
    if not tally.is_begun:
        return Reached.LEFT, f"尚未交办 0/{tally.total}"
    return Reached.GOING, f"推进中 {tally.closed}/{tally.total}"


def _words_then(point: Point, tally: Tally) -> str:
    if point.handling == Handling.STANDING:
        return STANDS
    if not tally.total:
        return "尚未交办"
    if point.handling == Handling.CONVEYED:
        return "已传达" if tally.is_told else f"传达中 {tally.told}/{tally.total} 个单位"
    return "已落实" if tally.is_done else f"推进中 {tally.closed}/{tally.total}"


def _named(items: Sequence[FollowUp]) -> str:
    names = "、".join(item.lead_unit.display_name for item in items[:MOST_NAMED])
    rest = f"等 {len(items)} 个单位" if len(items) > MOST_NAMED else ""
    return f"未反馈：{names}{rest}" if items else ""


def _span(first: Quarter, last: Quarter) -> str:
    """Return 2023年一季度末, or 2023年一季度末至三季度末 for several alike."""
    if first == last:
        return f"{first.short_words}末"
    end = last.short_words.removeprefix(f"{first.year}年")
    return f"{first.short_words}末至{end}末"


def _of_bar(bar: Bar) -> str:
    if bar.label in {UNDECIDED, HANDLING_LABELS[Handling.STANDING]}:
        return ""
    parts = ((bar.done, "已落实"), (bar.going, "推进中"), (bar.left, "未落实"))
    return f"（{'，'.join(f'{words} {count}' for count, words in parts if count)}）"
