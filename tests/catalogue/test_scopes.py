"""What an id of a paper stands for is the same for everybody who gets any paper of it."""

from datetime import date

from flask import Flask

from tests.factories import Cast, saved
from tests.minutes.record import Record
from tracker.catalogue.queries import available, build_parts, fingerprint
from tracker.core.db import db
from tracker.directory.models import RiskArea
from tracker.risks.models import Risk

ON = date(2023, 4, 10)


def test_the_worker_prints_what_the_asker_was_shown(app: Flask, record: Record, cast: Cast) -> None:
    with app.app_context():
        area = db.session.query(RiskArea).filter_by(name="消防安全").one()
        for number, unit in enumerate(("机电工程系", "保卫部", "后勤处"), start=1):
            saved(Risk(year=2023, number=number, unit_id=cast.units[unit], area_id=area.id,
                       title=f"隐患{number}", found_on=date(2023, 3, 1)))  # fmt: skip
        every = available(None)
        assert len({kind.kind for kind, _, _ in every}) > 10
        for name in cast.users:
            viewer = cast.viewer(name)
            for kind, subject, _ in [*every, *available(viewer)]:
                theirs = build_parts(kind, subject, on=ON, viewer=viewer)
                if theirs is None or not viewer.can(kind.permission):
                    continue
                printed = build_parts(kind, subject, on=ON, viewer=None) or []
                both = {fingerprint(kind, "pdf", one, binder=0) for one in (theirs, printed)}
                assert len(both) == 1, (name, kind.kind, subject)
