"""Numbers in addresses: only those that a column of every database can hold."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RecordNumber(IntegerConverter):
    """`<int:…>`: a larger number is no record's, so that the address is simply unknown (404)."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", LARGEST)
        super().__init__(map, *args, **kwargs)


def init_app(app: Flask) -> None:
    """Have every typed number of every blueprint bounded."""
    app.url_map.converters["int"] = RecordNumber
