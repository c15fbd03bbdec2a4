"""What the person who runs the machine types: worker, demo, backup, check-up."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from flask import Blueprint, current_app
from flask.cli import AppGroup

from tracker.accounts.services import hashed, new_password
from tracker.core.errors import RuleBroken
from tracker.core.jobs import huey, sweep
from tracker.core.running import hold_running, standing_code, tell_clock_goes
from tracker.operations import demo
from tracker.operations.jobs import BEGIN_ANEW
from tracker.operations.queries import Level, check_up
from tracker.operations.services.backup import Verified, create_backup, verify_backup
from tracker.operations.services.export import export_everything
from tracker.operations.services.restore import restore_backup

commands = Blueprint("operations_commands", __name__, cli_group=None)
demo_group = AppGroup("demo", help="The invented college.")
backup_group = AppGroup("backup", help="Copies for the case that something is lost.")
commands.cli.add_command(demo_group)
commands.cli.add_command(backup_group)


@commands.cli.command("worker")
@click.option("--clock", is_flag=True, help="Also do what is due by the clock.")
def worker(clock: bool) -> None:
    """Run jobs until stopped; one process of an installation runs with --clock."""
    instance = Path(current_app.config["INSTANCE_PATH"])
    hold_running(instance)
    if clock:
        tell_clock_goes(instance)
        sweep()
    # A service manager stops us by SIGTERM: the running job is finished first.
    # Two threads, so that sealing and sweeping go on while a long job runs.
    consumer = huey.create_consumer(
        workers=2, periodic=clock, initial_delay=0.05, max_delay=0.5, graceful_signal="TERM"
    )
    # Huey begins anew with these words on SIGHUP, and the process keeps its number.
    sys.argv, code = sys.orig_argv[1:], standing_code()

    def begin_anew() -> None:
        # Not once a stop was asked for, nor in the middle of an upgrade.
        if not consumer.stop_flag.is_set() and standing_code() == code:
            os.kill(os.getpid(), signal.SIGHUP)

    current_app.extensions[BEGIN_ANEW] = begin_anew
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
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--plain", is_flag=True, help="Do not encrypt: for a copy that stays beside its data."
)
@click.option("--without-files", is_flag=True, help="Leave stored files out: database and keys.")
def create(path: Path, plain: bool, without_files: bool) -> None:
    """Write database, files, keys and day heads into the new file PATH, while in use."""
    with _explained(f"{path} 写不进去，请换一个可写入的位置"):
        create_backup(
            path,
            passphrase=current_app.config["BACKUP_PASSPHRASE"],
            is_plain=plain,
            with_files=not without_files,
            report=_progress("正在备份"),
        )
    click.echo(f"已备份到 {path}")


@backup_group.command("verify")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(path: Path) -> None:
    """Read the backup PATH to its end; status 1 and the place where it is damaged."""
    with _explained(f"{path} 读不出来，请检查它所在的磁盘"):
        found = verify_backup(
            path,
            passphrase=current_app.config["BACKUP_PASSPHRASE"],
            report=_progress("正在核对"),
        )
    click.echo(_told(found))


@backup_group.command("restore")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Move what is here aside first; it is not deleted.")
def restore(path: Path, replace: bool) -> None:
    """Put the backup PATH into an empty place; the product is stopped meanwhile."""
    with _explained(f"{path} 没有恢复，请检查磁盘"):
        found = restore_backup(
            path,
            passphrase=current_app.config["BACKUP_PASSPHRASE"],
            is_replacing=replace,
            report=_progress("正在恢复"),
        )
    click.echo(f"已恢复。{_told(found)}")


@commands.cli.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--purpose", required=True, help="What for; it is kept on the trail.")
def export(folder: Path, purpose: str) -> None:
    """Write all data and files into the new FOLDER, for another system to read."""
    with _explained(f"{folder} 写不进去，请换一个可写入的位置"):
        done = export_everything(folder, purpose=purpose, report=_progress("正在导出"))
    click.echo(f"已导出到 {folder}，{done.words}没有加密，请按内部资料保管。")
    if done.missing:
        raise click.ClickException(f"缺失 {len(done.missing)} 个文件：{'、'.join(done.missing)}")


@contextmanager
def _explained(otherwise: str) -> Iterator[None]:
    """Say on the terminal why something was refused, or what the system said."""
    try:
        yield
    except RuleBroken as error:
        raise click.ClickException(error.sentence) from error
    except OSError as error:
        raise click.ClickException(f"{otherwise}（{error.strerror or error}）。") from error


def _progress(act: str) -> Callable[[int, int], None]:
    """Return what tells the terminal every tenth of the way."""
    told = -1

    def report(done: int, total: int) -> None:
        nonlocal told
        tenth = 10 * done // total if total else 10
        if tenth > told:
            told = tenth
            click.echo(f"{act}：{10 * tenth}%", err=True)

    return report


def _told(found: Verified) -> str:
    files = f"{found.file_count} 个文件" if found.has_files else "不含文件"
    kind = "SQLite" if found.database.endswith("sqlite") else "PostgreSQL"
    return (
        f"备份完整：{found.made_at:%Y-%m-%d %H:%M} 生成，{kind}，数据库结构 {found.revision}，"
        f"{files}，{found.size} 字节。"
    )


@commands.cli.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list instead of lines.")
def doctor(as_json: bool) -> None:
    """Say what is wrong and which command mends it; status 1 when something is wrong."""
    findings = check_up()
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"[{finding.level.label}] {finding.sentence}")
            if finding.mend:
                click.echo(f"       处理：{finding.mend}")
    if any(finding.level == Level.WRONG for finding in findings):
        raise SystemExit(1)
