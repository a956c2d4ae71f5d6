"""What is run on every supported Python: ``nox`` runs it all, ``nox -s tests-3.13`` a part."""

from __future__ import annotations

import nox

nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True

PYTHONS = ["3.10", "3.11", "3.12", "3.13"]

# The oldest dependencies that pyproject.toml allows.
OLDEST = ["msgspec==0.19.0", "platformdirs==4.2.0", "pyyaml==6.0.1", "rich==14.3.0", "typer==0.24.0"]


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
    session.run("neuroref", "validate", "data")
