"""Looking things up in the directory as it stood on a day."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.audit.queries import while_unchanged
from tracker.core import text
from tracker.core.calendar import Thresholds
from tracker.core.db import db, read_steadily
from tracker.core.lights import DueLights
from tracker.directory.models import (
    LEADER_ROLES,
    AgreementKind,
    AreaSynonym,
    CalendarDay,
    Campus,
    NumberSeries,
    Person,
    Post,
    PostHolding,
    PostRole,
    RiskArea,
    SeriesYear,
    Setting,
    Unit,
    UnitAlias,
)

SETTING_DEFAULTS: Mapping[str, str] = {
    "college_name": "",
    "college_short_name": "",
    "red_head": "",
    "issuing_body": "",
    "distribution": "",
    "distribution_label": "分送",
    "says_comrade": "0",
    # How far upright pages keep away from the binder, in mm.
    "binder_margin": "0",
    "public_url": "",
    "notice_working_days": "3",
    "report_working_days_before": "2",
    "conveyance_working_days": "5",
    "item_working_days": "15",
    "general_risk_working_days": "7",
    "significant_risk_working_days": "15",
    "major_risk_working_days": "30",
    "yellow_working_days": "3",
    "liaison_may_submit": "1",
    # The ladder of urging: working days before or after the due date, or the share of the time in
    # per cent; 0 leaves a step out. Which slips go out by themselves: 1, else the office sends.
    "urge_before_days": "2",
    "urge_behind_percent": "50",
    "urge_overdue_1_days": "1",
    "urge_overdue_2_days": "5",
    "urge_overdue_3_days": "10",
    "urge_sends_reminders": "1",
    "urge_sends_yellow": "0",
    "urge_sends_red": "0",
    # 回头看: so many days after a risk was struck off, of so many percent of what is not major.
    "look_back_days": "60",
    "look_back_share": "20",
    "days_kept_signed_in": "14",
    # Ids of the units whose tasks need a verifier of their own, and of who verifies them.
    "office_unit_id": "",
    "discipline_unit_id": "",
    "contact_for_personal_data": "",
}


def held(on: date) -> Select[PostHolding]:
    """Return a query of the holdings valid on a day, with person, post and unit loaded."""
    return _held(on, on).where(Post.is_active)


def _held(first: date, last: date) -> Select[PostHolding]:
    return (
        select(PostHolding)
        .join(PostHolding.post)
        .join(Post.unit)
        .join(PostHolding.person)
        .where(
            PostHolding.from_on <= last,
            or_(PostHolding.to_on.is_(None), PostHolding.to_on >= first),
        )
        .options(joinedload(PostHolding.person), joinedload(PostHolding.post).joinedload(Post.unit))
        .order_by(Post.rank, Person.sort, PostHolding.id)
    )


def holdings(*, on: date) -> list[PostHolding]:
    """Return who holds what on that day, in rank order."""
    return list(db.session.scalars(held(on)))


def rank_order(*, on: date) -> list[tuple[int, str, str]]:
    """Return the posts that are held on that day in rank order: id, holder, post in words."""
    return [(h.post_id, h.person.name, post_words(h.post)) for h in holdings(on=on)]


def holdings_between(first: date, last: date) -> list[PostHolding]:
    """Return who held what at any time between two days, in rank order."""
    return list(db.session.scalars(_held(first, last)))


def holdings_of(person_id: int, *, on: date) -> list[PostHolding]:
    """Return a person's posts on that day, the highest first."""
    return list(read_steadily(("holdings", person_id, on), lambda: _holdings_of(person_id, on)))


def _holdings_of(person_id: int, on: date) -> list[PostHolding]:
    return list(db.session.scalars(held(on).where(PostHolding.person_id == person_id)))


def highest_post(person_id: int, *, on: date) -> Post | None:
    """Return the post under which a person is named in papers."""
    found = holdings_of(person_id, on=on)
    return found[0].post if found else None


def post_words(post: Post | None) -> str:
    """Return a post as minutes write it: 党委书记 for leaders, else unit and title.

    What both share is written once: 机电工程系党总支 and 党总支书记 give 机电工程系党总支书记.
    """
    if post is None:
        return ""
    unit, title = post.unit.display_name, post.title
    if post.unit.kind in {"party_committee"} or title.startswith(unit):
        return title
    shared = (size for size in range(len(title), 1, -1) if unit.endswith(title[:size]))
    return unit + title[next(shared, 0) :]


def named(holding: PostHolding) -> str:
    """Return who holds what as choices show it: 党委书记 程远山."""
    return f"{post_words(holding.post)} {holding.person.name}"


def units(*, on: date | None = None) -> list[Unit]:
    """Return all units in their order; with `on`, those that existed that day."""
    query = select(Unit).options(selectinload(Unit.aliases)).order_by(Unit.sort, Unit.id)
    if on is not None:
        active = and_(Unit.active_from <= on, or_(Unit.active_to.is_(None), Unit.active_to >= on))
        query = query.where(active)
    return list(db.session.scalars(query))


def unit_names() -> dict[int, str]:
    """Return the names that lists use of all units, past ones too, in the order of the units."""
    return while_unchanged("unit_names", _unit_names)


