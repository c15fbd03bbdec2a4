"""The order of posts in rosters: dragged, or typed as numbers."""

from collections.abc import Sequence

from flask import request

from tracker.core.forms import Form, record_id
from tracker.directory.models import PostHolding


class OrderForm(Form):
    """One number for each post; equal numbers keep the order in which they stand."""

    def order(self, holdings: Sequence[PostHolding]) -> list[int]:
        """Return the posts' ids as the page orders them; a post without a number comes last."""
        numbers = {h.post_id: self._number(h.post_id) for h in holdings}
        return sorted(numbers, key=lambda post_id: numbers[post_id])

    def _number(self, post_id: int) -> int:
        return record_id(request.form.get(f"rank-{post_id}", "")) or 1_000_000
