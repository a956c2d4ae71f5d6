"""What ``tools/records.py`` is made of: asking for a paper, comparing it with our record of it, writing that down."""
