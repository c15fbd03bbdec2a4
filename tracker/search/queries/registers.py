"""What the registers say: units, people in posts, issued papers and used numbers."""

from tracker.core.calendar import chinese_date
from tracker.core.clock import today
from tracker.core.db import db, read_once
from tracker.directory import queries as directory
from tracker.directory.models import NumberSeries, Person, Unit
from tracker.issuing.models import IssuedPaper, UsedNumber
from tracker.search.queries.telling import Told, dotted, lines, out_or


def of_unit(unit: Unit) -> Told:
    """Tell a unit or body by all its names."""
    is_there = unit.is_active(today())
    return Told(
        {"unit_id": unit.id},
        unit.name,
        hidden=lines(*unit.names),
        about=unit.kind_label,
        badge="" if is_there else "不在用",
        unit_ids=(unit.id,),
    )


def of_person(person: Person) -> Told:
    """Tell a member of staff by name and posts, those of today shown."""
    on = today()
    held = [h for h in person.holdings if h.from_on <= on and (h.to_on is None or h.to_on >= on)]
    words = [directory.post_words(holding.post) for holding in person.holdings]
    return Told(
        {"person_id": person.id},
        person.name,
        hidden=lines(*words),
        about="、".join(directory.post_words(holding.post) for holding in held) or "现无任职",
        badge="" if person.is_active else "已离职",
        unit_ids=tuple(dict.fromkeys(holding.post.unit_id for holding in held)),
        marks=(f"person{person.id}",),
    )


def of_paper(paper: IssuedPaper) -> Told:
    """Tell an issued paper by number and title."""
    return Told(
        {"issued_id": paper.id},
        paper.doc_no,
        paper.title,
        about=dotted(f"{chinese_date(paper.issued_on)}印发", f"第 {paper.version} 版"),
        badge="有效" if paper.is_valid else "已被替代",
        tone="good" if paper.is_valid else "plain",
        year=paper.year or paper.issued_on.year,
        unit_ids=(paper.unit_id,) if paper.unit_id else (),
        readers=out_or(paper.unit_id is None),
    )


def of_used_number(used: UsedNumber) -> Told:
    """Tell a number that was used outside the system by number and title."""
    series = _series()[used.series]
    return Told(
        {"series_id": series.id, "year": used.year},
        series.format(year=used.year, number=used.number),
        used.title,
        about=f"{chinese_date(used.used_on)}登记，{used.recorder_name}",
        badge="已撤回" if used.withdrawn_on else "",
        year=used.year,
    )


def _series() -> dict[str, NumberSeries]:
    return read_once(
        "series_by_code", lambda: {one.code: one for one in db.session.query(NumberSeries)}
    )
