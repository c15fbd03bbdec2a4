"""Texts as .docx, which Word and WPS open: plain data → bytes, for people who go on writing.

python-docx is loaded with the first text that is written: it weighs, and is seldom asked for.
"""

from importlib import import_module

from tracker.press.word.parts import (
    HEADINGS,
    WORKING_COPY,
    Face,
    Paragraph,
    Part,
    RedHead,
    Run,
    SideBySide,
    Style,
    Title,
    WordPaper,
    body,
    heading,
    listing_in_word,
    paragraph,
)

__all__ = [
    "HEADINGS",
    "WORKING_COPY",
    "Face",
    "Paragraph",
    "Part",
    "RedHead",
    "Run",
    "SideBySide",
    "Style",
    "Title",
    "WordPaper",
    "body",
    "heading",
    "listing_in_word",
    "paragraph",
    "write_word",
]


def write_word(paper: WordPaper) -> bytes:
    """Return the paper as .docx. The same paper gives the same bytes with the same library."""
    content: bytes = import_module("tracker.press.word.writer").write_word(paper)
    return content
