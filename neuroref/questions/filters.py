"""Which links are wanted: the filters that every command with links shares, as one value."""

from __future__ import annotations

from typing import Any, NamedTuple

from .model import EVIDENCE_ORDER


class LinkFilter(NamedTuple):
    """The links wanted. Values of one field are alternatives; fields must all hold; an empty field holds always."""

    cause: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    transmitter: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    process: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    species: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    min_evidence: str | None = None
    condition: tuple[str, ...] = ()

    def where(self) -> tuple[str, list[Any]]:
        """Write the filter as an SQL condition on the tables ``link`` and ``example``, and its parameters."""
        parts: list[str] = []
        values: list[Any] = []

        def wanted(expression: str, among: tuple[Any, ...]) -> None:
            if among:
                parts.append(expression.format(", ".join("?" * len(among))))
                values.extend(among)

        wanted("link.example IN (SELECT example FROM member WHERE cause IN ({}))", self.cause)
        wanted("example.kind IN ({})", self.kind)
        for column in ("transmitter", "direction", "process", "phase", "species"):
            wanted(f"link.{column} IN ({{}})", getattr(self, column))
        ranks = [str(term) for term in EVIDENCE_ORDER]
        wanted("link.evidence IN ({})", tuple(ranks.index(word) for word in self.evidence))
        if self.min_evidence is not None:
            parts.append("link.evidence <= ?")
            values.append(ranks.index(self.min_evidence))
        wanted("link.example IN (SELECT example FROM example_condition WHERE condition IN ({}))", self.condition)
        return " AND ".join(parts) or "1", values


FILTER_NAMES = LinkFilter._fields
