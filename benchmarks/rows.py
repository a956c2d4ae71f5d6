"""The floor that compiling is held against: the rows of a finished snapshot, written anew by a bare script.

The same tables, settings, rows, indexes and full-text indexes; nothing is read from JSON, checked or worked out.

Usage: python benchmarks/rows.py SNAPSHOT TARGET
"""

from __future__ import annotations

import re
import sqlite3
import sys

from neuroref.snapshot import schema


def write(source: str, target: str) -> None:
    """Write the rows of the snapshot *source* to a new database *target*."""
    old, new = sqlite3.connect(f"file:{source}?mode=ro", uri=True), sqlite3.connect(target)
    new.executescript(schema.SETTINGS + schema.TABLES + schema.SEARCH)
    for table in re.findall(r"CREATE TABLE (\w+)", schema.TABLES):
        copy(old, new, table, "*")
    copy(old, new, "document", "rowid, name, aliases, prose")
    new.executescript(schema.INDEXES)
    new.commit()


def copy(old: sqlite3.Connection, new: sqlite3.Connection, table: str, columns: str) -> None:
    """Write the rows of one *table*."""
    rows = old.execute(f"SELECT {columns} FROM {table}")
    into = table if columns == "*" else f"{table} ({columns})"
    new.executemany(f"INSERT INTO {into} VALUES ({', '.join('?' * len(rows.description))})", rows)


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2])
