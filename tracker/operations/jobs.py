"""The one literal of job kinds, and what the clock's worker does by itself."""

from collections.abc import Mapping

from huey import crontab

from tracker.audit.jobs import seal_events
from tracker.catalogue import jobs as catalogue
from tracker.catalogue.services import PRINT_OF_THE_DAY
from tracker.core.jobs import JobFunction, huey, in_app, sweep
from tracker.files import jobs as files
from tracker.issuing.services import PRINT_ISSUED
from tracker.operations.demo import load_demo

LOAD_DEMO = "demo.load"

JOB_FUNCTIONS: Mapping[str, JobFunction] = {
    LOAD_DEMO: load_demo,
    PRINT_ISSUED: catalogue.print_issued,
    PRINT_OF_THE_DAY: catalogue.print_of_the_day,
}


@huey.periodic_task(crontab(minute="*"))
@in_app
def every_minute() -> None:
    """Seal the trail, and hand over again what was lost on the way to the queue."""
    seal_events()
    sweep()


@huey.periodic_task(crontab(minute="7"))
@in_app
def every_hour() -> None:
    """Remove what nobody attached, and old prints; print what leaders look at."""
    files.sweep()
    catalogue.sweep_prints()
    catalogue.print_for_leaders()
