"""What docs/ says is what the code does."""

import re
import runpy
from pathlib import Path

import pytest

from tracker.catalogue.queries import KINDS, PaperKind, single

ROOT = Path(__file__).resolve().parent.parent
LARGEST_PICTURE = 60_000


def test_it_draws_the_state_machines_as_they_are() -> None:
    page = runpy.run_path(str(ROOT / "script" / "states"))["page"]

    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == page()


def test_it_explains_every_setting() -> None:
    read = re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "config.py").read_text(encoding="utf-8"))

    lines = (ROOT / "deploy" / "env").read_text(encoding="utf-8").splitlines()

    assert sorted(re.findall(r"^#?([A-Z_]+)=", "\n".join(lines), re.MULTILINE)) == sorted(read)


def test_it_tells_how_each_kind_of_paper_is_made() -> None:
    page = runpy.run_path(str(ROOT / "script" / "papers"))["page"]
    written = (ROOT / "docs" / "papers.md").read_text(encoding="utf-8")

    assert written == page(written)


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


PICTURED = sorted(
    kind.kind
    for kind in KINDS.values()
    if isinstance(kind, PaperKind) and kind.kind != "account-slips"
)


@pytest.mark.parametrize("kind", PICTURED)
def test_it_shows_every_kind_of_paper(kind: str) -> None:
    page = (ROOT / "docs" / "papers.md").read_text(encoding="utf-8")
    picture = ROOT / "docs" / "papers" / f"{kind}-1.png"

    assert f"](papers/{kind}-1.png)" in page
    assert picture.stat().st_size <= LARGEST_PICTURE


def test_the_pictures_of_papers_are_small() -> None:
    pictures = list((ROOT / "docs" / "papers").glob("*.png"))

    assert sum(picture.stat().st_size for picture in pictures) <= 25 * LARGEST_PICTURE
