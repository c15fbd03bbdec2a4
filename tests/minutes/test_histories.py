"""The state machine of minutes over random histories."""

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.minutes.record import SIGNED_ON, Record, make_record
from tracker.core.db import writing
from tracker.core.errors import RuleBroken
from tracker.issuing import queries as issuing
from tracker.minutes import queries, services

ACTS = ("edit", "submit", "send_back", "issue", "start_correction")
STATES = {"draft", "submitted", "returned", "issued"}


def _do(record: Record, act: str, who: str) -> None:
    minutes, proceedings, actor = record.minutes(), record.proceedings(), record.actor(who)
    if act == "edit":
        texts = services.Texts("导语。", "", "", False, "", None)
        services.edit(minutes=minutes, texts=texts, actor=actor)
    elif act == "submit":
        services.submit(minutes=minutes, proceedings=proceedings, actor=actor, on=SIGNED_ON)
    elif act == "send_back":
        services.send_back(minutes=minutes, reason="请修改。", actor=actor, on=SIGNED_ON)
    elif act == "issue":
        services.issue(minutes=minutes, proceedings=proceedings, actor=actor, on=SIGNED_ON)
    else:
        services.start_correction(minutes=minutes, reason="有误。", actor=actor)


def _check(record: Record) -> None:
    versions = queries.versions(record.meeting_id)
    issued = issuing.versions("minutes", str(record.meeting_id))
    meeting = record.proceedings().meeting
    assert versions[0].state in STATES
    assert all(version.state == "superseded" for version in versions[1:-1])
    assert sum(version.state == "issued" for version in versions) <= 1
    assert len({paper.doc_no for paper in issued}) <= 1
    assert [paper.state for paper in issued] == (["issued"] + ["superseded"] * 9)[: len(issued)]
    assert len(issued) == sum(version.is_issued for version in versions)
    assert meeting.is_being_corrected == (len(issued) > 0 and not versions[0].is_issued)
    assert (meeting.state == "minuted") == bool(issued)


@settings(
    max_examples=15, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    st.lists(
        st.tuples(st.sampled_from(ACTS), st.sampled_from(["clerk", "secretary", "vice"])),
        min_size=4, max_size=14,
    )
)  # fmt: skip
def test_any_history_leaves_one_valid_version(app: Flask, history: list[tuple[str, str]]) -> None:
    with app.app_context():
        factories.empty_all_tables()
        record = make_record(factories.make_college())
        record.start()
        for act, who in history:
            try:
                with writing():
                    _do(record, act, who)
            except RuleBroken:
                pass
            _check(record)
