"""A draft in the schema by which drafts are compared with annotated cases."""

from typing import Any

from tracker.intake.reading.draft import Draft, Someone, Value
from tracker.intake.reading.source import Piece


def as_case(draft: Draft) -> dict[str, Any]:
    """Return the draft as one JSON object; what was not found is null or empty."""
    return {
        "title": _value(draft.title),
        "date": _value(draft.date),
        "date_raw": draft.date_raw.written if draft.date_raw else None,
        "date_basis": draft.date.basis if draft.date else None,
        "year": _value(draft.year),
        "quarter": _value(draft.quarter),
        "quarter_basis": draft.quarter.basis if draft.quarter else None,
        "time_of_day": _value(draft.time_of_day),
        "venue": _value(draft.venue),
        "organisation": _value(draft.organisation),
        "organisation_as_written": draft.organisation_as_written,
        "meeting_kinds": list(draft.kinds),
        "chair": [one.as_case() for one in draft.chair],
        "speakers": [{**one.as_case(), "roles": list(one.roles)} for one in draft.speakers],
        "attendee_groups": _written(draft.attendance.groups),
        "attendees_named": [one.as_case() for one in draft.attendance.named],
        "absent": [],
        "non_voting": [_listener(one) for one in draft.attendance.non_voting],
        "reporting_departments": _written(draft.reporting),
        "risk_areas": list(dict.fromkeys(i.written for one in draft.areas for i in one.items)),
        "risk_area_lists": [
            {"context": one.context, "items": _written(one.items)} for one in draft.areas
        ],
        "instructions": [
            {
                "speaker": one.speaker,
                "lead_in": one.lead_in,
                "headings": [heading.as_case() for heading in one.headings],
            }
            for one in draft.instructions
        ],
        "agreements": [one.as_case() for one in draft.agreements],
        "follow_up_demands": [one.as_case() for one in draft.demands],
        "notes": "；".join(draft.doubts) or None,
    }


def _value(value: Value[Any] | None) -> Any:
    return value.value if value else None


def _written(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.written for piece in pieces]


def _listener(one: Someone | Piece) -> dict[str, Any]:
    if isinstance(one, Piece):
        return {"name": one.written, "post": None}
    return one.as_case()
