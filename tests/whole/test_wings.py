"""The wings of the package: each imports itself and those below it, so that a change is looked for in one place.

Every import statement counts: late ones inside functions and those under ``if TYPE_CHECKING:`` too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT

WINGS = ("cli", "render", "questions", "snapshot", "loader", "model")  # from the top to the ground
SHARED = {"neuroref.atomic", "neuroref.version"}  # all may import them, and they import none
PACKAGE = ROOT / "neuroref"


def modules_in(folder: Path, base: Path) -> dict[str, Path]:
    """Return the modules in a *folder*, by the names under which others import them."""
    names = {path: ".".join(path.relative_to(base).with_suffix("").parts) for path in sorted(folder.rglob("*.py"))}
    return {name.removesuffix(".__init__"): path for path, name in names.items()}


def imported_by(name: str, modules: dict[str, Path]) -> Iterator[str]:
    """Yield the full name of all that a module imports; of ``from a import b`` that is a.b, if it is a module, else a."""
    package = name.split(".")[: None if modules[name].name == "__init__.py" else -1]
    for node in ast.walk(ast.parse(modules[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            full = (f"{origin}.{alias.name}" for alias in node.names)
            yield from (one if one in modules else origin for one in full)


def wing_of(name: str) -> str | None:
    """Return the wing that a module stands in; on the ground floor there is none."""
    return next((wing for wing in WINGS if f"{name}.".startswith(f"neuroref.{wing}.")), None)


def words_of(path: Path) -> Iterator[str]:
    """Yield the names that a module says."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        yield from (getattr(node, field, "") for field in ("id", "attr", "name") if hasattr(node, field))


MODULES = modules_in(PACKAGE, ROOT)
IMPORTED = {name: set(imported_by(name, MODULES)) for name in MODULES}


@pytest.mark.parametrize("name", MODULES)
def test_a_wing_imports_itself_and_those_below(name: str) -> None:
    wing = wing_of(name)
    allowed = () if name in SHARED else WINGS[WINGS.index(wing) :] if wing else WINGS
    ours = {one for one in IMPORTED[name] - SHARED if one.partition(".")[0] == "neuroref"}
    assert {one for one in ours if wing_of(one) not in allowed} == set(), f"{name} imports what stands above it"


@pytest.mark.parametrize("folder", ["neuroref", "benchmarks", "docs"])
def test_no_modules_import_each_other_in_a_circle(folder: str) -> None:
    """In a circle nothing can be read or tested before the rest."""
    modules = modules_in(ROOT / folder, ROOT if folder == "neuroref" else ROOT / folder)
    assert modules
    TopologicalSorter({name: {*imported_by(name, modules)} & {*modules} for name in modules}).prepare()


@pytest.mark.parametrize(("library", "home"), [("rich", "neuroref.render.screen."), ("yaml", "neuroref.loader.")])
def test_a_large_library_is_imported_in_one_place(library: str, home: str) -> None:
    users = {name for name in MODULES if library in {one.partition(".")[0] for one in IMPORTED[name]}}
    assert users
    assert {name for name in users if not name.startswith(home)} == set()


def test_no_module_imports_what_another_keeps_to_itself() -> None:
    taken = [
        f"{name}: {alias.name}"
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.startswith("__")
    ]
    assert taken == []


def test_imports_are_statements() -> None:
    """What is imported by a name in a string would be seen by nobody; only the package does so, for its public names."""
    found = {name for name, path in MODULES.items() if {"import_module", "__import__"} & set(words_of(path))}
    assert found <= {"neuroref"}


def test_the_package_is_seen_in_one_glance() -> None:
    assert {path.relative_to(PACKAGE).parts[0] for path in PACKAGE.glob("*/**/*.py")} == set(WINGS)
    assert len([*PACKAGE.glob("*.py")]) <= 6
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: lines for name, lines in lengths.items() if lines > 480} == {}


def test_a_wing_begins_with_what_it_is_for_and_nothing_else() -> None:
    for folder in {path.parent for path in PACKAGE.glob("*/**/*.py")}:
        tree = ast.parse((folder / "__init__.py").read_text("utf-8"))
        assert ast.get_docstring(tree) and len(tree.body) == 1, folder
