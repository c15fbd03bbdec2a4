"""References to pages are made once a file, not once for every tagged piece of every page."""

from typing import Any

import pydyf


class PagedFile(pydyf.PDF):  # type: ignore[misc]
    """A PDF that remembers the references to its pages as long as no page is added."""

    known: tuple[bytes, ...] = ()

    @property
    def page_references(self) -> Any:
        """Return the reference of each page, in order."""
        if len(self.known) != self.pages["Count"]:
            self.known = super().page_references
        return self.known


def install() -> None:
    """Write files in our way."""
    pydyf.PDF = PagedFile
