"""Many plain tasks and accounts at once, to see how lists and papers behave under load."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from tracker.accounts.models import User
from tracker.audit.services import SYSTEM, record_event
from tracker.core.calendar import quarter_of
from tracker.core.clock import ZONE
from tracker.core.db import db, writing
from tracker.core.ledger import Movement
from tracker.directory.models import (
    NumberSeries,
    Person,
    Post,
    PostHolding,
    PostRole,
    SeriesYear,
    Unit,
    UnitKind,
)
from tracker.followups.models import DueBasis, Entry, FollowUp, FollowUpPosting, FollowUpState
from tracker.followups.services.planning import NUMBERS
from tracker.issuing.models import PaperCode
from tracker.issuing.services import new_code
from tracker.operations.demo.college import open_account

UNITS = 30
USERS = 100
BATCH = 500
FIRST_UNIT = "智能制造系"
FIRST_DAY = date(2023, 1, 9)
DAYS = 700
TIME_LEFT = timedelta(days=15)
OPEN = (FollowUpState.ASSIGNED, FollowUpState.SUBMITTED, FollowUpState.RETURNED)
VERBS = {
    FollowUpState.ASSIGNED: ("dispatch",),
    FollowUpState.SUBMITTED: ("dispatch", "submit"),
    FollowUpState.RETURNED: ("dispatch", "submit", "return"),
    FollowUpState.CLOSED: ("dispatch", "submit", "close"),
}
NOTES = {"submit": "已按要求完成。", "return": "请补充完成情况和责任岗位。"}
FIRE = "检查消防器材和疏散通道"
MATTERS = (
    "检查宿舍用电", "核对门卫值班记录", "更新应急预案", "检修楼道照明", "清理闲置设备",
    "检查食品留样", "核查实训设备防护", "整理网络阵地备案", "检查车辆停放", "报送值班安排",
    "检查防汛物资", "开展防诈骗宣传", "检修供暖管道", "检查校舍屋面", "组织应急演练",
    "核对危险品领用记录", "检查快递站点", "检修监控设备", "开展交通安全提醒", "更新责任牌",
)  # fmt: skip
SURNAMES = "赵孙李吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = ("新禾", "知远", "望舟", "守拙", "清岚", "牧之", "予安", "见山")


def add_items(count: int, *, password_hash: str, on: date) -> None:
    """Add `count` tasks to thirty units, and accounts up to a hundred."""
    with writing():
        _add_users(password_hash, on)
    with writing():
        first_numbers = _reserve_numbers(count)
    unit_ids = _unit_ids()
    for start in range(0, count, BATCH):
        with writing():
            end = min(start + BATCH, count)
            items = [_item(i, unit_ids, first_numbers) for i in range(start, end)]
            db.session.add_all(items)
            db.session.flush()
            db.session.add_all(
                PaperCode(code=new_code(), kind="item", subject=str(item.id)) for item in items
            )
            db.session.add_all(posting for item in items for posting in _postings(item))
            record_event("demo.items", items[0], actor=SYSTEM, label=f"批量任务 {len(items)} 项")


def _unit_ids() -> list[int]:
    """Return thirty units that somebody heads, the one of the account `head` first."""
    query = select(Unit).where(Unit.kind != UnitKind.PARTY_COMMITTEE)
    units = db.session.scalars(query.order_by(Unit.name != FIRST_UNIT, Unit.sort))
    return [unit.id for unit in units if not unit.is_body][:UNITS]


def _item(index: int, unit_ids: list[int], first_numbers: dict[int, int]) -> FollowUp:
    year = _year(index)
    place = index - index // 10 - 1
    unit_id = unit_ids[0] if index % 10 == 0 else unit_ids[1 + place % (UNITS - 1)]
    assigned_on = FIRST_DAY + timedelta(days=index % DAYS)
    state = _state(index)
    matter = (
        FIRE
        if (index * 7 + index // 100) % 100 < 3
        else MATTERS[(index + index // 10) % len(MATTERS)]
    )
    closed_on = assigned_on + TIME_LEFT if state == FollowUpState.CLOSED else None
    return FollowUp(
        year=year,
        number=first_numbers[year] + index,
        title=f"{matter}（第{index + 1}项）",
        requirement=f"按月{matter}，发现的问题列出措施和时限，整改后报办公室。",
        deliverable="完成情况",
        lead_unit_id=unit_id,
        due_on=assigned_on + TIME_LEFT,
        original_due_on=assigned_on + TIME_LEFT,
        due_basis=DueBasis.CONFIRMED,
        state=state,
        assigned_on=assigned_on,
        submitted_on=None if state == FollowUpState.ASSIGNED else assigned_on + timedelta(days=9),
        closed_on=closed_on,
        entries=list(_entries(state, assigned_on)),
    )


def _year(index: int) -> int:
    return (FIRST_DAY + timedelta(days=index % DAYS)).year


def _state(index: int) -> FollowUpState:
    """Return a state so that two in five are open, in the first unit as in all."""
    if (index // 10 + index) % 5 >= 2:
        return FollowUpState.CLOSED
    return OPEN[index // 10 % len(OPEN)]


def _entries(state: FollowUpState, assigned_on: date) -> Iterator[Entry]:
    for step, verb in enumerate(VERBS[state]):
        day = assigned_on + timedelta(days=step * 9 if step < 2 else 12)
        yield Entry(
            verb=verb,
            note=NOTES.get(verb, ""),
            actor_name="演示数据",
            acted_on=day,
            at=datetime.combine(day, time(9), ZONE),
        )


def _postings(item: FollowUp) -> Iterator[FollowUpPosting]:
    """Yield what the item's life moves on the ledger, each in its own quarter."""
    for kind, day in ((Movement.NEW, item.assigned_on), (Movement.CLOSED, item.closed_on)):
        if day is None:
            continue
        year, quarter = quarter_of(day)
        yield FollowUpPosting(
            follow_up_id=item.id, kind=kind, unit_id=item.lead_unit_id, happened_on=day,
            year=year, quarter=quarter,
        )  # fmt: skip


