"""One act on several records: what a rule refuses is left as it was, the others are done."""

from collections.abc import Callable, Iterable
from typing import Any

from tracker.core.db import db
from tracker.core.errors import RuleBroken

# So many of those left are named with their reasons; a longer sentence nobody reads.
MOST_NAMED = 5


def each(records: Iterable[Any], act: Callable[[Any], None]) -> tuple[int, list[str]]:
    """Carry out an act on each record; returns on how many, and who was left and why.

    Each record has a `code`. What an act had begun before a rule refused it is taken back.
    """
    count, left = 0, []
    for record in records:
        code = record.code
        try:
            with db.session.begin_nested():
                act(record)
        except RuleBroken as refused:
            left.append(left_words(code, refused.sentence))
        else:
            count += 1
    return count, left


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
        return f"没有一项能办理：{named}。", "error"
    return f"{done}，{len(left)} 项未办理：{named}。", "warning"
