"""What a meeting is, when and where, its notice, and why it is given up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.core.calendar import FIRST_YEAR, LAST_YEAR, QUARTERS, Quarter, chinese_date, quarter_of
from tracker.core.forms import Form, clean_text, required
from tracker.directory import queries as directory
from tracker.meetings import queries
from tracker.meetings.forms.fields import identity, long_text_field, text_field
from tracker.meetings.models import CLOCK, DAY_PART_LABELS, MEETING_KIND_LABELS, MeetingKind
from tracker.meetings.services import Details, NoticeWords, Schedule

LONGEST_TEXT = 10_000
QUARTER_CHOICES = {str(n): f"第{word}季度" for n, word in enumerate(QUARTERS, start=1)}
UNKNOWN = {"": "未填"}


class ScheduleForm(Form):
    """When and where, for a new meeting and for one that is moved."""

    held_on = DateField("会议日期", [InputRequired("请选择会议日期。")])
    time_basis = RadioField(
        "时间",
        [InputRequired("请选择上午、下午、晚上，或按钟点填写。")],
        choices={**{str(k): v for k, v in DAY_PART_LABELS.items()}, CLOCK: "按钟点"},
    )
    starts_at = TimeField("开始时间", [Optional()])
    ends_at = TimeField("结束时间", [Optional()])
    campus_id = SelectField("校区", coerce=identity)
    room = text_field("会议室", 100, Optional())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campuses = {str(campus.id): campus.name for campus in directory.campuses()}
        self.campus_id.choices = {**UNKNOWN, **campuses}

    def validate_held_on(self, field: Field) -> None:
        """Bound the year, so that a slip of the pen is noticed."""
        if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError("会议日期的年份不对，请核对。")

    def validate_time_basis(self, field: Field) -> None:
        """Ask for the clock where the clock was chosen."""
        if field.data == CLOCK and self.starts_at.data is None:
            raise ValidationError("请填写开始时间，或改选上午、下午、晚上。")

    def validate_ends_at(self, field: Field) -> None:
        """Let the end follow the beginning."""
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError("结束时间须晚于开始时间，请修改。")

    def schedule(self) -> Schedule:
        """Return when and where."""
        by_clock = self.time_basis.data == CLOCK
        return Schedule(
            held_on=self.held_on.data,
            day_part=None if by_clock else self.time_basis.data,
            starts_at=self.starts_at.data if by_clock else None,
            ends_at=self.ends_at.data if by_clock else None,
            campus_id=self.campus_id.data,
            room=self.room.data or "",
        )


class MeetingForm(ScheduleForm):
    """A meeting, new or entered after it was held (补录)."""

    draft_name = "meeting"
    kinds = SelectMultipleField(
        "会议类型",
        [InputRequired("请至少选择一种会议类型。")],
        choices={str(k): v for k, v in MEETING_KIND_LABELS.items()},
        description="合并召开的会议可选多项。",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    title = text_field("会议全称", 200, required("请填写会议全称。"))
    short_title = text_field(
        "简称", 100, Optional(), description="页面和清单上使用，如“一季度研判会”。"
    )
    year = IntegerField(
        "年度",
        [
            InputRequired("请填写年度。"),
            NumberRange(FIRST_YEAR, LAST_YEAR, f"年度须在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。"),
        ],
    )
    quarter = RadioField("季度", [InputRequired("请选择季度。")], choices=QUARTER_CHOICES)
    is_quarter_confirmed = BooleanField("日期或名称与季度不一致，确认按所选季度登记")
    chair_id = SelectField(
        "主持人", coerce=identity, description="原文没有写明时可以不填，以后再补。"
    )
    chair_as_written = text_field(
        "主持（名录之外）", 100, Optional(), description="原文只写单位等情况，如“保卫处”，照写。"
    )
    recorder_id = SelectField("记录人", coerce=identity)
    organiser_id = SelectField("承办单位", coerce=identity)
    held_by_as_written = text_field(
        "召开单位（照原文）",
        100,
        Optional(),
        description="纪要开头照此写，如“我院”；不填写“学院”。",
    )
    agenda = long_text_field("会议内容（议题）", LONGEST_TEXT, Optional(), description="每行一项。")
    requirements = long_text_field(
        "会议要求", LONGEST_TEXT, Optional(), description="印在会议通知上，每行一项。"
    )

    def __init__(self, *args: Any, on: date, is_late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = on if is_late else None
        people = {**UNKNOWN, **{str(key): label for key, label in queries.people(on=on)}}
        self.chair_id.choices = people
        self.recorder_id.choices = people
        units = {str(unit.id): unit.name for unit in directory.units(on=on)}
        self.organiser_id.choices = {**UNKNOWN, **units}
        meeting = kwargs.get("record")
        if meeting is not None and not self.is_submitted():
            self.is_quarter_confirmed.data = bool(self._doubts())

    def announced(self) -> "MeetingForm":
        """Leave out when and where: they are announced, and change by rescheduling only."""
        for name in ("held_on", "time_basis", "starts_at", "ends_at", "campus_id", "room"):
            del self[name]
        return self

    def propose_quarter(self, day: date) -> None:
        """Fill in the quarter in which the day lies."""
        year, quarter = quarter_of(day)
        self.year.data, self.quarter.data = year, str(quarter)

    def validate_held_on(self, field: Field) -> None:
        """Ask of a meeting that is entered late for a day that has come."""
        super().validate_held_on(field)
        if self.latest and field.data and field.data > self.latest:
            raise ValidationError(
                "补录的会议须已召开，日期还没有到；尚未召开的会议请用“新建会议”。"
            )

    def validate_is_quarter_confirmed(self, field: Field) -> None:
        """Ask where date or title speak of another quarter: one of the first may be in April."""
        doubts = self._doubts()
        if doubts and not field.data:
            raise ValidationError(f"{doubts}如确属该季度的会议，请勾选确认。")

    @property
    def _chosen(self) -> Quarter | None:
        number = str(self.quarter.data)
        if self.year.data is None or number not in QUARTER_CHOICES:
            return None
        return Quarter(self.year.data, int(number))

    def _doubts(self) -> str:
        """Say what speaks against the chosen quarter: the date, the title; empty for nothing."""
        chosen, day = self._chosen, self.held_on.data if self.held_on else None
        if chosen is None:
            return ""
        found = ""
        if day is not None and Quarter(*quarter_of(day)) != chosen:
            found = f"会议日期 {chinese_date(day)} 不在所选的{chosen.words}内。"
        if not chosen.fits(self.title.data or ""):
            found += f"会议全称写的不是所选的{chosen.words}，请核对。"
        return found

    def move_on(self, proposed: Mapping[str, Any]) -> None:
        """Let words that were proposed for a quarter, and not touched, tell of the chosen one."""
        chosen = self._chosen
        if chosen is None or not proposed:
            return
        of = Quarter(proposed["year"], int(proposed["quarter"]))
        for name in queries.RETOLD:
            if clean_text(self[name].data) == clean_text(proposed[name]):
                self[name].data = chosen.retell(proposed[name], of=of)

    def validate_chair_as_written(self, field: Field) -> None:
        """Take one chair: a person of the directory, or the words of the text."""
        if field.data and self.chair_id.data:
            raise ValidationError("已在名录中选了主持人，这里请留空。")

    @property
    def asks_for_quarter(self) -> bool:
        """Tell whether the confirmation has to be shown."""
        return bool(self.is_quarter_confirmed.errors or self.is_quarter_confirmed.data)

    def details(self) -> Details:
        """Return what the meeting is."""
        chosen = set(self.kinds.data or ())
        return Details(
            kinds=[kind for kind in MeetingKind if kind in chosen],
            title=self.title.data,
            short_title=self.short_title.data or "",
            year=self.year.data,
            quarter=int(self.quarter.data),
            chair_id=self.chair_id.data,
            chair_as_written=self.chair_as_written.data or "",
            recorder_id=self.recorder_id.data,
            organiser_id=self.organiser_id.data,
            held_by_as_written=self.held_by_as_written.data or "",
            agenda=self.agenda.data or "",
            requirements=self.requirements.data or "",
        )


class NoticeForm(Form):
    """What the office adds for a notice."""

    addressed_to = text_field("主送", 200, required("请填写主送单位。"))
    materials = long_text_field(
        "材料要求", 2000, Optional(), description="格式、字数、截止时间和报送方式，每行一项。"
    )
    contact = text_field(
        "联系人", 100, Optional(), description="姓名和办公电话；不填则印承办单位和记录人。"
    )
    number = IntegerField(
        "登记簿号数", [Optional(), NumberRange(1, 9999, "号数须在 1 至 9999 之间。")]
    )

    def words(self) -> NoticeWords:
        """Return what goes to the notice."""
        return NoticeWords(
            addressed_to=self.addressed_to.data,
            materials=self.materials.data or "",
            contact=self.contact.data or "",
            number=self.number.data,
        )


class ReasonForm(Form):
    """Why a meeting is cancelled."""

    reason = text_field("取消原因", 500, required("请写明取消原因。"))
