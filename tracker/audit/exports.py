"""Lists handed out as .xlsx or PDF: what for is asked, told in the file, and kept on the trail."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from io import BytesIO

from flask import redirect, request, send_file, url_for
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
# Of a longer list nobody reads the paper; it is printed in about a minute.
MOST_PRINTED = 2_000
LONGEST_NAME = 120


def hand_out(table: sheets.Table, paper: Callable[[], Listing] | None = None) -> Response:
    """Answer with a list as a workbook and keep on the trail who took how much of it, what for.

    Where `format=pdf` is asked of a list that has a `paper`, that is printed by the worker as it
    stands now. Whoever calls this has asked whether the rows are for the viewer (domain.md §6.10).

    Raises:
        RuleBroken: no purpose was chosen, or there are more rows than a sheet or a paper holds.
    """
    purpose = PURPOSES.get(request.form.get("purpose", ""))
    if purpose is None:
        raise RuleBroken("没有选择导出用途，请返回上一页选择后再导出。")
    if paper is not None and request.form.get("format") == "pdf":
        return _print(paper(), table, purpose)
    return _send(table, purpose)


def _send(table: sheets.Table, purpose: str) -> Response:
    if len(table.rows) >= sheets.MOST_ROWS:
        raise RuleBroken("行数超过一张工作表所能容纳的，请先用筛选缩小范围再导出。")
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


def _print(listing: Listing, table: sheets.Table, purpose: str) -> Response:
    """Have the worker print the list as the viewer sees it now, and go to where it is waited for.

    The rows go along with the job, so that it prints nothing that the viewer may not see.
    """
    if len(table.rows) > MOST_PRINTED:
        raise RuleBroken(
            f"一次最多打印 {MOST_PRINTED} 行，现有 {len(table.rows)} 行。"
            "请先用筛选缩小范围，或导出 Excel。"
        )
    who = viewer()
    cover = f"导出人：{who.name}；导出时间：{now():%Y-%m-%d %H:%M}；用途：{purpose}。"
    listing = replace(listing, foot=f"{listing.foot}\n{cover}{NOT_TO_BE_SHARED}")
    args = {"listing": asdict(listing), "name": table.head[:LONGEST_NAME]}
    text = json.dumps(args, ensure_ascii=False, sort_keys=True)
    key = f"{PRINT_LIST}:{who.user_id}:{hashlib.sha256(text.encode()).hexdigest()[:40]}"
    with writing():
        record_export(
            table.title, actor=who.as_actor(), purpose=purpose, rows=len(table.rows)
        )  # fmt: skip
        title = f"{table.title}（PDF）"
        job = enqueue(PRINT_LIST, key=key, title=title, user_id=who.user_id, args=args)
        job_id = job.id
    return redirect(url_for("catalogue.printed_list", job_id=job_id))
