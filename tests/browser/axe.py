"""What is to be mended on a page, on a desk and on a phone: by axe, and by its width."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.person import DESK, PATIENCE, PHONE, Person

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
# All that is asked of a page at one size is one call: each more costs a tenth of what axe does.
RUN = "(await axe.run(document, {resultTypes: ['violations']})).violations"
ON_A_DESK = f"""async () => {{
  const end = performance.now() + {PATIENCE};
  while (document.querySelector(".htmx-request")) {{
    if (performance.now() > end) throw new Error("htmx still waits for an answer");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }}
  return {RUN};
}}"""
ON_A_PHONE = f"""async () => {{
  const violations = {RUN};
  document.querySelectorAll("details").forEach((one) => {{ one.open = true; }});
  const {{ scrollWidth, clientWidth }} = document.documentElement;
  return [violations, scrollWidth - clientWidth];
}}"""


def bring_axe(person: Person) -> None:
    """Have axe in every page that is opened from now on: for who looks at many."""
    person.context.add_init_script(AXE)


def faults_of(person: Person, path: str, *, status: int = 200) -> list[str]:
    """Open a page and return what is to be mended on it."""
    found = person.open(path).status
    return ([] if found == status else [f"status {found}"]) + faults_here(person.page)


def faults_here(page: Page) -> list[str]:
    """Return what is to be mended on the page as it stands."""
    if not page.evaluate("'axe' in window"):
        # The browser's own channel: the page's policy lets no script in.
        page.evaluate(AXE)
    found = _told(page.evaluate(ON_A_DESK))
    page.set_viewport_size(PHONE["viewport"])
    violations, excess = page.evaluate(ON_A_PHONE)
    found += _told(violations)
    if excess:
        found.append(f"{excess} px too wide on a phone")
    page.set_viewport_size(DESK["viewport"])
    return found


def _told(violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"{violation['id']}: {node['target']} {node['html'][:120]}"
        for violation in violations
        for node in violation["nodes"]
    ]
