"""What can go wrong in a way that the user is told about, and the one handler that tells it."""

import sqlite3
from errno import EDQUOT, ENOSPC
from typing import Any

from flask import Flask, Response, current_app, redirect, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from tracker.core.db import Busy, db
from tracker.core.permissions import current_viewer


class RuleBroken(Exception):
    """A rule of the business refuses the act; the sentence says what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class StaleEdit(Exception):
    """Somebody else saved the record since this form was opened."""

    def __init__(self, form: FlaskForm, current: dict[str, Any], row_version: int) -> None:
        super().__init__("stale edit")
        self.form = form
        self.current = current
        self.row_version = row_version


class AlreadyDone(Exception):
    """The same form was sent before; `result_url` shows what came of it."""

    def __init__(self, result_url: str) -> None:
        super().__init__(result_url)
        self.result_url = result_url


SENTENCES = {
    400: ("请求不完整", "请返回上一页，刷新后再提交；已填写的内容会保留。"),
    401: ("请先登录", "登录后即可继续。"),
    403: ("没有此项权限", "您的岗位没有办理此事的权限；如确需办理，请联系安全管理员。"),
    404: ("没有找到", "所打开的内容不存在，或不属于您的单位。"),
    405: ("不能这样打开", "请从页面上的按钮办理。"),
    409: ("暂不能办理", "请返回上一页核对后再办。"),
    413: ("内容过多", "一次提交的内容过多，没有保存。请返回上一页，分成几次提交。"),
    429: ("操作过于频繁", "请稍候一分钟再试。"),
    503: ("系统正忙", "内容没有保存。请稍候再试；多次出现请告知系统管理员。"),
    500: ("系统出错", "内容没有保存。请返回上一页重试；多次出现请告知系统管理员。"),
    507: ("磁盘已满", "内容没有保存。请告知系统管理员清理磁盘，再返回上一页提交，填写的内容还在。"),
}
# What PostgreSQL says of a full disk: class 53 of the SQLSTATE codes.
POSTGRESQL_DISK_FULL = "53100"


def is_disk_full(error: BaseException | None) -> bool:
    """Tell whether an act failed for want of room, for a file or in either database."""
    said = getattr(error, "orig", error)
    if isinstance(said, OSError):
        return said.errno in {ENOSPC, EDQUOT}
    if getattr(said, "sqlstate", None) == POSTGRESQL_DISK_FULL:
        return True
    return getattr(said, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL


def error_page(code: int, sentence: str | None = None) -> tuple[str, int]:
    """Return the page for a status code, in the words of the table above."""
    title, advice = SENTENCES.get(code, SENTENCES[400 if code < 500 else 500])
    viewer = current_viewer()
    who = f"当前登录：{viewer.name}。" if viewer and code == 404 else ""
    return render_template(
        "errors/error.html", code=code, title=title, sentence=f"{sentence or advice}{who}"
    ), code


def wants_json() -> bool:
    """Tell whether a script asks, which reads a sentence and no page."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _told(code: int) -> Any:
    """Return the sentence for a status code as the asker reads it: a script or a person."""
    if wants_json():
        return {"sentence": SENTENCES.get(code, SENTENCES[400])[1]}, code
    return error_page(code)


def _http(error: HTTPException) -> Any:
    code = error.code or 500
    if error.response is not None or code < 400:
        return error
    db.session.rollback()
    return _told(code)


def _csrf(_error: CSRFError) -> Any:
    """Tell whoever's session has ended that nothing is lost: drafts wait for the next one."""
    sentence = "登录已过期，此次没有提交。请重新登录后再办理；自动保存的内容会在登录后恢复。"
    return ({"sentence": sentence}, 401) if wants_json() else error_page(401, sentence)


def _rule_broken(error: RuleBroken) -> Any:
    db.session.rollback()
    if wants_json():
        return {"sentence": error.sentence}, 409
    return error_page(409, error.sentence)


def _stale_edit(error: StaleEdit) -> tuple[str, int]:
    db.session.rollback()
    return render_template("errors/stale.html", error=error), 409


def _stale_data(_error: StaleDataError) -> Any:
    return _rule_broken(RuleBroken("此内容刚被他人修改。请返回上一页刷新，核对后再提交。"))


def _already_done(error: AlreadyDone) -> Response:
    db.session.rollback()
    return redirect(error.result_url)  # type: ignore[return-value]


def _busy(error: Busy) -> Any:
    current_app.logger.error("no turn to write")
    return _told(507 if is_disk_full(error.__cause__) else 503)


def _unexpected(error: Exception) -> Any:
    current_app.logger.exception("unexpected error")
    db.session.rollback()
    return _told(507 if is_disk_full(error) else 500)


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(StaleEdit, _stale_edit)
    app.register_error_handler(StaleDataError, _stale_data)
    app.register_error_handler(AlreadyDone, _already_done)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(Exception, _unexpected)
