"""The files of faces are not read as a whole; what is embedded is their subset.

WeasyPrint copies the file of each face, up to 20 MB, once for every size that a paper uses.
"""

from typing import Any

from weasyprint.pdf import fonts
from weasyprint.text.ffi import ffi, harfbuzz

read = fonts.get_hb_object_data
# Subsets are smaller than this, in bytes, and whole files of Chinese faces larger.
LARGE = 2_000_000


class Unread:
    """Stands for a face's whole file, of which no more than the mark at its beginning is asked."""

    def __init__(self, beginning: bytes) -> None:
        self.beginning = beginning

    def __getitem__(self, part: slice) -> bytes:
        return self.beginning[part]

    def __str__(self) -> str:
        raise TypeError("a face that was not cut down to a subset is never embedded")


def install() -> None:
    """Leave the files of whole faces unread."""
    fonts.get_hb_object_data = data_of


def data_of(hb_object: Any, ot_color: str | None = None, glyph: Any = None) -> Any:
    """Return the bytes of a face or of a coloured glyph; of a whole face what stands for it."""
    if ot_color is None:
        blob = harfbuzz.hb_face_reference_blob(hb_object)
        with ffi.new("unsigned int *") as length:
            start = harfbuzz.hb_blob_get_data(blob, length)
            beginning = ffi.unpack(start, 4) if length[0] > LARGE else b""
        harfbuzz.hb_blob_destroy(blob)
        if beginning:
            return Unread(beginning)
    return read(hb_object, ot_color, glyph)
