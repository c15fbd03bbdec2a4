"""The invented college of `flask demo load`, as files of data and what plays them."""

from tracker.operations.demo.college import accounts
from tracker.operations.demo.loading import DEFAULT_QUARTERS, load, load_demo

__all__ = ["DEFAULT_QUARTERS", "accounts", "load", "load_demo"]
