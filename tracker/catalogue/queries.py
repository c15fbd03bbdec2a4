"""Kinds of paper: one literal kind → builder, template, permission, formats, frozen or not."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Protocol

from tracker.accounts import papers as accounts
from tracker.accounts.services import hand_out
from tracker.agreements import papers as agreements
from tracker.core.permissions import Actor, Permission, Viewer
from tracker.directory import queries as directory
from tracker.followups import papers as followups
from tracker.issuing import queries as issuing
from tracker.issuing.models import IssuedPaper
from tracker.issuing.services import TEMPLATE_VERSION
from tracker.meetings import papers as meetings
from tracker.minutes import papers as minutes
from tracker.press.plain import from_plain
from tracker.press.word import WordPaper, listing_in_word
from tracker.reports import papers as reports
from tracker.risks import papers as risks
from tracker.unit_reports import papers as unit_reports

Ids = Callable[[Viewer | None], list[tuple[str, str]]]


class Builder(Protocol):
    """From a paper's id to its data; None where there is no such paper for the viewer."""

    def __call__(
        self, subject: str, *, on: date, public_url: str, viewer: Viewer | None
    ) -> Any | None: ...


class HandOut(Protocol):
    """What is noted when a paper that goes out once has gone out, inside `writing()`."""

    def __call__(self, subject: str, *, made_before: datetime, actor: Actor) -> None: ...


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper. A frozen kind names the dataclass that its snapshot restores to.

    A kind with `hand_out` goes out once: it is called when somebody has the file, and what was
    printed is then no paper any more. A kind with `word` is mapped by it to a .docx to be edited.
    """

    kind: str
    name: str
    ids: Ids
    permission: Permission
    build: Builder
    template: str
    frozen_as: type | None = None
    formats: tuple[str, ...] = ("pdf",)
    hand_out: HandOut | None = None
    word: Callable[[Any], WordPaper] | None = None


@dataclass(frozen=True)
class Bundle:
    """Papers of one kind bound into one file; `parts` returns (id, title) of each."""

    kind: str
    name: str
    ids: Ids
    permission: Permission
    parts_kind: PaperKind
    parts: Callable[[str, Viewer | None], list[tuple[str, str]]]
    formats: tuple[str, ...] = ("pdf", "zip")


Kind = PaperKind | Bundle
P = Permission
LISTING, TABLES, TEXTS = "papers/listing.html", ("pdf", "xlsx"), ("pdf", "docx")
CHECKLIST = PaperKind(
    "checklist", "单位任务落实清单", followups.checklist_ids, P.FOLLOWUP_READ,
    followups.checklist, "papers/checklist.html", formats=TABLES,
)  # fmt: skip
AGREEMENT = PaperKind(
    "agreement", "目标责任书", agreements.agreement_ids, P.AGREEMENT_READ,
    agreements.agreement, "papers/agreement.html",
    formats=TEXTS, word=agreements.agreement_in_word,
)  # fmt: skip
# Either sort of slip as a part of its day's bundle; each sort is a kind of its own below.
SLIP = PaperKind(
    "slip", "催办文书", followups.slips_ids, P.FOLLOWUP_READ, followups.slip_paper,
    "papers/slip.html",
)  # fmt: skip
KINDS: Mapping[str, Kind] = {
    kind.kind: kind
    for kind in (
        PaperKind(
            "notice", "会议通知", meetings.notice_ids, P.MEETING_READ,
            meetings.notice, "papers/notice.html", frozen_as=meetings.Notice,
            formats=TEXTS, word=meetings.notice_in_word,
        ),
        PaperKind(
            "agenda", "会议议程", meetings.agenda_ids, P.MEETING_READ,
            meetings.agenda, LISTING, formats=("pdf", "docx", "xlsx"), word=listing_in_word,
        ),
        PaperKind(
            "sign-in-sheet", "签到表", meetings.sign_in_sheet_ids, P.MEETING_EDIT,
            meetings.sign_in_sheet, "papers/sign_in_sheet.html", formats=TABLES,
        ),
        PaperKind(
            "minutes", "会议纪要", minutes.minutes_ids, P.MINUTES_READ,
            minutes.minutes, "papers/minutes.html", frozen_as=minutes.MinutesPaper,
            formats=TEXTS, word=minutes.minutes_in_word,
        ),
        PaperKind(
            "approval-sheet", "发文稿纸", minutes.approval_sheet_ids, P.REPORT_READ,
            minutes.approval_sheet, "papers/approval_sheet.html",
        ),
        PaperKind(
            "unit-report", "单位汇报", unit_reports.unit_report_ids, P.UNIT_REPORT_READ,
            unit_reports.unit_report, "papers/unit_report.html",
            formats=TEXTS, word=unit_reports.unit_report_in_word,
        ),
        PaperKind(
            "hazard-ledger", "风险隐患台账", risks.hazard_ledger_ids, P.RISK_READ,
            risks.hazard_ledger, LISTING, formats=TABLES,
        ),
        PaperKind(
            risks.NOTICE_KIND, "整改通知书", risks.rectification_notice_ids, P.RISK_READ,
            risks.rectification_notice, "papers/risk_sheet.html", frozen_as=risks.RiskSheet,
            formats=TEXTS, word=risks.sheet_in_word,
        ),
        PaperKind(
            "closure-form", "销号申请单", risks.closure_form_ids, P.RISK_READ,
            risks.closure_form, "papers/risk_sheet.html", formats=TEXTS, word=risks.sheet_in_word,
        ),
        AGREEMENT,
        Bundle(
            "agreements", "各单位目标责任书", agreements.agreements_ids, P.REPORT_READ,
            AGREEMENT, agreements.agreements_of,
        ),
        PaperKind(
            "signing-table", "责任书签订情况表", agreements.signing_table_ids, P.REPORT_READ,
            agreements.signing_table, "papers/signing_table.html", formats=TABLES,
        ),
        PaperKind(
            "coverage", "责任书签订覆盖情况", agreements.coverage_ids, P.REPORT_READ,
            agreements.coverage, LISTING, formats=TABLES,
        ),
        CHECKLIST,
        Bundle(
            "checklists", "各单位任务落实清单", followups.checklists_ids, P.FOLLOWUP_DISPATCH,
            CHECKLIST, followups.checklist_units,
        ),
        PaperKind(
            "conveyance", "传达落实情况反馈表", followups.conveyance_ids, P.REPORT_READ,
            followups.conveyance, "papers/conveyance.html", formats=TABLES,
        ),
        PaperKind(
            "extension-form", "延期申请表", followups.extension_form_ids, P.FOLLOWUP_READ,
            followups.extension_form, "papers/extension_form.html",
            formats=("pdf", "docx", "xlsx"), word=listing_in_word,
        ),
        PaperKind(
            "instruction-table", "讲话要求分解表", followups.instruction_table_ids, P.MEETING_READ,
            followups.instruction_table, LISTING, formats=TABLES,
        ),
        PaperKind(
            "overview", "督办情况一览表", followups.overview_ids, P.REPORT_READ,
            followups.overview, LISTING, formats=TABLES,
        ),
        PaperKind(
            "three-lists", "问题、责任、整改三张清单", followups.three_lists_ids, P.REPORT_READ,
            followups.three_lists, LISTING, formats=TABLES,
        ),
        PaperKind(
            "reminder", "工作提示函", followups.reminder_ids, P.FOLLOWUP_READ,
            followups.reminder, "papers/reminder.html", frozen_as=followups.Reminder,
        ),
        PaperKind(
            "supervision-slip", "督办通知单", followups.supervision_slip_ids, P.FOLLOWUP_READ,
            followups.supervision_slip, "papers/supervision_slip.html",
            frozen_as=followups.SupervisionSlip,
        ),
        Bundle(
            "slips", "当日催办文书", followups.slips_ids, P.FOLLOWUP_DISPATCH,
            SLIP, followups.slips_of_day,
        ),
        PaperKind(
            "quarter-summary", "季度情况", reports.quarter_summary_ids, P.REPORT_READ,
            reports.quarter_summary, "papers/quarter_summary.html",
        ),
        PaperKind(
            "account-slips", "登录条", accounts.account_slips_ids, P.ACCOUNT_MANAGE,
            accounts.account_slips, "papers/account_slips.html", hand_out=hand_out,
        ),
    )
}  # fmt: skip


def single(kind: Kind) -> PaperKind:
    """Return the kind of each printed paper: a bundle's parts, or the kind itself."""
    return kind.parts_kind if isinstance(kind, Bundle) else kind


