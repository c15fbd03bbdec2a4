"""Uploads are a request of their own that returns a file id; scans are shown by many pages."""

from flask import Blueprint, Response, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from tracker.core.clock import today
from tracker.core.db import writing
from tracker.core.errors import RuleBroken
from tracker.core.permissions import Permission, current_viewer, requires, viewer
from tracker.core.urls import local
from tracker.extensions import csrf
from tracker.files import queries, services
from tracker.files.forms import WithdrawForm
from tracker.files.models import Scan, StoredFile
from tracker.files.services import MAX_BYTES, MEGABYTE, Purpose

blueprint = Blueprint("files", __name__, url_prefix="/files")

# What stands around the file in the body of an upload.
FIELDS = MEGABYTE // 4


@blueprint.app_template_global()
def may_read_file(file: StoredFile) -> bool:
    """Tell whether a page may name the file to whoever looks at it."""
    person = current_viewer()
    return person is not None and queries.may_read(file, viewer=person)


@blueprint.app_template_global()
def may_withdraw_scan(scan: Scan) -> bool:
    """Tell whether a page offers to withdraw the scan."""
    person = current_viewer()
    return person is not None and queries.may_withdraw(scan, viewer=person)


@blueprint.post("/")
@csrf.exempt  # type: ignore[untyped-decorator]
@requires(Permission.FILE_UPLOAD)
def upload() -> ResponseReturnValue:
    """Take one file in; answers its id as JSON.

    The bound, larger than that of forms, is set before anything of the body is read; the token,
    which may stand in the body, is asked for only then.
    """
    largest = max(MAX_BYTES.values())
    request.max_content_length = largest + FIELDS
    try:
        sent, purpose = _sent()
    except RequestEntityTooLarge:
        return {"sentence": services.too_large(largest)}, 413
    if sent is None or not sent.filename:
        return {"sentence": "没有收到文件，请重新选择。"}, 400
    if purpose not in set(Purpose):
        return {"sentence": "不知道这是哪一类文件，请刷新页面后重试。"}, 400
    received = services.receive(sent.stream, name=sent.filename, purpose=Purpose(purpose))
    with writing():
        file = services.keep(received, actor=viewer().as_actor())
    return {"id": file.id, "name": file.name, "size": file.size}, 201


def _sent() -> tuple[FileStorage | None, str]:
    """Read the body: the file, and what it is for."""
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()
    return request.files.get("file"), request.form.get("purpose", Purpose.EVIDENCE)


@blueprint.get("/<int:file_id>")
@requires(Permission.HOME_READ)
def show(file_id: int) -> Response:
    """Send the bytes to somebody of the audience."""
    file = queries.get_file(file_id, viewer=viewer())
    if file is None:
        abort(404)
    return services.send(file)


@blueprint.get("/<int:file_id>/thumbnail")
@requires(Permission.HOME_READ)
def thumbnail(file_id: int) -> Response:
    """Send a picture made small; the bytes of a file never change, so its hash is the tag."""
    file = queries.get_file(file_id, viewer=viewer())
    if file is None or not file.is_picture:
        abort(404)
    if file.sha256 in request.if_none_match:
        return Response(status=304)
    answer = Response(services.thumbnail(file), mimetype="image/jpeg")
    answer.set_etag(file.sha256)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@blueprint.post("/scans/<int:scan_id>/withdraw")
@requires(Permission.SCAN_ADD, Permission.UNIT_REPORT_FILE)
def withdraw_scan(scan_id: int) -> ResponseReturnValue:
    """Take a scan back, with the reason, from whichever page shows it."""
    if queries.get_own_scan(scan_id, viewer=viewer()) is None:
        abort(404)
    form = WithdrawForm()
    if not form.validate():
        raise RuleBroken("".join(form.reason.errors) or "请返回上一页，刷新后再撤回。")
    with writing(form):
        scan = queries.get_own_scan(scan_id, viewer=viewer())
        if scan is None:
            abort(404)
        services.withdraw_scan(
            scan=scan, reason=form.reason.data, actor=viewer().as_actor(), on=today()
        )
        url = form.leads_to(local(request.form.get("next")) or url_for("home.index"))
    flash("已撤回，原件和撤回原因保留在原处。", "success")
    return redirect(url)
