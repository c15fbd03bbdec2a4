"""Which sort of text was pasted."""

import re
from enum import StrEnum

from tracker.intake.reading.other.agreement import title_of
from tracker.intake.reading.other.parts import lines_of
from tracker.intake.reading.other.report import Section, section_of
from tracker.intake.reading.other.tables import Ledger, read_ledger

# What stands in an agreement and hardly in news of its signing.
_OF_AGREEMENT = re.compile(
    r"甲\s*方|乙\s*方|责任单位|责任人|责任目标|工作目标|责任内容|考核|奖惩|责任追究|本责任[书状]|签字"
)
_HELD = re.compile(r"召开|举行|主持(?:会议|召开)|参加会议|出席会议")
_OF_REPORT = {Section.OVERVIEW, Section.PROBLEMS, Section.MEASURES, Section.PLANS, Section.CAUSES}


class Sort(StrEnum):
    """What a text is."""

    MEETING = "meeting"
    TASKS = "tasks"
    RISKS = "risks"
    REPORT = "report"
    AGREEMENT = "agreement"


def sort_of(pasted: str) -> Sort:
    """Return what a text is; a meeting, where nothing says otherwise."""
    ledger = read_ledger(pasted)
    if ledger is not None:
        return Sort.RISKS if ledger == Ledger.RISKS else Sort.TASKS
    first = "".join(line.words.words for line in list(lines_of(pasted))[:3])
    if _HELD.search(first):
        return Sort.MEETING
    if title_of(pasted) and len(set(_OF_AGREEMENT.findall(pasted))) >= 2:
        return Sort.AGREEMENT
    return Sort.REPORT if _is_report(pasted) else Sort.MEETING


def _is_report(pasted: str) -> bool:
    """Tell whether the headings are those of a report: problems, and two others."""
    found = {section_of(line) for line in list(lines_of(pasted))[1:]}
    return Section.PROBLEMS in found and len(found & _OF_REPORT) >= 3
