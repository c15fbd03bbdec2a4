"""Files: what they carry along, and how they are written.

WeasyPrint would make the references to all pages anew for every tagged piece of every page, make
and pack every object twice (once to write it, once for the file's identifier), and look twice as
long for the last hundredth of its size.
"""

import zlib
from typing import IO, Any

import pydyf
import weasyprint


class Made:
    """An object of a file with its bytes, made once."""

    def __init__(self, plain: Any) -> None:
        self.number, self.generation, self.free = plain.number, plain.generation, plain.free
        self.compressible, self.offset, self.data = plain.compressible, plain.offset, plain.data

    @property
    def indirect(self) -> bytes:
        """Return the object as it stands in the file."""
        return b"%d %d obj\n%b\nendobj" % (self.number, self.generation, self.data)


class File(pydyf.PDF):  # type: ignore[misc]
    """A PDF that makes its objects once, and the references to its pages when one is added."""

    objects: list[Any]
    known: tuple[bytes, ...] = ()

    def write(self, output: IO[bytes], *args: Any, **options: Any) -> None:
        """Write the file; nothing can be added to it afterwards."""
        free, *rest = self.objects
        self.objects[:] = [free, *(Made(plain) for plain in rest)]
        super().write(output, *args, **options)

    @property
    def page_references(self) -> Any:
        """Return the reference of each page, in order."""
        if len(self.known) != self.pages["Count"]:
            self.known = super().page_references
        return self.known


def attachment(attached: Any) -> Any:
    """Return WeasyPrint's attachment of an `engine.Attached`: what the paper was made from."""
    return weasyprint.Attachment(
        string=attached.text,
        name=attached.name,
        created=attached.dated,
        modified=attached.dated,
        relationship="Source",
    )


class Packer:
    """Stands for pydyf's `zlib`: packs at the usual level instead of the highest."""

    compress = staticmethod(zlib.compress)

    @staticmethod
    def compressobj(level: int) -> Any:
        """Return zlib's own, whatever level is asked for."""
        return zlib.compressobj()


def install() -> None:
    """Write files in our way."""
    pydyf.PDF = File
    pydyf.zlib = Packer
