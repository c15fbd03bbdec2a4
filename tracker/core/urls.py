"""What stands in addresses: only what a column of every database can hold."""

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RecordNumber(IntegerConverter):
    """`<int:…>`: a larger number is no record's, so that the address is simply unknown (404)."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", LARGEST)
        super().__init__(map, *args, **kwargs)


def local(target: str | None) -> str | None:
    """Return the address to go on to, if it is one of this site.

    Browsers read a backslash as a slash and skip control characters, so neither may stand there.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    return target if target.isprintable() and "\\" not in target else None


def _refuse_zero_characters() -> None:
    """Answer 404: no record's name holds a NUL, and PostgreSQL cannot even be asked for one."""
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        abort(404)


def init_app(app: Flask) -> None:
    """Have every typed number of every blueprint bounded, and every word fit to be looked up."""
    app.before_request(_refuse_zero_characters)
    app.url_map.converters["int"] = RecordNumber
