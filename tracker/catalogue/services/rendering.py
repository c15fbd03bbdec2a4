"""From a paper's data to the bytes of its file, in whichever format."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask import render_template

from tracker.catalogue.queries import LISTING, Bundle, Kind, PaperKind, single
from tracker.core.errors import RuleBroken
from tracker.press.engine import Attached, MissingGlyphs, bind_pdf, render_pdf
from tracker.press.listing import Listing
from tracker.press.word import write_word

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}

Progress = Callable[[int, int], None]


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


def render(
    kind: PaperKind, data: Any, *, attached: Attached | None = None, binder: int = 0
) -> bytes:
    """Return one paper as PDF; its upright pages keep `binder` mm away from the binder.

    Raises:
        RuleBroken: a character has no glyph in any installed face.
    """
    with _glyphs_told():
        return render_pdf(_html(kind, data), attached=attached, binder=binder)


def render_listing(listing: Listing, *, binder: int = 0) -> bytes:
    """Return a list that is no paper of the catalogue as PDF.

    Raises:
        RuleBroken: a character has no glyph in any installed face.
    """
    with _glyphs_told():
        return render_pdf(render_template(LISTING, paper=listing), binder=binder)


def render_all(
    kind: Kind,
    ending: str,
    parts: Sequence[tuple[str, Any]],
    progress: Progress,
    *,
    binder: int,
) -> bytes:
    """Return the file of a paper or a bundle; `progress` hears each finished part.

    Raises:
        RuleBroken: a character has no glyph in any installed face.
    """
    if ending == "xlsx":
        return _as_excel(parts)
    if ending == "docx":
        return _as_word(single(kind), parts)
    if ending == "zip":
        told = _told(parts, progress)
        return _zipped([(title, render(single(kind), data, binder=binder)) for title, data in told])
    if isinstance(kind, Bundle):
        pages = ((title, _html(kind.parts_kind, data)) for title, data in _told(parts, progress))
        with _glyphs_told():
            return bind_pdf(kind.name, pages, binder=binder)
    return render(kind, parts[0][1], binder=binder)


def file_title(kind: Kind, parts: Sequence[tuple[str, Any]]) -> str:
    """Return the name under which the file is saved, without its ending."""
    return parts[0][1].title if len(parts) == 1 else kind.name


def _html(kind: PaperKind, data: Any) -> str:
    return render_template(kind.template, paper=data)


def _told(parts: Sequence[tuple[str, Any]], progress: Progress) -> Iterator[tuple[str, Any]]:
    """Yield the parts; `progress` hears of each when the next one is asked for."""
    for number, part in enumerate(parts, start=1):
        yield part
        progress(number, len(parts))


@contextmanager
def _glyphs_told() -> Iterator[None]:
    """Say which characters no installed face can print, and what to do."""
    try:
        yield
    except MissingGlyphs as error:
        raise RuleBroken(f"{error}。请改用常用字，或由系统管理员安装补充字体。") from error


def _as_excel(parts: Sequence[tuple[str, Any]]) -> bytes:
    """Return a paper of tables as .xlsx, from the same data."""
    ((_, listing),) = parts
    content: bytes = listing.as_excel()
    return content


def _as_word(kind: PaperKind, parts: Sequence[tuple[str, Any]]) -> bytes:
    """Return a paper as .docx, from the same data."""
    ((_, data),) = parts
    if kind.word is None:
        raise LookupError(kind.kind)
    return write_word(kind.word(data))


def _zipped(printed: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a ZIP with Chinese names; the date is fixed so that the same papers give one file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (title, content) in enumerate(printed, start=1):
            entry = zipfile.ZipInfo(f"{number:02d} {title}.pdf", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()
