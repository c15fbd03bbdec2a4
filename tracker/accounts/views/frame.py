"""The blueprint of accounts, and how lists of people are offered."""

from collections.abc import Iterable

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


def choices(pairs: Iterable[tuple[int, str]]) -> dict[str, str]:
    """Return choices, each value once with its first label, after an empty one."""
    found = {"": "请选择"}
    for value, label in pairs:
        found.setdefault(str(value), label)
    return found


def named(name: str, staff_no: str | None) -> str:
    return f"{name}（{staff_no}）" if staff_no else name
