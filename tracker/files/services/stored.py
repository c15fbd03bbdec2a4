"""Taking a file in: bytes first under a random name, then the row; nothing overwrites."""

import hashlib
import io
import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import IO

import filetype
from flask import Response, current_app, send_file
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import ColumnElement, select

from tracker.audit.services import SYSTEM, record_event
from tracker.core import privacy
from tracker.core.clock import now
from tracker.core.db import after_commit, db
from tracker.core.errors import RuleBroken, is_disk_full
from tracker.core.permissions import Actor, Permission
from tracker.files.models import StoredFile

MEGABYTE = 1024 * 1024
MAX_PIXELS = 40_000_000
# We count the pixels ourselves, before any is decoded; the library would only warn.
Image.MAX_IMAGE_PIXELS = None
UNATTACHED_FOR = timedelta(hours=24)
THUMBNAIL = (320, 320)


class Purpose(StrEnum):
    """What a file is for; scans of whole stacks of paper may be larger."""

    EVIDENCE = "evidence"
    SCAN = "scan"


MAX_BYTES = {Purpose.EVIDENCE: 20 * MEGABYTE, Purpose.SCAN: 400 * MEGABYTE}

IMAGES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}
OFFICE = {
    "docx": ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
PDF = "application/pdf"


@dataclass(frozen=True)
class Received:
    """Bytes that lie on disk and have no row yet."""

    name: str
    content_type: str
    location: str
    size: int
    sha256: str


def receive(stream: IO[bytes], *, name: str, purpose: Purpose) -> Received:
    """Store the bytes of an upload, before any transaction begins.

    Raises:
        RuleBroken: the name or the content is not allowed, or it is too large.
    """
    name = _safe_name(name)
    location, size = _write(stream, limit=_limit(name, purpose))
    path = path_of(location)
    try:
        content_type = _checked_type(path, name)
        if content_type in IMAGES.values():
            _strip_metadata(path, content_type)
    except BaseException:
        path.unlink()
        raise
    return Received(name, content_type, location, path.stat().st_size or size, sha256_of(path))


def too_large(limit: int) -> str:
    """Return what is said of a file over the bound, in bytes."""
    return f"文件超过 {limit // MEGABYTE} MB，请压缩或分开上传。"


def receive_bytes(content: bytes, *, name: str, content_type: str) -> Received:
    """Store bytes that the product itself made."""
    location = _new_location()
    with _whole(path_of(location)) as target:
        target.write(content)
    digest = hashlib.sha256(content).hexdigest()
    return Received(name, content_type, location, len(content), digest)


def keep(received: Received, *, actor: Actor) -> StoredFile:
    """Insert the row of stored bytes, in a transaction; nobody but the uploader reads it yet."""
    file = StoredFile(
        name=received.name,
        content_type=received.content_type,
        size=received.size,
        sha256=received.sha256,
        location=received.location,
        uploaded_by=actor.user_id,
        uploaded_at=now(),
    )
    db.session.add(file)
    record_event("file.keep", file, actor=actor, label=received.name)
    return file


def attach(
    file: StoredFile, *, to: str, permission: Permission, unit_id: int | None = None
) -> None:
    """Bind a file to a record and say who reads it.

    Raises:
        RuleBroken: the file belongs to another record already.
    """
    if file.attached_to not in {None, to}:
        raise RuleBroken(f"文件“{file.name}”已附在别处，请重新上传。")
    file.attached_to, file.audience_permission, file.audience_unit_id = to, permission, unit_id


def sweep_unattached() -> int:
    """Remove files that nobody attached within a day; call it inside `writing()`."""
    return sweep_older(StoredFile.attached_to.is_(None), than=UNATTACHED_FOR)


def sweep_older(condition: ColumnElement[bool], *, than: timedelta) -> int:
    """Remove files of a sort that have come of age; call it inside `writing()`.

    The bytes go after the commit: a row never points to nothing.
    """
    query = select(StoredFile).where(condition, StoredFile.uploaded_at < now() - than)
    files = list(db.session.scalars(query))
    for file in files:
        record_event("file.sweep", file, actor=SYSTEM, label=file.name)
        after_commit(partial(path_of(file.location).unlink, missing_ok=True))
        db.session.delete(file)
    return len(files)


def sweep_rowless() -> int:
    """Remove bytes that never got a row: the upload broke off, or its transaction did."""
    old = (now() - UNATTACHED_FOR).timestamp()
    removed = 0
    for folder in Path(current_app.config["FILES_PATH"]).glob("*/"):
        query = select(StoredFile.location).where(StoredFile.location.startswith(f"{folder.name}/"))
        known = {Path(location).name for location in db.session.scalars(query)}
        for path in folder.iterdir():
            if path.name not in known and path.stat().st_mtime < old:
                path.unlink()
                removed += 1
    return removed


def path_of(location: str) -> Path:
    """Return where the bytes of a location lie."""
    return Path(current_app.config["FILES_PATH"]) / location


def send(file: StoredFile) -> Response:
    """Return the bytes as an answer: pictures to be seen, all else to be downloaded.

    Whoever calls this has asked whether the file is for the viewer.
    """
    return send_file(
        path_of(file.location),
        mimetype=file.content_type,
        download_name=file.name,
        as_attachment=not file.content_type.startswith("image/"),
    )


def thumbnail(file: StoredFile) -> bytes:
    """Return a picture as a small JPEG, for lists in which many of them stand side by side."""
    target = io.BytesIO()
    with Image.open(path_of(file.location)) as image:
        # The decoder of JPEG shrinks as it reads: a large photograph takes little memory.
        image.draft("RGB", THUMBNAIL)
        small = image.convert("RGB")
        small.thumbnail(THUMBNAIL)
        small.save(target, format="JPEG", quality=80)
    return target.getvalue()


def _new_location() -> str:
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"


def _limit(name: str, purpose: Purpose) -> int:
    """Return the bound: a large scan is a PDF or a picture; archives, read whole, stay small."""
    return MAX_BYTES[Purpose.EVIDENCE if _ending(name) in OFFICE else purpose]


def _ending(name: str) -> str:
    return Path(name).suffix.lower().lstrip(".")


def _write(stream: IO[bytes], *, limit: int) -> tuple[str, int]:
    location, size = _new_location(), 0
    with _whole(path_of(location)) as target:
        while chunk := stream.read(MEGABYTE):
            size += len(chunk)
            if size > limit:
                raise RuleBroken(too_large(limit))
            target.write(chunk)
    return location, size


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that has its name only once all of it is on the disk; else nothing is left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    try:
        with draft.open("wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        draft.rename(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _safe_name(name: str) -> str:
    cleaned = "".join(c for c in name.replace("\\", "/").split("/")[-1] if c.isprintable()).strip()
    finding = privacy.check_file_name(cleaned)
    if finding is not None:
        raise RuleBroken(finding.sentence)
    return cleaned[-200:] or "未命名"


def _checked_type(path: Path, name: str) -> str:
    """Return the type of the content where it is what the name says."""
    ending = _ending(name)
    allowed = {*IMAGES, *OFFICE, "pdf"}
    if ending not in allowed:
        raise RuleBroken(
            "只接受 PDF、Word（.docx）、Excel（.xlsx）和 JPG、PNG 图片，请转换后再传。"
        )
    found = _content_type(path)
    expected = PDF if ending == "pdf" else IMAGES.get(ending) or OFFICE[ending][1]
    if found != expected:
        raise RuleBroken(f"文件“{name}”的内容与扩展名 .{ending} 不符，请用原软件另存后再传。")
    return found


def _content_type(path: Path) -> str | None:
    """Return the type as the content shows it; Office files are told by what is in the archive."""
    if zipfile.is_zipfile(path):
        is_small = path.stat().st_size <= MAX_BYTES[Purpose.EVIDENCE]
        return _office_type(path) if is_small else None
    guessed: str | None = filetype.guess_mime(str(path))
    return guessed


def _office_type(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        # It ends like an archive and is none that can be read.
        return None
    if any(part.endswith("vbaProject.bin") for part in names):
        return None
    found = [kind for folder, kind in OFFICE.values() if any(n.startswith(folder) for n in names)]
    return found[0] if found else None


def _strip_metadata(path: Path, content_type: str) -> None:
    """Write the picture anew, so that no place, camera or person is in its metadata."""
    try:
        with Image.open(path) as image:
            if image.width * image.height > MAX_PIXELS:
                raise RuleBroken("图片超过 4000 万像素，请缩小后再传。")
            upright = ImageOps.exif_transpose(image)
            clean = upright.convert("RGB") if content_type == "image/jpeg" else upright
            clean.info = {}
            with _whole(path) as target:
                clean.save(target, format=content_type.split("/")[1].upper())
    except (UnidentifiedImageError, OSError, ValueError) as error:
        if is_disk_full(error):
            raise
        raise RuleBroken("图片打不开，请重新拍照或另存后再传。") from error
