"""The check-up of an installation: what is wrong, and the command that mends it."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from tracker.audit.models import Event, Seal
from tracker.core.clock import now, today
from tracker.core.db import db
from tracker.core.jobs import Job, JobState
from tracker.files.models import StoredFile
from tracker.files.services import path_of
from tracker.issuing.queries import public_url
from tracker.operations.queries.backups import BACK_UP, ENDING, last_backup, nightly_backups
from tracker.operations.queries.finding import Finding, Level, command, start_worker
from tracker.operations.queries.machine import clocks, disks, folders, press, worker_clock
from tracker.operations.queries.state import existing, is_at_present_schema, revision

WAITS_FOR_AT_MOST = timedelta(minutes=5)
FAILED_IN = timedelta(days=7)
LOOPBACK = ("localhost", "127.", "::1", "0.0.0.0")  # noqa: S104 -- compared with, not bound to.
FILES_LOOKED_FOR = 200
# Where deploy/systemd/tracker-copy.service puts the copies.
OTHER_DISK = Path("/mnt/tracker-backups")


def check_up() -> list[Finding]:
    """Return what the check-up finds, in the order in which it should be mended."""
    return [*press(), *check_running()]


def check_running() -> list[Finding]:
    """Return what it finds without loading the press, which web processes do without."""
    found = [*folders(), *disks()]
    try:
        schema = _schema()
    except SQLAlchemyError as error:
        reason = type(error).__name__
        mend = "核对环境变量 DATABASE_URL，确认数据库服务已启动"
        return [*found, Finding(Level.WRONG, f"数据库无法连接（{reason}）。", mend)]
    found.append(schema)
    if schema.level == Level.FINE:
        found += [*clocks(), _files(), _queue(), worker_clock(), _failures(), _trail()]
        found += [_backup(), *_copies(), _address()]
    return found


def _schema() -> Finding:
    """Compare the database with the migrations.

    Raises:
        SQLAlchemyError: the database cannot be reached.
    """
    found = revision()
    if is_at_present_schema():
        return Finding(Level.FINE, f"数据库可以连接，结构为最新（{found}）。")
    state = "不是最新" if found else "还没有建立"
    return Finding(Level.WRONG, f"数据库结构{state}。", command("db upgrade"))


def _files() -> Finding:
    folder = Path(current_app.config["FILES_PATH"])
    nearest = existing(folder)
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Finding(
            Level.WRONG, f"文件目录不能写入：{nearest}。", f"chown -R $(id -un) {nearest}"
        )
    newest = select(StoredFile).order_by(StoredFile.id.desc()).limit(FILES_LOOKED_FOR)
    lost = [row.id for row in db.session.scalars(newest) if not path_of(row.location).is_file()]
    if lost:
        sentence = f"最近的文件中有 {len(lost)} 个不在磁盘上，第一个编号 {lost[0]}。"
        return Finding(Level.WRONG, sentence, f"从备份恢复目录 {folder}")
    return Finding(Level.FINE, f"文件目录可以写入：{folder}。")


def _queue() -> Finding:
    """Look for jobs that nobody takes, and such whose worker was lost in the middle."""
    late = select(func.count()).select_from(Job).where(
        or_(
            (Job.state == JobState.QUEUED) & (Job.queued_at < now() - WAITS_FOR_AT_MOST),
            (Job.state == JobState.RUNNING) & (Job.lease_until < now()),
        )
    )  # fmt: skip
    count = db.session.scalar(late) or 0
    if count:
        return Finding(Level.WRONG, f"有 {count} 项后台任务超过 5 分钟没有人办。", start_worker())
    return Finding(Level.FINE, "后台任务没有积压。")


def _failures() -> Finding:
    """Look for jobs that were given up lately; the backup is told by itself."""
    failed = select(func.count()).select_from(Job).where(
        Job.state == JobState.FAILED, Job.finished_at > now() - FAILED_IN, Job.kind != BACK_UP
    )  # fmt: skip
    count = db.session.scalar(failed) or 0
    if count:
        mend = "以系统管理员登录，在“系统运行”中看原因并重试"
        return Finding(Level.WARNING, f"最近七天有 {count} 项后台任务没有办成。", mend)
    return Finding(Level.FINE, "最近七天的后台任务都已办成。")


def _trail() -> Finding:
    unsealed = (
        select(func.count())
        .select_from(Event)
        .outerjoin(Seal, Seal.event_id == Event.id)
        .where(Seal.sequence.is_(None), Event.at < now() - WAITS_FOR_AT_MOST)
    )
    count = db.session.scalar(unsealed) or 0
    if count:
        return Finding(
            Level.WRONG, f"有 {count} 条操作记录超过 5 分钟没有封印。", command("audit seal")
        )
    return Finding(Level.FINE, "操作记录均已封印。")


def _backup() -> Finding:
    if not current_app.config["BACKUP_PASSPHRASE"]:
        mend = "设置环境变量 BACKUP_PASSPHRASE，口令另行保管，然后重启"
        return Finding(Level.WARNING, "没有设置备份口令，夜间备份没有进行。", mend)
    last = last_backup()
    mend = command(f"backup create {current_app.config['BACKUPS_PATH'] / 'now.backup'}")
    if last.failed:
        return Finding(Level.WRONG, f"最近一次夜间备份失败：{last.failed}", mend)
    if last.made_at is None:
        return Finding(Level.WARNING, "还没有夜间备份，每天 2 时以后由定时任务生成。", mend)
    told = f"最近一次备份 {last.made_at:%Y-%m-%d %H:%M}，{last.size_words}，共存 {last.count} 份。"
    return Finding(Level.WRONG if last.is_late else Level.FINE, told, mend if last.is_late else "")


def _copies() -> list[Finding]:
    """Ask for copies on another disk, of the newest night or, before the morning, of the last."""
    nights = nightly_backups()
    if not nights or _are_elsewhere(nights[0]):
        return []
    copied = {path.name for path in OTHER_DISK.glob(f"*{ENDING}")}
    if {path.name for path in nights[:2]} & copied:
        return [Finding(Level.FINE, f"备份也拷到了另一块磁盘：{OTHER_DISK}。")]
    sentence = "备份只在数据所在的磁盘上，磁盘坏了会一起丢失。"
    return [Finding(Level.WARNING, sentence, "按 docs/install.md 第五节拷贝到另一块磁盘")]


def _are_elsewhere(backup: Path) -> bool:
    return backup.stat().st_dev != Path(current_app.config["INSTANCE_PATH"]).stat().st_dev


def _address() -> Finding:
    address = public_url(on=today())
    host = urlsplit(address).hostname or ""
    if host.startswith(LOOPBACK):
        sentence = f"对外地址是 {address}，二维码只能在本机打开。"
        return Finding(Level.WARNING, sentence, "设置环境变量 PUBLIC_URL，如 http://oa.example.edu")
    return Finding(Level.FINE, f"对外地址：{address}。")
