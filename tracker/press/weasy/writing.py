"""Files: what they carry along, and their references to pages.

WeasyPrint would make the references anew for every tagged piece of every page.
"""

from typing import Any

import pydyf
import weasyprint


class PagedFile(pydyf.PDF):  # type: ignore[misc]
    """A PDF that remembers the references to its pages as long as no page is added."""

    known: tuple[bytes, ...] = ()

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


def install() -> None:
    """Write files in our way."""
    pydyf.PDF = PagedFile
