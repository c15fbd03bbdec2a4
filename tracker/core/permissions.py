"""Who may do what: roles, permissions, the table between them, and the gate before each view."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for


class Role(StrEnum):
    """The roles of design.md; the three administrators see no business data."""

    CLERK = "clerk"
    OFFICE_DIRECTOR = "office_director"
    UNIT_HEAD = "unit_head"
    LIAISON = "liaison"
    LEADER = "leader"
    INSPECTOR = "inspector"
    SYS_ADMIN = "sys_admin"
    SEC_ADMIN = "sec_admin"
    AUDIT_ADMIN = "audit_admin"

    @property
    def label(self) -> str:
        """Return the role's name on screen."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.CLERK: "办公室干事",
    Role.OFFICE_DIRECTOR: "办公室主任",
    Role.UNIT_HEAD: "单位负责人",
    Role.LIAISON: "联络员",
    Role.LEADER: "校领导",
    Role.INSPECTOR: "检查人员（只读）",
    Role.SYS_ADMIN: "系统管理员",
    Role.SEC_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}

ADMINISTRATORS = frozenset({Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDIT_ADMIN})
# These follow from a post or contact in the directory and are never granted by hand.
ROLES_OF_POSTS = frozenset({Role.UNIT_HEAD, Role.LIAISON, Role.LEADER})


class Permission(StrEnum):
    """What a view asks for, as resource:action."""

    ACCOUNT_MANAGE = "account:manage"
    AGREEMENT_EDIT = "agreement:edit"
    AGREEMENT_READ = "agreement:read"
    AUDIT_READ = "audit:read"
    DIRECTORY_EDIT = "directory:edit"
    DIRECTORY_READ = "directory:read"
    FILE_UPLOAD = "file:upload"
    FOLLOWUP_DECIDE = "followup:decide"
    FOLLOWUP_DISPATCH = "followup:dispatch"
    FOLLOWUP_PLAN = "followup:plan"
    FOLLOWUP_READ = "followup:read"
    FOLLOWUP_SUBMIT = "followup:submit"
    FOLLOWUP_VERIFY = "followup:verify"
    GRANT_MANAGE = "grant:manage"
    HOME_READ = "home:read"
    JOB_MANAGE = "job:manage"
    MEETING_EDIT = "meeting:edit"
    MEETING_READ = "meeting:read"
    MINUTES_DRAFT = "minutes:draft"
    MINUTES_ISSUE = "minutes:issue"
    MINUTES_READ = "minutes:read"
    MINUTES_RETURN = "minutes:return"
    PAPER_READ = "paper:read"
    PAPER_RECORD = "paper:record"
    QUARTER_CLOSE = "quarter:close"
    REPORT_READ = "report:read"
    RISK_ATTACH = "risk:attach"
    RISK_CONFIRM = "risk:confirm"
    RISK_DECIDE = "risk:decide"
    RISK_EDIT = "risk:edit"
    RISK_READ = "risk:read"
    SCAN_ADD = "scan:add"
    SEARCH_READ = "search:read"
    SETTINGS_EDIT = "settings:edit"
    UNIT_REPORT_ACCEPT = "unit_report:accept"
    UNIT_REPORT_FILE = "unit_report:file"
    UNIT_REPORT_READ = "unit_report:read"


