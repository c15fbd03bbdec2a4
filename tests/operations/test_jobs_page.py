"""系统运行: what the system administrator sees of worker, backups and jobs, and does about them."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.client import PageClient, statements_of
from tests.factories import Cast
from tracker.audit.jobs import seal_events
from tracker.audit.models import Event
from tracker.core.clock import now
from tracker.core.db import db, writing
from tracker.core.jobs import Job, JobState
from tracker.core.running import tell_clock_goes


@pytest.fixture
def admin(app: Flask, cast: Cast, client: PageClient, tmp_path: Path) -> PageClient:
    return client.signed_in_as(cast.users["sysadmin"])


@pytest.fixture
def calls(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    seen: list[int] = []
    kinds = ("paper.print", "backup.nightly", "paper.print-issued", "demo.load")
    note = {kind: lambda job: seen.append(job.id) for kind in kinds}
    monkeypatch.setitem(app.extensions, "job_functions", note)
    return seen


def add(app: Flask, state: JobState, kind: str = "paper.print", **values: Any) -> int:
    with app.app_context(), writing():
        count = db.session.query(Job).count()
        job = Job(kind=kind, key=f"k{count}", title="落实事项清单", state=state, queued_at=now())
        for name, value in values.items():
            setattr(job, name, value)
        db.session.add(job)
        db.session.flush()
        return job.id


def state_of(app: Flask, job_id: int) -> tuple[str, bool]:
    with app.app_context():
        job = db.session.get_one(Job, job_id)
        return job.state, job.is_cancel_asked


def events(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context():
        found = db.session.query(Event).filter(Event.action.startswith("job.")).order_by(Event.id)
        return [(event.action, event.object_id, event.object_label) for event in found]


def wrong(html: str) -> list[str]:
    """Return the sentences of what the page calls wrong."""
    return re.findall(r'finding-block".*?</span>\s*<span>\s*(\S.*?)\s*<', html, re.DOTALL)


def act(admin: PageClient, job_id: int, verb: str) -> int:
    url = admin.url(f"operations.{verb}_job", job_id=job_id)
    return admin.post(url, {"form_id": f"{verb}-{job_id}"}).status_code


def test_it_leads_there_from_the_administrators_home(admin: PageClient) -> None:
    assert admin.url("operations.jobs") in admin.page("home.index")


def test_it_shows_each_state_in_words(app: Flask, admin: PageClient) -> None:
    add(app, JobState.RUNNING, progress=3, total=14)
    add(app, JobState.FAILED, error="缺少字体。", attempts=3)
    tell_clock_goes(Path(app.config["INSTANCE_PATH"]))

    html = admin.page("operations.jobs")

    assert all(words in html for words in ("正在办理", "没有办成", "缺少字体。", "试过 3 次"))
    assert 'value="3"' in html
    assert "最近运行于" in html


def test_it_shows_what_is_wrong_with_the_command_that_mends_it(
    app: Flask, admin: PageClient
) -> None:
    add(app, JobState.QUEUED, queued_at=now() - timedelta(minutes=6))
    with app.app_context():
        seal_events()

    html = admin.page("operations.jobs")

    assert wrong(html) == ["有 1 项后台任务超过 5 分钟没有人办。"]
    assert "1 项错误" in html
    assert "<code>flask worker --clock</code>" in html


def test_it_keeps_the_titles_of_issued_papers_to_itself(app: Flask, admin: PageClient) -> None:
    add(app, JobState.DONE, kind="paper.print-issued", title="2023年第一季度会议纪要")

    html = admin.page("operations.jobs")

    assert "编号印发的文件" in html
    assert "会议纪要" not in html


def test_it_asks_again_while_something_is_under_way(app: Flask, admin: PageClient) -> None:
    url = admin.url("operations.jobs")
    add(app, JobState.DONE)
    quiet = admin.page("operations.jobs")
    add(app, JobState.RUNNING)
    busy = admin.get(url, headers={"HX-Request": "true"}).get_data(as_text=True)

    assert "load delay" not in quiet
    assert "load delay" in busy
    assert "<h1" not in busy


def test_it_filters_by_state(app: Flask, admin: PageClient) -> None:
    done, failed = add(app, JobState.DONE), add(app, JobState.FAILED)

    html = admin.page("operations.jobs", state="failed")

    assert f"第 {failed} 项" in html
    assert f"第 {done} 项" not in html
    assert "没有这样的后台任务" in admin.page("operations.jobs", state="running")


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
def test_it_tries_again_what_was_given_up(
    app: Flask, admin: PageClient, calls: list[int], state: JobState
) -> None:
    job_id = add(app, state, is_cancel_asked=state == JobState.CANCELLED)

    assert act(admin, job_id, "retry") == 302

    assert calls == [job_id]
    assert state_of(app, job_id) == (JobState.DONE, False)
    assert events(app) == [("job.retry", str(job_id), "落实事项清单")]


def test_it_does_not_try_again_what_was_done(
    app: Flask, admin: PageClient, calls: list[int]
) -> None:
    assert act(admin, add(app, JobState.DONE), "retry") == 409
    assert calls == []
    assert events(app) == []


def test_it_gives_up_at_once_what_waits(app: Flask, admin: PageClient) -> None:
    job_id = add(app, JobState.QUEUED)

    assert act(admin, job_id, "cancel") == 302

    assert state_of(app, job_id) == (JobState.CANCELLED, True)
    assert events(app) == [("job.cancel", str(job_id), "落实事项清单")]
    assert "已取消" in admin.page("operations.jobs")


def test_it_asks_what_runs_to_end(app: Flask, admin: PageClient) -> None:
    job_id = add(app, JobState.RUNNING, kind="backup.nightly")

    assert act(admin, job_id, "cancel") == 302

    assert state_of(app, job_id) == (JobState.RUNNING, True)
    assert "正在取消" in admin.page("operations.jobs")
    assert act(admin, job_id, "cancel") == 302, "a repeat of the same form does nothing"


@pytest.mark.parametrize("kind", ["paper.print-issued", "demo.load"])
def test_it_does_not_leave_half_done_what_must_be_whole(
    app: Flask, admin: PageClient, kind: str
) -> None:
    job_id = add(app, JobState.QUEUED, kind=kind)

    assert act(admin, job_id, "cancel") == 409
    assert state_of(app, job_id) == (JobState.QUEUED, False)


def test_it_asks_no_more_of_the_database_for_many(app: Flask, admin: PageClient) -> None:
    add(app, JobState.DONE)
    admin.page("operations.jobs")
    few = statements_of(app, admin.page, "operations.jobs")
    for _ in range(12):
        add(app, JobState.DONE)
    many = statements_of(app, admin.page, "operations.jobs")

    assert len(few) == len(many)
