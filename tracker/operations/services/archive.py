"""One file that holds many, encrypted: a backup that standard tools can open without us.

An archive is a ZIP whose members are stored as they are. `README.txt` tells how to open it;
`key.enc` is an age identity encrypted with the passphrase, as `openssl enc -pbkdf2` does it
(age's own way may need 1 GB of memory); `data.tar.age` is a tar of all files, encrypted to that
identity (https://age-encryption.org/v1). Without a passphrase the archive is the tar itself.
The tar begins with `about.json` and ends with `manifest.json`, which holds the size and SHA-256
of each file before it. Everything is streamed.
"""

import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pyrage

from tracker.core.errors import RuleBroken
from tracker.operations.services.locking import lock_identity, unlock_identity
from tracker.operations.services.streams import (
    PAGE,
    Counted,
    Hashed,
    Kept,
    Readable,
    pour,
    pumped,
)

ABOUT = "about.json"
MANIFEST = "manifest.json"
KEY = "key.enc"
ENCRYPTED = "data.tar.age"
ZIP_BEGINS = b"PK"
README = "README.txt"
HOW_TO_OPEN = """\
研判会议与督办系统的备份。通常用 flask backup restore 恢复；也可以用通用工具打开：
  unzip 本文件
  openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 -in key.enc -out key
                                        （输入备份当时的 BACKUP_PASSPHRASE）
  age --decrypt --identity key data.tar.age | tar -x
"""

Report = Callable[[int, int], None]


class Damaged(RuleBroken):
    """The archive is not as it was written; the sentence names the place."""


@dataclass(frozen=True)
class Member:
    """A file that goes into the archive under a name of its own."""

    name: str
    path: Path


@dataclass
class Contents:
    """What is read from an archive: what it says of itself, and a digest for every file."""

    about: dict[str, Any] = field(default_factory=dict)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)


# Takes one file of an archive by name as it passes; what it does not read is only checked.
Take = Callable[[str, Readable], None]


def write_archive(
    target: Path,
    *,
    about: Mapping[str, Any],
    members: Iterable[Member],
    passphrase: str,
    report: Report,
) -> None:
    """Write the members into a new file that only its owner may read.

    A member that is gone when its turn comes is left out. `report` is told the bytes read so
    far and in all, about once a megabyte. Without a passphrase the content is not encrypted.

    Raises:
        OSError: a member cannot be read, or the target cannot be written.
    """
    listed = list(members)
    total = total_size(listed)
    with (
        os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file,
        pumped(lambda pipe: _write_tar(pipe, about, listed)) as tar,
    ):
        counted = Counted(tar, lambda done: report(min(done, total), total))
        if passphrase:
            _encrypt(counted, file, passphrase)
        else:
            pour(counted, file)
        file.flush()
        os.fsync(file.fileno())


def total_size(members: Iterable[Member]) -> int:
    """Return how many bytes the members hold; one that is gone holds none."""
    total = 0
    for member in members:
        with suppress(FileNotFoundError):
            total += member.path.stat().st_size
    return total


def _encrypt(tar: Counted, file: IO[bytes], passphrase: str) -> None:
    identity = pyrage.x25519.Identity.generate()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(README, HOW_TO_OPEN)
        archive.writestr(KEY, lock_identity(identity, passphrase))
        with archive.open(ENCRYPTED, "w", force_zip64=True) as encrypted:
            target = Kept(encrypted)
            try:
                pyrage.encrypt_io(tar, target, [identity.to_public()])
            except pyrage.EncryptError as error:
                raise target.wrong or error from None


def _write_tar(pipe: IO[bytes], about: Mapping[str, Any], members: Iterable[Member]) -> None:
    manifest: dict[str, tuple[int, str]] = {}
    with tarfile.open(fileobj=pipe, mode="w|", format=tarfile.PAX_FORMAT, bufsize=PAGE) as tar:
        _add_json(tar, ABOUT, about)
        for member in members:
            try:
                file = member.path.open("rb")
            except FileNotFoundError:
                continue
            with file:
                size = os.fstat(file.fileno()).st_size
                hashed = Hashed(file)
                tar.addfile(_entry(member.name, size), hashed)
                manifest[member.name] = (size, hashed.digest.hexdigest())
        _add_json(tar, MANIFEST, manifest)


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _add_json(tar: tarfile.TarFile, name: str, value: Mapping[str, Any]) -> None:
    content = json.dumps(value, ensure_ascii=False, indent=1).encode()
    tar.addfile(_entry(name, len(content)), io.BytesIO(content))


