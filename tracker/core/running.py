"""Whether an installation runs: the kernel's lock on one file, released however a process ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.core.errors import RuleBroken

LOCK = "running.lock"


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
