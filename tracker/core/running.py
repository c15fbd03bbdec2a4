"""Whether an installation runs: the kernel's lock on one file, released however a process ends.

Whether its clock goes is told by the age of another file, which the worker touches every minute.
"""

import fcntl
import os
import secrets
import socket
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import config
from tracker.core.clock import ZONE, now
from tracker.core.errors import RuleBroken

LOCK = "running.lock"
CLOCK = "clock"
CLOCK_STANDS_AFTER = timedelta(minutes=5)
# A process started anew may have its predecessor's number, above all in a container.
STARTED = secrets.token_hex(4)


def this_process() -> str:
    """Return what names this process among all that ever worked for the installation."""
    return f"{socket.gethostname()}:{os.getpid()}:{STARTED}"


def is_gone(process: str) -> bool:
    """Tell whether what `this_process` named was one of this machine and no longer lives."""
    host, pid, *_started = [*process.split(":"), ""]
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        # It lives, under another account.
        return False
    return int(pid) == os.getpid() and process != this_process()


def hold_running(instance: Path) -> None:
    """Say that this process serves or works, until it ends; its children say so with it."""
    handle = os.open(instance / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    # The handle stays open, and with it the lock, as long as the process lives.
    fcntl.flock(handle, fcntl.LOCK_SH)


@contextmanager
def stopped(instance: Path) -> Iterator[None]:
    """Keep the product from starting while its data is exchanged.

    Raises:
        RuleBroken: the web server or a worker is running.
    """
    handle = os.open(instance / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise RuleBroken("系统正在运行。请先停止网页服务和后台任务，再执行。") from error
    else:
        yield
    finally:
        os.close(handle)


def standing_code() -> tuple[str, int]:
    """Return what changes with an upgrade: where Python lies, and when a file last changed.

    The newest of the product's own files and of the folder in which its libraries lie.
    """
    folders = [config.ROOT / name for name in ("tracker", "templates", "migrations")]
    files = [path for folder in folders for path in folder.rglob("*.*") if path.suffix != ".pyc"]
    libraries = Path(sysconfig.get_path("purelib"))
    newest = max(path.stat().st_mtime_ns for path in (*files, libraries))
    return os.path.realpath(sys.prefix), newest


def tell_clock_goes(instance: Path) -> None:
    """Note that the worker does at this moment what is due by the clock."""
    (instance / CLOCK).touch(mode=0o600)


def clock_went_at(instance: Path) -> datetime | None:
    """Return when the worker last did what is due by the clock; None if it never did."""
    try:
        return datetime.fromtimestamp((instance / CLOCK).stat().st_mtime, tz=ZONE)
    except FileNotFoundError:
        return None


def clock_goes(instance: Path) -> bool:
    """Tell whether the worker did so in the last minutes."""
    went_at = clock_went_at(instance)
    return went_at is not None and now() - went_at <= CLOCK_STANDS_AFTER
