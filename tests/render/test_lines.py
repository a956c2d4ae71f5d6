"""Where the lines of a screen break: no word is torn where it has a joint, nothing stands alone that says nothing so."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from conftest import CLASSES, SMALL, Run
from rich.cells import cell_len

from neuroref.render.page import (
    Block,
    Cell,
    Column,
    Items,
    Notes,
    Pairs,
    Paragraph,
    Section,
    Span,
    Table,
    Title,
    cell,
    dim,
    strong,
    text,
)
from neuroref.render.screen.environment import Screen
from neuroref.render.screen.terminal import draw

LINK = "variants-in-production-genes.dopamine.synthesis.developmental"
NAMES = ("glutamate", "GABA", "endogenous opioids")
STRONG = Span("●●●●", "evidence-strong")


def drawn(*page: Block, width: int) -> list[str]:
    """Draw a page in a terminal of that *width*."""
    lines = draw(page, Screen(is_terminal=True, width=width, color=False, encoding="utf-8")).splitlines()
    assert max(map(cell_len, lines)) <= width
    return lines


def links(*rows: tuple[str, str], found: str = "") -> Table:
    columns = [
        Column("Example"),
        Column("Effect"),
        Column("Evidence", whole=True),
        Column("In", whole=True, spare=True),
    ]
    body = [[cell(name), cell(effect), cell(STRONG), cell("human"), cell(found)] for name, effect in rows]
    return Table([*columns, Column("What was found", rest=True)], body)


def test_a_long_name_in_a_table_of_one_column_takes_its_lines() -> None:
    name = "a thalamic glutamate source " * 4
    assert (
        " ".join(" ".join(drawn(Table([Column("Title")], [[cell(name)]]), width=40)).split()) == f"Title {name.strip()}"
    )


def test_a_long_name_with_nothing_beside_it_leaves_no_empty_line() -> None:
    columns = [Column("Condition"), Column("synthesis", whole=True), Column("storage", whole=True)]
    names = ["Antidepressant discontinuation syndrome", "Botulism"]
    lines = drawn(Table(columns, [[cell(name), cell(""), cell("")] for name in names], sliced=True), width=40)
    assert "Botulism" in lines and "" not in lines


@pytest.mark.parametrize(
    "block",
    [
        Title("A link", LINK),
        Section(LINK),
        Paragraph(text(LINK)),
        Pairs([(text("A link"), [text(LINK)])]),
        Notes([LINK]),
        Table([Column("A link")], [[cell(LINK)]]),
        links((LINK, "")),
    ],
    ids=lambda block: type(block).__name__,
)
@pytest.mark.parametrize("width", [40, 56])
def test_a_word_longer_than_its_room_breaks_at_its_joints(block: Block, width: int) -> None:
    pieces = [piece for line in drawn(block, width=width) for piece in line.split() if piece in LINK]
    assert "".join(pieces) == LINK
    assert [piece[-1] for piece in pieces[:-1] if piece[-1] not in "-."] == []


def test_a_few_long_rows_do_not_take_the_room_of_all() -> None:
    rows = [("Lead", "less made")] * 19
    long = ("Lead", "receptors blocked with " + ", ".join(["haloperidol"] * 8))
    found = "A sentence that says what was found."
    plain, beside = (drawn(links(*rows, *more, found=found), width=160) for more in ([], [long]))
    assert plain[0].split() == beside[0].split() == ["Example", "Effect", "Evidence", "In", "What", "was", "found"]
    assert found in plain[1] and found in beside[1]


def test_what_was_found_takes_no_room_from_names_that_would_wrap() -> None:
    name = "A name that is longer than most others are"
    lines = drawn(links(*[("Lead", "less made")] * 9, (name, "less made"), found="Found. " * 30), width=160)
    assert lines[0].split()[-1] == "found" and lines[-1].startswith(name)


@pytest.mark.parametrize("width", range(24, 60))
def test_a_sign_never_begins_a_line(width: int) -> None:
    effects = ("less released", "receptors more or less active", "slower breakdown (less MAOA)")
    signs = [Span("↑2", "increase"), Span(" "), Span("↓1", "decrease"), Span(" "), STRONG]
    stacked = drawn(links(*((f"A toxicant that has name {name}", name) for name in effects)), width=width)
    prose = drawn(Paragraph(text("Lead and all its salts that were measured ", *signs)), width=width)
    assert [line for line in (*stacked, *prose) if line.strip().startswith(("●●●●", "↓1"))] == []


def test_the_next_lines_of_a_name_stand_in_and_beside_its_other_links() -> None:
    name = "SLC18A3: vesicular acetylcholine transporter deficiency"
    table = links((name, "less stored"), ("", "less made"), ("Lead", "less made"))
    lines = drawn(table, width=64)
    assert [line[:3] for line in lines[1:]] == ["SLC", "  t", "Lea"]
    assert [line.partition("less ")[2].split()[0] for line in lines[1:]] == ["stored", "made", "made"]
    assert drawn(table, width=30)[1] == "  acetylcholine transporter"


def test_a_name_of_three_lines_stands_above_its_row_if_that_saves_one() -> None:
    name = "Deadly nightshade, jimsonweed and other plants with belladonna alkaloids"
    effect = "receptors more or less active (more 5-HT1A) with all"
    one, two = (
        drawn(links(*[("Lead", effect)] * 9, (name, "less made"), *more), width=80)
        for more in ([], [("", "less stored")])
    )
    assert one[-2] == name and one[-1].split() == ["less", "made", "●●●●"]
    assert one[-1].index("less") == one[1].index("receptors")
    assert two[-3].split()[:2] == ["Deadly", "nightshade,"] and two[-3].split()[-1] == "●●●●"


def test_what_would_take_three_lines_is_told_in_short() -> None:
    told = Cell([[text("receptors more or less active (partly stimulates MOR; blocks KOR)")]], short=text("in short"))
    table = Table([Column("Effect"), Column("Evidence", whole=True)], [[cell("Opioids"), told]])
    wide, tight, narrow = (" ".join(" ".join(drawn(table, width=width)).split()) for width in (80, 48, 32))
    assert "blocks KOR" in wide and "blocks KOR" in tight
    assert "in short" in narrow and "KOR" not in narrow


@pytest.mark.parametrize("command", ["by-transmitter serotonin", "by-condition depression"])
def test_a_link_takes_two_lines_at_most(run: Run, command: str) -> None:
    """A link ends in its sign; of the lines that go on with a name or an effect no two follow each other."""
    tables = run(*command.split(), "--color", "never", terminal=True, columns=80).out.split("\nExample ")[1:]
    lines = [line for table in tables for line in table.partition("\n\n")[0].partition("\n↑ more")[0].splitlines()[1:]]
    going_on = [line.startswith(" ") and line[-1] not in "●○⇄" for line in lines]
    assert len(lines) > 100 and not any(one and other for one, other in itertools.pairwise(going_on))


def test_narrow_columns_are_told_one_after_the_other() -> None:
    columns = [Column("Effect"), Column("Evidence", whole=True), Column("Source")]
    rows = [[cell("dopamine: more signalling"), cell(STRONG), cell("Rangel-Barajas & Rebec 2016")]]
    assert drawn(Table(columns, rows), width=40) == ["dopamine: more signalling", "  ●●●●  Rangel-Barajas & Rebec 2016"]


def test_notes_break_between_their_parts() -> None:
    note = "More: --full · tied to it: by-condition depression · is it true? 13 claims"
    assert drawn(Notes([note]), width=72)[-1] == "is it true? 13 claims"


@pytest.mark.parametrize("width", range(24, 60))
def test_a_dot_ends_a_line_and_begins_none(width: int) -> None:
    note = "More: --full · tied to it: by-condition depression · is it true? 13 claims"
    prose = text("Low serotonin causes depression", dim(" · contested"), dim(" · "), "SSRIs correct an imbalance")
    link = text("contested · ", "less signalling", dim(" · acute · human · of members"))
    lines = drawn(Title("Causes", note), Notes([note]), Paragraph(prose), Paragraph(link), width=width)
    assert [line for line in lines if line.strip().startswith("·")] == []


@pytest.mark.parametrize("width", range(24, 60))
def test_an_arrow_ends_no_line(width: int) -> None:
    links = [text("Major depressive disorder: ", Span("↓", "decrease"), f" {one}, less signalling") for one in NAMES]
    lines = drawn(Items(links), Items([text(Span("↓", "decrease"), " ", one) for one in NAMES]), width=width)
    assert [line for line in lines if line.endswith("↓")] == []


def test_numbers_beside_a_bar_stay_with_it() -> None:
    columns = [Column("Cause", whole=True), Column("Most affected"), Column("Evidence", whole=True)]
    tallies = Cell([[text("dopamine ↑7 ↓15 ↕4"), text("GABA ↑5")]])
    lines = drawn(Table(columns, [[cell(strong("genetics")), tallies, cell("▁▂▃▄ 28 16 30 24 9")]]), width=40)
    assert lines[-1] == "  ▁▂▃▄ 28 16 30 24 9"


def test_a_page_has_no_two_empty_lines(run: Run) -> None:
    ids = [json.loads(line)["id"] for line in run("conditions", "--format", "jsonl", data=CLASSES).out.splitlines()]
    assert ids
    for one in ids:
        assert "\n\n\n" not in run("show", f"condition:{one}", "--full", data=CLASSES).out


@pytest.mark.parametrize(
    "command", ["causes", "show inflammation", "show Prozac", "by-transmitter histamine", "cite lead"]
)
@pytest.mark.parametrize("columns", [40, 100])
def test_who_copies_from_a_terminal_copies_no_blanks(run: Run, command: str, columns: int) -> None:
    """Nor those that stand before an escape sequence at the end of a line."""
    colored = run(*command.split(), terminal=True, columns=columns).out
    lines = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", colored).split("\n")
    assert "\x1b[" in colored
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_pipe_has_whole_words() -> None:
    row = links(*[("hypothalamic-pituitary-adrenal", "corticosteroid-binding-globulin-like-word")] * 3)
    piped = draw([row], Screen(is_terminal=False, width=40, color=False, encoding="utf-8"))
    assert {"hypothalamic-pituitary-adrenal", "corticosteroid-binding-globulin-like-word"} <= set(piped.split())


def test_letters_that_an_encoding_lacks_are_written_in_those_it_has() -> None:
    words = "Sørensen Ærø β-endorphin −1 Łukasz"
    told = draw([Paragraph(text(words))], Screen(is_terminal=False, width=80, color=False, encoding="ascii"))
    assert told == "Sorensen Aero beta-endorphin -1 Lukasz\n"


def test_what_a_list_leaves_out_is_said_in_words(run: Run) -> None:
    for command, told in (("causes", "Two most affected"), ("examples --cause stress", ", 6 more ")):
        shown = run(*command.split(), "--color", "never", terminal=True, columns=120).out
        assert "+" not in shown and told in shown


@pytest.mark.parametrize("width", range(20, 80))
def test_a_number_in_a_name_begins_no_line(width: int) -> None:
    table = links(*[("Tryptophan hydroxylase 1 TPH1", "receptors more or less active (less 5-HT1A)")] * 3)
    assert [line for line in drawn(table, width=width) if line.split()[0] == "1"] == []


@pytest.mark.parametrize("width", range(40, 80))
def test_a_letter_that_begins_a_word_does_not_make_it_too_long(width: int) -> None:
    table = links(*[("Serotonin N-acetyltransferase", "receptors more or less active (less 5-HT1A)")] * 3)
    assert "N-acetyltransferase" in {word for line in drawn(table, width=width) for word in line.split()}


def test_a_name_above_its_row_leaves_that_one_line() -> None:
    told = Cell([[text("less made (less BH4, PTPS, DHPR and 3 more) with all that")]], short=text("less made"))
    effect = "receptors blocked (alpha-1A)"
    name = "Deadly nightshade, jimsonweed and other plants with belladonna alkaloids"
    rows = [[cell("Lead"), cell(effect), cell(STRONG)]] * 9 + [[cell(name), told, cell(STRONG)]]
    lines = drawn(Table([Column("Example"), Column("Effect"), Column("Evidence", whole=True)], rows), width=72)
    assert lines[-2] == name and lines[-1].split() == ["less", "made", "●●●●"]


def test_what_rests_on_a_source_is_said_in_the_words_of_links(run: Run) -> None:
    assert re.search(r"Cortisol +example +↓ serotonin: less made +●●○○", run("show", "alpha-2001", data=SMALL).out)
    assert "condition: Depression" in run("show", "beta-2002", data=SMALL).out  # its name, not its id


@pytest.mark.parametrize("rows", ["cause", "kind"])
def test_the_matrix_of_steps_is_one_block_at_80_columns(run: Run, rows: str) -> None:
    out = run("matrix", "--rows", rows, "--by", "process", "--color", "never", terminal=True, columns=80).out
    assert len([line for line in out.splitlines() if line.startswith(f"{rows.capitalize()} ")]) == 1


def test_weaker_evidence_keeps_the_hue_of_its_way(run: Run) -> None:
    """As the ground of its cell on the website does: a heat map of grey says nothing."""
    out = run("matrix", "--cause", "stress", terminal=True, columns=80).out
    assert re.search(r"\x1b\[38;5;67m\s*⇡\d", out) and re.search(r"\x1b\[38;5;137m\s*⇣\d", out)


@pytest.mark.parametrize("command", ["causes", "transmitters"])
def test_numbers_of_one_level_stand_below_each_other(run: Run, command: str) -> None:
    out = re.sub(r"\x1b\[[\d;]*m", "", run(command, terminal=True, columns=100).out)
    rows = [line for line in out.splitlines() if "█" in line]
    ends = {tuple(found.end() for found in re.finditer(r"\d+", row))[-5:] for row in rows}
    assert len(rows) > 7 and len(ends) == 1


def test_a_doi_stays_with_its_word(run: Run) -> None:
    drawn = run("cite", "depression", "--transmitter", "serotonin", terminal=True, columns=80).out
    narrow = run("show", "aalto-2015", terminal=True, columns=40).out
    out = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;.*?\x1b\\", "", drawn + narrow)
    assert out.count("DOI 10.") > 4 and not re.search(r"(DOI|PMID|PMCID)$", out, re.MULTILINE)


@pytest.mark.parametrize("columns", [40, 80, 100])
@pytest.mark.parametrize("command", ["examples --limit 100", "search serotonin"])
def test_how_many_more_there_are_never_begins_a_line(run: Run, command: str, columns: int) -> None:
    out = run(*command.split(), "--color", "never", terminal=True, columns=columns).out
    assert re.search(r"\d more\b", out) and not re.search(r"^ *\d+ more", out, re.MULTILINE)


def test_a_heading_breaks_at_its_joint() -> None:
    lines = drawn(
        Table([Column("Name"), Column("Serotonin-norepinephrine"), Column("Text")], [[cell("a " * 12)] * 3]), width=50
    )
    assert [line.split() for line in lines[:2]] == [["Serotonin-"], ["Name", "norepinephrine", "Text"]]


def test_names_get_no_room_that_others_cannot_do_without(run: Run) -> None:
    """A pipe of 40 columns, in which the other column's longest count stays whole."""
    result = run("search", "sleep", "--limit", "40", columns=40)
    assert (result.code, result.err) == (0, "") and "deprivation" in result.out


