"""Acts of one's own, and acts recorded from paper."""

from datetime import date

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict
from wtforms import FormField

from tests.factories import Cast
from tracker.accounts.forms import PaperActForm
from tracker.accounts.models import PaperAct
from tracker.accounts.services import PaperEntry, acting
from tracker.audit.services import SYSTEM, record_event
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.core.forms import Form
from tracker.core.permissions import Actor, Permission
from tracker.directory.models import Unit
from tracker.files.models import StoredFile
from tracker.files.services import keep, receive_bytes

ON = date(2023, 3, 20)


class IssueForm(Form):
    paper = FormField(PaperActForm)


def act(cast: Cast, who: str, paper: PaperEntry | None) -> tuple[Actor, date]:
    with writing():
        unit = db.session.get_one(Unit, cast.units["保卫部"])
        found = acting(
            viewer=cast.viewer(who), paper=paper, action="minutes.issue", about=unit, on=ON,
            permission=Permission.MINUTES_ISSUE,
        )  # fmt: skip
        record_event("test.act", unit, actor=SYSTEM)
    return found


def test_it_is_the_viewer_without_a_paper(app: Flask, cast: Cast) -> None:
    with app.app_context():
        actor, on = act(cast, "secretary", None)

    assert (actor.person_id, actor.recorder_id, on) == (cast.persons["secretary"], None, ON)


def test_it_refuses_an_act_in_person_to_who_may_only_record(app: Flask, cast: Cast) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match="代录"):
        act(cast, "clerk", None)


def test_it_is_the_signer_of_a_paper_with_the_recorder_beside(app: Flask, cast: Cast) -> None:
    paper = PaperEntry(cast.persons["secretary"], date(2023, 3, 17), "办公室 3 号柜")

    with app.app_context():
        actor, on = act(cast, "clerk", paper)
        kept = db.session.get_one(PaperAct, actor.paper_act_id)

    assert (actor.name, actor.recorder_name, on) == ("程远山", "方小禾", date(2023, 3, 17))
    assert (kept.subject, kept.post_title) == (f"unit:{cast.units['保卫部']}", "党委书记")


def test_it_attaches_the_scan_for_the_office(app: Flask, cast: Cast) -> None:
    with app.app_context():
        with writing():
            received = receive_bytes(b"%PDF-", name="签字页.pdf", content_type="application/pdf")
            scan_id = keep(received, actor=cast.actor("clerk")).id
        actor, _ = act(cast, "clerk", PaperEntry(cast.persons["secretary"], ON, "", scan_id))
        scan = db.session.get_one(StoredFile, scan_id)

        assert scan.attached_to == f"unit:{cast.units['保卫部']}"
        assert scan.audience_permission == Permission.PAPER_RECORD
        assert db.session.get_one(PaperAct, actor.paper_act_id).scan_id == scan_id


@pytest.mark.parametrize("who", ["head", "inspector"])
def test_it_refuses_recording_to_others(app: Flask, cast: Cast, who: str) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match="办公室代录"):
        act(cast, who, PaperEntry(cast.persons["secretary"], ON, "柜"))


def test_it_refuses_a_scan_of_somebody_else(app: Flask, cast: Cast) -> None:
    with app.app_context():
        with writing():
            received = receive_bytes(b"%PDF-", name="签字页.pdf", content_type="application/pdf")
            scan_id = keep(received, actor=cast.actor("director")).id

        with pytest.raises(RuleBroken, match="重新上传"):
            act(cast, "clerk", PaperEntry(cast.persons["secretary"], ON, "", scan_id))


def filled(app: Flask, cast: Cast, **values: str) -> IssueForm:
    with app.test_request_context(method="POST"):
        g.viewer = cast.viewer("clerk")
        form = IssueForm(MultiDict({f"paper-{key}": value for key, value in values.items()}))
        form.validate()
    return form


def test_the_form_says_own_act_when_nobody_is_chosen(app: Flask, cast: Cast) -> None:
    form = filled(app, cast, person_id="", acted_on="2023-03-17", location="")

    assert not form.errors
    assert form.paper.entry() is None


def test_the_form_gives_the_entry(app: Flask, cast: Cast) -> None:
    signer = str(cast.persons["secretary"])

    form = filled(app, cast, person_id=signer, acted_on="2023-03-17", location=" 办公室 ")

    assert not form.errors
    assert form.paper.entry() == PaperEntry(int(signer), date(2023, 3, 17), "办公室")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"person_id": "", "location": "柜"}, "location"),
        ({"person_id": "1", "acted_on": "2023-03-17"}, "location"),
        ({"person_id": "1", "acted_on": "2999-01-01", "location": "柜"}, "acted_on"),
        ({"person_id": "1", "acted_on": "", "location": "柜"}, "acted_on"),
        ({"person_id": "999", "location": "柜"}, "person_id"),
        ({"person_id": "x", "location": "柜"}, "person_id"),
        ({"person_id": "1", "acted_on": "x", "location": "柜"}, "acted_on"),
        ({"person_id": "1", "location": "x" * 201}, "location"),
    ],
)
def test_the_form_asks_for_what_is_missing(
    app: Flask, cast: Cast, values: dict[str, str], field: str
) -> None:
    form = filled(app, cast, **values)

    assert field in form.errors["paper"]
    assert all(sentence[0] >= "一" for sentence in form.errors["paper"][field])
