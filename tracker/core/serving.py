"""Pages of a process are made one after the other."""

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# In seconds. A page takes a tenth of it; who waits longer than that goes beside the other.
LONGEST_WAIT = 0.25
_ONLY_READS = frozenset({"GET", "HEAD"})


class InTurn:
    """Lets the threads of a process make pages in turn, as long as none holds the others up.

    Python runs one thread at a time. Threads that make pages side by side only displace what the
    processor has at hand: eight readers get a third more pages when each is made in one go.
    What is sent to the server does not wait, since a slow line may bring it.
    """

    def __init__(self, app: "WSGIApplication", longest_wait: float = LONGEST_WAIT) -> None:
        self._app, self._longest_wait = app, longest_wait
        self._turn = Lock()

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer a request; a file is sent on after the turn has ended."""
        if environ["REQUEST_METHOD"] not in _ONLY_READS:
            return self._app(environ, start)
        has_turn = self._turn.acquire(timeout=self._longest_wait)
        try:
            return self._app(environ, start)
        finally:
            if has_turn:
                self._turn.release()
