"""What 概况 shows of a meeting beside its minutes: reports, areas and agreements, with states."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.agreements.models import Agreement, AgreementState, Signing
from tracker.core.permissions import Viewer
from tracker.meetings import queries as meetings
from tracker.meetings.models import AreaNamed, ReportingUnit
from tracker.minutes.queries.proceedings import Proceedings
from tracker.unit_reports.models import (
    REPORT_STATE_LABELS,
    REPORT_STATE_TONES,
    Manner,
    ReportState,
    UnitReport,
)


@dataclass(frozen=True)
class Reported:
    """A unit that must report, or words that stand for some, with the report if there is one."""

    row: ReportingUnit
    report: UnitReport | None

    @property
    def state(self) -> ReportState:
        """Return where the report stands."""
        return ReportState(self.report.state) if self.report else ReportState.MISSING

    @property
    def state_label(self) -> str:
        """Return the state's name on screen, with the manner where it is not written."""
        label = REPORT_STATE_LABELS[self.state]
        is_written = self.report is None or self.report.manner == Manner.WRITTEN
        return label if is_written or not self.report else f"{label} · {self.report.manner_label}"

    @property
    def state_tone(self) -> str:
        """Return the colour of the state's badge."""
        return REPORT_STATE_TONES[self.state]


def reported(proceedings: Proceedings, *, viewer: Viewer) -> list[Reported]:
    """Return the units that must report with their reports; a unit is shown its own only."""
    by_unit = {one.unit_id: one for one in proceedings.reports}
    return [
        Reported(row, by_unit.get(row.unit_id) if row.unit_id else None)
        for row in proceedings.meeting.reporting
        if viewer.sees_all or row.unit_id in viewer.unit_ids
    ]


@dataclass(frozen=True)
class NamedIn:
    """The areas of one list, and who or what named them."""

    context: str
    entries: tuple[AreaNamed, ...]


def areas_named(proceedings: Proceedings) -> list[NamedIn]:
    """Return the areas by context, in order."""
    return [
        NamedIn(meetings.area_context(one), tuple(one.entries)) for one in proceedings.area_lists
    ]


@dataclass(frozen=True)
class PutOut:
    """A text put out for signature: how many units signed, and which have still to."""

    signing: Signing
    signed: int
    waiting: tuple[Agreement, ...]


def put_out(signings: Iterable[Signing]) -> list[PutOut]:
    """Return the meeting's agreements with how far they are; void and replaced ones left out."""
    return [
        PutOut(
            signing,
            sum(one.state == AgreementState.SIGNED for one in signing.agreements),
            tuple(one for one in signing.agreements if one.state == AgreementState.TO_SIGN),
        )
        for signing in signings
    ]
