"""One act on several records: what a rule refuses is left as it was, the others are done."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tracker.core.db import db, steady
from tracker.core.errors import RuleBroken

# So many of those left are named with their reasons; a longer sentence nobody reads.
MOST_NAMED = 5
# So many are acted on before the database is asked to be able to take something back.
TOGETHER = 50


def each(records: Iterable[Any], act: Callable[[Any], None]) -> tuple[int, list[str]]:
    """Carry out an act on each record; returns on how many, and who was left and why.

    Each record has a `code`. What an act had begun before a rule refused it is taken back. No act
    changes posts, units or closings, which are read once for all of them.
    """
    chosen, left = list(records), list[str]()
    with steady():
        for first in range(0, len(chosen), TOGETHER):
            some = chosen[first : first + TOGETHER]
            if _why_not(some, act):
                left += _one_by_one(some, act)
    return len(chosen) - len(left), left


def _one_by_one(records: Sequence[Any], act: Callable[[Any], None]) -> list[str]:
    left = []
    for record in records:
        code = record.code
        if why := _why_not([record], act):
            left.append(left_words(code, why))
    return left


def _why_not(records: Sequence[Any], act: Callable[[Any], None]) -> str:
    """Act on all of them or on none; returns the first sentence of a rule that refused."""
    try:
        with db.session.begin_nested():
            for record in records:
                act(record)
    except RuleBroken as refused:
        return refused.sentence
    return ""


def left_words(code: str, why: str) -> str:
    """Return how a record is named that was left."""
    return f"{code}（{why.rstrip('。')}）"


def told(done: str, count: int, left: list[str]) -> tuple[str, str]:
    """Return one sentence of what was done and what was left, and its tone; for `flash`."""
    if not left:
        return f"{done}。", "success"
    more = f"等 {len(left)} 项" if len(left) > MOST_NAMED else ""
    named = f"{'；'.join(left[:MOST_NAMED])}{more}"
    if not count:
        return f"所选事项均未办理：{named}。", "error"
    return f"{done}，{len(left)} 项未办理：{named}。", "warning"