@pytest.mark.parametrize("width", range(24, 60))
def test_no_line_parts_a_citation(width: int) -> None:
    names = [f"{name} et al. {year}" for name, year in zip("ABCDEF", range(2001, 2007), strict=True)]
    cited = text(*[part for one in names for part in (dim("; "), Span(one, "dim", whole=True))][1:])
    lines = drawn(Items([cited]), Pairs([(text("release"), [cited])]), width=width)
    assert re.findall(r"\w et al\. \d{4}", "\n".join(lines)) == 2 * names


@pytest.mark.parametrize(
    "command", ["show serotonin --full", "show condition:depression --full", "path stress depression"]
)
@pytest.mark.parametrize("columns", [40, 80])
def test_no_screen_parts_a_citation(run: Run, command: str, columns: int) -> None:
    out = run(*command.split(), "--color", "never", terminal=True, columns=columns).out
    assert re.findall(r"et al\. \d{4}", out) and not re.search(r"\bet$|et al\.\n\s*\d{4}\b(?!;\d)", out, re.MULTILINE)


@pytest.mark.parametrize("width", range(20, 60))
def test_what_says_nothing_apart_stays_in_one_line(width: int) -> None:
    prose = Paragraph(
        text("major depression and 6 more", dim(" — "), "with the words of Alpha, Beta et al. and 11 more")
    )
    day = Paragraph(text("PMID 9630467 or PMC4348378", dim(" · checked 2026-11-25")))
    few = Paragraph(
        text("clonidine, guanfacine and 5 others, = unchanged, sociability (d = 0.3), pain – or a difference of -0.52")
    )
    lines = drawn(prose, day, few, Notes(["↑ more ↓ less · ●●●● strong to ●○○○ preclinical, ⇄ contested"]), width=width)
    assert [
        one
        for one in lines
        if one.startswith(("more", "other", "al.", "—", "–", "-", "20")) or one.endswith(tuple("●○⇄="))
    ] == []


