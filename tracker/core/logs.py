"""What happened, one JSON object a line: when, where, how long and by which account.

The log is read by whoever runs the machine, and handed on when something is wrong. So nothing in
it is business: a message is its own template without values, an address is the pattern of its
route, an error is its type and where it came from, without the words that came with it.
"""

import json
import logging
import secrets
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from concurrent_log_handler import ConcurrentRotatingFileHandler
from flask import Flask, Response, current_app, g, has_request_context, request

from tracker.core.clock import ZONE
from tracker.core.permissions import current_viewer

FOLDER = "logs"
FILE = "tracker.log"
LARGEST = 10 * 1024 * 1024
OLDER_KEPT = 9
# Who writes: the application, and the queue when a task of the clock fails.
LOGGERS = ("tracker", "huey")


class JsonLine(logging.Formatter):
    """Writes a record without any value that people typed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        told = {
            "time": datetime.fromtimestamp(record.created, tz=ZONE).isoformat("T", "milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": str(record.msg),
            **_asked(),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[1]:
            told["errors"] = [_described(error) for error in _chain(record.exc_info[1])]
        return json.dumps(told, ensure_ascii=False)


def _asked() -> dict[str, Any]:
    """Return what is known of the request that is being answered; nothing outside of one."""
    if not has_request_context():
        return {}
    viewer = current_viewer()
    return {
        "request": g.get("request_id"),
        "method": request.method,
        "route": request.url_rule.rule if request.url_rule else None,
        "user": viewer.user_id if viewer else None,
    }


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, and before it what caused it, the last first."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _described(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "stack": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def log_file(instance: Path) -> Path:
    """Return the file that is written at present; older ones stand beside it as .1, .2 …"""
    return instance / FOLDER / FILE


def log_done(message: str, began: float, **told: Any) -> None:
    """Log what ended just now; `began` is its start by `perf_counter`, in seconds."""
    milliseconds = round(1000 * (perf_counter() - began), 1)
    current_app.logger.info(message, extra={"told": {**told, "ms": milliseconds}})


def _begin() -> None:
    g.request_id, g.request_began = secrets.token_hex(6), perf_counter()


def _end(response: Response) -> Response:
    if request.endpoint != "static":
        log_done("request", g.get("request_began", perf_counter()), status=response.status_code)
    return response


def _handlers(instance: Path) -> list[logging.Handler]:
    """Return what writes to the file, shared by all processes, and errors to the terminal too."""
    path = log_file(instance)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = ConcurrentRotatingFileHandler(
        path, maxBytes=LARGEST, backupCount=OLDER_KEPT, encoding="utf-8", chmod=0o600
    )
    shown = logging.StreamHandler()
    shown.setLevel(logging.ERROR)
    for handler in (kept, shown):
        handler.setFormatter(JsonLine())
    return [kept, shown]


def log_to(instance: Path) -> None:
    """Send what the application and its queue log to the file of this instance, and only there."""
    handlers = _handlers(instance)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        for earlier in logger.handlers:
            earlier.close()
        logger.handlers[:] = handlers
        logger.setLevel(logging.INFO if name == "tracker" else logging.WARNING)


def init_app(app: Flask) -> None:
    """Send what the application logs to the file, and log every answer."""
    log_to(Path(app.config["INSTANCE_PATH"]))
    app.before_request(_begin)
    app.after_request(_end)
