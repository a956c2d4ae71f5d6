"""Asks Crossref, PubMed and Europe PMC whether our references exist, say the same there, and still stand.

Run by those who have the net, from the root of the repository; the program itself never asks it. One line is printed
for each finding; what is only told begins with ``note:``. Exit codes: 0 all agree, 1 there are findings, 2 wrong usage
or unreadable data, 3 a service could not be reached (the others were asked all the same).

    python tools/records.py --mailto you@example.org              all records
    python tools/records.py aalto-2015 felger-2012                some
    python tools/records.py --write aalto-2015                    and complete what is missing in their lines
    python tools/records.py --add 10.1038/jcbfm.2014.209 --study human-experimental    a new record, printed

With ``--write``, `checked` becomes today where all that services say agrees. It says that the record was seen: whether
the abstract bears what is cited for, a person reads.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec
import platformdirs
from papers import writing
from papers.asking import BASES, Asked
from papers.client import Client
from papers.comparison import KEYS, findings, identifiers, notices
from papers.paper import Paper
from papers.texts import Texts

from neuroref.loader import files, read
from neuroref.model.names import plain
from neuroref.model.records import Reference
from neuroref.model.vocabularies import Study

AGREE, FINDINGS, USAGE, UNREACHED = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        known = {one.id: one for one in _references(options.data)}
    except (files.InvalidDataset, files.Unreadable) as error:
        return _fail(f"{error}")
    if unknown := [one for one in options.ids if one not in known]:
        return _fail(f"no reference {', '.join(unknown)} in {options.data}")
    if not options.mailto:
        _tell("no --mailto: Crossref serves those first who give an address, and no service can write to you")
    client = Client(options.mailto, options.cache, options.pace, backoff=options.backoff, timeout=options.timeout)
    asked = Asked(client, {name: getattr(options, name) for name in BASES})
    texts = Texts(options.data)
    try:
        code = _add(options, asked, texts, known) if options.add else _check(options, asked, texts, known)
    finally:
        client.close()
        if options.write:
            texts.save()
    for errors in asked.unreached.values():
        _tell(f"{errors[0]} ({len(errors)} {'request' if len(errors) == 1 else 'requests'} without an answer)")
    return UNREACHED if asked.unreached else code


def _references(path: Path) -> Iterator[Reference]:
    """Yield the references at *path* that have the shape of one; what else is wrong there is no matter here."""
    loaded = read.read([(str(one), files.fetch(one)) for one in files.find(path)])
    if loaded.found:
        raise files.InvalidDataset(loaded.found)
    for number, one in enumerate(loaded.tree.get("references") or (), 1):
        try:
            yield msgspec.convert(one, Reference)
        except msgspec.ValidationError as error:
            called = one.get("id", number) if isinstance(one, dict) else number
            _tell(f"left out: reference {called}: {error}")


def _check(options: argparse.Namespace, asked: Asked, texts: Texts, known: dict[str, Reference]) -> int:
    references = [known[one] for one in options.ids or known]
    wanted = [one for one in references if identifiers(one)]
    owners = {f"{name} {value}".lower(): one.id for one in known.values() for name, value in identifiers(one).items()}
    heard = with_findings = 0
    asked.gather(wanted)
    for reference in wanted:
        if asked.all_out():
            _tell(f"no service answers: stopped at {reference.id}")
            break
        papers, missing, whole = asked.answers(identifiers(reference))
        found = [*missing, *findings(reference, papers)]
        heard += bool(papers or missing)
        with_findings += any(one.grave for one in found)
        for one in found:
            _say(f"{reference.id}: {'' if one.grave else 'note: '}{one.about}: {one.words}")
        if options.write and papers:
            well = whole and not any(one.grave for one in found)
            _write(texts, reference, papers, owners, options.date if well else None)
    _tell(
        f"answers on {heard} of {len(references)} records, findings on {with_findings};"
        f" {len(references) - len(wanted)} have no DOI, PMID or PMCID to ask by"
    )
    return FINDINGS if with_findings else AGREE


def _write(
    texts: Texts, reference: Reference, papers: Sequence[Paper], owners: dict[str, str], today: date | None
) -> None:
    """Complete a record from those papers that agree with it; call it checked *today*, where that is a day."""
    agree = [
        one for one in papers if not any(told.grave for told in findings(reference, [one]) if told.about != "notice")
    ]
    said, disputes = writing.merged(agree)
    for name, words in disputes.items():
        said.pop(name, None)
        if not getattr(reference, name.replace("-", "_")):
            _say(f"{reference.id}: note: {name}: {words}: not written")
    for name, value in [(name, said[name]) for name in KEYS if name in said]:
        owner = owners.setdefault(f"{name} {value}".lower(), reference.id)
        if owner != reference.id:
            _say(f"{reference.id}: note: {name}: {value} would be its own, and stands at {owner}")
            del said[name]
    try:
        written = texts.complete(reference, said, [one for paper in agree for one in paper.titles], today)
    except LookupError as error:
        _tell(f"not written: {error}")
        return
    if written:
        _say(f"{reference.id}: written: {', '.join(dict.fromkeys(written))}")


def _add(options: argparse.Namespace, asked: Asked, texts: Texts, known: dict[str, Reference]) -> int:
    doi = options.add.strip()
    for prefix in ("https://doi.org/", "http://dx.doi.org/", "doi:"):
        doi = doi.removeprefix(prefix)
    papers = asked.answers({"DOI": doi}).papers
    said, disputes = writing.merged(papers)
    if not papers or "title" not in said:
        _tell(f"no service that answered knows the DOI {doi}")
        return FINDINGS
    said["DOI"] = doi
    for name, value in [(name, said[name]) for name in KEYS if name in said]:
        owner = next((one.id for one in known.values() if (getattr(one, name) or "").lower() == value.lower()), None)
        if owner:
            _tell(f"it is here already: {owner} has {name} {value}")
            return FINDINGS
    identifier = writing.new_id(said, known)
    record = writing.record(said, identifier, options.study, options.date)
    print(record, end="")
    bad = [*(one.words for one in notices(papers)), *(f"{name}: {words}" for name, words in disputes.items())]
    for words in bad:
        _tell(f"{identifier}: {words}")
    if options.write:
        path = texts.add(record, identifier)
        _tell(
            f"added to {path}; `validate` will ask for a place that cites it"
            + ("" if options.study else ", and for its study")
        )
    return FINDINGS if bad else AGREE


def _parser() -> argparse.ArgumentParser:
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("ids", nargs="*", metavar="ID", help="references to ask about; without any, all")
    parser.add_argument(
        "--data", type=Path, default=root / "data", metavar="PATH", help="the dataset, a file or a folder"
    )
    parser.add_argument(
        "--write", action="store_true", help="complete what is missing, and set `checked` where all agree"
    )
    parser.add_argument(
        "--add", metavar="DOI", help="print the record of a new paper; with --write, put it into its place"
    )
    parser.add_argument(
        "--study", type=Study, choices=list(Study), metavar="STUDY", help="of a new paper: what sort it is"
    )
    parser.add_argument("--date", type=date.fromisoformat, default=date.today(), help="the day of `checked`; today")
    address = os.environ.get("NEUROREF_MAILTO", "")
    parser.add_argument(
        "--mailto", default=address, metavar="ADDRESS", help="where services can write to you; NEUROREF_MAILTO"
    )
    for name, base in BASES.items():
        variable = f"NEUROREF_{name.upper()}"
        parser.add_argument(
            f"--{name}", default=os.environ.get(variable, base), metavar="URL", help=f"{base}; {variable}"
        )
    cache = platformdirs.user_cache_path("neuroref", appauthor=False) / "records"
    parser.add_argument("--cache", type=Path, default=cache, metavar="FOLDER", help="answers are kept there for a week")
    parser.add_argument("--fresh", dest="cache", action="store_const", const=None, help="keep no answers and use none")
    parser.add_argument(
        "--pace", type=float, default=Client.pace, metavar="S", help="seconds between requests to a service"
    )
    parser.add_argument(
        "--backoff", type=float, default=Client.backoff, metavar="S", help="seconds before a second try"
    )
    parser.add_argument(
        "--timeout", type=float, default=Client.timeout, metavar="S", help="seconds to wait for an answer"
    )
    return parser


def _say(words: str) -> None:
    print(plain(words))


def _tell(words: str) -> None:
    print(f"records: {plain(words)}", file=sys.stderr)


def _fail(words: str) -> int:
    _tell(words)
    return USAGE


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a Greek letter must not end the run
    sys.exit(main())
