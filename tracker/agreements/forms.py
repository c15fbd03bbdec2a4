"""What is typed about agreements: a text with its sides, signatures, who must sign."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from tracker.agreements import queries
from tracker.agreements.models import Agreement, Occasion, Side, Signing
from tracker.agreements.services import Signature, SigningFacts
from tracker.core.calendar import FIRST_YEAR, LAST_YEAR
from tracker.core.clock import today
from tracker.core.forms import Form, clean_text, record_id, required
from tracker.core.text import split_list
from tracker.directory import queries as directory

LONGEST_TEXT = 50_000
VERBS = ("签订", "签署", "递交")


def _length(longest: int) -> Length:
    return Length(max=longest, message=f"不超过 {longest} 字，请精简。")


class SigningForm(Form):
    """A text put out for signature: pasted sides are read into persons and units to confirm."""

    draft_name = "signing"
    kind_id = SelectField("种类", [InputRequired("请选择责任书种类。")], coerce=record_id)
    title = StringField(
        "责任书名称",
        [required("请填写责任书名称。"), _length(200)],
        filters=[clean_text],
        description="不加书名号，例如：2023年意识形态工作目标责任书。",
    )
    year = IntegerField(
        "年度",
        [
            InputRequired("请填写年度。"),
            NumberRange(FIRST_YEAR, LAST_YEAR, f"年度须在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。"),
        ],
    )
    verb = SelectField("表述", choices=list(VERBS), default=VERBS[0])
    leader_ids = SelectMultipleField(
        "学院签订人", coerce=record_id, render_kw={"data-pick": ""},
        description="可选多人，如党委书记、院长共同签订。",
    )  # fmt: skip
    told_by = StringField(
        "学院一方（照原文）", [Optional(), _length(200)], filters=[clean_text],
        description="原文只写“学院”等、没有写明人员时照写；写明人员的不必填。",
    )  # fmt: skip
    told_with = TextAreaField(
        "单位一方（照原文）", [Optional(), _length(2000)], filters=[clean_text],
        render_kw={"rows": 2},
        description="粘贴原文，如“各党工委书记、各党总支书记代表”，系统展开成单位，由您核对。",
    )  # fmt: skip
    unit_ids = SelectMultipleField("签订单位", coerce=record_id, render_kw={"data-pick": ""})
    text = TextAreaField(
        "责任书正文", [Optional(), _length(LONGEST_TEXT)], filters=[clean_text],
        render_kw={"rows": 10},
        description="可不填：扫描件可在签订后附上。一、（一）开头的各占一行。",
    )  # fmt: skip

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        kinds = [kind for kind in directory.agreement_kinds() if kind.is_active]
        record = kwargs.get("record")
        if record is not None and record.kind not in kinds:
            kinds.append(record.kind)
        self.kind_id.choices = [("", "请选择"), *((kind.id, kind.name) for kind in kinds)]
        holdings = {h.person_id: directory.named(h) for h in reversed(directory.holdings(on=on))}
        self.leader_ids.choices = list(reversed(holdings.items()))
        self.unit_ids.choices = [(unit.id, unit.name) for unit in directory.units(on=on)]

    @property
    def is_to_expand(self) -> bool:
        """Tell whether words name units of which none is chosen yet: they are confirmed first."""
        entries = queries.read_side(self.told_with.data or "", on=self.on)
        return not self.unit_ids.data and any(entry.units for entry in entries)

    def expand(self) -> list[str]:
        """Read the pasted side B into units; returns the words that stand for none."""
        entries = queries.read_side(self.told_with.data or "", on=self.on)
        found = [unit.id for entry in entries for unit in entry.units]
        self.unit_ids.data = list(dict.fromkeys([*(self.unit_ids.data or ()), *found]))
        return [entry.words for entry in entries if not entry.units]

    def validate_title(self, field: Field) -> None:
        """Let the year be the title's own, where it names one."""
        if self.year.data and str(self.year.data) not in field.data and _names_year(field.data):
            raise ValidationError("名称中的年度与所填年度不同，请核对。")

    def validate_unit_ids(self, field: Field) -> None:
        """Ask for at least one unit, or for the words that name side B."""
        if not field.data and not self.told_with.data:
            raise ValidationError("请粘贴单位一方的原文，或选择签订单位。")

    def facts(self) -> SigningFacts:
        """Return what is known of the text."""
        return SigningFacts(
            kind_id=self.kind_id.data,
            year=self.year.data,
            title=self.title.data,
            text=self.text.data or "",
            verb=self.verb.data,
            leader_ids=tuple(self.leader_ids.data or ()),
            told_by=tuple(split_list(self.told_by.data or "")),
            told_with=tuple(
                entry.words for entry in queries.read_side(self.told_with.data or "", on=self.on)
            ),
        )


