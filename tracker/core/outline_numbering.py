"""Which marks of a speech number its points, and on which level each point stands."""

from dataclasses import dataclass, field

from tracker.core.outline_marks import AT_LINE_START, SPOKEN, Family, Mark, Strength

MAX_LEVEL = 3


@dataclass(slots=True)
class _Series:
    """A run of points on one level: the families of its marks and the number reached."""

    families: set[Family]
    number: int


@dataclass(slots=True)
class _Numbering:
    """Decides from left to right which marks number points, and on which level."""

    marks: list[Mark]
    levels: list[_Series] = field(default_factory=list)

    def place(self, index: int) -> int | None:
        """The level of the mark at `index`, or None when it is plain text."""
        mark = self.marks[index]
        own = next((s for s in self.levels if mark.family in s.families), None)
        if own is not None and self._continues(own, mark):
            return self._go_on(own, mark)
        if mark.number == 1 or (not self.levels and self._opens_line(mark)):
            return self._begin(index, own)
        mixed = self._mixed(mark) if own is None else None
        return self._go_on(mixed, mark) if mixed is not None else None

    def _continues(self, series: _Series, mark: Mark) -> bool:
        if mark.number == series.number + 1 and mark.strength >= Strength.PAUSE:
            return True
        if mark.family is Family.WORDS:
            return mark.number > series.number and mark.strength >= Strength.SENTENCE
        # Typists skip and repeat numbers; at the start of a line a mark still counts.
        return self._opens_line(mark) and mark.number > 1

    def _go_on(self, series: _Series, mark: Mark) -> int:
        del self.levels[self.levels.index(series) + 1 :]
        series.families.add(mark.family)
        series.number = mark.number
        return len(self.levels)

    def _begin(self, index: int, own: _Series | None) -> int | None:
        mark = self.marks[index]
        if not (self._opens_line(mark) or self._has_successor(index)):
            return None
        if own is not None:
            return self._go_on(own, mark)
        if len(self.levels) == MAX_LEVEL:
            return None
        self.levels.append(_Series({mark.family}, mark.number))
        return len(self.levels)

    def _mixed(self, mark: Mark) -> _Series | None:
        if mark.family not in SPOKEN or mark.strength < Strength.SENTENCE:
            return None
        fitting = (s for s in self.levels if s.number + 1 == mark.number and s.families & SPOKEN)
        return next(fitting, None)

    @staticmethod
    def _opens_line(mark: Mark) -> bool:
        return mark.strength is Strength.LINE and mark.family in AT_LINE_START

    def _has_successor(self, index: int) -> bool:
        """Whether a second point follows before the same family begins anew."""
        first = self.marks[index]
        for mark in self.marks[index + 1 :]:
            if mark.family is not first.family:
                continue
            if mark.number == 1 and mark.strength >= min(first.strength, Strength.PAUSE):
                return False
            if mark.number > 1:
                return mark.strength >= Strength.PAUSE
        return False


def number_points(marks: list[Mark]) -> list[tuple[int, Mark]]:
    """The marks that number points, each with its level from 1 to MAX_LEVEL, in reading order."""
    numbering = _Numbering(marks)
    placed = ((numbering.place(index), mark) for index, mark in enumerate(marks))
    return [(level, mark) for level, mark in placed if level is not None]
