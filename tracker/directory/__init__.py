"""校情字典: campuses, units, bodies, posts and their holders, areas, calendar, settings."""
