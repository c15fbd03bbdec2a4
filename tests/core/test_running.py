"""What tells a worker that it may begin anew: its product and its libraries stand as they did."""

import os
from pathlib import Path

import pytest

import config
from tracker.core.running import is_gone, standing_code, this_process


@pytest.fixture
def product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a product of one file, much newer than the libraries."""
    (tmp_path / "tracker").mkdir()
    change(tmp_path / "tracker/words.py", at=4_000_000_000)
    monkeypatch.setattr(config, "ROOT", tmp_path)
    return tmp_path


def change(path: Path, *, at: int) -> None:
    path.write_text("")
    os.utime(path, (at, at))


@pytest.mark.parametrize("name", ["words.py", "more.py"])
def test_code_stands_until_one_of_its_files_changes(product: Path, name: str) -> None:
    before = standing_code()

    assert standing_code() == before
    change(product / "tracker" / name, at=4_000_000_001)
    assert standing_code() != before


def test_code_stands_where_python_only_keeps_what_it_read(product: Path) -> None:
    before = standing_code()

    change(product / "tracker/words.cpython-311.pyc", at=4_000_000_001)

    assert standing_code() == before


def test_a_process_is_not_gone_while_it_runs() -> None:
    assert not is_gone(this_process())
