"""`flask intake`: drafts on stdout and in a folder, and nothing written."""

import json
from pathlib import Path

from flask import Flask

SAMPLES = Path(__file__).parents[1] / "data" / "meetings"


def test_extract_prints_one_json_value(app: Flask) -> None:
    done = app.test_cli_runner().invoke(
        args=["intake", "extract", str(SAMPLES / "21.txt"), "--json"]
    )

    assert done.exit_code == 0
    draft = json.loads(done.output)
    assert (draft["date"], draft["quarter"], draft["chair"][0]["name"]) == ("2023-12-18", 4, "鲁伟")


def test_extract_takes_the_day_it_appeared(app: Flask) -> None:
    args = ["intake", "extract", str(SAMPLES / "18.txt"), "--published", "2016-12-22", "--json"]

    assert json.loads(app.test_cli_runner().invoke(args=args).output)["date"] == "2016-12-21"


def test_batch_writes_a_draft_for_each_text(app: Flask, tmp_path: Path) -> None:
    done = app.test_cli_runner().invoke(
        args=["intake", "batch", str(SAMPLES), "--out", str(tmp_path)]
    )

    assert done.exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"{path.stem}.json" for path in SAMPLES.glob("*.txt")
    )


def test_what_cannot_be_read_is_a_sentence(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0")

    done = app.test_cli_runner().invoke(
        args=["intake", "extract", str(tmp_path / "a.doc"), "--json"]
    )

    assert done.exit_code == 1
    assert "另存为" in done.output
