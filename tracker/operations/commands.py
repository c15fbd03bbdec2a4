"""What the person who runs the machine types: worker, demo, backup, check-up."""

import subprocess
from pathlib import Path

import click
from flask import Blueprint
from flask.cli import AppGroup

from tracker.accounts.services import hashed, new_password
from tracker.core.errors import RuleBroken
from tracker.core.jobs import huey, sweep
from tracker.operations import demo, services
from tracker.operations.queries import Level, check_up

commands = Blueprint("operations_commands", __name__, cli_group=None)
demo_group = AppGroup("demo", help="The invented college.")
backup_group = AppGroup("backup", help="Copies for the case that something is lost.")
commands.cli.add_command(demo_group)
commands.cli.add_command(backup_group)

MARKS = {Level.FINE: "正常", Level.WARNING: "注意", Level.WRONG: "错误"}


@commands.cli.command("worker")
@click.option("--clock", is_flag=True, help="Also do what is due by the clock.")
def worker(clock: bool) -> None:
    """Run jobs until stopped; one process of an installation runs with --clock."""
    if clock:
        sweep()
    # A service manager stops us by SIGTERM: the running job is finished first.
    # Two threads, so that sealing and sweeping go on while a long job runs.
    consumer = huey.create_consumer(
        workers=2, periodic=clock, initial_delay=0.05, max_delay=0.5, graceful_signal="TERM"
    )
    consumer.run()


@demo_group.command("load")
@click.option("--password", help="One password for all accounts; made and shown if left out.")
@click.option("--items", type=click.IntRange(min=0), default=0, help="Add so many plain tasks.")
@click.option(
    "--quarters",
    type=click.IntRange(min=1, max=40),
    default=demo.DEFAULT_QUARTERS,
    show_default=True,
    help="Quarters with a meeting; the first is 2023-1.",
)
def load_demo(password: str | None, items: int, quarters: int) -> None:
    """Fill an empty database with an invented college."""
    chosen = password or new_password()
    try:
        demo.load(
            password_hash=hashed(chosen),
            quarter_count=quarters,
            item_count=items,
            report=lambda done, total: click.echo(f"正在载入演示学院：{done}/{total}", err=True),
        )
    except RuleBroken as error:
        raise click.ClickException(error.sentence) from error
    click.echo("演示学院已载入。账户：")
    for staff_no, words in demo.accounts():
        click.echo(f"  {staff_no:<10} {words}")
    if password is None:
        click.echo(f"所有账户的密码（只显示这一次）：{chosen}")


@backup_group.command("create")
@click.argument("path", type=click.Path(file_okay=False, path_type=Path))
def create_backup(path: Path) -> None:
    """Write a copy of the database into the new folder PATH."""
    try:
        copy = services.create_backup(path)
    except subprocess.CalledProcessError as error:
        raise click.ClickException(
            f"pg_dump 失败（状态 {error.returncode}），备份没有完成。"
        ) from error
    except OSError as error:
        raise click.ClickException(
            f"备份没有完成：{error}。请换一个新的、可写入的目录。"
        ) from error
    click.echo(f"已备份到 {copy}")


@commands.cli.command("doctor")
def doctor() -> None:
    """Say what is wrong and which command mends it; status 1 when something is wrong."""
    findings = check_up()
    for finding in findings:
        click.echo(f"[{MARKS[finding.level]}] {finding.sentence}")
        if finding.mend:
            click.echo(f"       处理：{finding.mend}")
    if any(finding.level == Level.WRONG for finding in findings):
        raise SystemExit(1)
