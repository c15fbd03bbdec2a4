"""What the frame around each page shows: where one can go, by permission."""

from dataclasses import dataclass

from flask import request, url_for

from tracker.core.permissions import Permission, Viewer


@dataclass(frozen=True)
class Place:
    """One entry of the navigation; `count_url` answers with a number, or is None."""

    label: str
    icon: str
    url: str
    active: bool
    count_url: str | None = None


@dataclass(frozen=True)
class _Entry:
    label: str
    icon: str
    endpoint: str
    permission: Permission
    count_endpoint: str | None = None


P = Permission
HOME = _Entry("首页", "house", "home.index", P.HOME_READ)
MEETINGS = _Entry("会议", "people", "meetings.index", P.MEETING_READ)
FOLLOWUPS = _Entry(
    "督办任务", "check2-square", "followups.index", P.FOLLOWUP_READ, "home.waiting_count"
)
RISKS = _Entry("风险", "shield-exclamation", "risks.index", P.RISK_READ)
AGREEMENTS = _Entry("责任书", "pen", "agreements.index", P.AGREEMENT_READ)
REPORTS = _Entry("报告", "file-earmark-text", "home.reports", P.PAPER_READ)
ACCOUNTS = _Entry("账户", "person-badge", "accounts.index", P.ACCOUNT_MANAGE)
JOBS = _Entry("系统运行", "activity", "operations.jobs", P.JOB_MANAGE)
GRANTS = _Entry("授权", "key", "accounts.grants", P.GRANT_MANAGE)
AUDIT = _Entry("操作记录", "journal-check", "audit.index", P.AUDIT_READ)
DIRECTORY = _Entry("校情字典", "gear", "directory.index", P.DIRECTORY_READ)
ME = _Entry("我的", "person", "accounts.me", P.HOME_READ)

RAIL = (HOME, MEETINGS, FOLLOWUPS, RISKS, AGREEMENTS, REPORTS, ACCOUNTS, JOBS, GRANTS, AUDIT)
RAIL_BOTTOM = (DIRECTORY,)
TODO = _Entry("待办", "check2-square", "home.index", P.HOME_READ, "home.waiting_count")
PHONE = (TODO, MEETINGS, REPORTS, ME)


def places(entries: tuple[_Entry, ...], viewer: Viewer) -> list[Place]:
    """Return those of the entries that the viewer may open, with the present one marked."""
    is_counted = viewer.is_office or bool(viewer.unit_ids)
    return [
        Place(
            entry.label, entry.icon, url_for(entry.endpoint), _is_here(entry),
            url_for(entry.count_endpoint) if entry.count_endpoint and is_counted else None,
        )
        for entry in entries
        if viewer.can(entry.permission)
    ]  # fmt: skip


def _is_here(entry: _Entry) -> bool:
    """Tell by the address, since a meeting's tabs are pages of several features."""
    path = request.path.replace("/points/", "/meetings/", 1)
    if entry is TODO and path.startswith(url_for("followups.index")):
        return True
    if entry.endpoint.startswith(("home.", "accounts.")):
        return request.endpoint == entry.endpoint
    return path.startswith(url_for(entry.endpoint))
