"""校情字典: campuses, units and bodies, posts and who holds them, risk areas, calendar, settings."""
