"""What must hold of tasks, risks and ledgers (domain.md §7.3), whatever was tried by whoever."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, inspect, select

from tests.histories import Tally
from tracker.accounts.models import PaperAct
from tracker.audit.models import Event
from tracker.core import ledger
from tracker.core.calendar import Quarter
from tracker.core.db import db
from tracker.core.models import Base
from tracker.followups.models import (
    ENDED_STATES,
    FOLLOWUP_STATE_LABELS,
    Extension,
    ExtensionState,
    FollowUp,
)
from tracker.reports import queries
from tracker.reports.queries import Book, LedgerCell
from tracker.risks.models import RISK_STATE_LABELS, Risk
from tracker.risks.services.rules import LONG_FORM

# Steps that nobody may take without a word.
REASONED = {
    "return", "dispute", "uphold", "reassign", "transfer", "suspend", "resume", "cancel", "recall",
    "ask_extension", "refuse", "lapse", "go_on", "review", "end_going_on", "progress", "reopen",
    "look_back", "refuse_downgrade", "ask_downgrade", "regrade", "prolong", "add_goal",
}  # fmt: skip
# Steps by which somebody has a hand in the work of a task.
WORK = {"submit", "progress"}


def values_of(record: Base) -> dict[str, Any]:
    """Return every column of a record."""
    return {column.key: getattr(record, column.key) for column in inspect(record).mapper.columns}


def trail() -> tuple[int, int]:
    """Return how many events and how many papers there are: each act adds to the one at least."""
    query = select(
        *(select(func.count()).select_from(one).scalar_subquery() for one in (Event, PaperAct))
    )
    events, papers = db.session.execute(query).one()
    return events, papers


def check_steps(steps: Sequence[Any]) -> None:
    """§7.3.6, 7.3.20: reasons are never blank; who recorded a paper is not who acted."""
    assert [step.verb for step in steps if step.verb in REASONED and not step.note.strip()] == []
    assert all(bool(step.recorder_name) == (step.paper_act_id is not None) for step in steps)


def check_item(item: FollowUp) -> None:
    """§7.3.3–6, 11, 12 of one task."""
    verbs = [entry.verb for entry in item.entries]
    check_steps(item.entries)
    assert item.state in FOLLOWUP_STATE_LABELS
    assert item.lead_unit_id not in {unit.id for unit in item.supporting}
    assert (item.state == "closed") == (item.closed_on is not None)
    assert (item.state == "cancelled") == (item.cancelled_on is not None)
    assert item.state in {"planned", "cancelled"} or item.original_due_on is not None
    assert verbs.count("close") + verbs.count("file") == (item.state == "closed")
    assert verbs.count("dispatch") <= 1
    if item.state == "closed":
        _check_closing(item)
    assert item.is_long_term == (item.next_review_on is not None)
    assert not item.is_long_term or item.due_on == item.next_review_on
    assert not (item.is_long_term and item.state in {"submitted", "closed"})
    is_moved = bool({"approve", "go_on"} & set(verbs))
    assert is_moved or item.original_due_on in {None, item.due_on}
    _check_extensions(item)


def _check_closing(item: FollowUp) -> None:
    """Nobody closes what they had a hand in, and nothing is closed before it was reported."""
    assert item.closed_by_rule == item.is_filing
    assert item.submitted_on is not None
    assert item.closed_on is not None
    assert item.closed_on >= item.submitted_on
    closers = {entry.actor_id for entry in item.entries if entry.verb == "close"}
    assert not closers & {entry.actor_id for entry in item.entries if entry.verb in WORK}


def _check_extensions(item: FollowUp) -> None:
    """One wish waits at a time; none outlives its task or is decided by its asker."""
    found = db.session.scalars(select(Extension).filter_by(follow_up_id=item.id)).all()
    waiting = [one.to_due_on for one in found if one.state == ExtensionState.ASKED]
    assert waiting == ([item.asked_due_on] if item.asked_due_on else [])
    assert not (waiting and item.state in ENDED_STATES)
    for one in found:
        assert one.is_late == (one.asked_on > one.from_due_on)
        assert one.asker_id != one.decider_id
        assert one.decided_on is None or one.decided_on >= one.asked_on


def check_risk(risk: Risk) -> None:
    """§7.3.3, 6, 10–12 and design.md's states, of one risk."""
    verbs = [step.verb for step in risk.steps]
    check_steps(risk.steps)
    assert risk.state in RISK_STATE_LABELS
    assert (risk.state == "closed") == (risk.closed_on is not None)
    assert (risk.state == "cancelled") == (risk.cancelled_on is not None)
    assert risk.round == 1 + verbs.count("reopen")
    assert verbs.count("close") == verbs.count("reopen") + (risk.state == "closed")
    assert risk.state != "long_term" or risk.next_review_on is not None
    assert risk.state != "transferred" or risk.transfer_doc_no.strip()
    assert risk.asked_level == "" or (risk.is_major and risk.is_open)
    if risk.state == "closed":
        _check_struck_off(risk)
    if risk.area.is_sensitive:
        assert not any(getattr(risk, name) for name in LONG_FORM)
        assert (risk.kind, risk.level, risk.graded_by) == ("weak_link", "general", "")


def _check_struck_off(risk: Risk) -> None:
    """A major one has its five fields, passed its check before, and was confirmed by another."""
    assert risk.accepted_on is not None
    assert risk.closed_on is not None
    assert risk.closed_on >= risk.accepted_on >= (risk.reopened_on or risk.found_on)
    if risk.is_major:
        last = [step for step in risk.steps if step.verb == "close"][-1]
        assert last.actor_id != risk.accepter_id
        assert not risk.missing_if_major
        assert risk.look_back_on is not None


def check_ledger(book: Book, tally: Tally, *, until: Quarter) -> None:
    """Each quarter comes to what the records' own lives say, for every key."""
    if tally.first is None:
        return
    found = ledger.balances(book.posting, tally.first, until)
    before: dict[Any, int] = {}
    for quarter, lines in tally.lines(until):
        told = {key: line for key, line in lines.items() if any(line.values())}
        assert {key: line.numbers() for key, line in found[quarter].items()} == told
        assert sum(line.moved_in for line in found[quarter].values()) == sum(
            line.moved_out for line in found[quarter].values()
        )
        opening = {key: line.opening for key, line in found[quarter].items() if line.opening}
        assert opening == before
        before = {key: line["closing"] for key, line in told.items() if line["closing"]}
        assert all(count > 0 for count in before.values())
    assert before == book.open_by_key()


def check_cells(book: Book, tally: Tally, *, until: Quarter) -> None:
    """No quarter has a fault, and each of its cells opens as many records as it counts."""
    for quarter, _ in tally.lines(until):
        found = queries.balance(book, quarter)
        assert found.faults == ()
        for column in book.columns:
            page = queries.records_of(LedgerCell(book, quarter, column), page=1)
            assert page.total == found.total.numbers()[column]