def data_of(signing: Signing) -> dict[str, Any]:
    """Return what the form shows of a text that is to be corrected."""
    names = ("kind_id", "title", "year", "verb", "text")
    return {
        **{name: getattr(signing, name) for name in names},
        "leader_ids": [leader.person_id for leader in signing.leaders],
        "told_by": "、".join(signing.told_by),
        "told_with": "、".join(signing.told_with),
        "unit_ids": [agreement.unit_id for agreement in signing.agreements],
    }


def _names_year(title: str) -> bool:
    return any(title[i : i + 4].isdecimal() for i in range(len(title) - 3))


class MarkForm(Form):
    """Who signed on one day: ticks in a list."""

    ids = SelectMultipleField("已签订的单位", coerce=record_id, validate_choice=False)
    signed_on = DateField("签订日期", [InputRequired("请填写签订日期。")])

    def __init__(self, *args: Any, signing: Signing, **kwargs: Any) -> None:
        self.signing, meeting = signing, signing.meeting
        super().__init__(*args, **kwargs)
        if not self.is_submitted():
            self.signed_on.data = meeting.held_on if meeting else today()

    def validate_ids(self, field: Field) -> None:
        """Ask for at least one."""
        if not field.data:
            raise ValidationError("还没有勾选单位，请先勾选已签订的单位。")

    def validate_signed_on(self, field: Field) -> None:
        """Ask for a day on which it can have been signed."""
        _require_day(field, self.signing)

    def signature(self, agreement: Agreement) -> Signature:
        """Return that everybody signed on that day, on the stage if it is the meeting's."""
        day = self.signed_on.data
        meeting = self.signing.meeting
        is_on_stage = meeting is not None and day == meeting.held_on
        occasion = Occasion.MEETING if is_on_stage else Occasion.LATE
        return Signature({one.id: day for one in agreement.signers}, occasion)


class SignForm(Form):
    """补签 of one agreement: the days of both sides."""

    unit_on = DateField("单位签订日期", [InputRequired("请填写单位签订日期。")], default=today)
    college_on = DateField("学院签订日期", [InputRequired("请填写学院签订日期。")], default=today)

    def __init__(self, *args: Any, record: Agreement, **kwargs: Any) -> None:
        self.signing = record.signing
        super().__init__(*args, record=record, **kwargs)

    def validate_unit_on(self, field: Field) -> None:
        """Ask for a day on which it can have been signed."""
        _require_day(field, self.signing)

    validate_college_on = validate_unit_on

    def signature(self, agreement: Agreement) -> Signature:
        """Return the days by signer; on the stage if both sides signed on the meeting's day."""
        days = {
            one.id: self.unit_on.data if one.side == Side.UNIT else self.college_on.data
            for one in agreement.signers
        }
        meeting = self.signing.meeting
        on_stage = meeting is not None and set(days.values()) == {meeting.held_on}
        return Signature(days, Occasion.MEETING if on_stage else Occasion.LATE)


def _require_day(field: Field, signing: Signing) -> None:
    if field.data and (sentence := signing.wrong_day(field.data, on=today())):
        raise ValidationError(sentence)


class SignerForm(Form):
    """Who signs for the unit."""

    person_id = SelectField("单位签订人", coerce=record_id, render_kw={"data-pick": ""})
    is_proxy = BooleanField("委托签订（负责人委托他人代签）")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holdings = {h.person_id: directory.named(h) for h in reversed(directory.holdings(on=on))}
        self.person_id.choices = list(reversed(holdings.items()))


class ReasonForm(Form):
    """Why."""

    reason = StringField("原因", [required("请写明原因。"), _length(200)], filters=[clean_text])


class RequiredForm(Form):
    """Which units must sign a kind in a year."""

    unit_ids = SelectMultipleField("应签单位", coerce=record_id, render_kw={"data-pick": ""})
    reason = StringField(
        "变动原因", [Optional(), _length(200)], filters=[clean_text],
        description="年中增减单位时填写，如机构设立、撤销；首次设定不必填。",
    )  # fmt: skip

    def __init__(self, *args: Any, chosen: Sequence[int], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [unit for unit in directory.units() if unit.is_active(on) or unit.id in chosen]
        self.unit_ids.choices = [(unit.id, unit.name) for unit in units]
        if not self.is_submitted():
            self.unit_ids.data = list(chosen)
