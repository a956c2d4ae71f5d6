"""The matrix: all links at once, counted by what stands in the rows and what in the columns."""

from __future__ import annotations

import sqlite3
from typing import Any, NamedTuple

from . import model
from .answers import Answer
from .filters import LinkFilter
from .model import Direction, Evidence, Process


class MatrixCell(Answer, frozen=True, kw_only=True):
    """The links of one row to one column: how many go each way, their net direction and the best evidence."""

    column: str
    direction: Direction
    links: int
    increase: int
    decrease: int
    mixed: int
    evidence: Evidence


class MatrixRow(Answer, frozen=True, kw_only=True):
    """A row of the matrix; columns without a link are left out of *cells*."""

    id: str
    name: str
    links: int
    cells: tuple[MatrixCell, ...]


class Matrix(Answer, frozen=True, kw_only=True):
    """How *links* spread over rows (*rows_by*) and columns (*columns_by*): *columns* are ids, in order.

    An example that several rows hold, such as one that two causes list, counts in each of them.
    """

    rows_by: str
    columns_by: str
    links: int
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


class MatrixCellRow(Answer, frozen=True, kw_only=True):
    """A cell of the matrix with its row, for a table."""

    row: str
    name: str
    column: str
    direction: Direction
    links: int
    increase: int
    decrease: int
    mixed: int
    evidence: Evidence


def matrix_cells(matrix: Matrix) -> tuple[MatrixCellRow, ...]:
    """Return the cells of a *matrix*, each with its row."""
    return tuple(
        MatrixCellRow(row=row.id, name=row.name, **{name: getattr(cell, name) for name in cell.__struct_fields__})
        for row in matrix.rows
        for cell in row.cells
    )


class Axis(NamedTuple):
    """What can stand along a side: an SQL *column*, the *join* that it needs, what its values are."""

    column: str
    join: str
    kind: str | None  # the kind of entry that the values are ids of; None for words of a vocabulary
    words: tuple[str, ...] = ()


AXES = {
    "cause": Axis("member.cause", "JOIN member ON member.example = link.example", "cause"),
    "example": Axis("link.example", "", "example"),
    "kind": Axis("example.kind", "", None, tuple(str(term) for term in model.Kind)),
    "condition": Axis(
        "example_condition.condition", "JOIN example_condition ON example_condition.example = link.example", "condition"
    ),
    "transmitter": Axis("link.transmitter", "", "transmitter"),
    "process": Axis("link.process", "", None, tuple(str(term) for term in Process)),
}
ROWS = ("cause", "example", "kind", "condition")
COLUMNS = ("transmitter", "process")


def matrix(connection: sqlite3.Connection, rows_by: str, columns_by: str, wanted: LinkFilter) -> Matrix:
    """Count the *wanted* links by row and column. Rows and columns without any link are left out."""
    row, column = AXES[rows_by], AXES[columns_by]
    where, values = wanted.where()
    counted = connection.execute(
        f"SELECT {row.column}, {column.column}, direction, count(*), min(link.evidence) FROM link "
        f"JOIN example ON example.id = link.example {row.join} {column.join} WHERE {where} GROUP BY 1, 2, 3",
        values,
    ).fetchall()
    cells: dict[str, dict[str, dict[str, tuple[int, int]]]] = {}
    for one, other, direction, links, evidence in counted:
        cells.setdefault(one, {}).setdefault(other, {})[direction] = (links, evidence)
    row_names = _names(connection, row, cells)
    columns = tuple(_names(connection, column, {other for found in cells.values() for other in found}))
    return Matrix(
        rows_by=rows_by,
        columns_by=columns_by,
        links=connection.execute(
            f"SELECT count(*) FROM link JOIN example ON example.id = link.example WHERE {where}", values
        ).fetchone()[0],
        columns=columns,
        rows=tuple(
            MatrixRow(
                id=one,
                name=name,
                links=sum(links for found in cells[one].values() for links, _ in found.values()),
                cells=tuple(_cell(other, cells[one][other]) for other in columns if other in cells[one]),
            )
            for one, name in row_names.items()
        ),
    )


def _names(connection: sqlite3.Connection, axis: Axis, present: Any) -> dict[str, str]:
    """Return the values of an axis that are *present*, in the order of the dataset, with their names."""
    if axis.kind is None:
        return {word: word for word in axis.words if word in present}
    rows = connection.execute("SELECT id, name FROM entry WHERE kind = ? ORDER BY number", (axis.kind,))
    return {one: name for one, name in rows if one in present}


def _cell(column: str, found: dict[str, tuple[int, int]]) -> MatrixCell:
    counts = {direction.value: found.get(direction.value, (0, 0))[0] for direction in Direction}
    return MatrixCell(
        column=column,
        direction=Direction(next(iter(found))) if len(found) == 1 else Direction.MIXED,
        links=sum(counts.values()),
        evidence=model.EVIDENCE_ORDER[min(evidence for _, evidence in found.values())],
        **counts,
    )
