"""The matrix: all links at once, counted by what stands in the rows and what in the columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping

import msgspec

from ..model.names import key
from ..model.records import EntryKind
from ..model.vocabularies import EVIDENCE_ORDER, WAYS, Direction, Evidence, Kind, Process, Term
from .answers import Answer, Matrix, MatrixCell, MatrixRow
from .filters import LinkFilter
from .lookup import Found, Unrelatable
from .reader import SnapshotReader, add_up, links_of_member, owner_of


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
    unchanged: int
    evidence: Evidence
    lean: Direction
    lean_evidence: Evidence


def matrix_cells(matrix: Matrix) -> tuple[MatrixCellRow, ...]:
    """Return the cells of a *matrix*, each with its row."""
    return tuple(MatrixCellRow.of(cell, row=row.id, name=row.name) for row in matrix.rows for cell in row.cells)


class Axis(msgspec.Struct, frozen=True):
    """What can stand along a side: an SQL *column*, the *join* that it needs, what its *values* are."""

    column: str
    join: str
    values: EntryKind | type[Term]


AXES = {
    "cause": Axis(*owner_of(EntryKind.CAUSE), EntryKind.CAUSE),
    "example": Axis(*owner_of(EntryKind.EXAMPLE), EntryKind.EXAMPLE),
    "kind": Axis("example.kind", "", Kind),
    "condition": Axis(*owner_of(EntryKind.CONDITION), EntryKind.CONDITION),
    "transmitter": Axis(*owner_of(EntryKind.TRANSMITTER), EntryKind.TRANSMITTER),
    "process": Axis("link.process", "", Process),
}
ROWS = ("cause", "example", "kind", "condition")
COLUMNS = ("transmitter", "process")

# The filters for which links are counted in advance, by what stands in the columns.
SPREAD = {
    "transmitter": {"kind", "transmitter", "direction", "evidence", "min_evidence"},
    "process": {"kind", "process", "direction", "evidence", "min_evidence", "phase", "species"},
}


def matrix(connection: sqlite3.Connection, rows_by: str, columns_by: str, wanted: LinkFilter) -> Matrix:
    """Count the *wanted* links by row and column. Rows and columns without any link are left out."""
    row, column = AXES[rows_by], AXES[columns_by]
    counted, total = _counted(connection, rows_by, columns_by, wanted)
    by_row: dict[str, dict[str, list[tuple[str, int, int]]]] = {}
    for one, other, direction, links, evidence in counted:
        by_row.setdefault(one, {}).setdefault(other, []).append((direction, links, evidence))
    cells = {one: {other: _cell(other, parts) for other, parts in found.items()} for one, found in by_row.items()}
    columns = tuple(_names(connection, column, {other for found in cells.values() for other in found}))
    return Matrix(
        rows_by=rows_by,
        columns_by=columns_by,
        links=total,
        columns=columns,
        rows=tuple(
            MatrixRow(
                id=one,
                name=name,
                links=sum(cell.links for cell in cells[one].values()),
                cells=tuple(cells[one][other] for other in columns if other in cells[one]),
            )
            for one, name in _names(connection, row, cells).items()
        ),
    )


def _counted(
    connection: sqlite3.Connection, rows_by: str, columns_by: str, wanted: LinkFilter
) -> tuple[sqlite3.Cursor, int]:
    """Count the links by row, column, direction and evidence, and all of them."""
    where, values = wanted.where()
    if rows_by == "kind" and wanted.fields <= SPREAD[columns_by]:  # a few rows, of however many links
        counted = f"FROM spread AS link WHERE columns = ? AND {where.replace('example.', 'link.')}"
        [total] = connection.execute(f"SELECT sum(links) {counted}", [columns_by, *values]).fetchone()
        query = f"SELECT kind, {columns_by}, direction, sum(links), evidence {counted} GROUP BY 1, 2, 3, 5"
        return connection.execute(query, [columns_by, *values]), total or 0
    row, column = AXES[rows_by], AXES[columns_by]
    links = "FROM link JOIN example ON example.id = link.example"
    [total] = connection.execute(f"SELECT count(*) {links} WHERE {where}", values).fetchone()
    query = (
        f"SELECT {row.column}, {column.column}, direction, count(*), link.evidence {links} {row.join} {column.join} "
        f"WHERE {where} GROUP BY 1, 2, 3, 5"
    )
    return connection.execute(query, values), total


def matrix_of(reader: SnapshotReader, found: Mapping[str, Found], columns_by: str, wanted: LinkFilter) -> Matrix:
    """Count the *wanted* links of the entries *found* for names, a row each in their order, by column.

    Raises `Unrelatable`.
    """
    column = AXES[columns_by]
    where, values = wanted.where()
    rows, present, total = [], set(), 0
    for typed, one in found.items():
        if one.kinds[0] in (EntryKind.REFERENCE, EntryKind.CLAIM):
            raise Unrelatable(f"a {one.kinds[0]} has no links for a matrix")
        of_entry, parameters = links_of_member(*one.asked)
        parts: dict[str, list[tuple[str, int, int]]] = {}
        for other, direction, links, evidence in reader.db.execute(
            f"SELECT {column.column}, direction, count(*), link.evidence FROM link "
            f"JOIN example ON example.id = link.example WHERE {of_entry} AND {where} GROUP BY 1, 2, 4",
            [*parameters, *values],
        ):
            parts.setdefault(other, []).append((direction, links, evidence))
        cells = tuple(_cell(other, counted) for other, counted in parts.items())
        name = one.member.asked if one.member else _as_typed(typed, one.id, reader.name(one.kinds[0].value, one.id))
        rows.append(MatrixRow(id=one.id, name=name, links=sum(cell.links for cell in cells), cells=cells))
        present |= set(parts)
        total += rows[-1].links
    columns = tuple(_names(reader.db, column, present))
    in_order = [
        msgspec.structs.replace(row, cells=tuple(sorted(row.cells, key=lambda cell: columns.index(cell.column))))
        for row in rows
    ]
    return Matrix(rows_by="entry", columns_by=columns_by, links=total, columns=columns, rows=tuple(in_order))


def _as_typed(typed: str, identifier: str, name: str) -> str:
    """Return how a row is headed: by the name that was *typed*, unless it only spells the own one otherwise."""
    return name if ":" in typed or key(typed) in (key(identifier), key(name)) else typed


def _cell(column: str, parts: list[tuple[str, int, int]]) -> MatrixCell:
    """Sum up a cell out of its links by direction and evidence."""
    [tally] = add_up((column, direction, links, evidence) for direction, links, evidence in parts)
    weighty = [part for part in parts if part[2] <= Evidence.MODERATE.rank] or parts
    ways = dict.fromkeys(WAYS, 0)
    for direction, links, _ in weighty:
        ways[direction] += links
    up, down = ways["increase"], ways["decrease"]
    if up != down:
        lean = Direction.INCREASE if up > down else Direction.DECREASE
    else:
        lean = Direction.MIXED if up or ways["mixed"] else Direction.UNCHANGED
    behind = [evidence for direction, _, evidence in weighty if direction == lean] or [part[2] for part in weighty]
    best = EVIDENCE_ORDER[min(behind)]
    return MatrixCell.of(tally, column=column, links=tally.links, lean=lean, lean_evidence=best)


def _names(connection: sqlite3.Connection, axis: Axis, present: Collection[str]) -> dict[str, str]:
    """Return the values of an axis that are *present*, in the order of the dataset, with their names."""
    if not isinstance(axis.values, EntryKind):
        return {str(word): str(word) for word in axis.values if str(word) in present}
    query, kind = "SELECT number, name FROM entry WHERE kind = ? AND id = ?", axis.values.value
    found = sorted((*connection.execute(query, (kind, one)).fetchone(), one) for one in present)
    return {one: name for _, name, one in found}