def test_the_legend_stands_where_a_link_is_shown(run: Run) -> None:
    without, among = (
        run("path", *names, terminal=True, columns=80).out for names in (("stress", "depression"), ("lead", "gaba"))
    )
    assert "among its examples" in without and "preclinical" not in without and "preclinical," in among


def test_a_way_that_the_title_names_is_not_named_again(run: Run) -> None:
    direct, between = (run("path", *names).out for names in (("lead", "gaba"), ("lead", "ketamine")))
    assert "Lead — " not in direct and "Lead — dopamine — " in between


@pytest.mark.parametrize(
    ("command", "first"),
    [
        ("show gaba", "GABA  amino-acid · "),
        ("by-transmitter gaba", "What raises and lowers GABA\n"),
        ("by-condition depression", "What is tied to Depression  condition\n"),
    ],
)
def test_a_title_says_nothing_twice(run: Run, command: str, first: str) -> None:
    assert run(*command.split()).out.startswith(first)


def test_the_title_of_a_class_says_its_other_names_for_all_that_follows(run: Run) -> None:
    assert run("show", "Adderall").out.count("Vyvanse") == 1


def test_a_narrow_screen_keeps_together_what_is_compared(run: Run) -> None:
    """Columns cut from each other would be read one page apart."""
    lines = run("compare", "cocaine", "amphetamines", "--color", "never", terminal=True, columns=40).out.splitlines()
    at = lines.index("glutamate")
    assert " ".join(" ".join(lines[at : at + 3]).split()) == "glutamate oppose Cocaine ↓1 ●○○○ Amphetamines ↑1 ●●○○"
    assert run("matrix", "--color", "never", terminal=True, columns=40).out.count("\nCause ") > 1
    named = run(
        "compare", "cortisol", "iron", "depression", "--color", "never", data=SMALL, terminal=True, columns=40
    ).out
    assert "\n  Iron deficiency ↑1 ●○○○\n" in named


