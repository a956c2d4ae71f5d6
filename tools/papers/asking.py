"""Asks all services for one paper after another, and remembers which did not answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from neuroref.model.records import Reference

from .client import Client, Unreachable
from .comparison import Finding
from .paper import Ids, Paper
from .pubmed import PubMed
from .services import Crossref, EuropePmc, Service

BASES = {
    "crossref": "https://api.crossref.org",
    "europepmc": "https://www.ebi.ac.uk/europepmc/webservices/rest",
    "pubmed": "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
}


class Answers(NamedTuple):
    """The paper as each service has it (Crossref first, where names are fullest), and which of them lack it.

    *whole*: all were heard that could be asked.
    """

    papers: list[Paper]
    missing: list[Finding]
    whole: bool


class Asked:
    """The services, and what came of asking them."""

    def __init__(self, client: Client, bases: dict[str, str]) -> None:
        self.client = client
        self.pubmed = PubMed(client, bases["pubmed"])
        # Europe PMC first, because it knows which identifiers are of one paper.
        self.services: tuple[Service, ...] = (
            EuropePmc(client, bases["europepmc"]),
            Crossref(client, bases["crossref"]),
            self.pubmed,
        )
        self.unreached: dict[str, list[Unreachable]] = {}

    def gather(self, references: Sequence[Reference]) -> None:
        """Get from PubMed at once what will be asked of it."""
        try:
            self.pubmed.gather([one.PMID for one in references if one.PMID])
        except Unreachable as error:
            self.unreached.setdefault(error.service, []).append(error)

    def all_out(self) -> bool:
        """Say whether no service answers any more."""
        return all(service.name in self.client.out for service in self.services)

    def answers(self, ids: Ids) -> Answers:
        """Ask all services for the paper with some identifiers."""
        known, papers, missing, whole = dict(ids), [], [], True
        for service in self.services:
            if not service.asks_by(known):
                continue
            try:
                paper = service.ask(known)
            except Unreachable as error:
                self.unreached.setdefault(service.name, []).append(error)
                whole = False
                continue
            if paper is None:
                missing.append((service.name, service.asks_by(known)))
            else:
                papers.append(paper)
                known = {**paper.ids, **known}
        seen = {f"{name} {value}".lower() for paper in papers for name, value in paper.ids.items()}
        found = [Finding("exists", f"{name} knows no {by}", grave=by.lower() not in seen) for name, by in missing]
        # That Europe PMC lacks what Crossref has says nothing: it is about the life sciences.
        found = [one for one in found if one.grave or not one.words.startswith(EuropePmc.name)]
        return Answers(sorted(papers, key=lambda paper: paper.service != Crossref.name), found, whole)
