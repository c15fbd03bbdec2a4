"""The check-up of an installation: what is wrong, and the command that mends it."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

import config
from tracker.audit.models import Event, Seal
from tracker.core.clock import now, today
from tracker.core.db import db
from tracker.core.jobs import Job, JobState
from tracker.files.models import StoredFile
from tracker.files.services import path_of
from tracker.issuing.queries import public_url
from tracker.operations.queries.backups import last_backup
from tracker.press.engine import missing_fonts, missing_libraries

MIGRATIONS = config.ROOT / "migrations"
START_WORKER = "flask worker --clock"
WAITS_FOR_AT_MOST = timedelta(minutes=5)
LOOPBACK = ("localhost", "127.", "::1", "0.0.0.0")  # noqa: S104 -- compared with, not bound to.
FILES_LOOKED_FOR = 200
OTHERS_MAY = stat.S_IRWXG | stat.S_IRWXO


class Level(StrEnum):
    """Whether something is well, should be looked at, or keeps the product from working."""

    FINE = "fine"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One line of the check-up; `mend` is the command or step that puts it right."""

    level: Level
    sentence: str
    mend: str = ""


def check_up() -> list[Finding]:
    """Return what the check-up finds, in the order in which it should be mended."""
    found = [*_press(), *_instance()]
    try:
        schema = _schema()
    except SQLAlchemyError as error:
        reason = type(error).__name__
        mend = "核对环境变量 DATABASE_URL，确认数据库服务已启动"
        return [*found, Finding(Level.WRONG, f"数据库无法连接（{reason}）。", mend)]
    found.append(schema)
    if schema.level == Level.FINE:
        found += [_files(), _queue(), _clock(), _trail(), _backup(), _address()]
    return found


def _press() -> Iterator[Finding]:
    if libraries := missing_libraries():
        names = "、".join(libraries)
        mend = f"apt-get install -y {' '.join(libraries)}"
        yield Finding(Level.WRONG, f"缺少排版所需的系统库：{names}。", mend)
        return
    yield Finding(Level.FINE, "排版所需的系统库齐全。")
    missing = missing_fonts()
    if not missing:
        yield Finding(Level.FINE, "字体齐全。")
        return
    files = [name for name in missing if "." in name]
    mend = (
        "git checkout -- tracker/press/fonts"
        if files
        else f"apt-get install -y {' '.join(missing)}"
    )
    yield Finding(Level.WRONG, f"缺少字体：{'、'.join(missing)}。", mend)


def _instance() -> Iterator[Finding]:
    folder = Path(config.INSTANCE_PATH)
    if os.access(folder, os.W_OK | os.X_OK):
        yield Finding(Level.FINE, f"数据目录可以写入：{folder}。")
    else:
        yield Finding(Level.WRONG, f"数据目录不能写入：{folder}。", f"chown -R $(id -un) {folder}")
    if folder.stat().st_mode & OTHERS_MAY:
        mend = f"chmod -R go= {folder}"
        yield Finding(Level.WARNING, f"数据目录可被本机其他账户进入：{folder}。", mend)
    secrets = (folder / "secret_key", Path(current_app.config["KEYS_PATH"]) / "audit.key")
    for path in secrets:
        if path.is_file() and path.stat().st_mode & OTHERS_MAY:
            yield Finding(Level.WRONG, f"密钥文件可被他人读取：{path}。", f"chmod 600 {path}")


def _schema() -> Finding:
    """Compare the database with the migrations.

    Raises:
        SQLAlchemyError: the database cannot be reached.
    """
    wanted = set(ScriptDirectory(str(MIGRATIONS)).get_heads())
    found = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    if wanted == found:
        return Finding(Level.FINE, f"数据库可以连接，结构为最新（{'、'.join(sorted(found))}）。")
    state = "还没有建立" if not found else "不是最新"
    return Finding(Level.WRONG, f"数据库结构{state}。", "flask db upgrade")


def _files() -> Finding:
    folder = Path(current_app.config["FILES_PATH"])
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
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
    late = select(func.count()).select_from(Job).where(
        Job.state == JobState.QUEUED, Job.queued_at < now() - WAITS_FOR_AT_MOST
    )  # fmt: skip
    count = db.session.scalar(late) or 0
    if count:
        return Finding(Level.WRONG, f"有 {count} 项后台任务等待超过 5 分钟。", START_WORKER)
    return Finding(Level.FINE, "后台任务没有积压。")


def _clock() -> Finding:
    """Look at the day head, which the clock's worker writes anew every minute."""
    heads = Path(current_app.config["HEADS_PATH"]).glob("*.txt")
    newest = max((head.stat().st_mtime for head in heads), default=0.0)
    age = timedelta(seconds=now().timestamp() - newest)
    if newest and age <= WAITS_FOR_AT_MOST:
        return Finding(Level.FINE, f"最近一次封印在 {_in_words(age)}前，定时任务未中断。")
    since = f"已 {_in_words(age)}没有运行" if newest else "还没有运行过"
    return Finding(Level.WARNING, f"定时任务{since}，封印由它完成。", START_WORKER)


def _in_words(age: timedelta) -> str:
    minutes, seconds = divmod(max(0, int(age.total_seconds())), 60)
    if minutes < 1:
        return f"{seconds} 秒"
    return f"{minutes} 分钟" if minutes < 120 else f"{minutes // 60} 小时"


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
            Level.WRONG, f"有 {count} 条操作记录超过 5 分钟没有封印。", "flask audit seal"
        )
    return Finding(Level.FINE, "操作记录均已封印。")


def _backup() -> Finding:
    if not current_app.config["BACKUP_PASSPHRASE"]:
        mend = "设置环境变量 BACKUP_PASSPHRASE，口令另行保管，然后重启"
        return Finding(Level.WARNING, "没有设置备份口令，夜间备份没有进行。", mend)
    last = last_backup()
    mend = f"flask backup create {current_app.config['BACKUPS_PATH'] / 'now.backup'}"
    if last.failed:
        return Finding(Level.WRONG, f"最近一次夜间备份失败：{last.failed}", mend)
    if last.made_at is None:
        return Finding(Level.WARNING, "还没有夜间备份，每天 2 时以后由定时任务生成。", mend)
    told = f"最近一次备份 {last.made_at:%Y-%m-%d %H:%M}，{last.size} 字节，共存 {last.count} 份。"
    return Finding(Level.WRONG if last.is_late else Level.FINE, told, mend if last.is_late else "")


def _address() -> Finding:
    address = public_url(on=today())
    host = urlsplit(address).hostname or ""
    if host.startswith(LOOPBACK):
        sentence = f"对外地址是 {address}，二维码只能在本机打开。"
        return Finding(Level.WARNING, sentence, "设置环境变量 PUBLIC_URL，如 http://oa.example.edu")
    return Finding(Level.FINE, f"对外地址：{address}。")
