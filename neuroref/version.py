"""The version of the program; the data has its own, in ``data/causes.yaml``."""

__version__ = "0.1.0"

# Of the tables of a snapshot. Raise it with every change in compiler.py of them or of what is written into them: older
# snapshots are then built anew. (It stands here because a start that needs no compiling should not load the compiler.)
TABLES_VERSION = 5
