"""A whole installation in a folder of its own: commands, web server and worker as processes."""

import fcntl
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Demo-2023-college"


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def answers(url: str) -> bool:
    """Tell whether the product serves at an address."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


class Instance:
    """One installation on SQLite. Ends only the processes that it has started, by pid."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in {"TESTING", "SECRET_KEY"}},
            "INSTANCE_PATH": str(folder),
            "FLASK_APP": "wsgi",
            "PORT": str(self.port),
            "DATABASE_URL": f"sqlite:///{folder / 'tracker.sqlite'}",
            "RATELIMIT_ENABLED": "0",
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def flask(self, *arguments: str) -> str:
        """Run one `flask` command to its end; returns what it printed."""
        command = [sys.executable, "-m", "flask", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def add_file(self, size: int) -> Path:
        """Lay a stored file of so many bytes, which takes no room on the disk."""
        path = self.folder / "files" / "aa" / "large"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.truncate(size)
        return path

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a Python module that runs until `stop`."""
        return self.start_program(sys.executable, "-m", *command)

    def start_program(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a process that runs until `stop`; what it prints goes to a file."""
        with (self.folder / "printed.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def start_web(self) -> None:
        """Serve, and wait until it answers."""
        self.start("gunicorn", "--config", "deploy/gunicorn.conf.py", "wsgi:app")
        self.wait(lambda: answers(self.url))

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start the worker with its clock."""
        return self.start("flask", "worker", "--clock")

    def wait(self, condition: Any, seconds: float = 60) -> None:
        """Wait until `condition()` holds."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.logs()
            time.sleep(0.02)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read from the database beside the running processes."""
        with closing(sqlite3.connect(self.folder / "tracker.sqlite", timeout=30)) as connection:
            return list(connection.execute(query))

    def logs(self) -> str:
        """Return what the processes printed."""
        return "\n".join(file.read_text(errors="replace") for file in self.folder.glob("*.log"))

    def stop(self) -> None:
        """End what was started, the newest first, without waiting for kept connections."""
        for process in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
        for process in self.processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def demo_college(
    factory: pytest.TempPathFactory, quarters: int, *, is_worked: bool = False
) -> Path:
    """Return the folder of an installation with the demo college.

    It is there to be copied: of the processes that test together the first makes it for all.
    Its worker never ran; with `is_worked` one has done all that the new college left it.
    """
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / f"college-of-{quarters}{'-worked' if is_worked else ''}"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            instance = _load_demo(factory.mktemp("demo"), quarters)
            if is_worked:
                _work_off(instance)
            instance.folder.rename(folder)
    return folder


def _load_demo(folder: Path, quarters: int) -> Instance:
    instance = Instance(folder)
    instance.flask("db", "upgrade")
    instance.flask("demo", "load", "--password", PASSWORD, "--quarters", str(quarters))
    return instance


def _work_off(instance: Instance) -> None:
    """Let a worker without the clock run until each job is done."""
    left = "SELECT id FROM job WHERE state != 'done'"
    try:
        instance.start("flask", "worker")
        instance.wait(lambda: not instance.rows(left), seconds=180)
    finally:
        instance.stop()