def _reserve_numbers(count: int) -> dict[int, int]:
    """Take as many numbers of each year as there are tasks; returns year → first number."""
    series = db.session.scalars(select(NumberSeries).filter_by(code=NUMBERS.code)).one()
    first_numbers = {}
    for year in sorted({_year(index) for index in range(min(count, DAYS))}):
        counter = db.session.scalar(select(SeriesYear).filter_by(series_id=series.id, year=year))
        if counter is None:
            counter = SeriesYear(series=series, year=year, next_number=1)
            db.session.add(counter)
        first_numbers[year] = counter.next_number
        counter.next_number += count
    record_event("demo.numbers", series, actor=SYSTEM, label="批量任务编号")
    return first_numbers


def _add_users(password_hash: str, on: date) -> None:
    """Open accounts for everybody in a post, then for invented newcomers, up to a hundred."""
    with_account = select(User.person_id)
    people = list(
        db.session.scalars(
            select(Person).where(Person.id.not_in(with_account)).order_by(Person.sort, Person.id)
        )
    )
    missing = USERS - (db.session.scalar(select(func.count()).select_from(User)) or 0)
    units = [
        unit
        for unit in db.session.scalars(select(Unit).order_by(Unit.sort))
        if unit.host_id is None
    ]
    for number in range(max(0, missing - len(people))):
        people.append(_newcomer(number, units[1 + number % (len(units) - 1)], on))
    for place, person in enumerate(people[: max(0, missing)]):
        open_account(person, f"d{place:04}", None, password_hash=password_hash, since=on, on=on)


def _newcomer(number: int, unit: Unit, on: date) -> Person:
    name = SURNAMES[number % len(SURNAMES)] + GIVEN[number % len(GIVEN)]
    person = Person(name=name, sort=1000 + number)
    post = Post(unit=unit, title="干事", role=PostRole.MEMBER, rank=990)
    db.session.add(PostHolding(person=person, post=post, from_on=on))
    db.session.flush()
    return person