def test_what_to_type_to_read_a_claim_is_one_line(run: Run) -> None:
    for verdict in ("refuted", "contested", "partly"):
        out = run("claims", "--verdict", verdict, "--color", "never", terminal=True, columns=80).out
        [line] = [line for line in out.splitlines() if "neuroref show" in line]
        assert line.endswith("'.")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_next_lines_of_an_effect_stand_in_as_those_of_a_name(encoding: str) -> None:
    """Else a reader who runs down the arrows reads the middle of a phrase."""
    effect = Cell([[text(Span("↓", "decrease"), " receptors blocked (GABA-A) with lindane, dieldrin and 6 others")]])
    table = Table(
        [Column("Example"), Column("Effect"), Column("In", whole=True)], [[cell("Lead"), effect, cell("rats")]]
    )
    lines = draw([table], Screen(True, 44, color=False, encoding=encoding)).splitlines()
    begins = lines[1].index("receptors")
    assert len(lines) > 2 and all(line[:begins].isspace() and line[begins] != " " for line in lines[2:])


def test_no_heading_stands_above_nothing(run: Run) -> None:
    out = run("search", "Zinkstok", terminal=True, columns=160).out
    assert "Zinkstok" in out and not re.search("Evidence|What it says", out)
    assert re.search("Evidence.*What it says", run("search", "lead", terminal=True, columns=160).out)


