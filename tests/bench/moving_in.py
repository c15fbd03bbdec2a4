"""How long moving in takes, each act beside what it cannot be faster than, in one run.

.venv/bin/python -m tests.bench.moving_in
"""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.live.instance import PASSWORD, Instance
from tests.live.person import Person
from tests.live.test_import_killed import fields_of, sent

MEGABYTE = 1024 * 1024
BACKED_UP = 300 * MEGABYTE


def seconds(act: Callable[[], object]) -> float:
    """Return how long an act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def told(words: str, taken: float, against: str, least: float) -> None:
    print(f"{words}: {taken:.2f} s, {taken / least:.1f} times {against} ({least:.2f} s)")


def roster(instance: Instance) -> None:
    """500 people in 100 units, previewed and brought in, beside one page of the same server."""
    clerk = Person(instance, "clerk")
    page = seconds(lambda: clerk.opener.open(f"{instance.url}/directory/roster").read())
    seen: list[str] = []
    preview = seconds(lambda: seen.append(sent(clerk)))
    confirmed = fields_of(seen[0])
    brought = seconds(lambda: sent(clerk, **confirmed))
    told("preview of 500 people in 100 units", preview, "the empty page", page)
    told("the same brought in", brought, "its preview", preview)


def backup(instance: Instance, folder: Path) -> None:
    """A backup of 300 MB, beside a plain copy and a reading with SHA-256 of the same bytes."""
    large, archive = instance.add_file(BACKED_UP), folder / "a.backup"
    copy = seconds(lambda: shutil.copy(large, folder / "copy"))
    read = seconds(lambda: hashlib.sha256((folder / "copy").read_bytes()))
    start = seconds(lambda: instance.flask("--version"))
    made = seconds(lambda: instance.flask("backup", "create", str(archive)))
    verified = seconds(lambda: instance.flask("backup", "verify", str(archive)))
    told("backup of 300 MB", made, "copy and start of a command", copy + start)
    told("the same verified", verified, "SHA-256 and start of a command", read + start)


def main() -> None:
    """Measure on the first quarter of the demo college."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        instance = Instance(folder / "instance")
        instance.environment["BACKUP_PASSPHRASE"] = "山高水长-不舍昼夜-2026"
        (folder / "instance").mkdir()
        instance.flask("db", "upgrade")
        instance.flask("demo", "load", "--password", PASSWORD, "--quarters", "1")
        instance.start_web()
        try:
            roster(instance)
            backup(instance, folder)
        finally:
            instance.stop()


if __name__ == "__main__":
    main()
