"""The only place that asks what time it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present instant in Asia/Shanghai."""
    return datetime.now(ZONE)


def today() -> date:
    """Return today's date in Asia/Shanghai."""
    return now().date()
