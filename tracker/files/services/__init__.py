"""Taking a file in, saying who reads it, and keeping scans beside what they prove."""

from tracker.files.services.scans import add_scan, withdraw_scan
from tracker.files.services.stored import (
    MAX_BYTES,
    MEGABYTE,
    Purpose,
    Received,
    attach,
    keep,
    path_of,
    receive,
    receive_bytes,
    send,
    sha256_of,
    sweep_older,
    sweep_rowless,
    sweep_unattached,
    thumbnail,
    too_large,
)

__all__ = [
    "MAX_BYTES",
    "MEGABYTE",
    "Purpose",
    "Received",
    "add_scan",
    "attach",
    "keep",
    "path_of",
    "receive",
    "receive_bytes",
    "send",
    "sha256_of",
    "sweep_older",
    "sweep_rowless",
    "sweep_unattached",
    "thumbnail",
    "too_large",
    "withdraw_scan",
]
