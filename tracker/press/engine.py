"""HTML → PDF. This file and the folder `weasy` know WeasyPrint, which is imported on first use.

Same HTML, same fonts and same libraries give the same bytes in every process: no date, no random
identifier, and no face that happens to be installed enters a PDF unless it is asked for.
"""

from __future__ import annotations

import atexit
import gc
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

from tracker.press.typography import bound_margins, made_printable

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
STYLESHEET = HERE / "official.css"
WEASYPRINT, PYDYF = "70.0", "0.13.0"
VARIANT = "pdf/a-3a"
OUTPUT_INTENT = "house"
COLOUR_PROFILE = "sRGB2014.icc"

# Family name in official.css → shipped file.
FACES = {
    "FandolFang": "FandolFang-Regular.ttf",
    "FandolKai": "FandolKai-Regular.ttf",
    "FandolHei": "FandolHei-Regular.ttf",
    "FandolSong": "FandolSong-Regular.ttf",
    "FandolSongBold": "FandolSong-Bold.ttf",
}
# Family name in official.css → the full names under which a college's own faces are installed.
COLLEGE_FACES = {
    "CollegeFangSong": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋"),
    "CollegeKaiTi": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体"),
    "CollegeSimHei": ("SimHei", "黑体"),
    "CollegeXiaoBiaoSong": ("FZXiaoBiaoSong-B05S", "方正小标宋简体"),
}
# Family that stands in for rare characters → the Debian package that brings it.
FALLBACKS = {
    "LXGW WenKai Light": "fonts-lxgw-wenkai",
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "Noto Serif CJK SC": "fonts-noto-cjk",
}
RARE_CHARACTER = "喆"
# Pango's font map is shared by all papers and must not be used by two threads at once.
ONE_AT_A_TIME = Lock()


class EngineUnsuitable(RuntimeError):
    """The installed WeasyPrint or one of its libraries cannot print official papers."""


class ForbiddenAddress(ValueError):
    """A paper asked for something that is not shipped with the press."""


