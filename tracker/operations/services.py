"""The first start: an empty database becomes a college with its first three people."""

import os
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.accounts.queries import has_users
from tracker.accounts.services import create_user, grant_role
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Role
from tracker.directory.models import (
    LONG_AGO,
    Person,
    Post,
    PostHolding,
    PostRole,
    Setting,
    Unit,
    UnitKind,
)
from tracker.directory.services import plant_start_set


@dataclass(frozen=True)
class Newcomer:
    """Somebody whose account the first start opens; the hash is made before."""

    name: str
    staff_no: str
    password_hash: str
    role: Role


def begin_college(*, name: str, public_url: str, newcomers: list[Newcomer], on: date) -> None:
    """Make the college's first records and accounts, and plant the dictionaries.

    Raises:
        RuleBroken: somebody has begun already.
    """
    require_empty()
    settings = {"college_name": name, "red_head": f"{name}会议纪要", "public_url": public_url}
    for key, value in settings.items():
        if value:
            db.session.add(Setting(key=key, value=value, valid_from=on))
    plant_start_set(actor=SYSTEM, on=on)
    office = Unit(name="办公室", kind=UnitKind.ADMIN_OFFICE, sort=10, active_from=LONG_AGO)
    db.session.add(office)
    for newcomer in newcomers:
        _welcome(newcomer, office=office, on=on)
    record_event("college.begin", office, actor=SYSTEM, label=name)


def require_empty() -> None:
    """Refuse to begin twice.

    Raises:
        RuleBroken: there are accounts.
    """
    if has_users():
        raise RuleBroken("本系统已经启用，请直接登录。")


def _welcome(newcomer: Newcomer, *, office: Unit, on: date) -> None:
    person = Person(name=newcomer.name, staff_no=newcomer.staff_no)
    db.session.add(person)
    if newcomer.role == Role.CLERK:
        post = Post(unit=office, title="干事", role=PostRole.MEMBER, rank=900)
        db.session.add(PostHolding(person=person, post=post, from_on=on))
    user = create_user(
        person=person,
        staff_no=newcomer.staff_no,
        password_hash=newcomer.password_hash,
        actor=SYSTEM,
        must_change=False,
    )
    grant_role(user=user, role=newcomer.role, from_on=on, to_on=None, actor=SYSTEM)


def create_backup(folder: Path) -> Path:
    """Write a copy of the database into a new folder, both readable by their owner only.

    Raises:
        OSError: the folder is not empty or cannot be written, or pg_dump is not installed.
        subprocess.CalledProcessError: pg_dump failed.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} 不是空目录")
    is_sqlite = db.engine.dialect.name == "sqlite"
    target = folder / ("database.sqlite" if is_sqlite else "database.dump")
    # The file exists with its mode before a single row is written into it.
    target.touch(mode=0o600)
    back_up_database(target)
    return target


def back_up_database(target: Path) -> None:
    """Write a whole copy of the database while it is in use.

    SQLite is copied through its backup interface, PostgreSQL by pg_dump in its custom format.

    Raises:
        OSError: the target cannot be written, or pg_dump is not installed.
        subprocess.CalledProcessError: pg_dump failed.
    """
    url = db.engine.url
    if db.engine.dialect.name == "sqlite":
        with (
            closing(sqlite3.connect(f"file:{url.database}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
        return
    # The password goes by the environment: other users can read a command line.
    environment = {**os.environ, "PGPASSWORD": url.password or ""}
    address = url.set(drivername="postgresql", password=None).render_as_string()
    command = ["pg_dump", "--format=custom", f"--file={target}", f"--dbname={address}"]
    subprocess.run(command, check=True, env=environment)  # noqa: S603 -- no shell, our own address.
