"""The elements that papers use: read as the XML that they are, with the defaults they need."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import weasyprint
from cssselect2 import ElementWrapper

DEFAULTS = weasyprint.CSS(filename=Path(__file__).with_name("elements.css"))


class Paper(weasyprint.HTML):  # type: ignore[misc]
    """HTML whose elements behave as `elements.css` says, not as the whole of HTML would.

    Papers are well-formed XML, which is read at once.
    """

    def __init__(self, *, string: str, base_url: str, url_fetcher: Any) -> None:
        """Read a paper; addresses in it are relative to `base_url`.

        Raises:
            xml.etree.ElementTree.ParseError: a template is not well formed.
        """
        root = ElementTree.fromstring(string)  # noqa: S314 -- our own templates, escaped.
        self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root

    def _ua_stylesheets(self, _forms: bool = False) -> list[Any]:
        return [DEFAULTS]

    def _ph_stylesheets(self) -> list[Any]:
        return []
