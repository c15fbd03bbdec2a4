"""报告: the quarter in numbers and marks, for leaders: one page, and one sheet of paper."""
