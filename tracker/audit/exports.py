"""Lists handed out as .xlsx: what for is asked, told in the workbook, and kept on the trail."""

from io import BytesIO

from flask import Response, request, send_file

from tracker.audit.services import PURPOSES, record_export
from tracker.core.clock import now
from tracker.core.db import writing
from tracker.core.errors import RuleBroken
from tracker.core.permissions import viewer
from tracker.press import sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_TO_BE_SHARED = "本表按导出人的权限生成，只用于上述用途；系统中的记录此后可能已有变化。"


def hand_out(table: sheets.Table) -> Response:
    """Answer with a list as a workbook and keep on the trail who took how much of it, what for.

    Whoever calls this has asked whether the rows are for the viewer (domain.md §6.10).

    Raises:
        RuleBroken: no purpose was chosen, or there are more rows than a sheet holds.
    """
    purpose = PURPOSES.get(request.form.get("purpose", ""))
    if purpose is None:
        raise RuleBroken("没有选择导出用途，请返回上一页选择后再导出。")
    if len(table.rows) >= sheets.MOST_ROWS:
        raise RuleBroken("行数超过一张工作表所能容纳的，请先用筛选缩小范围再导出。")
    who, at = viewer(), now()
    cover = {
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
