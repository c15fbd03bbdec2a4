"""风险: registered from reports, from areas named or directly; graded, and closed with its item."""
