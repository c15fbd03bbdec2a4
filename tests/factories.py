"""A small invented college, and records for tests."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import text

from tracker.accounts.models import Grant, User
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.core.models import Base
from tracker.core.permissions import Actor, Role, Viewer
from tracker.directory.models import (
    Campus,
    NumberSeries,
    Person,
    Post,
    PostHolding,
    PostRole,
    RiskArea,
    Setting,
    Unit,
    UnitKind,
)

# Argon2 is slow on purpose; tests sign in by session, only the sign-in tests use a password.
START = date(2020, 1, 1)


@dataclass
class Cast:
    """Ids of everybody and everything that tests refer to by name."""

    users: dict[str, int] = field(default_factory=dict)
    persons: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    campus_id: int = 0

    def viewer(self, name: str, on: date = date(2023, 3, 20)) -> Viewer:
        """Return one of the cast as a viewer; needs an application context."""
        from tracker.accounts.queries import viewer_of

        return viewer_of(db.session.get_one(User, self.users[name]), on=on)

    def actor(self, name: str) -> Actor:
        """Return one of the cast as the doer of an act; needs an application context."""
        return self.viewer(name).as_actor()


def empty_all_tables() -> None:
    """Empty the database, and let its numbers begin at one again."""
    db.session.remove()
    tables = list(reversed(Base.metadata.sorted_tables))
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
            for table in tables:
                connection.execute(table.delete())
            return
        # One round trip; TRUNCATE would write a new file for each of the tables.
        deletes = [str(table.delete().compile(connection)) for table in tables]
        connection.exec_driver_sql("SET session_replication_role = replica")
        connection.exec_driver_sql("; ".join(deletes))
        connection.exec_driver_sql("SET session_replication_role = DEFAULT")
        connection.exec_driver_sql("; ".join(_sequences_from(1)))


def _sequences_from(start: int | None) -> list[str]:
    """Return statements that set PostgreSQL's counters: to a start, or behind the rows."""
    found = []
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = f"pg_get_serial_sequence('\"{table.name}\"', '{column.name}')"
        value = start or f'(SELECT coalesce(max("{column.name}"), 0) + 1 FROM "{table.name}")'
        found.append(f"SELECT setval({sequence}, {value}, false)")
    return found


_COLLEGES: dict[str, tuple["Cast", dict[str, list[dict[str, Any]]]]] = {}


def give_college() -> Cast:
    """Return the college of `make_college`: played once, then copied row by row."""
    key = str(db.engine.url)
    if key not in _COLLEGES:
        cast = make_college()
        _COLLEGES[key] = (cast, all_values())
    else:
        copy_rows(_COLLEGES[key][1])
    return deepcopy(_COLLEGES[key][0])


def all_values() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table that has one, for `copy_rows`."""
    with db.engine.connect() as connection:
        rows = {
            table.name: [dict(row._mapping) for row in connection.execute(table.select())]
            for table in Base.metadata.sorted_tables
        }
    return {name: values for name, values in rows.items() if values}


def copy_rows(rows: dict[str, list[dict[str, Any]]]) -> None:
    """Fill the empty database with rows that refer to one another in any order."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        for name, values in rows.items():
            connection.execute(Base.metadata.tables[name].insert(), values)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = DEFAULT")
            connection.exec_driver_sql("; ".join(_sequences_from(None)))


