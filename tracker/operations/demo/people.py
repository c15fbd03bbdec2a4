"""Who acts in the invented college: people as doers, found by name or by unit."""

from datetime import date

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.accounts.queries import viewer_of
from tracker.core.db import db
from tracker.core.permissions import Actor, Viewer
from tracker.directory import queries as directory
from tracker.directory.models import Campus, Person, Unit


def person(name: str) -> Person:
    """Return the person of that name; every name occurs once."""
    return db.session.scalars(select(Person).filter_by(name=name)).one()


def unit(name: str) -> Unit:
    """Return the unit of that name, short name or alias."""
    found = directory.find_unit(name)
    if found is None:
        raise LookupError(name)
    return found


def campus(name: str) -> Campus:
    """Return the campus of that name."""
    return db.session.scalars(select(Campus).filter_by(name=name)).one()


def viewer(staff_no: str, *, on: date) -> Viewer:
    """Return the person of an account, as signed in on that day."""
    user = db.session.scalars(select(User).filter_by(staff_no=staff_no)).one()
    return viewer_of(user, on=on)


def as_actor(staff_no: str, *, on: date) -> Actor:
    """Return the person of an account as the doer of an act on that day."""
    return viewer(staff_no, on=on).as_actor()


def head_of(lead: Unit, *, on: date) -> Actor:
    """Return who heads the unit, or the unit that hosts the body, as the doer of an act."""
    holding = directory.principal_of(lead, on=on)
    if holding is None:
        raise LookupError(lead.name)
    words = directory.post_words(holding.post)
    return Actor(person_id=holding.person_id, name=holding.person.name, post=words)