def _unit_names() -> dict[int, str]:
    query = select(Unit).order_by(Unit.sort, Unit.id)
    return {unit.id: unit.display_name for unit in db.session.scalars(query)}


def find_unit(name: str) -> Unit | None:
    """Return the unit of that name, short name or alias."""
    query = (
        select(Unit)
        .outerjoin(UnitAlias)
        .where(or_(Unit.name == name, Unit.short_name == name, UnitAlias.name == name))
    )
    return db.session.scalar(query.limit(1))


def nearest_units(name: str) -> list[str]:
    """Return up to three unit names that look like the unknown one."""
    names = [unit.name for unit in units()] + list(db.session.scalars(select(UnitAlias.name)))
    return text.nearest(name, names)


def principal_of(unit: Unit, *, on: date) -> PostHolding | None:
    """Return who heads the unit on that day; a body is headed by its host's head."""
    unit_id = unit.host_id if unit.is_body and unit.host_id else unit.id
    query = held(on).where(Post.unit_id == unit_id, Post.role == PostRole.PRINCIPAL)
    return db.session.scalar(query.limit(1))


def principals(*, on: date) -> dict[int, PostHolding]:
    """Return who heads each unit on that day: its principal, or the college's secretary.

    A body is headed by the head of its host, under whom it is not listed here.
    """
    query = held(on).where(Post.role.in_([PostRole.PRINCIPAL, PostRole.SECRETARY]))
    return {holding.post.unit_id: holding for holding in db.session.scalars(query)}


def with_bodies(unit_ids: Iterable[int]) -> frozenset[int]:
    """Return the units together with the bodies (创建办 …) that they host."""
    own = set(unit_ids)
    if not own:
        return frozenset()
    return frozenset(own | set(db.session.scalars(select(Unit.id).where(Unit.host_id.in_(own)))))


def family_ids(unit_id: int, *, on: date) -> frozenset[int]:
    """Return the unit family: units sharing a principal, or a party unit and what it covers.

    A body belongs to the family of its host. The relation is followed transitively.
    """
    return _family_of(unit_id, _family_links(on))


def families(unit_ids: Iterable[int], *, on: date) -> list[frozenset[int]]:
    """Return the families of several units, each once, in the order given."""
    links = read_steadily(("family links", on), lambda: _family_links(on))
    return list(dict.fromkeys(_family_of(unit_id, links) for unit_id in unit_ids))


def _family_of(unit_id: int, links: Mapping[int, set[int]]) -> frozenset[int]:
    found, todo = {unit_id}, [unit_id]
    while todo:
        new = links.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return frozenset(found)


def _family_links(on: date) -> dict[int, set[int]]:
    links: dict[int, set[int]] = {}
    units_and_theirs = select(Unit.id, Unit.covers_id, Unit.host_id)
    for unit_id, *others in db.session.execute(units_and_theirs):
        for other in filter(None, others):
            _link(links, unit_id, other)
    by_person: dict[int, list[int]] = {}
    for holding in db.session.scalars(held(on).where(Post.role == PostRole.PRINCIPAL)):
        by_person.setdefault(holding.person_id, []).append(holding.post.unit_id)
    for same in by_person.values():
        for other in same[1:]:
            _link(links, same[0], other)
    return links


def _link(links: dict[int, set[int]], one: int, other: int) -> None:
    links.setdefault(one, set()).add(other)
    links.setdefault(other, set()).add(one)


def categories() -> list[str]:
    """Return the categories of posts by which meetings invite, for example 各党总支书记."""
    query = select(Post.category).where(Post.category != "", Post.is_active)
    return list(db.session.scalars(query.group_by(Post.category).order_by(Post.category)))


def campuses(*, active_only: bool = True) -> list[Campus]:
    """Return the campuses, as a rule those in use."""
    query = select(Campus).order_by(Campus.sort, Campus.id)
    return list(db.session.scalars(query.where(Campus.is_active) if active_only else query))


def persons(*, active_only: bool = True) -> list[Person]:
    """Return the staff, in order."""
    query = select(Person).order_by(Person.sort, Person.id)
    return list(db.session.scalars(query.where(Person.is_active) if active_only else query))


def people_with_posts(*, on: date) -> list[tuple[Person, list[str]]]:
    """Return the staff with the words of their posts, in rank order, without post at the end."""
    found: dict[int, tuple[Person, list[str]]] = {}
    for holding in holdings(on=on):
        _, words = found.setdefault(holding.person_id, (holding.person, []))
        words.append(post_words(holding.post))
    others = [person for person in persons(active_only=False) if person.id not in found]
    others.sort(key=lambda person: not person.is_active)
    return [*found.values(), *((person, []) for person in others)]


def person_names() -> frozenset[str]:
    """Return all names that the directory knows: they may stand in texts with their post."""
    return while_unchanged("person_names", _person_names)


def _person_names() -> frozenset[str]:
    return frozenset(db.session.scalars(select(Person.name)))


