"""The files of faces are read only where they are asked for; what is embedded is their subset.

WeasyPrint copies the file of each face, up to 20 MB, once for every size that a paper uses.
"""

from typing import Any

import pydyf
from weasyprint.pdf import fonts
from weasyprint.text.ffi import ffi, harfbuzz

read = fonts.get_hb_object_data
# Smaller ones are copied at once, in bytes: nearly all subsets are.
LARGE = 2_000_000
# So many bytes at the beginning tell the sort of a face.
MARK = 4


class Unread(pydyf.Object):  # type: ignore[misc]
    """Stands for the bytes of a face, which are read where all of them are needed."""

    def __init__(self, face: Any, beginning: bytes, length: int) -> None:
        super().__init__()
        self.face, self.beginning, self.length = face, beginning, length

    def __getitem__(self, part: slice) -> bytes:
        return self.beginning[part]

    def __len__(self) -> int:
        return self.length

    @property
    def data(self) -> bytes:
        """Return all bytes, as they are embedded."""
        return bytes(read(self.face))


def install() -> None:
    """Leave the files of whole faces unread."""
    fonts.get_hb_object_data = data_of


def data_of(hb_object: Any, ot_color: str | None = None, glyph: Any = None) -> Any:
    """Return the bytes of a face or of a coloured glyph; of a whole face what stands for it."""
    if ot_color is None:
        blob = harfbuzz.hb_face_reference_blob(hb_object)
        with ffi.new("unsigned int *") as length:
            start = harfbuzz.hb_blob_get_data(blob, length)
            size = int(length[0])
            beginning = ffi.unpack(start, MARK) if size > LARGE else b""
        harfbuzz.hb_blob_destroy(blob)
        if beginning:
            return Unread(hb_object, beginning, size)
    return read(hb_object, ot_color, glyph)
