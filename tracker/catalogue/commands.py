"""`flask papers`: list, render and verify from the command line."""

import hashlib
import json
from pathlib import Path

import click
from flask import Blueprint

from tracker.audit.jobs import seal_events
from tracker.audit.services import SYSTEM
from tracker.catalogue import services
from tracker.catalogue.queries import (
    KINDS,
    Kind,
    PaperKind,
    available,
    binder_margin,
    build_parts,
    issued_copy,
)
from tracker.core.clock import now, today
from tracker.core.db import db
from tracker.core.jobs import carry_out
from tracker.files.models import StoredFile
from tracker.files.services import path_of
from tracker.issuing import queries as issuing
from tracker.issuing.models import IssuedPaper

commands = Blueprint("catalogue_commands", __name__, cli_group="papers")

SEE_LIST = "可用 flask papers list 查看。"


@commands.cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON value on stdout.")
def list_papers(as_json: bool) -> None:
    """Show what can be printed."""
    rows = [
        {"kind": kind.kind, "id": subject, "title": title, "formats": list(kind.formats)}
        for kind, subject, title in available(None)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['kind']}\t{row['id']}\t{row['title']}")


@commands.cli.command("render")
@click.argument("kind")
@click.argument("subject", metavar="ID")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def render(kind: str, subject: str, out: Path) -> None:
    """Write one paper to a file, in the format of the file's ending."""
    ending = out.suffix.lstrip(".").lower()
    found = KINDS.get(kind)
    if found is None or ending not in found.formats:
        raise click.ClickException(f"没有此种文书或格式：{kind} .{ending}。{SEE_LIST}")
    begun_at = now()
    out.write_bytes(_content(found, subject, ending))
    if isinstance(found, PaperKind):
        services.hand_out(found, subject, begun_at, None, actor=SYSTEM)
    seal_events()
    click.echo(f"已写入 {out}")


@commands.cli.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Say valid, superseded or unknown (status 1), by the file's hash."""
    paper = issuing.by_hash(hashlib.sha256(file.read_bytes()).hexdigest())
    if paper is None:
        click.echo("unknown")
        raise SystemExit(1)
    click.echo("valid" if paper.is_valid else "superseded")


def _content(kind: Kind, subject: str, ending: str) -> bytes:
    copy = issued_copy(kind, subject) if ending == "pdf" else None
    if copy is not None:
        return _issued_content(copy)
    parts = build_parts(kind, subject, on=today(), viewer=None)
    if parts is None:
        raise click.ClickException(f"没有这份文书：{kind.kind} {subject}。{SEE_LIST}")
    binder = binder_margin(on=today())
    return services.render_all(kind, ending, parts, services.no_progress, binder=binder)


def _issued_content(paper: IssuedPaper) -> bytes:
    """Return the stored bytes, after running the paper's own print job where it has not run."""
    paper_id = paper.id
    if paper.sha256 is None:
        carry_out(services.issued_job(paper_id, retry=True).id)
    file = db.session.get_one(IssuedPaper, paper_id).file
    if not isinstance(file, StoredFile):
        raise click.ClickException("此件正在由后台打印，请稍候再试。")
    return path_of(file.location).read_bytes()
