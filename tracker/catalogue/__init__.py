"""文书目录: every kind of paper that can be printed, and the way from record to bytes."""
