"""`flask intake`: what a text says of a meeting, without writing anything."""

import json
from datetime import datetime
from pathlib import Path

import click
from flask import Blueprint

from tracker.core.errors import RuleBroken
from tracker.intake.reading import read_meeting
from tracker.intake.reading.case import as_case
from tracker.intake.reading.documents import read_document

commands = Blueprint("intake_commands", __name__, cli_group="intake")

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_READABLE = {".txt", ".html", ".docx", ".pdf"}


@commands.cli.command("extract")
@click.argument("file", type=_FILE)
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="The day it appeared.")
@click.option("--json", "as_json", is_flag=True, help="One JSON value on stdout.")
def extract(file: Path, published: datetime | None, as_json: bool) -> None:
    """Print the draft of a meeting that a text gives."""
    case = _case(file, published)
    if as_json:
        click.echo(json.dumps(case, ensure_ascii=False))
        return
    for field, value in case.items():
        if value not in (None, [], ""):
            click.echo(f"{field}\t{json.dumps(value, ensure_ascii=False)}")


@commands.cli.command("batch")
@click.argument("folder", type=_FOLDER)
@click.option("--out", required=True, type=_FOLDER)
def batch(folder: Path, out: Path) -> None:
    """Write the drafts of all texts of a folder: NN.txt gives NN.json."""
    out.mkdir(parents=True, exist_ok=True)
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _READABLE)
    for file in files:
        written = json.dumps(_case(file, None), ensure_ascii=False, indent=1)
        (out / f"{file.stem}.json").write_text(written + "\n", encoding="utf-8")
    click.echo(f"已读取 {len(files)} 份，写入 {out}")


def _case(file: Path, published: datetime | None) -> dict[str, object]:
    try:
        text = read_document(file.name, file.read_bytes())
    except RuleBroken as refusal:
        raise click.ClickException(f"{file.name}：{refusal}") from refusal
    return {
        "id": file.stem,
        **as_case(read_meeting(text, published=published.date() if published else None)),
    }
