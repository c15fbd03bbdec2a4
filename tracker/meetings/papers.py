"""Papers of a meeting before and while it is held: 会议通知 and 签到表."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.press.typography import heading_number, mark_class, title_lines

TITLE_WIDTH = 20


@dataclass(frozen=True)
class ReplySlip:
    """回执, the notice's attachment: its title, the empty rows, and where and by when to send it.

    Its columns are fixed: 单位 姓名 职务 电话 是否请假 代会人. `units` fills the first column of as
    many rows; `blank_rows` more stay empty.
    """

    title: str
    units: tuple[str, ...] = ()
    blank_rows: int = 6
    remark: str = ""

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)

    @property
    def rows(self) -> tuple[str, ...]:
        """Return what stands in the first column of each row."""
        return self.units + ("",) * self.blank_rows


@dataclass(frozen=True)
class NoticeSection:
    """One numbered section of a notice: its heading (会议时间) and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]

    def number(self, position: int) -> str:
        """Return the printed number (一、) of the section at a position from 1."""
        return heading_number(1, position)


@dataclass(frozen=True)
class Notice:
    """会议通知 (domain §3 row 1). All dates and times are as printed.

    Empty fields are left out and the rest is numbered 一、二、 in the order of `sections`.
    `mark` is the red head (××学院办公室文件); an empty one prints a notice without a red head.
    `number` (〔2023〕3号) needs a mark. `signed_by` and `signed_on` are 落款. `participants` and
    `requirements` are paragraphs, each a whole sentence.
    """

    title: str
    addressed_to: str
    opening: str
    meeting_name: str
    time: str
    place: str
    signed_by: str
    signed_on: str
    chair: str = ""
    topics: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    contact: str = ""
    mark: str = ""
    number: str = ""
    reply_slip: ReplySlip | None = None

    @property
    def mark_class(self) -> str:
        """Return the size class of the red head."""
        return mark_class(self.mark)

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)

    @property
    def sections(self) -> tuple[NoticeSection, ...]:
        """Return the filled sections in the order in which notices state them."""
        rows = (
            ("会议名称", (self.meeting_name,)),
            ("会议时间", (self.time,)),
            ("会议地点", (self.place,)),
            ("会议主持", (self.chair,)),
            ("会议议题", self.topics),
            ("参会人员", self.participants),
            ("材料要求", self.materials),
            ("会议要求", self.requirements),
            ("联系人", (self.contact,)),
        )
        return tuple(NoticeSection(heading, texts) for heading, texts in rows if any(texts))


@dataclass(frozen=True)
class SignInRow:
    """A person on the sign-in sheet; `remark` is 列席, 代×××参会 or empty."""

    unit: str
    name: str
    post: str
    remark: str = ""


@dataclass(frozen=True)
class SignInSheet:
    """签到表 (domain §3 row 3): rows in rank order, room to sign, and the counts at the foot.

    The four counts are numbers as printed, or empty to be filled in by pen. `blank_rows` are
    added at the end for those who come unannounced.
    """

    title: str
    meeting_name: str
    time: str
    place: str
    rows: tuple[SignInRow, ...]
    expected: str = ""
    present: str = ""
    on_leave: str = ""
    absent: str = ""
    blank_rows: int = 0

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the title broken in the way of official titles."""
        return title_lines(self.title, TITLE_WIDTH)
