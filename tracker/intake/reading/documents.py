"""The words of an uploaded document, in the order in which a person reads them."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib import import_module
from xml.etree import ElementTree

from tracker.core.errors import RuleBroken
from tracker.core.sheets import OLD_EXCEL, read_upload
from tracker.core.text import decoded

MOST_CHARACTERS = 100_000
_MOST_UNPACKED = 30 * 1024 * 1024
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHOWN = {f"{WORD}br": "\n", f"{WORD}tab": " "}
_DOCUMENT = "word/document.xml"
_DAMAGED = "文件已损坏，读不出文字，请打开原文件，复制全文后粘贴。"
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "ul",
        "ol",
        "table",
    ]
)
_UNREAD = frozenset(["script", "style", "noscript", "template", "head"])


def read_document(name: str, content: bytes) -> str:
    """Return the text of a `.txt`, `.html`, `.docx`, `.xlsx` or `.pdf`.

    Raises:
        RuleBroken: it is of another kind, damaged, only pictures, or too long; the sentence says
            what to do.
    """
    ending = name.rpartition(".")[2].lower()
    read = _READERS.get(ending)
    if content.startswith(OLD_EXCEL) or read is None:
        raise RuleBroken(
            "只读得了 .txt、.html、.docx、.xlsx 和带文字的 .pdf；"
            "旧版 .doc、.xls、.wps 请另存为 .docx 或 .xlsx，或打开后复制全文粘贴。"
        )
    return checked(read(content))


def checked(text: str) -> str:
    """Return a text that is neither empty nor longer than a meeting's.

    Raises:
        RuleBroken: it is empty or too long.
    """
    if not text.strip():
        raise RuleBroken("没有读到文字，请粘贴会议新闻、纪要或通知的全文。")
    if len(text) > MOST_CHARACTERS:
        raise RuleBroken(
            f"文字太长（超过 {MOST_CHARACTERS // 10_000} 万字），请只粘贴一次会议的文字。"
        )
    return text


def _plain(content: bytes) -> str:
    told = decoded(content)
    if told is None:
        raise RuleBroken("文件的文字编码无法识别，请打开后复制全文粘贴。")
    return told


class _Page(HTMLParser):
    """Collects what a web page shows, a line a block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in _UNREAD
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD and self._unread > 0
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(re.sub(r"\s+", " ", data))


def _html(content: bytes) -> str:
    page = _Page()
    page.feed(_plain(content))
    return "".join(page.parts)


def _docx(content: bytes) -> str:
    return "\n".join(_paragraphs(word_document(content)))


def word_document(content: bytes) -> ElementTree.Element:
    """Return the text of a `.docx` with its marks, once the file is known to be harmless.

    Raises:
        RuleBroken: it is damaged, holds macros, or grows without end; the sentence says what to do.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if "word/vbaProject.bin" in parts.namelist():
                raise RuleBroken("文件带有宏，请另存为不带宏的 .docx，或复制全文后粘贴。")
            if parts.getinfo(_DOCUMENT).file_size > _MOST_UNPACKED:
                raise RuleBroken("文件展开后过大，请复制全文后粘贴。")
            document = parts.read(_DOCUMENT)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as error:
        raise RuleBroken(_DAMAGED) from error
    # Word never writes entities; they are how a small file grows without end.
    if b"<!DOCTYPE" in document or b"<!ENTITY" in document:
        raise RuleBroken(_DAMAGED)
    try:
        return ElementTree.fromstring(document)  # noqa: S314 -- entities were refused above.
    except ElementTree.ParseError as error:
        raise RuleBroken(_DAMAGED) from error


def _paragraphs(document: ElementTree.Element) -> Iterator[str]:
    for paragraph in document.iter(f"{WORD}p"):
        yield "".join(_SHOWN.get(part.tag, part.text or "") for part in paragraph.iter())


def _xlsx(content: bytes) -> str:
    rows = read_upload("upload.xlsx", content).rows
    return "\n".join(" ".join(cell for cell in row if cell) for row in rows)


def _pdf(content: bytes) -> str:
    # Loaded with the first PDF that is read: it weighs, and few meetings come as one.
    pypdf = import_module("pypdf")
    try:
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        text = "\n".join(page.extract_text() for page in pages)
    except (pypdf.errors.PyPdfError, ValueError, KeyError, OSError) as error:
        raise RuleBroken(_DAMAGED) from error
    if not text.strip():
        raise RuleBroken("这份 PDF 只有图片，读不出文字，请粘贴原来的文字稿。")
    return text


_READERS: dict[str, Callable[[bytes], str]] = {
    "txt": _plain,
    "md": _plain,
    "html": _html,
    "htm": _html,
    "docx": _docx,
    "xlsx": _xlsx,
    "pdf": _pdf,
}
