"""单位汇报: a unit's quarterly report for a meeting, with its word on what was left open."""
