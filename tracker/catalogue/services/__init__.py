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
    forget_lists,
    hand_out,
    own_print,
    print_for_leaders,
    print_list,
    print_of_the_day,
    printed_file,
    request_print,
)
from tracker.catalogue.services.rendering import (
    file_title,
    no_progress,
    render,
    render_all,
    render_listing,
)

__all__ = [
    "CHECK_ISSUED",
    "PRINT",
    "PRINT_OF_THE_DAY",
    "cancel_print",
    "check_issued",
    "file_title",
    "forget_lists",
    "hand_out",
    "issued_job",
    "no_progress",
    "own_print",
    "print_for_leaders",
    "print_issued",
    "print_list",
    "print_of_the_day",
    "printed_file",
    "render",
    "render_all",
    "render_listing",
    "request_print",
]
