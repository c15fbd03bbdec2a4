"""首页: what each person has to do, by role."""
