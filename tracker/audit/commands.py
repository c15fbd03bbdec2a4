"""`flask audit`: check the trail."""

from pathlib import Path

import click
from flask import Blueprint, current_app

from tracker.audit.jobs import make_sealing_key, seal_events
from tracker.audit.queries import first_fault, sealing_key

commands = Blueprint("audit_commands", __name__, cli_group="audit")


@commands.cli.command("verify")
def verify() -> None:
    """Walk the chain and the day heads; status 1 and the place where it breaks."""
    make_sealing_key()
    fault = first_fault(sealing_key(), Path(current_app.config["HEADS_PATH"]))
    if fault:
        raise click.ClickException(f"操作记录不完整：{fault}。请立即停止使用并保存现场。")
    click.echo("操作记录完整：每一事件均有封印，日终封印相符。")


@commands.cli.command("seal")
def seal() -> None:
    """Seal what has no seal yet."""
    click.echo(f"已封印至第 {seal_events()} 号。")
