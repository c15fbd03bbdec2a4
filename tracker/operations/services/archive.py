"""One file that holds many, encrypted: a backup that standard tools can open without us.

An archive is a ZIP whose members are stored as they are. `README.txt` tells how to open it;
`key.enc` is an age identity encrypted with the passphrase, as `openssl enc -pbkdf2` does it
(age's own way may need 1 GB of memory); `data.tar.age` is a tar of all files, encrypted to that
identity (https://age-encryption.org/v1). Without a passphrase the archive is the tar itself.
The tar begins with `about.json` and ends with `manifest.json`, which holds the size and SHA-256
of each file before it. Everything is streamed.
"""

import hashlib
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

import pyrage
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from tracker.core.errors import RuleBroken

PAGE = 1024 * 1024
ABOUT = "about.json"
MANIFEST = "manifest.json"
KEY = "key.enc"
ENCRYPTED = "data.tar.age"
ZIP_BEGINS = b"PK"
# How `openssl enc` begins a file, and how often OWASP (2023) has PBKDF2-HMAC-SHA256 repeated.
SALTED = b"Salted__"
ITERATIONS = 600_000
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


class Readable(Protocol):
    """What can be read once, from its beginning to its end."""

    def read(self, size: int = -1, /) -> bytes: ...


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
    total = sum(member.path.stat().st_size for member in listed if member.path.exists())
    with (
        os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file,
        _pumped(lambda pipe: _write_tar(pipe, about, listed)) as tar,
    ):
        counted = _Counted(tar, lambda done: report(min(done, total), total))
        if passphrase:
            _encrypt(counted, file, passphrase)
        else:
            _pour(counted, file)
        file.flush()
        os.fsync(file.fileno())


def _encrypt(tar: "_Counted", file: IO[bytes], passphrase: str) -> None:
    identity = pyrage.x25519.Identity.generate()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(README, HOW_TO_OPEN)
        archive.writestr(KEY, _locked(str(identity).encode(), passphrase))
        with archive.open(ENCRYPTED, "w", force_zip64=True) as encrypted:
            pyrage.encrypt_io(tar, encrypted, [identity.to_public()])


def _pour(source: "Readable", target: IO[bytes]) -> None:
    while page := source.read(PAGE):
        target.write(page)


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
                hashed = _Hashed(file)
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


def copy_to(path: Path, stream: Readable) -> None:
    """Write a stream into a new file that only its owner may read, and its folders."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    with path.open("wb") as target:
        while page := stream.read(PAGE):
            target.write(page)


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
        with _pumped(lambda pipe: _pour(_Counted(file, place.passed), pipe)) as tar:
            yield tar
        return
    with zipfile.ZipFile(file) as archive:
        if KEY not in archive.namelist():
            raise _Unreadable
        identity = _identity(archive.read(KEY), passphrase)
        with _pumped(lambda pipe: _decrypt(archive, identity, place, pipe)) as tar:
            yield tar


def _identity(encrypted: bytes, passphrase: str) -> Any:
    if not passphrase:
        raise RuleBroken(
            "此备份已加密，请先设置环境变量 BACKUP_PASSPHRASE 为备份当时的口令，再执行。"
        )
    try:
        return pyrage.x25519.Identity.from_str(_unlocked(encrypted, passphrase).decode())
    except (ValueError, pyrage.IdentityError) as error:
        raise RuleBroken(
            "口令不对：BACKUP_PASSPHRASE 与备份当时的口令不同。没有当时的口令，任何人都打不开"
            "这份备份；请到口令的保管处核对，或改用知道口令的另一份备份。"
        ) from error


def _locked(content: bytes, passphrase: str) -> bytes:
    """Encrypt a short text as `openssl enc -aes-256-cbc -pbkdf2` does."""
    salt = os.urandom(8)
    padder = PKCS7(128).padder()
    encryptor = _cipher(passphrase, salt).encryptor()
    padded = padder.update(content) + padder.finalize()
    return SALTED + salt + encryptor.update(padded) + encryptor.finalize()


def _unlocked(content: bytes, passphrase: str) -> bytes:
    """Decrypt what `_locked` made.

    Raises:
        ValueError: the passphrase is another one.
    """
    decryptor = _cipher(passphrase, content[8:16]).decryptor()
    unpadder = PKCS7(128).unpadder()
    padded = decryptor.update(content[16:]) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()


def _cipher(passphrase: str, salt: bytes) -> Cipher[CBC]:
    derived = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, ITERATIONS, dklen=48)
    return Cipher(AES256(derived[:32]), CBC(derived[32:]))


def _decrypt(archive: zipfile.ZipFile, identity: Any, place: _Place, pipe: IO[bytes]) -> None:
    before = archive.getinfo(ENCRYPTED).header_offset
    with archive.open(ENCRYPTED) as encrypted:
        counted = _Counted(encrypted, lambda done: place.passed(before + done))
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
    hashed = _Hashed(file)
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


class _Counted:
    """A stream that tells how much of it was read."""

    def __init__(self, stream: Readable, note: Callable[[int], None]) -> None:
        self.stream, self.note, self.done = stream, note, 0

    def read(self, size: int = -1) -> bytes:
        page = self.stream.read(size)
        before, self.done = self.done, self.done + len(page)
        if before // PAGE != self.done // PAGE or not page:
            self.note(self.done)
        return page


class _Hashed:
    """A stream that is hashed as it is read."""

    def __init__(self, stream: Readable) -> None:
        self.stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        page = self.stream.read(size)
        self.digest.update(page)
        return page


@contextmanager
def _pumped(fill: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
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
