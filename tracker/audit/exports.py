"""Lists handed out as .xlsx or PDF: what for is asked, told in the file, and kept on the trail."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from io import BytesIO

from flask import current_app, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker.audit.services import PURPOSES, record_export
from tracker.core.clock import now
from tracker.core.db import writing
from tracker.core.errors import RuleBroken
from tracker.core.jobs import enqueue
from tracker.core.permissions import viewer
from tracker.press import sheets
from tracker.press.listing import Listing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_TO_BE_SHARED = "本表按导出人的权限生成，只用于上述用途；系统中的记录此后可能已有变化。"
PRINT_LIST = "list.print"
LONGEST_NAME = 120


def hand_out(table: sheets.Table) -> Response:
    """Answer with a list as a workbook and keep on the trail who took how much of it, what for.

    Whoever calls this has asked whether the rows are for the viewer (domain.md §6.10).

    Raises:
        RuleBroken: no purpose was chosen, or there are more rows than a sheet holds.
    """
    purpose = _purpose()
    _require_on_sheet(len(table.rows))
    return _send(table, purpose)


def hand_out_long(
    count: int, *, table: Callable[[], sheets.Table], paper: Callable[[], Listing]
) -> Response:
    """Answer with a list of `count` rows, which may be long: only what is asked for is made.

    Where `format=pdf` is asked, the paper is printed by the worker as it stands now; else it is
    as `hand_out`.

    Raises:
        RuleBroken: no purpose was chosen, or there are more rows than a sheet or a paper holds.
    """
    purpose = _purpose()
    if request.form.get("format") == "pdf":
        _require_on_paper(count)
        return _print(paper(), purpose)
    _require_on_sheet(count)
    return _send(table(), purpose)


def _purpose() -> str:
    purpose = PURPOSES.get(request.form.get("purpose", ""))
    if purpose is None:
        raise RuleBroken("没有选择导出用途，请返回上一页选择后再导出。")
    return purpose


def _require_on_sheet(count: int) -> None:
    if count >= sheets.MOST_ROWS:
        raise RuleBroken("行数超过一张工作表所能容纳的，请先用筛选缩小范围再导出。")


def _require_on_paper(count: int) -> None:
    most = current_app.config["MOST_PRINTED_ROWS"]
    if count > most:
        raise RuleBroken(
            f"一次最多打印 {most} 行，现有 {count} 行。请先用筛选缩小范围，或导出 Excel。"
        )


def _send(table: sheets.Table, purpose: str) -> Response:
    who, at = viewer(), now()
    cover = {
        **({"条件": table.told} if table.told else {}),
        "导出人": who.name,
        "导出时间": f"{at:%Y-%m-%d %H:%M}",
        "用途": purpose,
        "行数": str(len(table.rows)),
        "说明": NOT_TO_BE_SHARED,
    }
    content = sheets.workbook(table, cover=cover)
    with writing():
        record_export(
            table.title, actor=who.as_actor(), purpose=purpose, rows=len(table.rows)
        )  # fmt: skip
    return send_file(
        BytesIO(content), mimetype=XLSX, as_attachment=True,
        download_name=f"{table.title}（{at:%Y%m%d}导出）.xlsx",
    )  # fmt: skip


def _print(listing: Listing, purpose: str) -> Response:
    """Have the worker print the list as the viewer sees it now, and go to where it is waited for.

    The rows go along with the job, so that it prints nothing that the viewer may not see.
    """
    who = viewer()
    cover = f"导出人：{who.name}；导出时间：{now():%Y-%m-%d %H:%M}；用途：{purpose}。"
    listing = replace(listing, foot=f"{listing.foot}\n{cover}{NOT_TO_BE_SHARED}")
    args = {"listing": asdict(listing), "name": _head(listing)[:LONGEST_NAME]}
    text = json.dumps(args, ensure_ascii=False, sort_keys=True)
    key = f"{PRINT_LIST}:{who.user_id}:{hashlib.sha256(text.encode()).hexdigest()[:40]}"
    with writing():
        rows = sum(len(grid.rows) for grid in listing.grids)
        record_export(listing.title, actor=who.as_actor(), purpose=purpose, rows=rows)
        title = f"{listing.title}（PDF）"
        job = enqueue(PRINT_LIST, key=key, title=title, user_id=who.user_id, args=args)
        job_id = job.id
    return redirect(url_for("catalogue.printed_list", job_id=job_id))


def _head(listing: Listing) -> str:
    """Return the title with what narrows the list and the day, as its table is headed."""
    told = (said if label == "条件" else f"{label}{said}" for label, said in listing.facts)
    return f"{listing.title}（{'；'.join(told)}）"
