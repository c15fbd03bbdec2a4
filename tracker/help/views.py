"""The guides to read, their pictures, and the link from every page to its place in them."""

from flask import Blueprint, Response, abort, render_template, request, send_from_directory, url_for

from tracker.core.permissions import current_viewer, public
from tracker.help import queries

blueprint = Blueprint("help", __name__, url_prefix="/help")
A_DAY = 24 * 3600


@blueprint.get("/")
@public
def index() -> str:
    """List the guides with what each answers."""
    return render_template("help/index.html", guides=queries.guides())


@blueprint.get("/<any(clerk, head, leader, administrator):key>")
@public
def guide(key: str) -> str:
    """Show the guide of one kind of reader."""
    return render_template("help/guide.html", guide=queries.guide(key))


@blueprint.get("/pictures/<string:name>")
@public
def picture(name: str) -> Response:
    """Send a picture of the guides."""
    if name not in queries.pictures():
        abort(404)
    return send_from_directory(queries.PICTURES, name, max_age=A_DAY)


@blueprint.app_template_global()
def help_url() -> str:
    """Return the place that explains the present page to whoever reads it."""
    key, heading = queries.place_of(request.endpoint or "", current_viewer())
    if not key:
        return url_for("help.index")
    return url_for("help.guide", key=key, _anchor=heading or None)
