"""会议纪要 in Word, part by part as on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.minutes.papers.data import MinutesPaper, Point
from tracker.press.word import (
    WORKING_COPY,
    Face,
    Paragraph,
    RedHead,
    Run,
    Style,
    Title,
    WordPaper,
    body,
    heading,
    paragraph,
)

DRAFT = "送审稿"


def minutes_in_word(paper: MinutesPaper) -> WordPaper:
    """Return the minutes for Word; of issued ones a working copy, without the code to verify."""
    head = RedHead(
        paper.mark, paper.number or DRAFT, paper.version_note, paper.issuer, paper.issued_on
    )
    return WordPaper(
        paper.title,
        (head, Title(paper.title_lines), *_said(paper), *paper.rosters, paper.imprint),
        header="" if paper.is_draft else WORKING_COPY,
    )


def _said(paper: MinutesPaper) -> Iterator[Paragraph]:
    for text in (paper.correction, paper.opening, paper.content, paper.reports, paper.named):
        yield from body(text)
    for address in paper.addresses:
        yield from body(address.lead)
        yield from _points(address.points, 1)
        yield from body(address.tail)
    for text in (*paper.findings, *paper.demands, *paper.agreements):
        yield from body(text)
    if paper.resolutions:
        yield from heading(1, "会议议定以下事项：")
    for number, item in enumerate(paper.resolutions, 1):
        yield paragraph(Style.BODY, f"{number}.{item.matter}", Run(item.duty, Face.KAI))
    yield from body(paper.closing)


def _points(points: Sequence[Point], level: int) -> Iterator[Paragraph]:
    for position, point in enumerate(points, 1):
        words = f"{point.number(level, position)}{point.heading}"
        yield from heading(level, words, point.body if point.is_run_in else "")
        yield from () if point.is_run_in else body(point.body)
        yield from _points(point.points, level + 1)
