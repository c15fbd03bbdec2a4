"""The elements that papers use, with the few defaults that they need."""

from pathlib import Path
from typing import Any

import weasyprint

DEFAULTS = weasyprint.CSS(filename=Path(__file__).with_name("elements.css"))


class Paper(weasyprint.HTML):  # type: ignore[misc]
    """HTML whose elements behave as `elements.css` says, not as the whole of HTML would."""

    def _ua_stylesheets(self, _forms: bool = False) -> list[Any]:
        return [DEFAULTS]

    def _ph_stylesheets(self) -> list[Any]:
        return []
