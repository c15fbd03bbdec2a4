"""An upgrade that fails or is killed leaves the database as it was, and names the way back."""

import os
import shlex
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.conftest import DATABASES
from tests.databases import new_postgresql
from tests.live.instance import ROOT

LAST = sorted((ROOT / "migrations" / "versions").glob("[0-9]*.py"))[-1].stem.partition("_")[0]
LEFT_OUT = {"TESTING", "SECRET_KEY", "INVOCATION_ID"}
STEP = """
import time
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    op.create_table("{revision}_table", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE person SET name = 'changed'")
    {last}
"""


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> str:
    """The address of an empty database."""
    if request.param == "postgresql":
        return new_postgresql(f"failing_{worker_id}")
    return f"sqlite:///{tmp_path / 'instance' / 'tracker.sqlite'}"


class Checkout:
    """A copy of the product, whose migrations a test may add to."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.database = folder / "checkout", database
        kept_out = shutil.ignore_patterns(".git", ".venv", "instance", "__pycache__", ".*_cache")
        shutil.copytree(ROOT, self.folder, ignore=kept_out, symlinks=True)
        (self.folder / ".venv").symlink_to(ROOT / ".venv")
        (folder / "instance").mkdir()
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in LEFT_OUT},
            "INSTANCE_PATH": str(folder / "instance"),
            "DATABASE_URL": database,
            "FLASK_APP": "wsgi",
        }

    def add(self, number: int, before: str, last: str) -> str:
        """Add a migration that changes something and then does `last`."""
        revision = str(number)
        step = STEP.format(revision=revision, before=before, last=last)
        (self.folder / "migrations" / "versions" / f"{revision}_step.py").write_text(step)
        return revision

    def upgrade(self) -> "subprocess.CompletedProcess[str]":
        """Run script/upgrade to its end."""
        return subprocess.run(
            ["script/upgrade"],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    def flask(self, *arguments: str) -> None:
        """Run a command, which works."""
        done = self._run(".venv/bin/python", "-m", "flask", *arguments)
        assert done.returncode == 0, done.stderr

    def _run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True
        )

    def names(self) -> list[str]:
        """Return the persons' names, and which of the new tables there are."""
        engine = create_engine(self.database)
        with engine.connect() as connection:
            people = list(connection.scalars(text("SELECT name FROM person ORDER BY name")))
            tables = engine.dialect.get_table_names(connection)
        engine.dispose()
        return [*people, *(name for name in tables if name.endswith("_table"))]


@pytest.fixture
def checkout(tmp_path: Path, database: str) -> Checkout:
    """A product with the demo college's first quarter."""
    found = Checkout(tmp_path, database)
    assert found.upgrade().returncode == 0
    found.flask("demo", "load", "--quarters", "1")
    return found


def test_a_failure_leaves_it_as_it_was(checkout: Checkout) -> None:
    before = checkout.names()
    first = checkout.add(9001, LAST, "pass")
    checkout.add(9002, first, "op.execute('SELECT nonsense FROM nowhere')")

    done = checkout.upgrade()

    assert done.returncode == 1
    assert "数据库保持升级前的样子" in done.stderr
    assert "git checkout" in done.stderr
    command = next(line for line in done.stderr.splitlines() if "backup restore" in line)
    assert checkout.names() == before
    checkout.flask(*shlex.split(command.partition("/flask ")[2]))
    assert checkout.names() == before


def test_a_service_is_led_back_with_its_own_settings(checkout: Checkout) -> None:
    checkout.environment["INVOCATION_ID"] = "as-systemd-sets-it"
    checkout.add(9001, LAST, "op.execute('SELECT nonsense FROM nowhere')")

    done = checkout.upgrade()

    assert done.returncode == 1
    assert "tracker backup restore --replace" in done.stderr
    assert "FLASK_APP" not in done.stderr


def test_a_kill_leaves_it_as_it_was(checkout: Checkout) -> None:
    before = checkout.names()
    mark = checkout.folder / "mark"
    checkout.add(9001, LAST, f"open({str(mark)!r}, 'w').close(); time.sleep(60)")
    process = subprocess.Popen(
        ["script/upgrade"], cwd=checkout.folder, env=checkout.environment, start_new_session=True
    )
    end = time.monotonic() + 60
    while not mark.exists():
        assert time.monotonic() < end
        time.sleep(0.02)

    os.killpg(process.pid, signal.SIGKILL)
    process.wait()

    assert checkout.names() == before
