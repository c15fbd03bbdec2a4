"""From a paper's data to stored bytes: rendering, binding, prints of the day, issued papers."""

from tracker.catalogue.services.issued import (
    CHECK_ISSUED,
    check_issued,
    issued_job,
    print_issued,
)
from tracker.catalogue.services.printing import (
    PRINT,
    PRINT_OF_THE_DAY,
    cancel_print,
    hand_out,
    own_print,
    print_for_leaders,
    print_of_the_day,
    printed_file,
    request_print,
)
from tracker.catalogue.services.rendering import (
    file_title,
    no_progress,
    render,
    render_all,
)

__all__ = [
    "CHECK_ISSUED",
    "PRINT",
    "PRINT_OF_THE_DAY",
    "cancel_print",
    "check_issued",
    "file_title",
    "hand_out",
    "issued_job",
    "no_progress",
    "own_print",
    "print_for_leaders",
    "print_issued",
    "print_of_the_day",
    "printed_file",
    "render",
    "render_all",
    "request_print",
]
