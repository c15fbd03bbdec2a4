"""What docs/ says is what the code does."""

import re
import runpy
from pathlib import Path

from tracker.catalogue.queries import KINDS, single

ROOT = Path(__file__).resolve().parent.parent


def test_it_draws_the_state_machines_as_they_are() -> None:
    page = runpy.run_path(str(ROOT / "script" / "states"))["page"]

    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == page()


def test_it_explains_every_setting() -> None:
    read = re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "config.py").read_text(encoding="utf-8"))

    lines = (ROOT / "deploy" / "env").read_text(encoding="utf-8").splitlines()

    assert sorted(re.findall(r"^#?([A-Z_]+)=", "\n".join(lines), re.MULTILINE)) == sorted(read)


def test_it_lists_every_kind_of_paper_with_its_formats() -> None:
    """`account-slips` go out once and are told where accounts are."""
    lines = (ROOT / "docs" / "papers.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if "`" in line]
    told = {row[0].strip("`"): (row[3], row[5]) for row in cells if len(row) == 6}

    assert told == {
        kind.kind: (", ".join(kind.formats), "yes" if single(kind).frozen_as else "no")
        for kind in KINDS.values()
        if kind.kind != "account-slips"
    }
