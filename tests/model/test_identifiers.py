"""Identifiers are known in whatever form people have them at hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroref.model.identifiers import NAMESPACES, REFERENCE_KEYS, address, curie, display_form, found_in

DOI = "10.1038/jcbfm.2014.209"
SICI = "10.1002/(SICI)1097-0274(199909)36:1+<1::AID-AJIM2>3.0.CO;2-0"  # as Wiley made them until 2001

FORMS = {
    DOI: [
        "10.1038/jcbfm.2014.209",
        "doi:10.1038/jcbfm.2014.209",
        "doi: 10.1038/jcbfm.2014.209",
        "DOI 10.1038/jcbfm.2014.209",
        "urn:doi:10.1038/jcbfm.2014.209",
        "doi.org/10.1038/jcbfm.2014.209",
        "http://doi.org/10.1038/jcbfm.2014.209",
        "HTTPS://DOI.ORG/10.1038/jcbfm.2014.209",
        "https://dx.doi.org/10.1038/jcbfm.2014.209",
        "<https://doi.org/10.1038/jcbfm.2014.209>",
        "https://doi.org/10.1038%2Fjcbfm.2014.209",
        "https://doi.org/10.1038/jcbfm.2014.209?via=x&y=10.1000/1",
        "https://doi.org/10.1038/jcbfm.2014.209#abstract",
        "https://search.crossref.org/?q=10.1038%2Fjcbfm.2014.209&from_ui=yes",
        "https://example.org/?a=b&doi=10.1038/jcbfm.2014.209&c=d#e",
        "https://journals.sagepub.com/doi/full/10.1038/jcbfm.2014.209",
        "https://www.frontiersin.org/articles/10.1038/jcbfm.2014.209/full",
        "https://link.springer.com/content/pdf/10.1038/jcbfm.2014.209.pdf",
    ],
    "10.1016/0028-3908(95)00153-0": ["https://doi.org/10.1016/0028-3908%2895%2900153-0"],
    SICI: [
        SICI,
        f"doi:{SICI}",
        "https://doi.org/10.1002/(SICI)1097-0274(199909)36:1+%3C1::AID-AJIM2%3E3.0.CO;2-0",
        "https://onlinelibrary.wiley.com/doi/10.1002/%28SICI%291097-0274%28199909%2936%3A1%2B%3C1%3A%3AAID-AJIM2%3E3.0.CO%3B2-0?x=1",
        f"https://doi.org/{SICI}",
        f"<https://doi.org/{SICI}>",
    ],
    "PMID:25492110": [
        "25492110",
        " PMID: 25492110 ",
        "pmid25492110",
        "pubmed:25492110",
        "00025492110",
        "PMID: 00025492110",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/pmid/25492110/",
        "https://pubmed.ncbi.nlm.nih.gov/25492110",
        "pubmed.ncbi.nlm.nih.gov/25492110/",
        "http://pubmed.ncbi.nlm.nih.gov/25492110/?from_term=lead&from_pos=1",
        "https://pubmed.ncbi.nlm.nih.gov/25492110/#affiliation-1",
        "http://www.ncbi.nlm.nih.gov/pubmed/25492110?dopt=Abstract",
        "https://www.ncbi.nlm.nih.gov/pubmed/?term=25492110",
        "https://www.ncbi.nlm.nih.gov/m/pubmed/25492110/",
        "https://europepmc.org/article/MED/25492110",
        "https://identifiers.org/pubmed/25492110",
        "https://identifiers.org/pubmed:25492110",
    ],
    "PMC4348378": [
        "PMCID: PMC4348378",
        "PMCID: 4348378",
        "PMC04348378",
        "https://www.ncbi.nlm.nih.gov/pmc/4348378",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/4348378/",
        "http://www.ncbi.nlm.nih.gov/pmc/articles/PMC4348378/",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4348378/pdf/jcbfm2014209a.pdf",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC4348378/?report=reader#S1",
        "pmc.ncbi.nlm.nih.gov/articles/pmc4348378",
        "https://europepmc.org/article/PMC/PMC4348378",
    ],
    "NBK1437": ["https://www.ncbi.nlm.nih.gov/books/NBK1437/?report=printable", "ncbi.nlm.nih.gov/books/NBK1437"],
    "CHEBI:25016": [
        "CHEBI:25016",
        "CHEBI_25016",
        "http://purl.obolibrary.org/obo/CHEBI_25016",
        "<http://purl.obolibrary.org/obo/CHEBI_25016>",
        "https://identifiers.org/CHEBI:25016",
        "http://identifiers.org/chebi/CHEBI:25016",
        "identifiers.org/chebi/CHEBI%3A25016",
        "https://bioregistry.io/chebi:25016",
        "https://www.ebi.ac.uk/chebi/searchId.do?chebiId=CHEBI:25016",
        "https://www.ebi.ac.uk/ols4/ontologies/chebi/classes/http%253A%252F%252Fpurl.obolibrary.org%252Fobo%252FCHEBI_25016",
    ],
    "HGNC:11050": [
        "https://identifiers.org/hgnc:11050",
        "https://identifiers.org/hgnc/HGNC:11050",
        "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:11050",
        "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/11050",
    ],
    "MONDO:0002050": ["http://purl.obolibrary.org/obo/MONDO_0002050", "https://monarchinitiative.org/MONDO:0002050"],
    "HP:0000716": ["http://purl.obolibrary.org/obo/HP_0000716", "https://hpo.jax.org/browse/term/HP:0000716"],
    "MESH:D012701": [
        "D012701",
        "http://id.nlm.nih.gov/mesh/D012701.html",
        "https://meshb.nlm.nih.gov/record/ui?ui=D012701",
        "https://identifiers.org/mesh:D012701",
        "https://www.ncbi.nlm.nih.gov/mesh/?term=D012701",
        "MSH:D012701",
        "MeSH ID: D012701",
        "http://purl.bioontology.org/ontology/MSH/D012701",
    ],
    "PUBCHEM.COMPOUND:5202": [
        "CID 5202",
        "CID5202",
        "pubchem:5202",
        "https://pubchem.ncbi.nlm.nih.gov/compound/5202#section=Names",
        "http://identifiers.org/pubchem.compound/5202",
    ],
    # no identifier in it
    "https://www.example.org/page": ["http://www.example.org/page", "https://www.example.org/page#part", "https://www.example.org/page?x=1"],
    "lead": ["lead"],
    "5-HT1A": ["5-HT1A"],
    "vitamin D3": ["vitamin D3"],
    "D2": ["D2"],
}  # fmt: skip


@pytest.mark.parametrize(("form", "identifier"), [(form, one) for one, forms in FORMS.items() for form in forms])
def test_an_identifier_is_found_in_every_form_of_it(form: str, identifier: str) -> None:
    assert found_in(form) == identifier


def test_our_own_addresses_lead_back() -> None:
    for name, known in NAMESPACES.items():
        assert found_in(address(name, known.example)) == curie(name, known.example)
    assert address("DOI", SICI) == "https://doi.org/10.1002/(SICI)1097-0274(199909)36:1+%3C1::AID-AJIM2%3E3.0.CO;2-0"
    assert found_in(address("DOI", SICI)) == SICI
    for name, known in REFERENCE_KEYS.items():
        assert found_in(address(name, known.example)) == display_form(name, known.example)


@given(st.text())
def test_any_text_is_looked_at(text: str) -> None:
    assert found_in(text).strip() == found_in(text)


def test_a_long_text_takes_no_longer() -> None:
    hostile = "10.1000/" + "/full/" * 100_000 + "\n?"
    assert found_in(hostile) == hostile.strip()
