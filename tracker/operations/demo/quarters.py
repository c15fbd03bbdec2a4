"""What happened in each quarter: the first as told in its file, the later ones by season."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tracker.operations.demo.college import Told, told

FIRST_YEAR = 2023
SEASONS = 4
SATURDAY = 5
REQUIREMENTS = "请汇报单位把书面材料于会前两个工作日报党政办公室；因故不能到会的，须事先书面请假。"
# What a unit has come to with a task, by how it stands in the list of leading units.
UNDER_WAY = ("waiting", "closed", "submitted", "received", "closed", "returned")


def quarters(count: int) -> Iterator[Told]:
    """Yield the meetings of so many quarters, oldest first, each with its distance to the last."""
    later = told("quarters.toml")["seasons"]
    for place in range(count):
        years, season = divmod(place, SEASONS)
        meeting = told("first_meeting.toml") if place == 0 else _tell(later[season], years)
        records = told("first_records.toml") if place == 0 else _records(season, years, meeting)
        yield {**meeting, **records, "age": count - 1 - place}


def _records(season: int, years: int, meeting: Told) -> dict[str, Any]:
    """Return what the units reported and signed in a later quarter, by the year of its season."""
    data = told("records.toml")
    told_here = data["seasons"][season]
    turn = years % 2
    words = {"year": str(meeting["year"]), "focus": meeting["focus"]}
    signings = data["agreements"]["signings"] if season == 0 else []
    return {
        "areas": [{"by": "units", "words": told_here["areas"].format_map(words)}],
        "agreements": _filled(signings, words),
        "reports": [{**report, "rows": report["rows"][turn]} for report in told_here["reports"]],
    }


def _tell(season: Told, years: int) -> dict[str, Any]:
    """Return a season's meeting in the words of one of its variants."""
    variants = season["variants"]
    year = FIRST_YEAR + years
    fitting = [one for one in variants if one["held_on"].year == year]
    variant = fitting[0] if fitting else variants[years % len(variants)]
    words = {"year": str(year), "focus": variant["focus"], "aim": variant["aim"]}
    meeting: dict[str, Any] = _filled({k: v for k, v in season.items() if k != "variants"}, words)
    held_on = _weekday(variant["held_on"].replace(year=year))
    return {
        **meeting,
        "focus": variant["focus"],
        "year": year,
        "held_on": held_on,
        "starts_at": "14:30",
        "ends_at": "16:40",
        "organiser": "党政办公室",
        "recorder": "宋知简",
        "chair": "林若谷",
        "agenda": "一、各单位汇报本季度形势研判情况；二、院领导讲话。",
        "requirements": REQUIREMENTS,
        "basis": "sheet",
        "categories": ["党委委员", "党工委书记", "党总支书记"],
        "units": told("first_meeting.toml")["units"],
        "people": [],
        "reporting": [[name, ""] for name in season["reporting"]],
        "addresses": _addresses(meeting),
        "handling": {"standing": ["4 一"]},
        "minutes": _minutes(held_on),
        "conveyance": {"point": "5 一", "waiting": []},
    }


def _addresses(meeting: Told) -> list[dict[str, str]]:
    return [
        {"person": "孟昭和", "verb": "安排部署", "text": meeting["vice"]},
        {"person": "周砚秋", "verb": "强调", "text": meeting["president"]},
        {"person": "郑怀瑾", "verb": "讲话·提出意见", "text": meeting["secretary"]},
        {"verb": "会议指出", "text": meeting["found"]},
        {"verb": "会议要求", "text": meeting["demanded"]},
    ]


def _minutes(held_on: date) -> dict[str, Any]:
    submitted_on, issued_on = held_on + timedelta(days=4), held_on + timedelta(days=5)
    return {"submitted_on": submitted_on, "issued_on": issued_on, "copies": 45}


def _filled(part: Any, words: dict[str, str]) -> Any:
    """Return the data with its placeholders filled in."""
    if isinstance(part, str):
        return part.format_map(words)
    if isinstance(part, list):
        return [_filled(one, words) for one in part]
    if isinstance(part, dict):
        return {key: _filled(value, words) for key, value in part.items()}
    return part


def _weekday(day: date) -> date:
    """Return the day, or the Friday before where it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
