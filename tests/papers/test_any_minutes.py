"""Any minutes, however long: every page keeps the standard's geometry (GB/T 9704-2012 §5, §7)."""

from __future__ import annotations

import io
from random import Random

import pdfplumber
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from . import drawn
from .conftest import print_paper
from .rules import RULES


@pytest.mark.parametrize("paragraphs", range(0, 36, 3))
@settings(max_examples=1, deadline=None, derandomize=True, phases=[Phase.generate])
@given(random=st.randoms(use_true_random=True))
def test_every_page_of_any_minutes_keeps_the_standard(paragraphs: int, random: Random) -> None:
    paper = drawn.minutes(random, paragraphs)

    with pdfplumber.open(io.BytesIO(print_paper("minutes", paper))) as pdf:
        breaches = [f"{rule.__name__}: {one}" for rule in RULES for one in rule(pdf, paper)]

    assert breaches == []
