"""Answers in, text out: data as JSON and CSV, pages for screens, exports for other programs. Asks no question."""
