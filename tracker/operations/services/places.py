"""Where an installation keeps what a backup takes along, and room to work beside it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path

from flask import current_app

from tracker.core.errors import RuleBroken, is_disk_full

FILES = "files"
KEYS = "keys"
HEADS = "day-heads"
SECRET = "secret_key"  # noqa: S105 -- the name of a file.
RELEASE = "release"
UNFINISHED = ".unfinished-"


def instance() -> Path:
    """Return the folder of this installation."""
    return Path(current_app.config["INSTANCE_PATH"])


def places() -> dict[str, Path]:
    """Return the folders and files beside the database, by their name in an archive."""
    config = current_app.config
    return {
        KEYS: Path(config["KEYS_PATH"]),
        HEADS: Path(config["HEADS_PATH"]),
        SECRET: instance() / SECRET,
        FILES: Path(config["FILES_PATH"]),
    }


def files_in(place: Path) -> Iterator[tuple[str, Path]]:
    """Yield each finished file of a place with its name in there; a file's own is empty."""
    if place.is_file():
        yield "", place
    for path in sorted(place.rglob("*")):
        if path.is_file() and path.suffix not in {".part", ".new"}:
            yield path.relative_to(place).as_posix(), path


@contextmanager
def workshop(beside: Path) -> Iterator[Path]:
    """Give an empty folder that only its owner may enter, and clear it away in the end.

    What a process that was killed has left there is cleared away too.
    """
    for left in beside.glob(f"{UNFINISHED}*"):
        if not _is_alive(left.name):
            shutil.rmtree(left, ignore_errors=True)
    prefix = f"{UNFINISHED}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=beside) as folder:
        yield Path(folder)


def _is_alive(name: str) -> bool:
    return Path("/proc", name.removeprefix(UNFINISHED).partition("-")[0]).exists()


@contextmanager
def disk_may_be_full(folder: Path, act: str) -> Iterator[None]:
    """Turn a disk without room into a sentence that says what to do.

    Raises:
        RuleBroken: there is no room.
    """
    try:
        yield
    except OSError as error:
        if not is_disk_full(error):
            raise
        raise RuleBroken(
            f"磁盘空间不足，{act}没有完成，写了一半的内容已清除。"
            f"请清理 {folder} 所在的磁盘，或换到另一个磁盘后重试。"
        ) from error


def require_room(folder: Path, size: int) -> None:
    """Refuse to fill a disk that the product needs for its own work.

    Raises:
        OSError: fewer than `size` bytes and a reserve of 64 MB are free (ENOSPC).
    """
    if shutil.disk_usage(folder).free < size + 64 * 1024 * 1024:
        raise OSError(ENOSPC, os.strerror(ENOSPC), str(folder))
