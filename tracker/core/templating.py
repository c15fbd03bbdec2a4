"""What every template knows, and the strictness with which it is read."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request
from jinja2 import StrictUndefined
from markupsafe import Markup

from tracker.core import calendar, clock
from tracker.core.permissions import Permission, current_viewer, may_open

NOTICES = SimpleNamespace(
    NOT_CLASSIFIED="本系统为非涉密系统，严禁录入、存储、传输国家秘密、工作秘密和内部敏感信息。",
    NO_PERSONAL=(
        "请只写单位工作和领域风险，不得填写个人的信仰、思想、健康等信息，不得上传人员名单。"
    ),
)


def _can(permission: str) -> bool:
    viewer = current_viewer()
    return viewer is not None and viewer.can(Permission(permission))


def _moment(value: datetime) -> Markup:
    return _whole(f"{value:%Y-%m-%d %H:%M}")


def _whole(words: str) -> Markup:
    """Return a time of which no part begins a line."""
    return Markup("<time>{}</time>").format(words)


def _date(value: date | None) -> str:
    return calendar.chinese_date(value) if value else ""


def _date_with_weekday(value: date | None) -> str:
    return calendar.chinese_date_with_weekday(value) if value else ""


def _whole_date(value: date | None) -> Markup | str:
    return _whole(calendar.chinese_date(value)) if value else ""


def page_url(number: int) -> str:
    """Return the present address with another page number, filters kept."""
    args = [(key, value) for key, value in request.args.items(multi=True) if key != "page"]
    return f"{request.path}?{urlencode([*args, ('page', number)])}"


def _context() -> dict[str, Any]:
    return {
        "viewer": current_viewer(),
        "can": _can,
        "may_open": may_open,
        "today": clock.today(),
    }


def init_app(app: Flask) -> None:
    """Set strictness, filters and what every template knows."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        moment=_moment,
        chinese_date=_date,
        chinese_date_with_weekday=_date_with_weekday,
        whole_date=_whole_date,
    )
    # Imported macros see globals only, not what the context processors give.
    app.jinja_env.globals.update(page_url=page_url, notices=NOTICES)
    app.context_processor(_context)
