"""Whether Datasette, sqlite-utils and DuckDB open what ``neuroref export --format sqlite`` writes, and agree on it.

Usage: python databases_accept.py NAME.db
"""

from __future__ import annotations

import asyncio
import sys

import duckdb
import sqlite_utils
from datasette.app import Datasette
from duckdb_extensions import import_extension

QUESTIONS = (
    "SELECT direction AS word, count(*) AS links FROM link GROUP BY direction ORDER BY direction",
    "SELECT action AS word, count(*) AS links FROM via GROUP BY action ORDER BY action",
    "SELECT verdict AS word, count(*) AS links FROM claim GROUP BY verdict ORDER BY verdict",
)
TABLES = {"link", "search", "member", "link_member", "molecule", "via", "claim", "known_name"}

Answer = list[tuple[str, int]]


def with_duckdb(path: str) -> list[Answer]:
    import_extension("sqlite_scanner")  # from PyPI; DuckDB would fetch it from its own site
    connection = duckdb.connect()
    connection.execute("LOAD sqlite_scanner")
    connection.execute(f"ATTACH '{path}' AS neuroref (TYPE sqlite, READ_ONLY)")
    connection.execute("USE neuroref")
    return [connection.execute(question).fetchall() for question in QUESTIONS]


def with_sqlite_utils(path: str) -> list[Answer]:
    database = sqlite_utils.Database(path)
    return [[(row["word"], row["links"]) for row in database.query(question)] for question in QUESTIONS]


async def with_datasette(path: str) -> list[Answer]:
    app = Datasette([], immutables=[path])
    await app.invoke_startup()
    tables = (await app.client.get("/neuroref.json")).json()["tables"]
    if TABLES - {table["name"] for table in tables}:
        raise SystemExit("Datasette does not list the tables")
    if not next(table for table in tables if table["name"] == "link")["foreign_keys"]["outgoing"]:
        raise SystemExit("Datasette sees no foreign keys")
    answers = []
    for question in QUESTIONS:
        found = (await app.client.get("/neuroref.json", params={"sql": question, "_shape": "arrays"})).json()
        answers.append([tuple(row) for row in found["rows"]])
    return answers


def main() -> int:
    path = sys.argv[1]
    answers = [with_duckdb(path), with_sqlite_utils(path), asyncio.run(with_datasette(path))]
    if not answers[0][0] or any(answer != answers[0] for answer in answers):
        print(f"they disagree: {answers}")
        return 1
    print(f"DuckDB, sqlite-utils and Datasette agree: {answers[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
