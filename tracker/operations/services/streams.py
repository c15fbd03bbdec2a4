"""Streams between files: counted, hashed, and pumped through a pipe."""

import hashlib
import os
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

PAGE = 1024 * 1024


class Readable(Protocol):
    """What can be read once, from its beginning to its end."""

    def read(self, size: int = -1, /) -> bytes: ...


def copy_to(path: Path, stream: Readable) -> None:
    """Write a stream into a new file that only its owner may read, and its folders."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    with path.open("wb") as target:
        pour(stream, target)


def pour(source: Readable, target: IO[bytes]) -> None:
    """Write all that is left of a stream."""
    while page := source.read(PAGE):
        target.write(page)


class Counted:
    """A stream that tells how much of it was read."""

    def __init__(self, stream: Readable, note: Callable[[int], None]) -> None:
        self.stream, self.note, self.done = stream, note, 0

    def read(self, size: int = -1, /) -> bytes:
        """Read on."""
        page = self.stream.read(size)
        before, self.done = self.done, self.done + len(page)
        if before // PAGE != self.done // PAGE or not page:
            self.note(self.done)
        return page


class Hashed:
    """A stream that is hashed as it is read."""

    def __init__(self, stream: Readable) -> None:
        self.stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        """Read on."""
        page = self.stream.read(size)
        self.digest.update(page)
        return page


class Kept:
    """A target that keeps what went wrong in writing, for libraries that tell only that it did."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target = target
        self.wrong: OSError | None = None

    def write(self, page: bytes, /) -> int:
        """Write on."""
        try:
            return self.target.write(page)
        except OSError as error:
            self.wrong = error
            raise

    def flush(self) -> None:
        """Do nothing: the owner of the target flushes it."""


@contextmanager
def pumped(fill: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """Give the reading end of a pipe that `fill` writes to in a thread of its own.

    What goes wrong in the thread is raised here.
    """
    read_end, write_end = os.pipe()
    with ThreadPoolExecutor(1) as threads, os.fdopen(read_end, "rb", buffering=PAGE) as stream:
        filled = threads.submit(_fill, fill, write_end)
        try:
            yield stream
        except (tarfile.TarError, EOFError, ValueError):
            # The reader stumbled, perhaps only because the writer had stopped in the middle.
            stream.close()
            filled.result()
            raise
    filled.result()


def _fill(fill: Callable[[IO[bytes]], None], write_end: int) -> None:
    # A reader that has given up says itself why.
    with suppress(BrokenPipeError), os.fdopen(write_end, "wb", buffering=PAGE) as pipe:
        fill(pipe)
