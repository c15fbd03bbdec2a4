"""Forms of the minutes: the draft's texts, sending back, issuing, correcting."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from tracker.accounts.forms import PaperActForm
from tracker.core.forms import Form, clean_text, required
from tracker.files.forms import UploadField
from tracker.files.services import Purpose
from tracker.minutes.services import Texts

LONGEST_TEXT = 5000
LONGEST_LINE = 500
MOST_COPIES = 9999


def _at_most(count: int) -> Length:
    return Length(max=count, message=f"不超过 {count} 字，请删减后再保存。")


def _paragraphs(label: str, *validators: Any, rows: int = 4) -> TextAreaField:
    return TextAreaField(
        label, [*validators, _at_most(LONGEST_TEXT)], filters=[clean_text],
        render_kw={"rows": rows},
    )  # fmt: skip


def _person_id(value: Any) -> int | None:
    return int(value) if value else None


def _is_full(value: Any) -> bool:
    return value in {True, "1"}


class DraftForm(Form):
    """What the drafter writes; the rest of the paper is read from the record."""

    draft_name = "minutes"

    opening = _paragraphs("导语", required("请填写导语。"))
    hearing = _paragraphs("听取汇报", Optional(), rows=3)
    is_full_text = RadioField(
        "讲话写法",
        choices={"0": "要点", "1": "全文"},
        coerce=_is_full,
        default="0",
        description="“要点”只印各条标题，“全文”连同标题后的正文印出。",
    )
    closing = _paragraphs("结尾", Optional(), rows=2)
    distribution = TextAreaField(
        "分送", [Optional(), _at_most(LONGEST_LINE)], filters=[clean_text], render_kw={"rows": 2}
    )
    copies = IntegerField(
        "份数", [Optional(), NumberRange(1, MOST_COPIES, "份数请填 1 至 9999 之间的整数。")]
    )
    send = SubmitField("送签")

    def texts(self) -> Texts:
        """Return what was written."""
        return Texts(
            opening=self.opening.data or "",
            hearing=self.hearing.data or "",
            closing=self.closing.data or "",
            is_full_text=bool(self.is_full_text.data),
            distribution=self.distribution.data or "",
            copies=self.copies.data,
        )


class VerbForm(Form):
    """A button that needs nothing but itself."""


class OnPaperForm(Form):
    """Minutes that were signed and issued on paper: their number, signer, day and scan."""

    number = IntegerField(
        "号数", [InputRequired("请填写纪要上的号数。"),
                 NumberRange(1, MOST_COPIES, "号数请填 1 至 9999 之间的整数。")],
        description="只填数字，年份取印发日期。",
    )  # fmt: skip
    signer_id = SelectField("签发人", [required("请选择签发人。")], coerce=_person_id)
    issued_on = DateField("印发日期", [required("请填写印发日期。")])
    scan = UploadField("纪要扫描件", purpose=Purpose.SCAN, description="PDF，多页合成一个文件。")

    def validate_scan(self, field: UploadField) -> None:
        """Ask for the scan: it is the issued copy."""
        if field.file is None:
            raise ValidationError("请上传纪要的 PDF 扫描件。")


class ReasonForm(Form):
    """Why it is sent back, or corrected."""

    reason = TextAreaField(
        "原因", [required("请写明原因，便于对方修改。"), _at_most(LONGEST_LINE)],
        filters=[clean_text],
    )  # fmt: skip


class ReturnForm(ReasonForm):
    """Sending back: in person, or as written on the paper that came back to the office."""

    paper = FormField(PaperActForm)


class IssueForm(Form):
    """The signature: in person, or on paper and recorded by the office."""

    seen = HiddenField()
    number = IntegerField(
        "登记簿号数", description="填写办公室发文登记簿上的号数，只填数字。",
    )  # fmt: skip
    paper = FormField(PaperActForm)
    dispatch = BooleanField("同时交办任务")

    def __init__(self, *args: Any, asks_number: bool, planned: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dispatch.label.text = f"同时交办 {planned} 项任务"
        if not planned:
            del self.dispatch
        if not asks_number:
            del self.number
            return
        self.number.validators = [
            InputRequired("请填写登记簿上的号数。"),
            NumberRange(1, MOST_COPIES, "号数请填 1 至 9999 之间的整数。"),
        ]

    @property
    def typed_number(self) -> int | None:
        """Return the number from the register, where the series is kept by hand."""
        return self.number.data if "number" in self else None

    @property
    def is_dispatching(self) -> bool:
        """Tell whether the planned items are to be handed out as well."""
        return "dispatch" in self and bool(self.dispatch.data)