def build_parts(
    kind: Kind, subject: str, *, on: date, viewer: Viewer | None
) -> list[tuple[str, Any]] | None:
    """Return (title, data) of each paper to print; None where the viewer has no such paper.

    What was issued comes from its snapshot.
    """
    if copy := issued_copy(kind, subject):
        return _issued_parts(copy, viewer)
    named = kind.parts(subject, viewer) if isinstance(kind, Bundle) else [(subject, kind.name)]
    address = issuing.public_url(on=on)
    built = [
        (title, single(kind).build(part, on=on, public_url=address, viewer=viewer))
        for part, title in named
    ]
    return built if built and all(data is not None for _, data in built) else None


def _issued_parts(copy: IssuedPaper, viewer: Viewer | None) -> list[tuple[str, Any]] | None:
    """Return what was issued; None where it is not the viewer's, or only a scan is kept."""
    is_open = viewer is None or issuing.get_issued(copy.id, viewer=viewer) is not None
    return [(copy.title, restore(copy)[1])] if is_open and not copy.is_scanned else None


def restore(paper: IssuedPaper) -> tuple[PaperKind, Any]:
    """Return kind and data of an issued paper, from its snapshot.

    Raises:
        LookupError: papers of this kind are not issued.
    """
    kind = single(KINDS[paper.kind])
    if kind.frozen_as is None:
        raise LookupError(paper.kind)
    return kind, from_plain(kind.frozen_as, paper.snapshot)


def binder_margin(*, on: date) -> int:
    """Return how far upright pages keep away from the binder, in mm."""
    return int(directory.setting("binder_margin", on=on))


def fingerprint(kind: Kind, ending: str, parts: Sequence[tuple[str, Any]], *, binder: int) -> str:
    """Return a SHA-256 of all that the print depends on: the same data is printed once."""
    plain = [
        kind.kind,
        ending,
        TEMPLATE_VERSION,
        binder,
        [[title, asdict(data)] for title, data in parts],
    ]
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def issued_copy(kind: Kind, subject: str) -> IssuedPaper | None:
    """Return the newest issued version of a frozen kind; None before it is issued."""
    return issuing.latest(kind.kind, subject) if single(kind).frozen_as else None


def available(viewer: Viewer | None) -> list[tuple[Kind, str, str]]:
    """Return (kind, id, title) of everything that the viewer can print, kinds in order."""
    return [
        (kind, subject, title)
        for kind in KINDS.values()
        if viewer is None or viewer.can(kind.permission)
        for subject, title in kind.ids(viewer)
    ]