def read_archive(source: Path, *, passphrase: str, take: Take, report: Report) -> Contents:
    """Read an archive to its end, hand each file to `take`, and check every one.

    Raises:
        Damaged: the archive is cut off or changed; the sentence names the place.
        RuleBroken: the passphrase is missing or another one.
        OSError: the archive cannot be read, or `take` cannot write.
    """
    place = _Place(source, report)
    try:
        with source.open("rb") as file, _opened(file, passphrase, place) as tar:
            return _read_tar(tar, place, take)
    except (zipfile.BadZipFile, tarfile.TarError, _Unreadable, EOFError, ValueError) as error:
        raise Damaged(place.sentence()) from error


class _Unreadable(Exception):
    """What was encrypted does not decrypt."""


class _Place:
    """Where in an archive the reader is, for the sentence on a damage and for the progress."""

    def __init__(self, source: Path, report: Report) -> None:
        self.source, self.report, self.offset, self.name = source, report, 0, ""
        self.size = source.stat().st_size

    def passed(self, offset: int) -> None:
        self.offset = offset
        self.report(offset, self.size)

    def sentence(self) -> str:
        where = f"约在第 {self.offset} 字节（共 {self.size} 字节）"
        if not self.offset:
            where = f"文件头尾不完整（共 {self.size} 字节）"
        inside = f"，位于其中的 {self.name} 或其后" if self.name else ""
        return f"备份 {self.source} 已损坏：{where}{inside}。请改用另一份备份。"


@contextmanager
def _opened(file: IO[bytes], passphrase: str, place: _Place) -> Iterator[IO[bytes]]:
    """Give the tar that an archive holds."""
    is_encrypted = file.read(len(ZIP_BEGINS)) == ZIP_BEGINS
    file.seek(0)
    if not is_encrypted:
        with pumped(lambda pipe: pour(Counted(file, place.passed), pipe)) as tar:
            yield tar
        return
    with zipfile.ZipFile(file) as archive:
        if KEY not in archive.namelist():
            raise _Unreadable
        identity = unlock_identity(archive.read(KEY), passphrase)
        with pumped(lambda pipe: _decrypt(archive, identity, place, pipe)) as tar:
            yield tar


def _decrypt(archive: zipfile.ZipFile, identity: Any, place: _Place, pipe: IO[bytes]) -> None:
    before = archive.getinfo(ENCRYPTED).header_offset
    with archive.open(ENCRYPTED) as encrypted:
        counted = Counted(encrypted, lambda done: place.passed(before + done))
        try:
            pyrage.decrypt_io(counted, pipe, [identity])
        except (OSError, pyrage.DecryptError) as error:
            raise _Unreadable from error


def _read_tar(stream: IO[bytes], place: _Place, take: Take) -> Contents:
    found, manifest = Contents(), None
    with tarfile.open(fileobj=stream, mode="r|", bufsize=PAGE) as tar:
        for entry in tar:
            place.name = entry.name
            file = tar.extractfile(entry)
            if file is None or not _is_inside(entry.name):
                raise tarfile.TarError(entry.name)
            if entry.name == ABOUT:
                content = file.read()
                found.about = json.loads(content)
                take(ABOUT, io.BytesIO(content))
            elif entry.name == MANIFEST:
                manifest = {name: (size, sha) for name, (size, sha) in json.load(file).items()}
            else:
                found.files[entry.name] = (entry.size, _passed_on(entry.name, file, take))
    # What follows the end of the tar is read too: only its end tells that nothing was cut off.
    while stream.read(PAGE):
        pass
    _compare(found.files, manifest, place)
    return found


def _passed_on(name: str, file: Readable, take: Take) -> str:
    hashed = Hashed(file)
    take(name, hashed)
    while hashed.read(PAGE):
        pass
    return hashed.digest.hexdigest()


def _compare(
    files: dict[str, tuple[int, str]], manifest: dict[str, tuple[int, str]] | None, place: _Place
) -> None:
    if manifest is None:
        raise Damaged(place.sentence())
    for name in manifest.keys() | files.keys():
        if files.get(name) != manifest.get(name):
            raise Damaged(
                f"备份 {place.source} 已损坏：其中的 {name} 与清单不符。请改用另一份备份。"
            )


def _is_inside(name: str) -> bool:
    """Tell whether a name stays inside the folder that it is unpacked into."""
    parts = Path(name).parts
    return bool(parts) and not Path(name).is_absolute() and ".." not in parts
