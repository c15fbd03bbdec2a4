"""搜索: one box over all that the college has recorded, as far as the viewer may see it."""
