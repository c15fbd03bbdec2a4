"""Uploads are a request of their own that returns a file id."""

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from tracker.core.db import writing
from tracker.core.permissions import Permission, requires, viewer
from tracker.files import queries, services

blueprint = Blueprint("files", __name__, url_prefix="/files")


@blueprint.post("/")
@requires(Permission.FILE_UPLOAD)
def upload() -> ResponseReturnValue:
    """Take one file in; answers its id as JSON."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return {"sentence": "没有收到文件，请重新选择。"}, 400
    purpose = request.form.get("purpose", services.Purpose.EVIDENCE)
    if purpose not in set(services.Purpose):
        return {"sentence": "不知道这是哪一类文件，请刷新页面后重试。"}, 400
    received = services.receive(sent.stream, name=sent.filename, purpose=services.Purpose(purpose))
    with writing():
        file = services.keep(received, actor=viewer().as_actor())
    return {"id": file.id, "name": file.name, "size": file.size}, 201


@blueprint.get("/<int:file_id>")
@requires(Permission.HOME_READ)
def show(file_id: int) -> Response:
    """Send the bytes to somebody of the audience."""
    file = queries.get_file(file_id, viewer=viewer())
    if file is None:
        abort(404)
    return services.send(file)
