"""账户: who signs in, which roles are granted, and which acts were recorded from paper (代录)."""
