"""A disk that is full while people work: a sentence, nothing half kept, and on again with room."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.live.instance import Instance, answers
from tests.live.person import Person
from tests.live.test_large_scan import MEGABYTE, send

# Where the kernel lets them, users without rights mount what only they see.
ALONE = ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--mount", "--map-root-user"]
# The data moves to a disk of eight megabytes more than it needs, where the server then works.
SERVE = """
size=$(($(du -sk "$INSTANCE_PATH" | cut -f1) + 8192))
mkdir "$INSTANCE_PATH/disk"
mount -t tmpfs -o size=${size}k tmpfs "$INSTANCE_PATH/disk"
find "$INSTANCE_PATH" -mindepth 1 -maxdepth 1 ! -name disk -exec cp -a {} "$INSTANCE_PATH/disk" ';'
export INSTANCE_PATH=$INSTANCE_PATH/disk DATABASE_URL=sqlite:///$INSTANCE_PATH/disk/tracker.sqlite
exec "$0" -m gunicorn --config deploy/gunicorn.conf.py wsgi:app
"""


def can_mount() -> bool:
    command = [*ALONE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(command, capture_output=True).returncode == 0


@pytest.fixture
def disk(instance: Instance) -> Path:
    """The small disk, on which the installation serves; seen by way of the server's process."""
    if not can_mount():
        pytest.skip("the kernel lets nobody mount a disk of their own here")
    server = instance.start_program(*ALONE, "sh", "-c", SERVE, sys.executable)
    instance.wait(lambda: answers(instance.url))
    return Path(f"/proc/{server.pid}/root{instance.folder}/disk")


def fill(disk: Path) -> Path:
    """Leave no room on the disk; returns the file that takes it."""
    path = disk / "filler"
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return path


def stored(disk: Path) -> set[Path]:
    return {path for path in (disk / "files").rglob("*") if path.is_file()}


def test_an_upload_that_does_not_fit_is_told_and_leaves_nothing(
    instance: Instance, disk: Path
) -> None:
    clerk = Person(instance, "clerk")
    before = stored(disk)

    status, said = send(clerk, instance.port, 12 * MEGABYTE)

    assert (status, "磁盘" in said["sentence"]) == (507, True), said
    assert stored(disk) == before
    assert send(clerk, instance.port, MEGABYTE)[0] == 201


def test_what_is_sent_is_told_and_goes_through_once_there_is_room(
    instance: Instance, disk: Path
) -> None:
    clerk = Person(instance, "clerk")
    draft = b'{"fields": {"body": ["' + b"words " * 1000 + b'"]}}'
    filler = fill(disk)

    with pytest.raises(HTTPError) as refused:
        clerk.send("/drafts/meeting/0", draft)
    with pytest.raises(HTTPError) as turned_away:
        Person(instance, "director")
    filler.unlink()

    assert (refused.value.code, turned_away.value.code) == (507, 507)
    assert "请告知系统管理员清理磁盘" in json.loads(refused.value.read())["sentence"]
    assert "请告知系统管理员清理磁盘" in turned_away.value.read().decode()
    clerk.send("/drafts/meeting/0", draft)
    Person(instance, "director")