# name → (unit, title, role, rank, category)
POSTS: dict[str, tuple[str, str, PostRole, int, str]] = {
    "secretary": ("党委", "党委书记", PostRole.SECRETARY, 1, "党委委员"),
    "president": ("党委", "院长", PostRole.PRESIDENT, 2, "党委委员"),
    "vice": ("党委", "副院长", PostRole.LEADER, 3, "党委委员"),
    "director": ("办公室", "主任", PostRole.PRINCIPAL, 100, ""),
    "clerk": ("办公室", "干事", PostRole.MEMBER, 900, ""),
    "head": ("机电工程系", "主任", PostRole.PRINCIPAL, 200, ""),
    "head_branch": ("机电工程系党总支", "党总支书记", PostRole.PRINCIPAL, 150, "党总支书记"),
    "head2": ("保卫部", "部长", PostRole.PRINCIPAL, 110, ""),
    "head3": ("后勤处", "处长", PostRole.PRINCIPAL, 120, ""),
    "liaison": ("机电工程系", "联络员", PostRole.LIAISON, 950, ""),
    "discipline": ("纪委办公室", "主任", PostRole.PRINCIPAL, 105, ""),
    "sysadmin": ("图文信息中心", "工程师", PostRole.MEMBER, 960, ""),
    "secadmin": ("图文信息中心", "工程师", PostRole.MEMBER, 961, ""),
    "auditadmin": ("图文信息中心", "工程师", PostRole.MEMBER, 962, ""),
    "inspector": ("纪委办公室", "干事", PostRole.MEMBER, 963, ""),
    "outsider": ("图文信息中心", "干事", PostRole.MEMBER, 964, ""),
}
NAMES = {
    "secretary": "程远山", "president": "顾明川", "vice": "沈知行", "director": "韩立群",
    "clerk": "方小禾", "head": "陆庆安", "head_branch": "陆庆安", "head2": "宋卫平",
    "head3": "曹仓实", "liaison": "邓文静", "discipline": "严正清", "sysadmin": "季云帆",
    "secadmin": "许守成", "auditadmin": "崔明察", "inspector": "田问渠", "outsider": "白闲云",
}  # fmt: skip
UNITS: dict[str, UnitKind] = {
    "党委": UnitKind.PARTY_COMMITTEE,
    "办公室": UnitKind.ADMIN_OFFICE,
    "纪委办公室": UnitKind.ADMIN_OFFICE,
    "保卫部": UnitKind.ADMIN_OFFICE,
    "后勤处": UnitKind.ADMIN_OFFICE,
    "机电工程系": UnitKind.TEACHING_UNIT,
    "机电工程系党总支": UnitKind.GENERAL_BRANCH,
    "图文信息中心": UnitKind.SUPPORT_UNIT,
    "创建办": UnitKind.GROUP_OFFICE,
}
GRANTS = {
    "clerk": Role.CLERK,
    "director": Role.OFFICE_DIRECTOR,
    "inspector": Role.INSPECTOR,
    "sysadmin": Role.SYS_ADMIN,
    "secadmin": Role.SEC_ADMIN,
    "auditadmin": Role.AUDIT_ADMIN,
}


def make_college() -> Cast:
    """Fill the database with units, posts, people and accounts; returns their ids."""
    cast = Cast()
    with writing():
        _make_units(cast)
        people = _make_people(cast)
        _make_accounts(cast, people)
        _make_dictionaries(cast)
        record_event("test.college", people["clerk"], actor=SYSTEM)
    return cast


def _make_units(cast: Cast) -> None:
    made: dict[str, Unit] = {}
    for sort, (name, kind) in enumerate(UNITS.items()):
        made[name] = Unit(name=name, kind=kind, sort=sort, active_from=START)
        db.session.add(made[name])
    db.session.flush()
    made["机电工程系党总支"].covers_id = made["机电工程系"].id
    made["创建办"].host_id = made["保卫部"].id
    cast.units = {name: unit.id for name, unit in made.items()}


def _make_people(cast: Cast) -> dict[str, Person]:
    people: dict[str, Person] = {}
    by_name: dict[str, Person] = {}
    for sort, (key, name) in enumerate(NAMES.items()):
        people[key] = by_name.setdefault(name, Person(name=name, sort=sort))
        db.session.add(people[key])
    for key, (unit, title, role, rank, category) in POSTS.items():
        post = Post(unit_id=cast.units[unit], title=title, role=role, rank=rank, category=category)
        db.session.add(post)
        db.session.add(PostHolding(person=people[key], post=post, from_on=START))
    db.session.flush()
    cast.persons = {key: person.id for key, person in people.items()}
    return people


def _make_accounts(cast: Cast, people: dict[str, Person]) -> None:
    for key in (k for k in people if k != "head_branch"):
        user = User(staff_no=key, person=people[key], password=None, active=True)
        user.fs_uniquifier, user.must_change_password = f"session-{key}", False
        user.notice_read_on = START
        db.session.add(user)
        db.session.flush()
        cast.users[key] = user.id
        if key in GRANTS:
            db.session.add(Grant(user=user, role=GRANTS[key], from_on=START))
    cast.users["leader"] = cast.users["secretary"]


def _make_dictionaries(cast: Cast) -> None:
    campus = Campus(name="东山校区")
    db.session.add(campus)
    for key, value in {"college_name": "晋川职业学院", "red_head": "晋川职业学院会议纪要"}.items():
        db.session.add(Setting(key=key, value=value, valid_from=START))
    names = {
        "minutes": "会议纪要", "notice": "会议通知", "reminder": "工作提示函",
        "supervision-slip": "督办通知单",
    }  # fmt: skip
    for code, name in names.items():
        pattern = f"晋川院{name[-2:]}〔{{year}}〕{{number}}号"
        db.session.add(NumberSeries(code=code, name=name, pattern=pattern))
    db.session.add(RiskArea(code="fire", name="消防安全"))
    db.session.flush()
    cast.campus_id = campus.id


def saved(record: Base, **values: Any) -> Base:
    """Insert a record in a transaction of its own, with an event."""
    with writing():
        for key, value in values.items():
            setattr(record, key, value)
        db.session.add(record)
        record_event("test.make", record, actor=SYSTEM)
    return record