def risk_areas() -> list[RiskArea]:
    """Return areas and lines of work with their synonyms."""
    query = select(RiskArea).options(selectinload(RiskArea.synonyms))
    return list(db.session.scalars(query.order_by(RiskArea.sort, RiskArea.id)))


def sensitive_words() -> frozenset[str]:
    """Return the names and synonyms of sensitive areas: what names them is not quoted in lists."""
    return while_unchanged("sensitive_words", _sensitive_words)


def _sensitive_words() -> frozenset[str]:
    query = select(RiskArea.name, AreaSynonym.name).outerjoin(AreaSynonym)
    rows = db.session.execute(query.where(RiskArea.is_sensitive))
    return frozenset(name for row in rows for name in row if name)


def areas_of(words: str) -> list[RiskArea]:
    """Return the areas that these words stand for; none when the dictionary lacks them."""
    query = (
        select(RiskArea)
        .outerjoin(AreaSynonym)
        .where(or_(RiskArea.name == words, AreaSynonym.name == words))
    )
    return list(db.session.scalars(query.order_by(RiskArea.sort).distinct()))


def agreement_kinds() -> list[AgreementKind]:
    """Return the kinds of agreements in order."""
    return list(db.session.scalars(select(AgreementKind).order_by(AgreementKind.sort)))


def calendar_exceptions() -> dict[date, bool]:
    """Return the days that differ from the week's rule: day → is a working day."""
    return while_unchanged("calendar_exceptions", _exceptions)


def _exceptions() -> dict[date, bool]:
    rows = db.session.execute(select(CalendarDay.day, CalendarDay.is_workday))
    return {row.day: row.is_workday for row in rows}


def due_lights(*, on: date) -> DueLights:
    """Return the lights of a day, by the calendar and the settings of that day."""
    return DueLights(on, calendar_exceptions, lambda: _thresholds(on))


def _thresholds(on: date) -> Thresholds:
    return Thresholds(yellow_days=int(setting("yellow_working_days", on=on)))


def setting(key: str, *, on: date) -> str:
    """Return a setting as it holds on that day.

    Raises:
        KeyError: there is no such setting.
    """
    return while_unchanged(("settings", on), lambda: _settings(on))[key]


def settings(*, on: date) -> dict[str, str]:
    """Return all settings as they hold on that day."""
    return dict(while_unchanged(("settings", on), lambda: _settings(on)))


def _settings(on: date) -> dict[str, str]:
    query = select(Setting.key, Setting.value).where(Setting.valid_from <= on)
    rows = db.session.execute(query.order_by(Setting.valid_from))
    return {**SETTING_DEFAULTS, **{row.key: row.value for row in rows}}


def setting_history() -> list[Setting]:
    """Return every value that was ever set, the latest first."""
    return list(
        db.session.scalars(select(Setting).order_by(Setting.valid_from.desc(), Setting.key))
    )


def number_series(*, year: int) -> list[tuple[NumberSeries, int]]:
    """Return the series with their next number in a year."""
    next_number = func.coalesce(SeriesYear.next_number, 1)
    query = select(NumberSeries, next_number).outerjoin(
        SeriesYear, and_(SeriesYear.series_id == NumberSeries.id, SeriesYear.year == year)
    )
    return [(series, n) for series, n in db.session.execute(query.order_by(NumberSeries.id))]


def calendar_days(year: int) -> list[CalendarDay]:
    """Return the days of a year that differ from the week's rule."""
    query = select(CalendarDay).where(
        CalendarDay.day >= date(year, 1, 1), CalendarDay.day <= date(year, 12, 31)
    )
    return list(db.session.scalars(query.order_by(CalendarDay.day)))


def posts_of(unit_id: int) -> list[Post]:
    """Return the posts of a unit in rank order, those out of use at the end."""
    query = select(Post).where(Post.unit_id == unit_id)
    return list(db.session.scalars(query.order_by(Post.is_active.desc(), Post.rank, Post.id)))


def holders_of(post_ids: Iterable[int], *, on: date) -> dict[int, PostHolding]:
    """Return who holds each of the posts on a day."""
    query = held(on).where(PostHolding.post_id.in_(list(post_ids)))
    return {holding.post_id: holding for holding in db.session.scalars(query)}


def leader_posts() -> list[Post]:
    """Return the posts of the college's leaders that are in use, in rank order."""
    query = select(Post).where(Post.role.in_(LEADER_ROLES), Post.is_active)
    return list(db.session.scalars(query.order_by(Post.rank, Post.id)))


def history_of_post(post_id: int) -> list[PostHolding]:
    """Return everybody who held or will hold a post, the latest first."""
    query = select(PostHolding).where(PostHolding.post_id == post_id)
    query = query.options(joinedload(PostHolding.person))
    return list(db.session.scalars(query.order_by(PostHolding.from_on.desc(), PostHolding.id)))


def history_of_person(person_id: int) -> list[PostHolding]:
    """Return every post that somebody held or will hold, the latest first."""
    query = select(PostHolding).where(PostHolding.person_id == person_id)
    query = query.options(joinedload(PostHolding.post).joinedload(Post.unit))
    return list(db.session.scalars(query.order_by(PostHolding.from_on.desc(), PostHolding.id)))
