"""A bundle installs and serves without any network, and says what is wrong with it."""

import fcntl
import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live.instance import ROOT, answers, free_port

# Where the kernel lets them, users without rights cut themselves off in a namespace of their own.
CUT_OFF = ["unshare", "--net"] if os.getuid() == 0 else ["unshare", "--net", "--map-root-user"]


def network_can_be_cut() -> bool:
    return subprocess.run([*CUT_OFF, "true"], capture_output=True).returncode == 0


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle, made once for all workers.

    It goes without the system's packages: those are large, and the tests have them already.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    archive = folder / "tracker.tar.gz"
    with (folder / "bundle.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            command = ["script/bundle", str(archive), "--without-packages"]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
    return archive


@pytest.fixture
def copy(bundle: Path, tmp_path: Path) -> Iterator[Path]:
    """The folder that the bundle unpacks to; a test may spoil it."""
    with tarfile.open(bundle) as tar:
        tar.extractall(tmp_path, filter="tar")
    (folder,) = tmp_path.glob("tracker-*")
    yield folder
    shutil.rmtree(folder)


def install(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run script/bootstrap --offline where no network can be reached, if the kernel allows that.

    Pip is told of no index in any case.
    """
    command = [*(CUT_OFF if network_can_be_cut() else []), "script/bootstrap", "--offline"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "DATABASE_"))}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Start the product in a folder and give its address; ended with the test."""
    started = []

    def start(folder: Path) -> str:
        port = free_port()
        environment = os.environ | {"PORT": str(port), "INSTANCE_PATH": str(folder / "instance")}
        environment = {k: v for k, v in environment.items() if k not in {"TESTING", "DATABASE_URL"}}
        started.append(subprocess.Popen(["script/server"], cwd=folder, env=environment))
        return f"http://127.0.0.1:{port}"

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=30)


def wait_for(url: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not answers(url):
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.timeout(240)
def test_it_installs_and_serves(copy: Path, serve: Callable[[Path], str]) -> None:
    done = install(copy)
    assert done.returncode == 0, done.stderr

    url = serve(copy)

    wait_for(url)
    assert (copy / "instance" / "release").read_text() == (copy / "RELEASE").read_text()


@pytest.mark.parametrize("pattern", ["bundle/wheels/flask-*.whl", "tracker/__init__.py"])
def test_it_names_a_file_with_a_flipped_bit(copy: Path, pattern: str) -> None:
    damaged = next(copy.glob(pattern))
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)

    done = install(copy)

    assert done.returncode == 1
    assert f"  {damaged.relative_to(copy)}\n" in done.stderr
    assert done.stderr.count("\n  ") == 1
    assert not (copy / ".venv").exists()


def test_it_names_a_file_that_is_missing(copy: Path) -> None:
    missing = next(copy.glob("bundle/wheels/flask-*.whl"))
    missing.unlink()

    done = install(copy)

    assert done.returncode == 1
    assert f"  {missing.relative_to(copy)}\n" in done.stderr


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("# system debian 7", "安装包适用于系统 debian 7"),
        ("# processor riscv64", "安装包适用于处理器 riscv64"),
        ("# python 3.99", "安装包适用于 Python 3.99"),
    ],
)
def test_it_refuses_another_machine(copy: Path, line: str, sentence: str) -> None:
    manifest = copy / "bundle" / "MANIFEST"
    lines = manifest.read_text().splitlines()
    start = line.rpartition(" ")[0].split()[1]
    kept = [line if text.startswith(f"# {start} ") else text for text in lines]
    manifest.write_text("\n".join(kept) + "\n")

    done = install(copy)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert not (copy / ".venv").exists()


def test_it_asks_for_a_bundle_where_there_is_none(copy: Path) -> None:
    shutil.rmtree(copy / "bundle")

    done = install(copy)

    assert done.returncode == 1
    assert "bundle/MANIFEST" in done.stderr