P = Permission
_EVERYBODY = frozenset({P.HOME_READ})
_READ = frozenset(
    {
        P.AGREEMENT_READ,
        P.DIRECTORY_READ,
        P.FOLLOWUP_READ,
        P.MEETING_READ,
        P.MINUTES_READ,
        P.PAPER_READ,
        P.RISK_READ,
        P.SEARCH_READ,
        P.UNIT_REPORT_READ,
    }
)
_OFFICE = _READ | {
    P.AGREEMENT_EDIT,
    P.DIRECTORY_EDIT,
    P.FILE_UPLOAD,
    P.FOLLOWUP_DISPATCH,
    P.FOLLOWUP_PLAN,
    P.FOLLOWUP_VERIFY,
    P.MEETING_EDIT,
    P.PAPER_RECORD,
    P.REPORT_READ,
    P.RISK_ATTACH,
    P.RISK_EDIT,
    P.SCAN_ADD,
    P.SETTINGS_EDIT,
    P.UNIT_REPORT_ACCEPT,
}
_UNIT = frozenset(
    {
        P.AGREEMENT_READ,
        P.FILE_UPLOAD,
        P.FOLLOWUP_READ,
        P.FOLLOWUP_SUBMIT,
        P.MEETING_READ,
        P.MINUTES_READ,
        P.PAPER_READ,
        P.RISK_ATTACH,
        P.RISK_READ,
        P.SEARCH_READ,
        P.UNIT_REPORT_FILE,
        P.UNIT_REPORT_READ,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CLERK: _EVERYBODY | _OFFICE | {P.MINUTES_DRAFT},
    Role.OFFICE_DIRECTOR: _EVERYBODY
    | _OFFICE
    | {P.FOLLOWUP_DECIDE, P.MINUTES_RETURN, P.QUARTER_CLOSE, P.RISK_DECIDE},
    Role.UNIT_HEAD: _EVERYBODY | _UNIT,
    Role.LIAISON: _EVERYBODY | _UNIT,
    Role.LEADER: _EVERYBODY
    | _READ
    | {
        P.FOLLOWUP_DECIDE,
        P.FOLLOWUP_VERIFY,
        P.MINUTES_ISSUE,
        P.MINUTES_RETURN,
        P.REPORT_READ,
        P.RISK_CONFIRM,
        P.RISK_DECIDE,
    },
    Role.INSPECTOR: _EVERYBODY | _READ | {P.REPORT_READ},
    Role.SYS_ADMIN: _EVERYBODY | {P.ACCOUNT_MANAGE, P.JOB_MANAGE},
    Role.SEC_ADMIN: _EVERYBODY | {P.GRANT_MANAGE},
    Role.AUDIT_ADMIN: _EVERYBODY | {P.AUDIT_READ},
}

# Third-party endpoints that are open to all: static files only.
OPEN_ENDPOINTS = frozenset({"static"})

SEES_ALL = frozenset({Role.CLERK, Role.OFFICE_DIRECTOR, Role.LEADER, Role.INSPECTOR})


@dataclass(frozen=True)
class Actor:
    """Who does a business act. Where the office types for somebody, the recorder stands beside.

    Separation rules compare `person_id`, never the recorder.
    """

    person_id: int | None
    name: str
    post: str = ""
    user_id: int | None = None
    recorder_id: int | None = None
    recorder_name: str = ""
    paper_act_id: int | None = None


@dataclass(frozen=True)
class Viewer:
    """Who is signed in, with what follows from posts and grants on this day."""

    user_id: int
    person_id: int
    name: str
    post: str
    roles: frozenset[Role]
    headed_ids: frozenset[int] = frozenset()
    liaison_ids: frozenset[int] = frozenset()
    delegated: frozenset[Permission] = frozenset()
    on: date = field(default=date.min)

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """Return all permissions of all roles, what is delegated, and what everybody may."""
        return _EVERYBODY.union(self.delegated, *(ROLE_PERMISSIONS[role] for role in self.roles))

    @property
    def unit_ids(self) -> frozenset[int]:
        """Return the units for which this person files, as head or as liaison."""
        return self.headed_ids | self.liaison_ids

    @property
    def sees_all(self) -> bool:
        """Tell whether the scope is the whole college rather than the person's units."""
        return bool(self.roles & SEES_ALL)

    @property
    def is_office(self) -> bool:
        """Tell whether this person works in the office that keeps the record."""
        return bool(self.roles & {Role.CLERK, Role.OFFICE_DIRECTOR})

    def can(self, permission: Permission | str) -> bool:
        """Tell whether a role grants the permission."""
        return Permission(permission) in self.permissions

    def as_actor(self) -> Actor:
        """Return the person as the doer of an act of their own."""
        return Actor(person_id=self.person_id, name=self.name, post=self.post, user_id=self.user_id)


View = TypeVar("View", bound=Callable[..., Any])


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Let only those who hold one of `permissions` reach the view.

    A view on which the office may record a paper names two: the act's own permission and
    `PAPER_RECORD`; `accounts.services.acting` then tells the one from the other.
    """

    def mark(view: View) -> View:
        view.required_permissions = permissions  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Let everybody reach the view, signed in or not."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def current_viewer() -> Viewer | None:
    """Return who is signed in; None for a visitor."""
    found: Viewer | None = g.get("viewer")
    return found


def viewer() -> Viewer:
    """Return who is signed in, in a view that the gate has let through."""
    found = current_viewer()
    if found is None:
        abort(401)
    return found


def may_open(endpoint: str) -> bool:
    """Tell whether the gate lets the present viewer through to an endpoint."""
    view = current_app.view_functions.get(endpoint)
    if getattr(view, "is_public", False):
        return True
    found = current_viewer()
    permissions = getattr(view, "required_permissions", ())
    return found is not None and any(found.can(permission) for permission in permissions)


def _enforce() -> Any:
    """Deny by default: a view that declares nothing answers 403."""
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
        return None
    if may_open(request.endpoint):
        return None
    return _send_to_sign_in() if current_viewer() is None else abort(403)


def _send_to_sign_in() -> Any:
    if request.method != "GET":
        abort(401)
    target = request.full_path if request.query_string else request.path
    return redirect(url_for("home.index", next=target))


def init_app(app: Flask) -> None:
    """Put the gate before every view."""
    app.before_request(_enforce)