class MissingGlyphs(ValueError):
    """No installed face has these characters, so the paper would lose them."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"没有字体能打印这些字：{characters}")
        self.characters = characters


@dataclass(frozen=True)
class Attached:
    """A file that a PDF carries along: its name, its text, and the moment it is dated to."""

    name: str
    text: str
    dated: datetime


@dataclass(frozen=True)
class _Press:
    """WeasyPrint with our fonts and stylesheet, parsed once and used for every paper."""

    html: Callable[..., Any]
    stylesheet: Any
    font_config: Any
    colour_profile: bytes
    read_profile: Callable[..., Any]
    bound_edge: Callable[[int], Any]
    attachment: Callable[[Attached], Any]
    fetcher: Any
    fatal: type[BaseException]
    has_subsetter: bool


def render_pdf(
    html: str, *, college_fonts: bool = False, attached: Attached | None = None, binder: int = 0
) -> bytes:
    """Return the PDF/A-3a file of a paper's HTML, styled by `official.css`.

    With `college_fonts`, faces that the college has installed (仿宋_GB2312, 方正小标宋 …) come
    before the shipped ones; the bytes then depend on the machine. `attached` is what the paper
    was made from; upright pages keep `binder` mm away from the binder. Raises `ForbiddenAddress`
    when the HTML refers to anything outside the press, `MissingGlyphs` when a character cannot be
    printed, and `EngineUnsuitable` when WeasyPrint is not the version that we have tested.
    """
    with ONE_AT_A_TIME, _uncollected():
        press = _fit_press(college_fonts)
        return _written(press, _laid_out(press, html, binder), attached)


def bind_pdf(title: str, parts: Iterable[tuple[str, str]], *, binder: int = 0) -> bytes:
    """Return one PDF/A-3a file of several papers' HTML, with a bookmark of each part's title.

    Each paper counts its own pages. Faces are embedded once for all. Between two parts other
    threads may print. Raises what `render_pdf` raises.
    """
    pages: list[Any] = []
    bound = None
    for name, html in parts:
        with ONE_AT_A_TIME, _uncollected():
            document = _laid_out(_fit_press(False), html, binder)
        bound = bound or document
        for page in document.pages:
            page.bookmarks.clear()
        document.pages[0].bookmarks.append((1, name, (0, 0), "open"))
        pages += document.pages
    if bound is None:
        raise ValueError("there is nothing to bind")
    bound.metadata.title = title
    with ONE_AT_A_TIME, _uncollected():
        return _written(_fit_press(False), bound.copy(pages), None)


def missing_fonts() -> tuple[str, ...]:
    """Return what is wrong with the fonts: lost shipped files, and absent fallback packages.

    It prints one rare character in each fallback chain and looks at the faces that were used, so
    it answers for the very way in which papers are printed.
    """
    lost = tuple(name for name in FACES.values() if not (FONTS / name).is_file())
    if lost:
        return lost
    probes = "".join(f'<p style="font-family:{face!r}">{RARE_CHARACTER}</p>' for face in FALLBACKS)
    with ONE_AT_A_TIME:
        press = _press(False)
        page = f'<html lang="zh-CN"><title>喆</title><body>{probes}</body></html>'
        document = _laid_out(press, page)
        _written(press, document, None)
    # A light face is reported under the family's plain name, so the beginning must do.
    used = tuple(font.family for font in document.fonts.values())
    return tuple(sorted({pack for face, pack in FALLBACKS.items() if not face.startswith(used)}))


def missing_libraries() -> tuple[str, ...]:
    """Return the Debian packages without which WeasyPrint cannot be loaded or is too slow."""
    try:
        with ONE_AT_A_TIME:
            press = _press(False)
    except OSError:
        return ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
    return () if press.has_subsetter else ("libharfbuzz-subset0",)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: all that a paper is made of lives until it is written.

    Looking through millions of boxes again and again takes a quarter of a long table's time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _fit_press(college_fonts: bool) -> _Press:
    press = _press(college_fonts)
    if not press.has_subsetter:
        raise EngineUnsuitable("libharfbuzz-subset0 is missing: printing would be far slower")
    return press


def _laid_out(press: _Press, html: str, binder: int = 0) -> Any:
    """Return the pages of a paper, not yet drawn."""
    source = press.html(
        string=made_printable(html), base_url=HERE.as_uri() + "/", url_fetcher=press.fetcher
    )
    try:
        return source.render(
            font_config=press.font_config,
            stylesheets=[press.stylesheet, *([press.bound_edge(binder)] if binder else [])],
            color_profiles={OUTPUT_INTENT: _colour_profile(press)},
            pdf_variant=VARIANT,
            output_intent=OUTPUT_INTENT,
        )
    except press.fatal as error:
        raise ForbiddenAddress(str(error)) from error


def _written(press: _Press, document: Any, attached: Attached | None) -> bytes:
    """Draw pages into a file, and refuse to lose a character."""
    if attached is not None:
        document.metadata.attachments = [press.attachment(attached)]
    content: bytes = document.write_pdf(pdf_variant=VARIANT, output_intent=OUTPUT_INTENT)
    missing = sorted({chr(code) for font in document.fonts.values() for code in font.missing})
    if missing:
        raise MissingGlyphs("".join(missing))
    return content


@cache
def _press(college_fonts: bool) -> _Press:
    """Import WeasyPrint, change what is ours, and parse fonts and stylesheets once."""
    weasyprint = import_module("weasyprint")
    _refuse_others(weasyprint.__version__, import_module("pydyf").__version__)
    changed = import_module("tracker.press.weasy")
    changed.install()
    fonts = import_module("weasyprint.text.fonts")
    native = import_module("weasyprint.text.ffi")
    urls = import_module("weasyprint.urls")
    # The fonts' temporary folder must go while the interpreter can still remove it.
    atexit.register(_press.cache_clear)
    fetcher = _house_fetcher(urls)(fail_on_errors=True)
    font_config = fonts.FontConfiguration()
    stylesheet = weasyprint.CSS(
        string=_font_faces(college_fonts) + STYLESHEET.read_text(encoding="utf-8"),
        base_url=HERE.as_uri() + "/",
        url_fetcher=fetcher,
        font_config=font_config,
    )
    return _Press(
        html=changed.Paper,
        stylesheet=stylesheet,
        font_config=font_config,
        colour_profile=files("weasyprint.pdf").joinpath(COLOUR_PROFILE).read_bytes(),
        read_profile=import_module("weasyprint.css").ColorProfile,
        bound_edge=cache(lambda binder: weasyprint.CSS(string=bound_margins(binder))),
        attachment=changed.attachment,
        fetcher=fetcher,
        fatal=urls.FatalURLFetchingError,
        has_subsetter=bool(native.harfbuzz_subset),
    )


def _colour_profile(press: _Press) -> Any:
    """Return WeasyPrint's own sRGB profile, afresh for every paper.

    WeasyPrint would open the file for each paper and leave it open. One profile for all papers
    will not do either: once its name has been asked for it is written with other bytes.
    """
    source = io.BytesIO(press.colour_profile)
    components = (["r"], ["g"], ["b"])
    return press.read_profile(source, COLOUR_PROFILE, "relative-colorimetric", components)


def _font_faces(college_fonts: bool) -> str:
    """Return the `@font-face` rules; a family that gets none is passed over in the chains."""
    rules = [
        f'@font-face {{ font-family: {family}; src: url("fonts/{name}"); }}'
        for family, name in FACES.items()
    ]
    if college_fonts:
        for family, names in COLLEGE_FACES.items():
            sources = ", ".join(f'local("{name}")' for name in names)
            rules.append(f"@font-face {{ font-family: {family}; src: {sources}; }}")
    return "\n".join(rules) + "\n"


def _refuse_others(weasyprint: str, pydyf: str) -> None:
    """Raise `EngineUnsuitable` for libraries other than those that were read and tested."""
    if (weasyprint, pydyf) != (WEASYPRINT, PYDYF):
        raise EngineUnsuitable(
            f"WeasyPrint {WEASYPRINT} with pydyf {PYDYF} is needed, not {weasyprint} with {pydyf}"
        )


# A picture whose bytes stand in the address itself: nothing is fetched for it.
HELD_PICTURE = "data:image/jpeg;base64,"


def _house_fetcher(urls: Any) -> Any:
    """Return a fetcher class that gives out the shipped fonts, and pictures that a page holds."""
    shipped = {(FONTS / name).as_uri() for name in FACES.values()}

    def fetch(self: Any, url: str, headers: Any = None) -> Any:
        if url not in shipped and not url.startswith(HELD_PICTURE):
            raise ForbiddenAddress(url)
        return urls.URLFetcher.fetch(self, url, headers)

    return type("HouseFetcher", (urls.URLFetcher,), {"fetch": fetch})
