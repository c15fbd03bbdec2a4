"""Documents from outside: their words, or a sentence that says what to do."""

import io
import zipfile

import pytest
import xlsxwriter
from weasyprint import HTML

from tracker.core.errors import RuleBroken
from tracker.intake.reading.documents import MOST_CHARACTERS, checked, read_document

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, *extra: str, head: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        document = f'{head}<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
        parts.writestr("word/document.xml", document)
        for name in extra:
            parts.writestr(name, "x")
    return packed.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_it_reads_word_by_paragraph_and_cell() -> None:
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("保卫处", "消防"))
    table = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    body = paragraph("学院召开研判会") + table + paragraph("会议由周敏主持。")

    text = read_document("新闻稿.docx", docx(body))

    assert text.split("\n") == ["学院召开研判会", "保卫处", "消防", "会议由周敏主持。"]


def test_it_reads_a_web_page_as_it_is_shown() -> None:
    page = (
        "<html><head><title>x</title><style>p {}</style></head><body><h1>召开会议</h1>"
        "<script>var a = '不该读到';</script><p>3月10日，\n学院&nbsp;召开会议。</p></body></html>"
    )

    text = read_document("a.HTML", page.encode())

    assert "不该读到" not in text
    assert [line.strip() for line in text.split("\n") if line.strip()] == [
        "召开会议", "3月10日， 学院 召开会议。",
    ]  # fmt: skip


def test_it_reads_a_table_and_a_pdf_with_text() -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["单位", "事项"])
    pdf = HTML(string="<p lang=zh>campus safety meeting</p>").write_pdf()

    assert read_document("表.xlsx", packed.getvalue()) == "单位 事项"
    assert "campus safety meeting" in read_document("a.pdf", pdf)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_it_reads_text_however_it_was_kept(encoding: str) -> None:
    assert read_document("a.txt", "学院召开会议".encode(encoding)) == "学院召开会议"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", docx(paragraph("会"), "word/vbaProject.bin"), "宏"),
        ("a.docx", docx(paragraph("&b;"), head=BOMB), "损坏"),
        ("a.docx", docx("会" * 12_000_000), "过大"),
        ("a.docx", b"PK\x03\x04 broken", "损坏"),
        ("a.docx", docx("<w:p>"), "损坏"),
        ("a.doc", b"\xd0\xcf\x11\xe0old", "另存为"),
        ("a.wps", b"x", "另存为"),
        ("a.pdf", b"%PDF-1.4 broken", "损坏"),
        ("a.pdf", HTML(string="<p></p>").write_pdf(), "只有图片"),
        ("a.txt", b" \n ", "没有读到文字"),
    ],
)
def test_it_says_what_to_do(name: str, content: bytes, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        read_document(name, content)


def test_it_refuses_what_no_meeting_is_as_long_as() -> None:
    with pytest.raises(RuleBroken, match="只粘贴一次会议"):
        checked("会" * (MOST_CHARACTERS + 1))
