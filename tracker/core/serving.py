"""Pages of a process are made one after the other."""

from collections.abc import Iterable
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# In seconds. A page takes a tenth of it; beside one that takes longer the others go on.
LONGEST_TURN = 0.25
_FILES = "/static/"
_ONLY_READS = frozenset({"GET", "HEAD"})


class InTurn:
    """Lets the threads of a process make pages in turn, as long as none holds the others up.

    Python runs one thread at a time. Threads that make pages side by side only displace what the
    processor has at hand: made in one go, a page took up to a third less of it.
    What is sent to the server does not wait, since a slow line may bring it, nor do files.
    """

    def __init__(self, app: "WSGIApplication", longest_turn: float = LONGEST_TURN) -> None:
        self._app, self._longest_turn = app, longest_turn
        self._turn, self._began_at = Lock(), 0.0

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer a request; a file is sent on after the turn has ended."""
        is_file = environ["PATH_INFO"].startswith(_FILES)
        if environ["REQUEST_METHOD"] not in _ONLY_READS or is_file:
            return self._app(environ, start)
        # Whoever comes beside a page that has taken too long by then does not wait at all.
        left = self._began_at + self._longest_turn - monotonic()
        if not self._turn.acquire(timeout=max(left, 0)):
            return self._app(environ, start)
        self._began_at = monotonic()
        try:
            return self._app(environ, start)
        finally:
            self._turn.release()
