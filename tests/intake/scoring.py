"""How well drafts agree with annotated texts: a wrong single value costs more than a blank one."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

Case = dict[str, Any]
SINGLES = ("title", "date", "year", "quarter", "time_of_day", "venue", "organisation")
# A point or demand counts when one holds the other and covers four fifths of it.
LOOSE = ("instruction_headings", "follow_up_demands")
COVERED = 0.8


def folded(value: object) -> str:
    """Return a value by its wording alone."""
    narrow = "".join(unicodedata.normalize("NFKC", str(value)).split())
    return narrow.strip("《》「」“”\"',，。;；:：()（）")


def _names(people: Iterable[Case]) -> list[str]:
    return [folded(person["name"]) for person in people]


def _of_agreements(case: Case, key: str) -> list[str]:
    return [folded(value) for one in case["agreements"] for value in one[key]]


LISTS: dict[str, Callable[[Case], list[str]]] = {
    "meeting_kinds": lambda case: [folded(kind) for kind in case["meeting_kinds"]],
    "chair": lambda case: _names(case["chair"]),
    "speakers": lambda case: _names(case["speakers"]),
    "attendee_groups": lambda case: [folded(group) for group in case["attendee_groups"]],
    "attendees_named": lambda case: _names(case["attendees_named"]),
    "reporting_departments": lambda case: [folded(u) for u in case["reporting_departments"]],
    "risk_areas": lambda case: [folded(area) for area in case["risk_areas"]],
    "instruction_headings": lambda case: [
        folded(heading["text"]) for one in case["instructions"] for heading in one["headings"]
    ],
    "agreement_titles": lambda case: [folded(one["title"]) for one in case["agreements"]],
    "agreement_years": lambda case: [
        f"{folded(one['title'])} {one['year']}" for one in case["agreements"] if one["year"]
    ],
    "agreement_party_a": lambda case: _of_agreements(case, "party_a"),
    "agreement_party_b": lambda case: _of_agreements(case, "party_b"),
    "follow_up_demands": lambda case: [folded(d["demand"]) for d in case["follow_up_demands"]],
}


def mean_score(pairs: list[tuple[Case, Case]]) -> float:
    """Return the mean over all fields for pairs of annotated case and draft."""
    scores = [_single(field, pairs) for field in SINGLES]
    scores += [_list(field, pairs) for field in LISTS]
    return sum(scores) / len(scores)


def wrong_singles(pairs: list[tuple[Case, Case]]) -> list[tuple[str, str, Any]]:
    """Return (case, field, value) of each date, quarter, venue, chair and year that is wrong."""
    wrong = [
        (gold["id"], field, draft[field])
        for gold, draft in pairs
        for field in ("date", "quarter", "venue", "year")
        if draft[field] is not None and folded(draft[field]) != folded(gold[field])
    ]
    chairs = [
        (gold["id"], "chair", name)
        for gold, draft in pairs
        for name in _names(draft["chair"])
        if name not in _names(gold["chair"])
    ]
    return wrong + chairs


def _single(field: str, pairs: list[tuple[Case, Case]]) -> float:
    stated = sum(gold[field] is not None for gold, _ in pairs)
    told = [(gold[field], draft[field]) for gold, draft in pairs if draft[field] is not None]
    right = sum(gold is not None and folded(gold) == folded(draft) for gold, draft in told)
    return max(0.0, (right - (len(told) - right)) / stated) if stated else 1.0


def _list(field: str, pairs: list[tuple[Case, Case]]) -> float:
    hits = stated = told = 0
    for gold, draft in pairs:
        wanted, rest = LISTS[field](gold), LISTS[field](draft)
        stated, told = stated + len(wanted), told + len(rest)
        for entry in wanted:
            found = next((one for one in rest if _same(field, entry, one)), None)
            if found is not None:
                rest.remove(found)
                hits += 1
    if not (stated and told):
        return float(stated == told)
    precision, recall = hits / told, hits / stated
    return 2 * precision * recall / (precision + recall) if hits else 0.0


def _same(field: str, gold: str, draft: str) -> bool:
    if field not in LOOSE:
        return gold == draft
    short, long = sorted((gold, draft), key=len)
    return bool(short) and short in long and len(short) >= COVERED * len(gold)
