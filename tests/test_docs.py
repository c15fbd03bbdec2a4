"""What docs/ says is what the code does."""

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_it_draws_the_state_machines_as_they_are() -> None:
    page = runpy.run_path(str(ROOT / "script" / "states"))["page"]

    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == page()


def test_it_explains_every_setting() -> None:
    read = re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "config.py").read_text(encoding="utf-8"))

    lines = (ROOT / "deploy" / "env").read_text(encoding="utf-8").splitlines()

    assert sorted(re.findall(r"^#?([A-Z_]+)=", "\n".join(lines), re.MULTILINE)) == sorted(read)