@pytest.mark.parametrize("width", range(24, 60))
def test_neither_a_citation_nor_a_count_is_torn(width: int) -> None:
    cited = dim(" (Moncrieff et al. 2022; Jauhar et al. 2023; Gryglewski et al. 2014)")
    named = text("peptidyl-dipeptidase A, kininase II, ACE1 and 2 more")
    lines = drawn(Items([text("tied to Depression", cited)]), Pairs([(text("Also called"), [named])]), width=width)
    assert "".join(lines).count("et al. 20") == 3 and any("and 2 more" in line for line in lines)


@pytest.mark.parametrize("command", ["links", "examples --sort name", "claims"])
def test_a_list_that_was_cut_short_says_so(run: Run, command: str) -> None:
    """`Links 2` above the first two of many would count them."""
    begun, whole = (run(*command.split(), *more, data=CLASSES).out.splitlines()[0] for more in (["--limit", "2"], []))
    assert begun.endswith("  the first 2")
    number = re.findall(r"\d+", whole)[-1]
    assert run(*command.split(), "--limit", number, data=CLASSES).out.splitlines()[0] == whole


@pytest.mark.parametrize("command", ["links", "show medications --examples", "path paroxetine acetylcholine"])
def test_a_link_of_some_members_says_so_where_it_is_listed(run: Run, command: str) -> None:
    """Without their names the class would seem to do what one of them does."""
    drawn = run(*command.split(), data=CLASSES, columns=160).out
    assert "receptors blocked (M1) with paroxetine" in " ".join(drawn.split())


