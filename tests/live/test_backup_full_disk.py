"""A disk that is full in the middle of a backup is told, whatever library was writing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.live.instance import ROOT

# The kernel ends the file after 3 MB, as a full disk would; another number of the same kind.
SCRIPT = """
import errno, resource, sys
from pathlib import Path
from tracker.operations.services.archive import Member, write_archive

resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
folder = Path(sys.argv[1])
try:
    write_archive(
        folder / "a.backup", about={}, members=[Member("large", folder / "large")],
        passphrase=sys.argv[2], report=lambda done, total: None,
    )
except OSError as error:
    print(errno.errorcode[error.errno])
"""


@pytest.mark.parametrize("passphrase", ["", "a passphrase of some length"])
def test_the_system_s_own_error_comes_through(tmp_path: Path, passphrase: str) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(10_000_000)

    command = [sys.executable, "-c", SCRIPT, str(tmp_path), passphrase]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert done.stdout.strip() == "EFBIG", done.stderr
