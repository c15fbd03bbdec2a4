"""`flask papers`."""

import json
from pathlib import Path
from zipfile import ZipFile

from click.testing import Result
from docx import Document
from flask import Flask
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.minutes.record import Record


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["papers", *arguments])


def test_it_lists_one_json_value(app: Flask, record: Record) -> None:
    rows = json.loads(run(app, "list", "--json").output)

    assert {"kind", "id", "title", "formats"} == set(rows[0])
    assert {"minutes", "approval-sheet", "checklist", "checklists"} <= {r["kind"] for r in rows}


def test_it_renders_every_listed_paper_in_each_of_its_formats(
    app: Flask, record: Record, tmp_path: Path
) -> None:
    readers = {
        "pdf": PdfReader,
        "docx": Document,
        "xlsx": CalamineWorkbook.from_path,
        "zip": ZipFile,
    }
    rows = json.loads(run(app, "list", "--json").output)
    for row, ending in [(one, ending) for one in rows for ending in one["formats"]]:
        target = tmp_path / f"{row['kind']}-{row['id']}.{ending}"

        done = run(app, "render", row["kind"], row["id"], "--out", str(target))

        assert done.exit_code == 0, done.output
        assert readers[ending](target)


def test_it_prints_what_still_waits(app: Flask, unprinted: Record, tmp_path: Path) -> None:
    target = tmp_path / "minutes.pdf"

    run(app, "render", "minutes", str(unprinted.meeting_id), "--out", str(target))

    assert run(app, "verify", str(target)).output.strip() == "valid"


def test_it_verifies_by_hash(app: Flask, record: Record, tmp_path: Path) -> None:
    target = tmp_path / "minutes.pdf"
    run(app, "render", "minutes", str(record.meeting_id), "--out", str(target))
    target.write_bytes(target.read_bytes() + b" ")

    done = run(app, "verify", str(target))

    assert (done.exit_code, done.output.strip()) == (1, "unknown")


def test_it_says_what_is_not_there(app: Flask, record: Record, tmp_path: Path) -> None:
    done = run(app, "render", "minutes", "999", "--out", str(tmp_path / "x.pdf"))

    assert done.exit_code == 1
    assert "没有这份文书" in done.output
