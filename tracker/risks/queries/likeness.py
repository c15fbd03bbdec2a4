"""How like a risk is to an earlier one: who, where, and in which words."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from tracker.risks.queries.wording import Said, said

# From this likeness on a risk is offered as a likely repeat.
LIKELY = 0.2
_SAME_PLACE, _OTHER_AREA = 0.15, -0.1
# How much is left where both name a thing and none is the same, or one names only what bears it.
_OTHER_THING, _ONLY_BEARER = 0.1, 0.6
# The same where both name a fault, one a fault and one an omission, or both an omission.
_OTHER_FAULT, _FAULT_AND_DUTY, _OTHER_DUTY = 0.15, 0.7, 0.7
# What the same fault adds, and how like two titles are that name nothing beside place and fault.
_SAME_FAULT, _PLACE_ALONE = 0.1, 0.6
# So much of the shorter words for a place stands in the longer where it is the same.
_PLACE_SHARED = 0.4


class Told(NamedTuple):
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
    """Return how like a risk is to an earlier one, or None where it is no likely repeat.

    Another unit's never is: what stands in two units' charge is rectified by two.
    """
    if not _is_comparable(later, earlier):
        return None
    new = said(later.title, later.place, later.area)
    old = said(earlier.title, earlier.place, earlier.area)
    share = _share_left(new, old)
    # Most are of another thing or fault: their words need not be compared to tell that.
    if share * (1 + _SAME_FAULT) * (1 + _SAME_PLACE) < LIKELY:
        return None
    score = share * _likeness_of_words(new, old)
    is_same_place = _is_same_place(new, old) if score else False
    if is_same_place is False:
        return None
    score *= 1 + _SAME_PLACE if is_same_place else 1
    score += 0 if later.area_id == earlier.area_id else _OTHER_AREA
    if score < LIKELY:
        return None
    return Likeness(min(score, 1.0), _reason(later, earlier, is_same_place=bool(is_same_place)))


def _is_comparable(later: Told, earlier: Told) -> bool:
    """Tell whether they may be laid side by side: of one family, in sensitive areas one unit."""
    if later.is_sensitive or earlier.is_sensitive:
        return later.unit_id == earlier.unit_id
    return earlier.unit_id in later.family


def _is_same_place(new: Said, old: Said) -> bool | None:
    """Tell whether both stand in one place; None where it is not said of both."""
    if any(not new.marks[kind] & old.marks[kind] for kind in new.marks.keys() & old.marks.keys()):
        return False
    if _are_opposite(new.sides, old.sides):
        return False
    one, other = new.rest_of_place, old.rest_of_place
    if one and other:
        return len(one & other) >= _PLACE_SHARED * min(len(one), len(other))
    if new.places and old.places:
        return bool(new.places & old.places)
    if (one and old.places_told) or (other and new.places_told):
        return bool(new.marks.keys() & old.marks.keys())
    return True if new.marks and new.marks == old.marks else _names_place_of(new, old)


def _names_place_of(new: Said, old: Said) -> bool | None:
    """Return True where the title of one names the place that is told of the other."""
    is_named = any(len(one.place) > 1 and one.place in other.folded
                   for one, other in ((new, old), (old, new)))  # fmt: skip
    return True if is_named else None


def _are_opposite(new: Collection[str], old: Collection[str]) -> bool:
    """Tell whether one names a side of what the other names the other side only: 男, 女."""
    only_new, only_old = set(new) - set(old), set(old) - set(new)
    return any(side[:-1] == other[:-1] for side in only_new for other in only_old)


def _likeness_of_words(new: Said, old: Said) -> float:
    """Return how much they speak of the same: halfway from Dice's measure to what is contained.

    The first asks that nothing else is said, the second forgives the longer text. Where neither
    names anything but its place, the place is what they speak of.
    """
    if new.folded == old.folded:
        return 1.0
    if not new.weights or not old.weights:
        return 0.0 if new.weights or old.weights else _PLACE_ALONE
    both = sum(new.weights[word] for word in new.weights.keys() & old.weights.keys())
    if not both:
        return 0.0
    dice, contained = 2 * both / (new.total + old.total), both / min(new.total, old.total)
    is_same_fault = new.faults & old.faults or new.duties & old.duties
    return (dice + contained) / 2 + (_SAME_FAULT if is_same_fault else 0)


def _share_left(new: Said, old: Said) -> float:
    """Return how much of the likeness stays where they speak of another thing or fault."""
    return _share_of_thing(new, old) * _share_of_fault(new, old)


def _share_of_thing(new: Said, old: Said) -> float:
    if _are_apart(new.things, old.things) or _are_apart(new.cores, old.cores):
        return _OTHER_THING
    return _ONLY_BEARER if bool(new.cores) != bool(old.cores) else 1.0


def _share_of_fault(new: Said, old: Said) -> float:
    if new.faults & old.faults or new.duties & old.duties:
        return 1.0
    if new.faults and old.faults:
        return _OTHER_FAULT
    if new.duties and old.duties:
        return _OTHER_DUTY
    return _FAULT_AND_DUTY if (new.faults or new.duties) and (old.faults or old.duties) else 1.0


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
