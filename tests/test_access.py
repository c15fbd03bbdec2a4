"""Who reaches which page: each person of the cast at each endpoint, from the URL map."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter, IntegerConverter

from tests.client import PageClient
from tests.factories import GRANTS, POSTS, Cast
from tracker import create_app
from tracker.core.db import db
from tracker.core.permissions import OPEN_ENDPOINTS, Permission, Role, requires
from tracker.core.running import tell_clock_goes
from tracker.directory.models import PostRole

# Nothing has this id: who may pass gets "not found", and nothing is changed.
NOBODY = 999_999
ROLES = {
    PostRole.SECRETARY: Role.LEADER,
    PostRole.PRESIDENT: Role.LEADER,
    PostRole.LEADER: Role.LEADER,
    PostRole.PRINCIPAL: Role.UNIT_HEAD,
    PostRole.LIAISON: Role.LIAISON,
}
CAST = [name for name in POSTS if name != "head_branch"]


def rules(app: Flask, method: str) -> Iterator[tuple[Rule, Any]]:
    """Yield the rules of our own views that take a method, with the view."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint not in OPEN_ENDPOINTS:
            yield rule, app.view_functions[rule.endpoint]


def address(app: Flask, rule: Rule) -> str:
    """Return an address of the rule that leads to no record."""
    values: dict[str, Any] = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        if isinstance(converter, IntegerConverter):
            values[name] = NOBODY
        elif isinstance(converter, AnyConverter):
            values[name] = sorted(converter.items)[0]
        else:
            values[name] = "x"
    with app.test_request_context():
        built = rule.build({**(rule.defaults or {}), **values})
    assert built, rule
    return str(built[1])


def may(name: str, view: Any, cast: Cast, app: Flask) -> bool:
    """Return what the table of roles says, independent of the gate."""
    if getattr(view, "is_public", False):
        return True
    with app.app_context():
        viewer = cast.viewer(name)
    return any(viewer.can(permission) for permission in view.required_permissions)


@pytest.mark.parametrize("name", CAST)
def test_each_person_opens_what_their_roles_allow(
    app: Flask, cast: Cast, client: PageClient, name: str
) -> None:
    person = client.signed_in_as(cast.users[name])
    tell_clock_goes(Path(app.config["INSTANCE_PATH"]))
    wrong = []

    for rule, view in rules(app, "GET"):
        status = person.get(address(app, rule)).status_code
        is_right = status < 500 if may(name, view, cast, app) else status == 403
        is_right = is_right and (status != 403 or not may(name, view, cast, app))
        wrong += [] if is_right else [(rule.rule, status)]

    assert not wrong


@pytest.mark.parametrize("name", CAST)
def test_each_person_is_kept_from_acts_that_their_roles_do_not_allow(
    app: Flask, cast: Cast, client: PageClient, name: str
) -> None:
    person = client.signed_in_as(cast.users[name])

    passed = [
        rule.rule
        for rule, view in rules(app, "POST")
        if not may(name, view, cast, app) and person.post(address(app, rule)).status_code != 403
    ]

    assert not passed


def test_a_visitor_is_asked_to_sign_in(app: Flask, cast: Cast, client: PageClient) -> None:
    let_in = [
        rule.rule
        for rule, view in rules(app, "GET")
        if not getattr(view, "is_public", False)
        and not client.get(address(app, rule)).location.startswith("/?next=")
    ]
    refused = {
        client.post(address(app, rule)).status_code
        for rule, view in rules(app, "POST")
        if not getattr(view, "is_public", False)
    }

    assert not let_in
    assert refused == {401}


def test_every_view_says_who_may_reach_it(app: Flask) -> None:
    silent = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in OPEN_ENDPOINTS
        and not getattr(view, "is_public", False)
        and not getattr(view, "required_permissions", ())
    }

    assert not silent


def test_a_view_that_says_nothing_is_refused(app: Flask, cast: Cast) -> None:
    other = create_app(
        {
            "SQLALCHEMY_DATABASE_URI": app.config["SQLALCHEMY_DATABASE_URI"],
            "WTF_CSRF_ENABLED": False,
        }
    )
    other.add_url_rule("/silent", "silent", lambda: "let in")
    other.add_url_rule("/kept", "kept", requires(Permission.GRANT_MANAGE)(lambda: "let in"))

    clerk = PageClient(other).signed_in_as(cast.users["clerk"])
    answers = [clerk.get(path).status_code for path in ("/silent", "/kept")]
    answers.append(PageClient(other).get("/silent").status_code)
    with other.app_context():
        db.engine.dispose()

    assert answers == [403, 403, 302]


@pytest.mark.parametrize("name", CAST)
def test_roles_follow_from_posts_and_grants(app: Flask, cast: Cast, name: str) -> None:
    expected = {GRANTS[name]} if name in GRANTS else set()
    expected |= {ROLES[POSTS[name][2]]} if POSTS[name][2] in ROLES else set()

    with app.app_context():
        assert cast.viewer(name).roles == expected