def test_examples_on_a_wide_screen_say_in_whom_and_what_was_found(run: Run) -> None:
    narrow, wide = (
        run("show", "stress", "--examples", "--color", "never", data=SMALL, terminal=True, columns=columns).out
        for columns in (40, 160)
    )
    assert re.search(r"Evidence +In +What was found", wide) and "What was found" not in narrow
    assert re.search(r"less made +●●○○ +human, chronic +In 14 people", wide)


def test_the_next_lines_of_a_label_stand_in_beside_its_arrow() -> None:
    label = text(Span("↓", "decrease"), " ", strong("Traumatic events and post-traumatic stress"))
    pairs = Pairs([(label, [text("Orexin-A was lower."), text("But: ten men."), text("Kaplan 2022")])])
    lines = drawn(pairs, width=80)
    assert lines[1].startswith("  post-traumatic") and lines[1].index("But") == lines[0].index("Orexin")


def test_of_several_ways_in_a_cell_none_stands_in_below_the_first() -> None:
    one, other = (text(Span("↑", "increase"), f" {name}: slower reuptake") for name in ("dopamine", "norepinephrine"))
    table = Table(
        [Column("Entry"), Column("Shares")], [[cell("Methylphenidate"), Cell([[(*one, dim(" · "), *other)]])]]
    )
    lines = drawn(table, width=54)
    assert lines[1].index("↑") == lines[2].index("↑")
