"""The first start, how an installation runs, and what a machine asks of it."""

from tracker.operations.views import jobs, probes
from tracker.operations.views.first_start import blueprint

__all__ = ["blueprint", "jobs", "probes"]
