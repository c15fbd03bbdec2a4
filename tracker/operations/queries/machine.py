"""The check-up of the machine: libraries, fonts, folders, disks and the clock."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

import config
from tracker.audit.models import Event
from tracker.core.clock import ZONE, now
from tracker.core.db import db
from tracker.core.running import CLOCK_STANDS_AFTER, clock_went_at
from tracker.core.text import size_in_words
from tracker.operations.queries.finding import Finding, Level, in_words, start_worker
from tracker.operations.queries.state import existing
from tracker.press.engine import missing_fonts, missing_libraries

OTHERS_MAY = stat.S_IRWXG | stat.S_IRWXO
GIGABYTE = 10**9
# A night's backup, the copy before an upgrade, or a term's scans must fit.
ROOM_TO_WATCH, ROOM_TO_WORK = 5 * GIGABYTE, GIGABYTE
CLOCKS_DIFFER_BY = timedelta(minutes=2)


def press() -> Iterator[Finding]:
    """Look for what the press needs of the system."""
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


def folders() -> Iterator[Finding]:
    """Look at who may read and write where the data lies."""
    folder = Path(config.INSTANCE_PATH)
    if os.access(folder, os.W_OK | os.X_OK):
        yield Finding(Level.FINE, f"数据目录可以写入：{folder}。")
    else:
        yield Finding(Level.WRONG, f"数据目录不能写入：{folder}。", f"chown -R $(id -un) {folder}")
    secrets = (folder / "secret_key", Path(current_app.config["KEYS_PATH"]) / "audit.key")
    for path in secrets:
        if path.is_file() and path.stat().st_mode & OTHERS_MAY:
            yield Finding(Level.WRONG, f"密钥文件可被他人读取：{path}。", f"chmod 600 {path}")
    yield from _open_places(folder)


def _open_places(folder: Path) -> Iterator[Finding]:
    """Name the folders of data that other accounts of the machine may enter."""
    for place in dict.fromkeys((folder, Path(current_app.config["BACKUPS_PATH"]))):
        if place.exists() and place.stat().st_mode & OTHERS_MAY:
            sentence = f"数据目录可被本机其他账户进入：{place}。"
            yield Finding(Level.WARNING, sentence, f"chmod -R go= {place}")


def disks() -> Iterator[Finding]:
    """Look at the room where the data and the backups lie, each disk once."""
    seen: set[int] = set()
    for name in ("INSTANCE_PATH", "BACKUPS_PATH"):
        path = existing(Path(current_app.config[name]))
        if path.stat().st_dev not in seen:
            seen.add(path.stat().st_dev)
            yield _room(path, shutil.disk_usage(path).free)


def _room(path: Path, free: int) -> Finding:
    sentence = f"{path} 所在的磁盘还有 {size_in_words(free)}"
    if free >= ROOM_TO_WATCH:
        return Finding(Level.FINE, f"{sentence}。")
    level = Level.WARNING if free >= ROOM_TO_WORK else Level.WRONG
    mend = f"清理磁盘，先看哪里占得多：du -xh -d 2 {path} | sort -h"
    return Finding(level, f"{sentence}，快满了。", mend)


def clocks() -> Iterator[Finding]:
    """Compare the machine's clock with the database's and with what was already written."""
    here = now()
    there = _time_of_database() or here
    newest = db.session.scalar(select(func.max(Event.at))) or here
    mend = "timedatectl set-ntp true，或用 date 对时，然后重启服务"
    if abs(there - here) > CLOCKS_DIFFER_BY:
        sentence = f"本机时间 {here:%Y-%m-%d %H:%M}，数据库所在机器 {there:%H:%M}，相差太多。"
        yield Finding(Level.WRONG, sentence, mend)
    elif newest - here > CLOCKS_DIFFER_BY:
        sentence = (
            f"本机时间 {here:%Y-%m-%d %H:%M}，早于最近一条操作记录（{newest:%Y-%m-%d %H:%M}）。"
            "时钟走错过，或正在走错。"
        )
        yield Finding(Level.WRONG, sentence, mend)
    else:
        yield Finding(Level.FINE, f"本机时间 {here:%Y-%m-%d %H:%M}，请与手机核对。")


def _time_of_database() -> datetime | None:
    """Return what PostgreSQL's machine takes for the time; SQLite has no clock of its own."""
    if db.engine.dialect.name != "postgresql":
        return None
    told: datetime | None = db.session.scalar(select(func.clock_timestamp()))
    return told.astimezone(ZONE) if told else None


def worker_clock() -> Finding:
    """Look at what the clock's worker touches every minute."""
    went_at = clock_went_at(Path(current_app.config["INSTANCE_PATH"]))
    if went_at is None:
        return Finding(Level.WARNING, "定时任务还没有运行过，封印和备份由它完成。", start_worker())
    age = in_words(now() - went_at)
    if now() - went_at <= CLOCK_STANDS_AFTER:
        return Finding(Level.FINE, f"定时任务 {age}前运行过。")
    return Finding(Level.WARNING, f"定时任务已 {age}没有运行，封印和备份由它完成。", start_worker())
