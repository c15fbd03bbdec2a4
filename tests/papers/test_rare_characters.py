"""Rare characters of names come from the fallback faces, in every face that a paper is set in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.minutes.papers import Address, Point

from .conftest import open_paper
from .measure import face
from .samples import checklist, minutes_paper, notice, sign_in_sheet

RARE = "喆堃赟犇镕㛃𬭎䶮"
SONG, HEI, KAI = "Noto-Serif-CJK-SC", "Noto-Sans-CJK-SC", "LXGW-WenKai-Light"


def faces_of(template, paper, near):
    """Return the faces of the rare characters that are set at a size."""
    with open_paper(template, paper) as pdf:
        found = {
            char["text"]: face(char)
            for page in pdf.pages
            for char in page.chars
            if char["text"] in RARE and abs(char["size"] - near) < 0.1
        }
    assert set(found) == set(RARE)
    return set(found.values())


def point(level):
    """Return minutes whose only point is of the level and says the characters."""
    found = Point(RARE)
    for _ in range(level - 1):
        found = Point("要点", points=(found,))
    return replace(
        minutes_paper(), addresses=(Address("讲话。", (found,)),), rosters=(), title="纪要"
    )


@pytest.mark.parametrize(
    ("template", "paper", "size", "wanted"),
    [
        ("minutes", replace(minutes_paper(), opening=RARE), 16, KAI),
        ("minutes", replace(minutes_paper(), title=RARE), 22, SONG),
        ("minutes", replace(minutes_paper(), mark=RARE), 44, SONG),
        ("notice", replace(notice(), signed_by=RARE), 16, KAI),
        ("sign_in_sheet", replace(
            sign_in_sheet(1), rows=(replace(sign_in_sheet(1).rows[0], name=RARE),)), 12, KAI),
        ("checklist", replace(
            checklist(1), rows=(replace(checklist(1).rows[0], matter=RARE),)), 10.5, KAI),
    ],
    ids=["body", "title", "mark", "signature", "cell of names", "cell of a list"],
)  # fmt: skip
def test_rare_characters_are_taken_from_the_face_next_of_kin(template, paper, size, wanted):
    assert faces_of(template, paper, size) == {wanted}


@pytest.mark.parametrize(("level", "kin"), [(1, HEI), (2, KAI), (3, KAI), (4, KAI)])
def test_rare_characters_of_headings_are_taken_from_the_face_next_of_kin(level, kin):
    assert faces_of("minutes", point(level), 16) == {kin}
