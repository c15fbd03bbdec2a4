"""Minutes of any length, drawn at random: the words are invented, the mixture is as in life."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeVar

from tracker.minutes.papers import Address, MinutesPaper, Point, Resolution
from tracker.press.parts import Imprint, Receivers, Roster

from .samples import VERIFY

CLAUSES = (
    "认清形势，压实责任", "做到守土有责、守土负责、守土尽责", "“一会一报”“一事一审”",
    "《校园安全工作条例（试行）》", "2023年3月10日至12月31日", "完成率达到98.5%",
    "Windows Server 2019", "https://tracker.example.edu/notices/2023/03/10", "（含实训基地）",
    "排查隐患１２３处", "周赟、沈知喆、韩堃", "实验室", "督促检查；考核评价", "——以校园安全为例",
    "消防、食品、交通、房屋、实习、网络……", "1.5公里", "ISO 9001:2015", "GB/T 9704-2012",
    "安", "‘双随机’检查", "第3号楼（A座）", "Wi-Fi 6", "买买提·吐尔逊同志",
)  # fmt: skip
NAMES = ("秦守拙", "周赟", "韩堃", "欧阳望山", "沈知喆", "Li Na", "陶然", "买买提·吐尔逊")
UNITS = ("办公室", "保卫部", "建筑工程系党总支", "图文信息中心", "党委宣传统战部")
MEETING = "2023年第一季度意识形态领域形势分析研判暨平安校园创建工作会议"

T = TypeVar("T")


def minutes(random: Random, paragraphs: int) -> MinutesPaper:
    """Return minutes of about so many paragraphs, in every part that they may have."""
    parts = random.choices(("reports", "address", "demand", "resolution"), k=paragraphs)
    return MinutesPaper(
        mark="云岭职业技术学院会议纪要",
        number=random.choice(("〔2023〕3号", "云职院办〔2023〕12号", "")),
        issuer="学院办公室",
        issued_on="2023年3月13日",
        title=random.choice(("会议纪要", f"{MEETING}纪要")),
        opening=_paragraph(random, 6),
        reports="\n".join(_paragraph(random, 20) for _ in range(parts.count("reports"))),
        addresses=_some(random, parts.count("address") // 2, _address),
        demands=_some(random, parts.count("demand"), _paragraph),
        resolutions=_some(random, parts.count("resolution"), _resolution),
        rosters=_rosters(random),
        imprint=_imprint(random),
        verify=random.choice((VERIFY, None)),
    )


def _some(random: Random, number: int, make: Callable[[Random], T]) -> tuple[T, ...]:
    return tuple(make(random) for _ in range(number))


def _paragraph(random: Random, most: int = 9) -> str:
    return "，".join(random.choices(CLAUSES, k=random.randint(1, most))) + "。"


def _address(random: Random) -> Address:
    return Address(_paragraph(random), _some(random, random.randint(0, 3), _point))


def _point(random: Random, level: int = 1) -> Point:
    """Return a point that stands alone or runs into its text, with points to the fourth level."""
    heading = "，".join(random.choices(CLAUSES, k=random.randint(1, 4)))
    below = 0 if level == 4 else random.randint(0, 2)
    return Point(
        heading + random.choice(("。", "")),
        _paragraph(random),
        _some(random, below, lambda random: _point(random, level + 1)),
    )


def _resolution(random: Random) -> Resolution:
    support = tuple(random.sample(UNITS, random.randint(0, 3)))
    return Resolution(_paragraph(random, 4), random.choice(UNITS), "2023年4月28日前", support)


def _rosters(random: Random) -> tuple[Roster, ...]:
    return (
        Roster("出席", tuple(random.choices(NAMES, k=random.randint(1, 60)))),
        Roster("请假", tuple(random.choices(NAMES, k=random.randint(1, 3)))),
        Roster("列席", text="、".join(random.choices(UNITS, k=random.randint(1, 12)))),
    )[: random.randint(1, 3)]


def _imprint(random: Random) -> Imprint:
    told = "，".join(random.choices(UNITS, k=random.randint(0, 12)))
    receivers = (Receivers("分送", f"{told}。"),) if told else ()
    copies = random.choice(("", "共印30份"))
    return Imprint(receivers, "云岭职业技术学院办公室", "2023年3月13日", copies)
