"""Papers are printed once a session; every test looks at the finished PDF."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.press.engine import render_pdf

from . import samples

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
)
PAPERS: dict[str, tuple[str, Callable[[], Any]]] = {
    "minutes": ("minutes", samples.minutes_paper),
    "long minutes": ("minutes", lambda: samples.minutes_paper(long=4)),
    "draft": ("minutes", lambda: samples.minutes_paper(number="")),
    "correction": ("minutes", samples.correction),
    "approval sheet": ("approval_sheet", samples.approval_sheet),
    "notice": ("notice", samples.notice),
    "sign-in sheet": ("sign_in_sheet", samples.sign_in_sheet),
    "checklist": ("checklist", samples.checklist),
    "conveyance": ("conveyance", samples.conveyance),
    "complete conveyance": ("conveyance", lambda: samples.conveyance(missing=())),
    "empty checklist": ("checklist", lambda: samples.checklist(0)),
    "quarter summary": ("quarter_summary", samples.quarter_summary),
    "largest quarter summary": (
        "quarter_summary",
        lambda: samples.quarter_summary(units=30, areas=20),
    ),
    "agreement": ("agreement", samples.agreement),
    "account slips": ("account_slips", samples.account_slips),
    "reminder": ("reminder", samples.reminder),
    "yellow slip": ("supervision_slip", samples.supervision_slip),
    "red slip": ("supervision_slip", lambda: samples.supervision_slip(colour="red", long=4)),
    "empty quarter summary": ("quarter_summary", lambda: samples.quarter_summary(units=0)),
}


def html_of(name: str) -> str:
    """Return the HTML of a sample paper."""
    template, make = PAPERS[name]
    return fill(template, make())


def fill(template: str, paper: Any) -> str:
    """Return the HTML of any paper."""
    return ENVIRONMENT.get_template(f"papers/{template}.html").render(paper=paper)


def print_paper(template: str, paper: Any) -> bytes:
    """Return any paper as PDF."""
    return render_pdf(fill(template, paper))


@cache
def pdf_of(name: str) -> bytes:
    """Return the printed sample paper."""
    return render_pdf(html_of(name))


def open_paper(template: str, paper: Any) -> Any:
    """Print any paper and open it for measuring; pages are read while it is open."""
    return pdfplumber.open(io.BytesIO(print_paper(template, paper)))


@pytest.fixture
def opened() -> Iterator[Callable[[str], Any]]:
    """Open sample papers for measuring and close them afterwards."""
    pdfs = []

    def open_sample(name: str) -> Any:
        pdfs.append(pdfplumber.open(io.BytesIO(pdf_of(name))))
        return pdfs[-1]

    yield open_sample
    for pdf in pdfs:
        pdf.close()
