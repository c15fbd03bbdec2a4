"""Putting a backup into the place of an installation."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from tracker.core.clock import now
from tracker.core.errors import RuleBroken
from tracker.core.running import stopped
from tracker.operations.queries import known_revisions
from tracker.operations.services.archive import ABOUT, Report, read_archive
from tracker.operations.services.backup import (
    FORMAT,
    Verified,
    no_report,
    require_sound,
    verified,
)
from tracker.operations.services.database import (
    file_name,
    is_empty,
    load_database,
    move_aside,
    move_back,
)
from tracker.operations.services.places import (
    FILES,
    SECRET,
    disk_may_be_full,
    files_in,
    instance,
    places,
    workshop,
)
from tracker.operations.services.streams import Readable, copy_to


def restore_backup(
    source: Path, *, passphrase: str, is_replacing: bool = False, report: Report = no_report
) -> Verified:
    """Put a backup into the place of this installation, whole or not at all.

    The place is empty, or what is there is moved aside first (`is_replacing`), never deleted.
    All is unpacked and checked beside its place before the first file is moved.

    Raises:
        Damaged: the backup is cut off or changed; the sentence names the place.
        RuleBroken: the product runs, the place is not empty, the backup is of another kind of
            database or of a newer release, the passphrase is missing or wrong, the disk is full.
    """
    with stopped(instance()), disk_may_be_full(instance(), "恢复"), workshop(instance()) as folder:
        if not is_replacing:
            _require_empty()

        def take(name: str, stream: Readable) -> None:
            if name == ABOUT:
                _require_fit(json.loads(stream.read()))
            else:
                copy_to(folder / name, stream)

        contents = read_archive(source, passphrase=passphrase, take=take, report=report)
        require_sound(source, folder)
        os.sync()
        with aside(with_files=contents.about["has_files"]) if is_replacing else nullcontext():
            _move_in(folder)
    return verified(source, contents)


def _require_empty() -> None:
    used = [name for name, place in places().items() if name != SECRET and any(files_in(place))]
    if used or not is_empty():
        raise RuleBroken(
            f"{instance()} 或数据库中已有数据，没有恢复。要把现有数据移到一旁后恢复，"
            "请加 --replace；移开的数据不会删除。"
        )


def _require_fit(about: Mapping[str, Any]) -> None:
    if about["format"] != FORMAT or about["revision"] not in {"", *known_revisions()}:
        raise RuleBroken(
            f"这份备份由更高的版本（数据库结构 {about['revision']}）生成，请先升级程序再恢复。"
        )
    if about["database"] != file_name():
        kind = "SQLite" if about["database"].endswith("sqlite") else "PostgreSQL"
        raise RuleBroken(f"这份备份来自 {kind}，请先把 DATABASE_URL 设为同种数据库再恢复。")


@contextmanager
def aside(*, with_files: bool) -> Iterator[None]:
    """Keep what is here under the name of this instant, and bring it back where the exchange fails.

    Raises:
        RuleBroken: the database's user may not rename its schema.
    """
    name = f"replaced-{now():%Y%m%d-%H%M%S}"
    folder = instance() / name
    folder.mkdir(mode=0o700)
    moved = {k: p for k, p in places().items() if p.exists() and (with_files or k != FILES)}
    move_aside(name, folder)
    try:
        for kind, place in moved.items():
            shutil.move(place, folder / kind)
        yield
    except BaseException:
        move_back(name, folder)
        for kind, place in moved.items():
            _put_back(folder / kind, place)
        folder.rmdir()
        raise


def _put_back(kept: Path, place: Path) -> None:
    if not kept.exists():
        return
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    shutil.move(kept, place)


def _move_in(folder: Path) -> None:
    """Move what was unpacked into its place, the database first: only that may still fail."""
    load_database(folder / file_name())
    for kind, place in places().items():
        unpacked = folder / kind
        if unpacked.is_dir():
            shutil.rmtree(place, ignore_errors=True)
            shutil.move(unpacked, place)
        elif unpacked.is_file():
            unpacked.replace(place)
