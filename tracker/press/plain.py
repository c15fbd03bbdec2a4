"""Papers as plain data: what `dataclasses.asdict` and JSON took apart is put together again."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Paper = TypeVar("Paper")


class NotAPaper(ValueError):
    """Stored data does not fit the paper that it is said to be."""


def from_plain(cls: type[Paper], data: Mapping[str, Any]) -> Paper:
    """Restore a frozen dataclass from what `json.loads` gives for its `asdict`.

    Lists become tuples and mappings become the annotated dataclasses again. A field that the
    data lacks takes its default, so that old snapshots outlive new optional fields; a field that
    the class does not know raises `NotAPaper`, because it would be lost on paper.
    """
    if not is_dataclass(cls):
        raise NotAPaper(f"{cls!r} is not a dataclass")
    known = {field.name for field in fields(cls)}
    if unknown := sorted(set(data) - known):
        raise NotAPaper(f"{cls.__name__} has no field {', '.join(unknown)}")
    hints = get_type_hints(cls)
    values = {name: _restore(hints[name], value) for name, value in data.items()}
    try:
        restored: Paper = cls(**values)
    except TypeError as error:
        raise NotAPaper(str(error)) from error
    return restored


def _restore(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _restore(_without_none(hint), value)
    if origin is tuple:
        return tuple(_restore(get_args(hint)[0], item) for item in value)
    if isinstance(hint, type) and is_dataclass(hint):
        return from_plain(hint, value)
    if not isinstance(hint, type) or not isinstance(value, hint):
        raise NotAPaper(f"{value!r} is not {hint}")
    return value


def _without_none(hint: Any) -> Any:
    return next(part for part in get_args(hint) if part is not type(None))
