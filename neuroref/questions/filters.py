"""Which links are wanted: the filters that every command, export and method with links shares.

A filter is one field of `LinkFilter` with its declaration; options, completion, help, names and SQL are made from it.
"""

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

import msgspec

from ..model.records import EntryKind
from ..model.vocabularies import Direction, Evidence, Kind, Phase, Process, Species, Term


class Filter(msgspec.Struct, frozen=True):
    """How a filter is said and meant.

    *values* is the vocabulary that its words are from, or the kind of entry that they name; *sql* a condition on the
    tables ``link`` and ``example`` with ``{}`` for the list of values, each as *stored* writes it. A *help* that is
    not given lists the words.
    """

    values: type[Term] | EntryKind
    metavar: str
    sql: str
    help: str = ""
    stored: Callable[[str], Any] = str

    @property
    def help_text(self) -> str:
        """The help of its option."""
        if self.help or isinstance(self.values, EntryKind):
            return self.help
        *words, last = self.values
        return f"{', '.join(map(str, words))} or {last}."


def _rank(level: str) -> int:
    return Evidence(level).rank


def _listed(kind: EntryKind) -> str:
    return f"link.example IN (SELECT example FROM listed WHERE kind = '{kind}' AND id IN ({{}}))"


_CAUSE = Filter(EntryKind.CAUSE, "NAME", _listed(EntryKind.CAUSE), "Only under these causes.")
_KIND = Filter(Kind, "KIND", "example.kind IN ({})", "Only examples of these kinds: gene, toxicant, medication …")
_TRANSMITTER = Filter(EntryKind.TRANSMITTER, "NAME", "link.transmitter IN ({})", "Only links to these transmitters.")
_MOLECULE = Filter(
    EntryKind.MOLECULE,
    "NAME",
    "link.number IN (SELECT link FROM via WHERE molecule IN ({}))",
    "Only through these molecules: SERT, HTR2A, MAO-A …",
)
_PROCESS = Filter(Process, "STEP", "link.process IN ({})", "Step: synthesis, storage, release, reuptake …")
_MIN_EVIDENCE = Filter(Evidence, "LEVEL", "link.evidence <= {}", "This level or stronger.", _rank)
_CONDITION = Filter(
    EntryKind.CONDITION, "NAME", _listed(EntryKind.CONDITION), "Only examples tied to these conditions."
)
Several = tuple[str, ...]


class LinkFilter(NamedTuple):
    """The links wanted. Values of one field are alternatives; fields must all hold; an empty field holds always."""

    cause: Annotated[Several, _CAUSE] = ()
    kind: Annotated[Several, _KIND] = ()
    transmitter: Annotated[Several, _TRANSMITTER] = ()
    molecule: Annotated[Several, _MOLECULE] = ()
    direction: Annotated[Several, Filter(Direction, "WORD", "link.direction IN ({})")] = ()
    process: Annotated[Several, _PROCESS] = ()
    phase: Annotated[Several, Filter(Phase, "WORD", "link.phase IN ({})")] = ()
    species: Annotated[Several, Filter(Species, "WORD", "link.species IN ({})")] = ()
    evidence: Annotated[Several, Filter(Evidence, "LEVEL", "link.evidence IN ({})", stored=_rank)] = ()
    min_evidence: Annotated[str | None, _MIN_EVIDENCE] = None
    condition: Annotated[Several, _CONDITION] = ()

    @property
    def fields(self) -> set[str]:
        """The names of the fields that are given."""
        return {name for name in FILTERS if getattr(self, name)}

    def where(self) -> tuple[str, list[Any]]:
        """Write the filter as an SQL condition on the tables ``link`` and ``example``, and its parameters."""
        parts: list[str] = []
        parameters: list[Any] = []
        for name, one in FILTERS.items():
            given = getattr(self, name)
            values = [one.stored(value) for value in ((given,) if isinstance(given, str) else given or ())]
            if values:
                parts.append(one.sql.format(", ".join("?" * len(values))))
                parameters += values
        return " AND ".join(parts) or "1", parameters


def _declared(name: str, annotation: Any) -> Filter:
    declaration = next(iter(getattr(annotation, "__metadata__", ())), None)
    if not isinstance(declaration, Filter) or "{}" not in declaration.sql:
        raise TypeError(f"the filter '{name}' of LinkFilter lacks its declaration: Annotated[…, Filter(…, sql)]")
    return declaration


FILTERS: dict[str, Filter] = {name: _declared(name, one) for name, one in LinkFilter.__annotations__.items()}
EVERYTHING = LinkFilter()
