"""文件: bytes on disk under a random name, each with its row, its hash and its audience."""
