"""Fields that hold files: sent at once by the page, posted here as the ids of the uploads."""

from typing import Any

from flask import url_for
from wtforms import Field
from wtforms.widgets import FileInput

from tracker.core.permissions import current_viewer
from tracker.files import queries
from tracker.files.models import StoredFile
from tracker.files.services import Purpose

# Twice as many as anybody sends with one item, and few enough for one query.
MAX_FILES = 40
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
        render_kw = {"data-purpose": str(purpose), **kwargs.pop("render_kw", {})}
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
