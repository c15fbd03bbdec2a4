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

    Each record has a `code`. What an act had begun before a rule refused it is taken back, with
    those done together with it before, which are then done again. No act changes posts, units or
    closings, which are read once for all of them.
    """
    todo, left = list(records), list[str]()
    count = len(todo)
    with steady():
        while todo:
            some = todo[:TOGETHER]
            codes = [record.code for record in some]
            done, why = _act_on(some, act)
            if why:
                _act_on(some[:done], act)
                left.append(left_words(codes[done], why))
                done += 1
            todo = todo[done:]
    return count - len(left), left


def _act_on(records: Sequence[Any], act: Callable[[Any], None]) -> tuple[int, str]:
    """Act on all of them or on none; returns how many were not refused, and why the next was."""
    done = 0
    try:
        with db.session.begin_nested():
            for record in records:
                act(record)
                done += 1
    except RuleBroken as refused:
        return done, refused.sentence
    return done, ""


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
