"""What is blank, past, twice or at once about a risk: a clear sentence, a record that holds …"""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest

from tests.client import PageClient
from tests.files.conftest import picture, upload
from tests.risks.conftest import TODAY, World
from tracker.core.db import db, writing
from tracker.core.errors import RuleBroken
from tracker.risks import queries, services
from tracker.risks.models import Risk
from tracker.risks.services import Grading

BLANKS = ["", "　　", "\n\t", "\u200b", "\u3164"]


def rectifying(world: World) -> int:
    risk_id = world.register()
    world.do(services.rectify, risk_id)
    return risk_id


def closed(world: World) -> int:
    risk_id = rectifying(world)
    world.do(services.close, risk_id)
    return risk_id


def long_term(world: World) -> int:
    risk_id = rectifying(world)
    world.do(
        services.prolong, risk_id, "director", goal="分两年。", next_review_on=date(2023, 6, 15)
    )
    return risk_id


def accepted(world: World) -> int:
    risk_id = world.major()
    world.do(services.rectify, risk_id)
    world.photo(risk_id)
    world.do(services.finish, risk_id)
    return risk_id


def asked(world: World) -> int:
    risk_id = world.major()
    lower = Grading("hazard", "general", "校级清单", "已消除主要危险")
    world.do(services.regrade, risk_id, grading=lower)
    return risk_id


Case = tuple[Callable[[World], int], str, str, str, dict[str, str]]
LEVEL = {"kind": "hazard", "level": "significant", "basis": "校级清单", "reason": "影响疏散"}
LETTER = {"to": "区消防大队", "doc_no": "院字〔2023〕5号", "letter_on": "2023-03-20"}
# The state it is in, who acts, where, the field that is blank, and the others.
CASES: dict[str, Case] = {
    "cancel": (World.register, "director", "cancel", "reason", {}),
    "regrade": (rectifying, "clerk", "regrade", "reason", LEVEL),
    "basis": (rectifying, "clerk", "regrade", "basis", LEVEL),
    "to": (rectifying, "clerk", "transfer", "to", LETTER),
    "letter": (rectifying, "clerk", "transfer", "doc_no", LETTER),
    "prolong": (rectifying, "director", "prolong", "goal", {"next_review_on": "2023-06-15"}),
    "review": (long_term, "clerk", "review", "goal", {"next_review_on": "2023-09-15"}),
    "resume": (long_term, "clerk", "resume", "reason", {}),
    "confirm": (accepted, "leader", "confirm", "note", {"decision": "no"}),
    "downgrade": (asked, "director", "downgrade", "note", {"decision": "no"}),
    "look-back": (closed, "clerk", "look-back", "note", {"result": "yes"}),
    "reopen": (closed, "clerk", "look-back", "note", {"result": "no", "due_on": "2023-04-10"}),
    "settle": (rectifying, "clerk", "close", "note", {}),
}  # fmt: skip


def send(world: World, client: PageClient, case: Case, data: dict[str, str]) -> tuple[str, bool]:
    """Send what one case asks for; returns the page and whether the risk is what it was."""
    prepare, who, path, _, _ = case
    risk_id = prepare(world)
    before = world.risk(risk_id)
    person = client.signed_in_as(world.cast.users[who])

    answer = person.post(f"/risks/{risk_id}/{path}", data)

    assert answer.status_code in {200, 409, 422}
    after = world.risk(risk_id)
    same = (before.state, before.level, before.due_on, len(before.steps))
    return answer.get_data(as_text=True), same == (
        after.state, after.level, after.due_on, len(after.steps),
    )  # fmt: skip


@pytest.mark.parametrize("blank", BLANKS, ids=repr)
@pytest.mark.parametrize("name", CASES)
def test_a_blank_reason_is_told_and_changes_nothing(
    world: World, client: PageClient, name: str, blank: str
) -> None:
    case = CASES[name]

    page, is_same = send(world, client, case, {**case[4], case[3]: blank})

    assert "请写明" in page or "请填写" in page
    assert is_same


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("to", {"letter_on": "2023-03-21"}, "公函日期晚于今天"),
        ("to", {"letter_on": "2023-02-01"}, "公函日期须在发现日期"),
        ("prolong", {"goal": "分两年。", "next_review_on": "2023-03-20"}, "须在今天之后"),
        ("review", {"goal": "过半。", "next_review_on": "2023-03-17"}, "须在今天之后"),
        ("reopen", {"note": "又坏了。", "due_on": "2023-03-17"}, "不早于今天"),
        ("reopen", {"note": "又坏了。", "due_on": "2023-04-15"}, "休息日"),
        ("reopen", {"note": "又坏了。", "due_on": ""}, "请填写重新整改的时限"),
    ],
)
def test_a_day_that_does_not_fit_is_told(
    world: World, client: PageClient, name: str, values: dict[str, str], sentence: str
) -> None:
    case = CASES[name]

    page, is_same = send(world, client, case, {**case[4], **values})

    assert sentence in page
    assert is_same


def test_the_same_photo_twice_is_kept_once_and_said_so(world: World, clerk: PageClient) -> None:
    risk_id = rectifying(world)

    for name, proves in (("整改前.jpg", "before"), ("整改后.jpg", "after")):
        file_id = upload(clerk, picture(), name).get_json()["id"]
        data = {"proves": proves, "uploads": str(file_id)}
        page = clerk.post(f"/risks/{risk_id}/evidence", data, follow_redirects=True)

    assert "“整改后.jpg”与已有的材料内容相同，只保留一份。" in page.get_data(as_text=True)
    with world.app.app_context():
        assert len(queries.evidence_of(db.session.get_one(Risk, risk_id))) == 1


def test_a_program_named_as_a_photo_is_refused(clerk: PageClient) -> None:
    answer = upload(clerk, b"MZ\x90\x00" + bytes(200), "整改后.jpg")

    assert answer.status_code == 409
    assert "不符" in answer.get_json()["sentence"]


def test_of_two_who_decide_at_once_the_second_is_told(world: World) -> None:
    risk_id = accepted(world)
    said: list[str] = []
    start = Barrier(2)

    def decide(name: str, verb: str) -> None:
        with world.app.app_context():
            actor = world.cast.actor(name)
            db.session.rollback()
            start.wait(timeout=10)
            try:
                with writing():
                    risk = db.session.get_one(Risk, risk_id)
                    if verb == "close":
                        services.close(risk=risk, actor=actor, on=TODAY)
                    else:
                        services.refuse(risk=risk, reason="照片不清。", actor=actor, on=TODAY)
            except RuleBroken as refusal:
                said.append(str(refusal))

    both = [Thread(target=decide, args=one) for one in (("secretary", "close"), ("vice", "refuse"))]
    for one in both:
        one.start()
    for one in both:
        one.join()

    risk = world.risk(risk_id)
    verdicts = [step.verb for step in risk.steps if step.verb in {"close", "refuse"}]
    assert len(verdicts) == len(said) == 1
    assert (risk.state == "closed") == (verdicts == ["close"])


def test_a_risk_that_was_struck_off_meanwhile_is_told_so(world: World, clerk: PageClient) -> None:
    risk_id = closed(world)

    for path, data in (("close", {"note": "现场复查。"}), ("transfer", LETTER),
                       ("regrade", LEVEL)):  # fmt: skip
        answer = clerk.post(f"/risks/{risk_id}/{path}", data)
        assert answer.status_code == 409, path
        assert "已销号" in answer.get_data(as_text=True), path
    assert world.risk(risk_id).state == "closed"
