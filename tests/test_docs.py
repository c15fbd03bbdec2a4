"""What docs/ says is what the code does."""

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_it_draws_the_state_machines_as_they_are() -> None:
    page = runpy.run_path(str(ROOT / "script" / "states"))["page"]

    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == page()
