"""The pasted text, and what was read from it, to be confirmed, corrected or dropped."""

from typing import Any

import wtforms
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
)
from wtforms.validators import NumberRange, Optional, ValidationError

from tracker.core import outline, text
from tracker.core.calendar import FIRST_YEAR, LAST_YEAR
from tracker.core.errors import RuleBroken
from tracker.core.forms import Form, record_id
from tracker.core.permissions import viewer
from tracker.directory import queries as directory
from tracker.intake import queries
from tracker.intake.reading.documents import MOST_CHARACTERS, checked, read_document
from tracker.intake.reading.other import Sort, tables_of
from tracker.intake.services import Agreed, Spoke, TakenIn
from tracker.meetings.forms import MeetingForm
from tracker.meetings.forms.fields import long_text_field, text_field
from tracker.meetings.models import Meeting
from tracker.unit_reports import queries as unit_reports

LONGEST_SPEECH = 50_000
_YEARS = NumberRange(FIRST_YEAR, LAST_YEAR, f"年度须在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")


class PasteForm(Form):
    """A text that exists already, pasted or uploaded, and the day on which it appeared."""

    source = long_text_field(
        "粘贴文字",
        MOST_CHARACTERS,
        render_kw={"rows": 14},
        description="新闻稿、会议通知、纪要的全文，连同标题和发布日期一起粘贴，网页上的导航不必删；"
        "单位汇报、责任书文本、督办事项表和隐患台账也可以。",
    )
    document = FileField(
        "或上传文件", description="Word（.docx）、网页、文字版 PDF、Excel（.xlsx）、文本文件。"
    )
    published = DateField(
        "发布日期",
        [Optional()],
        description="原文没有写年份时据此推算；原文有发布日期的不必填。",
    )

    def validate_source(self, field: Field) -> None:
        """Read the document into the text, and ask for words."""
        try:
            if self.document.data:
                upload = self.document.data
                name, content = upload.filename or "", upload.read()
                field.data = tables_of(name, content) or read_document(name, content)
            field.data = text.clean(checked(field.data or ""))
        except RuleBroken as error:
            raise ValidationError(error.sentence) from error


