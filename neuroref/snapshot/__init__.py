"""A checked dataset in, one SQLite file out: compiled once, kept as a cache, opened by every question."""
