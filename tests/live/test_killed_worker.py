"""A worker that is killed in the middle of an issue."""

import json
import signal

import pytest

from tests.live.instance import Instance

JOB = (
    "SELECT job.state FROM job JOIN issued_paper AS paper ON job.key = 'issued:' || paper.id "
    "WHERE paper.kind = 'minutes'"
)
PAPER = "SELECT id, version, sha256, file_id FROM issued_paper WHERE kind = 'minutes'"


@pytest.mark.timeout(300)
def test_it_leaves_exactly_one_issued_paper(instance: Instance) -> None:
    first = instance.start_worker()
    instance.wait(lambda: instance.rows(JOB) == [("running",)])
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert instance.rows(PAPER)[0][2] is None

    instance.start_worker()
    instance.wait(lambda: instance.rows(PAPER)[0][2] is not None)

    papers = instance.rows(PAPER)
    assert len(papers) == 1
    listed = json.loads(instance.flask("papers", "list", "--json"))
    subject = next(row["id"] for row in listed if row["kind"] == "minutes")
    target = instance.folder / "minutes.pdf"
    instance.flask("papers", "render", "minutes", subject, "--out", str(target))
    assert instance.flask("papers", "verify", str(target)).strip() == "valid"
    assert "完整" in instance.flask("audit", "verify")
