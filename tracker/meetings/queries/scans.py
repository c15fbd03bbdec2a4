"""The scans and photographs of a meeting."""

from tracker.files import queries as files
from tracker.files.models import Scan
from tracker.meetings.models import Meeting, MeetingScan


def scan_subject(meeting: Meeting) -> str:
    """Return how scans name the meeting they belong to."""
    return f"meeting:{meeting.id}"


def scans_of(meeting: Meeting) -> dict[str, list[Scan]]:
    """Return {what they prove: scans in the order they came}; every kind is there."""
    found: dict[str, list[Scan]] = {kind: [] for kind in MeetingScan}
    for scan in files.scans_of(scan_subject(meeting))[scan_subject(meeting)]:
        found[scan.proves].append(scan)
    return found
