"""Fields that hold files: sent at once by the page, posted here as the ids of the uploads."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from wtforms import Field, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import FileInput

from tracker.core.forms import Form, clean_text, required
from tracker.core.permissions import current_viewer
from tracker.files import queries
from tracker.files.models import StoredFile
from tracker.files.services import MAX_BYTES, MEGABYTE, Purpose

# Twice as many as anybody sends with one item, and few enough for one query.
MAX_FILES = 40
LONGEST_CAPTION, LONGEST_CREDIT = 200, 60
_MAX_ID = 2**31 - 1


class UploadsField(Field):  # type: ignore[misc]
    """Files of the viewer's own that no record holds yet; `data` is a list of their ids.

    Use `files` to get the rows, in the transaction that attaches them.
    """

    data: list[int]

    def __init__(
        self,
        label: str = "",
        *,
        purpose: Purpose = Purpose.EVIDENCE,
        multiple: bool = True,
        **kwargs: Any,
    ) -> None:
        bound = {"data-purpose": str(purpose), "data-max-mb": MAX_BYTES[purpose] // MEGABYTE}
        render_kw = {**bound, **kwargs.pop("render_kw", {})}
        super().__init__(label, widget=FileInput(multiple=multiple), render_kw=render_kw, **kwargs)

    def process_data(self, value: Any) -> None:
        """Start empty: what a record holds already is shown by its page."""
        self.data = []

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the ids; what is no id is left out, as a removed file would be."""
        numbers = [int(value) for value in valuelist if value.isascii() and value.isdecimal()]
        self.data = [number for number in numbers if 0 < number <= _MAX_ID][:MAX_FILES]

    @property
    def files(self) -> list[StoredFile]:
        """Return the uploads, those left out that are not the viewer's own."""
        viewer = current_viewer()
        if viewer is None or not self.data:
            return []
        return queries.own_uploads(self.data, viewer=viewer)

    @property
    def uploaded(self) -> list[dict[str, Any]]:
        """Return what the page lists again when the form comes back with a fault."""
        return [
            {"id": file.id, "name": file.name, "url": url_for("files.show", file_id=file.id)}
            for file in self.files
        ]


class UploadField(UploadsField):
    """One file; `data` is empty or has its id."""

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        super().__init__(label, multiple=False, **kwargs)

    @property
    def file(self) -> StoredFile | None:
        """Return the upload, if it is the viewer's own."""
        return next(iter(self.files), None)


class ScanForm(Form):
    """Scans dropped onto a record: what they prove, where there is a choice, and a caption.

    `choices` maps the feature's keys to labels; `asks_credit` is for photographs (供图);
    `has_camera` lets a phone open its camera at once.
    """

    uploads = UploadsField("扫描件或照片", purpose=Purpose.SCAN)
    proves = RadioField("内容", [InputRequired("请选择是哪一种材料。")])
    caption = StringField(
        "说明",
        [Optional(), Length(max=LONGEST_CAPTION, message=f"说明不超过 {LONGEST_CAPTION} 字。")],
        filters=[clean_text],
    )
    credit = StringField(
        "供图",
        [Optional(), Length(max=LONGEST_CREDIT, message=f"供图不超过 {LONGEST_CREDIT} 字。")],
        filters=[clean_text],
    )

    def __init__(
        self,
        *args: Any,
        choices: Mapping[str, str],
        asks_credit: bool = False,
        has_camera: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.proves.choices = list(choices.items())
        self._only = next(iter(choices)) if len(choices) == 1 else None
        if self._only is not None:
            del self.proves
        if not asks_credit:
            del self.credit
        if has_camera:
            self.uploads.render_kw["data-camera"] = ""

    def validate_uploads(self, field: UploadsField) -> None:
        """Ask for a file that is still there."""
        if not field.files:
            raise ValidationError("请先选择文件，上传完成后再保存。")

    def facts(self) -> dict[str, Any]:
        """Return what all the files have in common, as `services.add_scan` takes it."""
        return {
            "proves": self._only or self.proves.data,
            "caption": self.caption.data or "",
            "credit": (self.credit.data or "") if self.credit else "",
        }


class WithdrawForm(Form):
    """Why a scan is taken back; shown by the component `scans` in a dialog."""

    reason = StringField(
        "撤回原因",
        [
            required("请写明撤回原因，如“误传，不是本次会议的签到表”。"),
            Length(max=200, message="撤回原因不超过 200 字，请缩短。"),
        ],
        filters=[clean_text],
    )
