"""How like a risk is to an earlier one: who, where, and in which words."""

from collections.abc import Collection
from dataclasses import dataclass

from tracker.risks.queries.wording import Said, said

# From this likeness on a risk is offered as a likely repeat.
LIKELY = 0.2
# Another unit's is a repeat only of what stands in the very same place, in nearly its words.
LIKELY_ELSEWHERE = 0.75
_SAME_PLACE, _OTHER_AREA = 0.15, -0.1
# What a known thing, a word for the area and another character or pair weigh beside each other.
_THING, _AREA, _GRAM = 2.0, 0.5, 0.25
# How much is left where both name a thing and none is the same, or both a fault.
_OTHER_THING, _OTHER_FAULT = 0.2, 0.15
# What the same fault adds, and how like two titles are that name nothing beside place and fault.
_SAME_FAULT, _PLACE_ALONE = 0.1, 0.6


@dataclass(frozen=True)
class Told:
    """What is compared of a risk; `family` are the units that count as its own,
    `area` the words for its area in the dictionary, its name first.
    """

    unit_id: int
    family: frozenset[int]
    area_id: int
    area: tuple[str, ...]
    is_sensitive: bool
    place: str
    title: str


@dataclass(frozen=True)
class Likeness:
    """How like two risks are, from 0 to 1, and why in words."""

    score: float
    reason: str


def likeness(later: Told, earlier: Told) -> Likeness | None:
    """Return how like a risk is to an earlier one, or None where it is no likely repeat."""
    if not _is_comparable(later, earlier):
        return None
    new = said(later.title, later.place, later.area)
    old = said(earlier.title, earlier.place, earlier.area)
    is_same_place = _is_same_place(new, old)
    is_own = earlier.unit_id in later.family
    if is_same_place is False or not (is_own or is_same_place):
        return None
    score = _likeness_of_words(new, old)
    if not score:
        return None
    score += _SAME_PLACE if is_same_place else 0
    score += 0 if later.area_id == earlier.area_id else _OTHER_AREA
    score *= _share_left(new, old)
    if score < (LIKELY if is_own else LIKELY_ELSEWHERE):
        return None
    return Likeness(min(score, 1.0), _reason(later, earlier, is_same_place=bool(is_same_place)))


def _is_comparable(later: Told, earlier: Told) -> bool:
    """Tell whether they may be laid side by side: in sensitive areas never across units."""
    is_sensitive = later.is_sensitive or earlier.is_sensitive
    return later.unit_id == earlier.unit_id or not is_sensitive


def _is_same_place(new: Said, old: Said) -> bool | None:
    """Tell whether both stand in one place; None where it is not said of both."""
    for one, other in [
        (new.marks[kind], old.marks[kind]) for kind in new.marks if kind in old.marks
    ]:
        if not one & other:
            return False
    if _are_opposite(new.sides, old.sides):
        return False
    rests = (_grams(new.rest_of_place), _grams(old.rest_of_place))
    if all(rests):
        return _overlap(*rests) >= 0.4
    if new.places and old.places:
        return bool(new.places & old.places)
    return True if new.marks and new.marks == old.marks else None


def _are_opposite(new: Collection[str], old: Collection[str]) -> bool:
    """Tell whether one names a side of what the other names the other side only: 男, 女."""
    only_new, only_old = set(new) - set(old), set(old) - set(new)
    return any(side[:-1] == other[:-1] for side in only_new for other in only_old)


def _grams(text: str) -> set[str]:
    return {*text, *(text[i : i + 2] for i in range(len(text) - 1))}


def _overlap(one: Collection[str], other: Collection[str]) -> float:
    """Return how much of the shorter is in the longer."""
    return len(set(one) & set(other)) / min(len(one), len(other))


def _likeness_of_words(new: Said, old: Said) -> float:
    """Return how much they speak of the same: halfway from Dice's measure to what is contained.

    The first asks that nothing else is said, the second forgives the longer text. Where neither
    names anything but its place, the place is what they speak of.
    """
    if new.folded == old.folded:
        return 1.0
    one, other = _subject(new), _subject(old)
    if not one or not other:
        return _PLACE_ALONE if not one and not other else 0.0
    both = sum(weight for word, weight in one.items() if word in other)
    if not both:
        return 0.0
    total, least = sum(one.values()) + sum(other.values()), min(map(_sum, (one, other)))
    return both / total + both / least / 2 + (_SAME_FAULT if _is_same_fault(new, old) else 0)


def _share_left(new: Said, old: Said) -> float:
    """Return how much of the likeness stays where they speak of another thing or fault."""
    thing = _OTHER_THING if _are_apart(new.things, old.things) else 1.0
    return thing * (_OTHER_FAULT if _are_apart(new.faults, old.faults) else 1.0)


def _is_same_fault(new: Said, old: Said) -> bool:
    return bool(new.faults & old.faults or new.duties & old.duties)


def _sum(weights: dict[str, float]) -> float:
    return sum(weights.values())


def _subject(text: Said) -> dict[str, float]:
    """Return what a text speaks of, with the weight of each."""
    weights = dict.fromkeys(text.grams, _GRAM) | dict.fromkeys(text.areas, _AREA)
    return weights | dict.fromkeys(text.things, _THING)


def _are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other and not one & other)


def _reason(later: Told, earlier: Told, *, is_same_place: bool) -> str:
    """Say why: 同一单位、同一地点，“消火栓水压不足”与“消火栓无水”用词相近."""
    same = [
        _same_unit(later, earlier),
        "同一领域" if later.area_id == earlier.area_id else "",
        "同一地点" if is_same_place else "",
    ]
    is_equal = said(later.title, "").folded == said(earlier.title, "").folded
    words = "描述相同" if is_equal else f"“{earlier.title}”与“{later.title}”用词相近"
    return f"{'、'.join(filter(None, same))}，{words}"


def _same_unit(later: Told, earlier: Told) -> str:
    if later.unit_id == earlier.unit_id:
        return "同一单位"
    return "关联单位" if earlier.unit_id in later.family else ""
