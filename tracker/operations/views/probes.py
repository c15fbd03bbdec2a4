"""What a machine asks: does the process answer, is all it takes there, and the numbers."""

import hmac
from ipaddress import ip_address
from typing import Any

from flask import Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from tracker.core.permissions import public
from tracker.operations.queries import State, missing_parts
from tracker.operations.views.first_start import blueprint


@blueprint.get("/healthz")
@public
def healthz() -> dict[str, str]:
    """Tell that the process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@public
def readyz() -> Any:
    """Tell whether all that serving takes is there; else which parts are not, and 503."""
    missing = missing_parts()
    if missing:
        return {"status": "not ready", "missing": missing}, 503
    return {"status": "ok"}


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Give the numbers in the exposition format of Prometheus, to this machine or by token."""
    if not (_is_from_here() or _has_token()):
        abort(404)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(State())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _is_from_here() -> bool:
    """Tell whether this machine asks for itself, not a proxy on it for somebody else."""
    is_passed_on = "X-Forwarded-For" in request.headers
    if is_passed_on and not current_app.config["TRUSTED_PROXIES"]:
        return False
    return bool(request.remote_addr) and ip_address(request.remote_addr or "").is_loopback


def _has_token() -> bool:
    token = current_app.config["METRICS_TOKEN"]
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(sent.encode(), token.encode())
