"""督办任务: one matter, one item, one lead unit — planned, dispatched, ticked off, verified."""