class FillForm(Form):
    """To which meeting and unit a report or an agreement belongs that was pasted."""

    meeting_id = SelectField("会议", coerce=record_id)
    unit_id = SelectField("单位", coerce=record_id)

    def __init__(self, *args: Any, found: queries.Found, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = queries.meetings_for(found, viewer=viewer())
        self.meetings = {one.id: one for one in meetings}
        named = [(str(one.id), f"{one.quarter_words} {one.name}") for one in meetings]
        if found.sort == Sort.REPORT:
            self.meeting_id.choices = [("", "请选择"), *named]
            self.units = {unit.id: unit for unit in directory.units()}
            units = [(str(unit.id), unit.name) for unit in self.units.values()]
            self.unit_id.choices = [("", "请选择"), *units]
        else:
            self.meeting_id.choices = [("", "不在会议上签订"), *named]
            del self.unit_id

    @property
    def meeting(self) -> Meeting | None:
        """Return the meeting that was chosen."""
        return self.meetings.get(self.meeting_id.data)

    def validate_unit_id(self, field: Field) -> None:
        """Ask for a meeting, and for one of its units whose report is still to be written."""
        if self.meeting is None:
            raise ValidationError("请选择这份汇报是哪次会议的。")
        report = unit_reports.find_report(self.meeting.id, field.data)
        if report is not None and report.state in unit_reports.FILED_STATES:
            raise ValidationError("这个单位这次会议的汇报已经报送；要改请先退回，再来填入。")
        if field.data not in {row.unit_id for row in self.meeting.reporting}:
            raise ValidationError(
                "这个单位不是所选会议的汇报单位，请先在会议的“参会范围和汇报单位”中加上。"
            )


class NamedRow(wtforms.Form):  # type: ignore[misc]
    """One entry as written; unticked or emptied it is left out."""

    keep = BooleanField("录入")
    words = text_field("原文", 100, Optional())

    @property
    def is_kept(self) -> bool:
        """Tell whether the entry is to be recorded."""
        return bool(self.keep.data and self.words.data)


class AreasRow(NamedRow):
    """Areas named together, and by whom."""

    by = SelectField("谁提到的", validate_choice=False)
    words = long_text_field("领域", 5_000, Optional(), render_kw={"rows": 2})


class AddressRow(wtforms.Form):  # type: ignore[misc]
    """What one speaker said, as an outline."""

    keep = BooleanField("录入")
    who = SelectField("讲话人", validate_choice=False)
    verb = text_field("表述", 40, Optional())
    outline = long_text_field("内容", LONGEST_SPEECH, Optional(), render_kw={"rows": 6})

    @property
    def is_kept(self) -> bool:
        """Tell whether the address is to be recorded."""
        return bool(self.keep.data and self.outline.data)


class AgreementRow(wtforms.Form):  # type: ignore[misc]
    """An agreement that was signed, with its sides in the words of the text."""

    keep = BooleanField("录入")
    title = text_field("名称", 200, Optional())
    year = IntegerField("年度", [Optional(), _YEARS])
    kind_id = SelectField("种类", coerce=record_id, validate_choice=False)
    verb = text_field("表述", 10, Optional())
    told_by = text_field("学院一方", 200, Optional())
    told_with = text_field("单位一方", 2000, Optional())

    @property
    def is_kept(self) -> bool:
        """Tell whether the agreement is to be recorded."""
        return bool(self.keep.data and self.title.data)


class ReviewForm(MeetingForm):
    """What was read of a meeting beside its text; nothing is recorded before it is confirmed."""

    draft_name = "intake"
    # Of which text the choices are, in short.
    text = HiddenField()
    present = FieldList(FormField(NamedRow), label="参会")
    listening = FieldList(FormField(NamedRow), label="列席")
    reporting = FieldList(FormField(NamedRow), label="汇报单位")
    areas = FieldList(FormField(AreasRow), label="提及领域")
    addresses = FieldList(FormField(AddressRow), label="讲话与要求")
    agreements = FieldList(FormField(AgreementRow), label="责任书")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speakers = {"": "请选择", queries.THE_MEETING: "会议", **dict(self.chair_id.choices)}
        named_by = {queries.UNITS: "各汇报单位", queries.THE_MEETING: "会议指出"}
        kinds = [("", "请选择")]
        kinds += [(str(k.id), k.name) for k in directory.agreement_kinds() if k.is_active]
        for number, row in enumerate(self.addresses.entries):
            row.form.who.choices = speakers
            named_by[f"address:{number}"] = speakers.get(row.form.who.data or "", "") or "讲话"
        for row in self.areas.entries:
            row.form.by.choices = named_by
        for row in self.agreements.entries:
            row.form.kind_id.choices = kinds

    def validate_addresses(self, field: Field) -> None:
        """Ask for the speaker of each address that is to be recorded."""
        for row in (entry.form for entry in field.entries):
            if row.is_kept and not (row.who.data and row.verb.data):
                row.who.errors = ["请选择讲话人并填写表述；名录中没有的，请去掉勾选。"]
                raise ValidationError("有讲话还没有讲话人，请选择或去掉。")

    def validate_agreements(self, field: Field) -> None:
        """Ask for kind and year of each agreement that is to be recorded."""
        for row in (entry.form for entry in field.entries):
            if row.is_kept and not (row.kind_id.data and row.year.data and row.told_with.data):
                row.title.errors = ["请选择种类，填写年度和单位一方，或去掉勾选。"]
                raise ValidationError("有责任书缺种类、年度或单位一方，请补上或去掉。")

    def taken_in(self) -> TakenIn:
        """Return what is to be recorded."""
        return TakenIn(
            details=self.details(),
            schedule=self.schedule(),
            present=_words(self.present),
            listening=_words(self.listening),
            reporting=_words(self.reporting),
            spoke={
                number: Spoke(row.who.data, row.verb.data, outline.from_text(row.outline.data))
                for number, row in enumerate(entry.form for entry in self.addresses.entries)
                if row.is_kept
            },
            areas=tuple((row.by.data, row.words.data) for row in _kept(self.areas)),
            agreed=tuple(
                Agreed(
                    title=row.title.data,
                    year=row.year.data,
                    kind_id=row.kind_id.data,
                    verb=row.verb.data,
                    told_by=row.told_by.data or "",
                    told_with=row.told_with.data,
                )
                for row in _kept(self.agreements)
            ),
        )


def _kept(rows: FieldList) -> list[Any]:
    return [entry.form for entry in rows.entries if entry.form.is_kept]


def _words(rows: FieldList) -> tuple[str, ...]:
    return tuple(row.words.data for row in _kept(rows))
