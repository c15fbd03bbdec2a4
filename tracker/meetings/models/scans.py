"""What scans prove of a meeting, and who may read them."""

from enum import StrEnum

from tracker.core.permissions import Permission


class MeetingScan(StrEnum):
    """Which paper of a meeting was scanned, or that it is a photograph."""

    SIGN_IN_SHEET = "sign_in_sheet"
    APPROVAL_SHEET = "approval_sheet"
    PHOTO = "photo"
    OTHER = "other"


MEETING_SCAN_LABELS = {
    MeetingScan.SIGN_IN_SHEET: "签到表",
    MeetingScan.APPROVAL_SHEET: "签发单",
    MeetingScan.PHOTO: "会议照片",
    MeetingScan.OTHER: "其他材料",
}
# Photographs are for everybody who may see the meeting; papers with signatures are not.
MEETING_SCAN_READERS = {
    MeetingScan.SIGN_IN_SHEET: Permission.REPORT_READ,
    MeetingScan.APPROVAL_SHEET: Permission.REPORT_READ,
    MeetingScan.PHOTO: Permission.MEETING_READ,
    MeetingScan.OTHER: Permission.REPORT_READ,
}
