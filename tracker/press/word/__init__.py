"""Texts as .docx, which Word and WPS open: plain data → bytes, for people who go on writing."""

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
from tracker.press.word.writer import write_word

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
