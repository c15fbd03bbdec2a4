"""What the press changes in WeasyPrint 70.0; imported when a process prints its first paper.

Each change is one function or class put in the place of WeasyPrint's own. They hold for the
version that was read and tested, which is why nothing is printed with another.
"""

from tracker.press.weasy import cells, codes, faces, lines, rules, writing
from tracker.press.weasy.elements import Paper
from tracker.press.weasy.writing import attachment

__all__ = ["Paper", "attachment", "install"]


def install() -> None:
    """Put every change in its place."""
    for change in (lines, cells, rules, codes, faces, writing):
        change.install()
