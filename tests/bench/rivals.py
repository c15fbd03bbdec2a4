"""The same papers set by Typst and by headless Chromium, to measure the press against.

Typst is no part of the product: `pip install typst==0.15.2` before measuring.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.papers.conftest import ENVIRONMENT
from tracker.followups.papers import Checklist
from tracker.minutes.papers import MinutesPaper
from tracker.press.engine import FONTS, STYLESHEET
from tracker.press.listing import Listing

FACE, HEADING, TITLE = "FandolFang R", "FandolHei", "FandolSong"
CHROMIUM = "/usr/bin/chromium"
SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\#$*_`<>@[]~/"})


class Typst:
    """A compiler that keeps its fonts, as the press does."""

    def __init__(self) -> None:
        import typst

        self.compiler = typst.Compiler(font_paths=[str(FONTS)])

    def print(self, source: str) -> bytes:
        """Return the PDF/A-3a of a source."""
        return bytes(self.compiler.compile(source.encode(), format="pdf", pdf_standards=["a-3a"]))


@contextmanager
def chromium() -> Iterator[Any]:
    """Give a function from a paper's HTML to its PDF, in one browser that stays open."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()

        def printed(html: str) -> bytes:
            page.set_content(html)
            return bytes(page.pdf(prefer_css_page_size=True, tagged=True, outline=True))

        yield printed
        browser.close()


def for_chromium(template: str, paper: Any) -> str:
    """Return a paper's HTML with the press's faces and styles within it."""
    html = ENVIRONMENT.get_template(f"papers/{template}.html").render(paper=paper)
    faces = "".join(
        f'@font-face {{ font-family: {path.stem.split("-")[0]}; src: url("{path.as_uri()}"); }}'
        for path in sorted(Path(FONTS).glob("*.ttf"))
    )
    style = STYLESHEET.read_text(encoding="utf-8")
    return html.replace("</head>", f"<style>{faces}{style}</style></head>")


def words(text: str) -> str:
    """Return text as Typst prints it as it stands."""
    return text.translate(SPECIAL)


def head(title: str, *, is_wide: bool = False, size: float = 16) -> str:
    """Return page, face and title in Typst."""
    flipped = "true" if is_wide else "false"
    return (
        f'#set document(title: "{title}")\n'
        f'#set page(paper: "a4", flipped: {flipped}, margin: (top: 37mm, bottom: 35mm,'
        ' left: 28mm, right: 26mm), numbering: "— 1 —")\n'
        f'#set text(font: ("{FACE}", "LXGW WenKai"), size: {size}pt, lang: "zh")\n'
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 13.6pt,"
        " spacing: 13.6pt)\n"
        f'#align(center, text(font: "{TITLE}", size: 22pt)[{words(title)}])\n'
    )


def minutes_source(paper: MinutesPaper) -> str:
    """Return minutes in Typst: every paragraph and roster of the paper."""
    lines = [head(paper.title), words(paper.mark), words(paper.number), words(paper.issuer)]
    lines += [paper.opening, paper.content, paper.reports, paper.named]
    for address in paper.addresses:
        lines += [address.lead, *(_points(address.points))]
    lines += [*paper.demands, *paper.agreements, *(item.matter for item in paper.resolutions)]
    lines += [f"{row.label}：{row.text or '　'.join(row.names)}" for row in paper.rosters]
    return "\n\n".join([lines[0], *(words(line) for line in lines[1:])])


def _points(points: Any) -> Iterator[str]:
    for point in points:
        yield point.heading
        if point.body:
            yield point.body
        yield from _points(point.points)


def table_source(title: str, widths: list[int], names: list[str], rows: Any) -> str:
    """Return a table in Typst; widths in mm."""
    columns = ", ".join(f"{width}mm" for width in widths)
    heads = ", ".join(f"[{words(name)}]" for name in names)
    cells = ",\n".join(", ".join(f"[{words(cell)}]" for cell in row) for row in rows)
    return (
        head(title, is_wide=True, size=10.5)
        + "#set par(justify: false, first-line-indent: 0pt, leading: 5pt)\n"
        + f"#table(columns: ({columns}), stroke: 0.25mm, table.header({heads}),\n{cells})\n"
    )


def listing_source(paper: Listing) -> str:
    """Return a paper of one table in Typst."""
    (grid,) = paper.grids
    return table_source(
        paper.title,
        [column.width for column in grid.columns],
        [column.name for column in grid.columns],
        grid.rows,
    )


def checklist_source(paper: Checklist) -> str:
    """Return a unit's checklist in Typst, without its codes, which Typst cannot draw by itself."""
    names = [
        "序号", "编号", "事项", "来源", "工作要求", "牵头·配合", "时限", "完成", "情况", "签字",
    ]  # fmt: skip
    rows = [
        (
            str(number), row.number, row.matter, row.source, row.requirement,
            f"牵头：{row.lead_unit}", row.due, "√" if row.is_done else "□", row.progress, "",
        )
        for number, row in enumerate(paper.rows, 1)
    ]  # fmt: skip
    return table_source(f"{paper.unit}{paper.title}", [11, 24, 34, 25, 41, 29, 28, 10, 23, 22],
                        names, rows)  # fmt: skip
