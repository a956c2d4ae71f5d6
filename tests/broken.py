"""Broken datasets, each a change of ``small.yaml``, with all that must be said of it.

A row: a name, the text that is replaced (once), what stands there instead, and rule and line of each problem.
"""

BROKEN: list[tuple[str, str, str, list[tuple[str, str]]]] = [
    (
        "unknown-transmitter",
        "transmitter: serotonin\n            direction: decrease\n            process: synthesis",
        "transmitter: serotonine\n            direction: decrease\n            process: synthesis",
        [
            ("known-ids", "39:26: unknown transmitter 'serotonine' — did you mean 'serotonin'?"),
        ],
    ),
    (
        "unknown-reference",
        "references: [alpha-2001, beta-2002]",
        "references: [alpha-2001, beta-2020]",
        [
            ("known-ids", "19:34: unknown reference 'beta-2020' — did you mean 'beta-2002'?"),
        ],
    ),
    (
        "unknown-condition-of-an-example",
        "conditions: [depression]\n        effects:\n          - transmitter: serotonin\n            direction: decrease\n            process: synthesis",
        "conditions: [depresion]\n        effects:\n          - transmitter: serotonin\n            direction: decrease\n            process: synthesis",
        [
            ("known-ids", "37:22: unknown condition 'depresion' — did you mean 'depression'?"),
        ],
    ),
    (
        "unknown-condition-of-a-cause",
        "{condition: depression, references",
        "{condition: sadness, references",
        [
            ("known-ids", "21:21: unknown condition 'sadness'"),
        ],
    ),
    (
        "unknown-cause",
        "also_under: [nutrition]",
        "also_under: [nutritoin]",
        [
            ("known-ids", "32:22: unknown cause 'nutritoin' — did you mean 'nutrition'?"),
        ],
    ),
    (
        "unknown-group",
        "groups: [hormones-of-stress]",
        "groups: [hormones-of-stres]",
        [
            ("known-ids", "33:18: unknown group 'hormones-of-stres' — did you mean 'hormones-of-stress'?"),
            ("conditions-and-groups-are-used", "92:5: group 'hormones-of-stress' is not used"),
        ],
    ),
    (
        "unknown-neighbour",
        "see_also: [iron]",
        "see_also: [irn]",
        [
            ("known-ids", "36:20: unknown entry 'irn' — did you mean 'iron'?"),
        ],
    ),
    (
        "unknown-transmitter-of-a-pathway",
        "transmitters: [serotonin]",
        "transmitters: [serotonin, gabba]",
        [
            ("known-ids", "18:35: unknown transmitter 'gabba' — did you mean 'gaba'?"),
        ],
    ),
    (
        "unknown-direction",
        "direction: decrease",
        "direction: decreases",
        [
            ("shape", "40:24: unknown direction 'decreases' — did you mean 'decrease'?"),
        ],
    ),
    (
        "unknown-process",
        "process: signalling",
        "process: signaling",
        [
            ("shape", "62:22: unknown process 'signaling' — did you mean 'signalling'?"),
        ],
    ),
    (
        "unknown-phase",
        "phase: chronic",
        "phase: lasting",
        [
            ("shape", "42:20: unknown phase 'lasting'; it is one of acute, chronic, withdrawal, developmental"),
        ],
    ),
    (
        "unknown-species",
        "species: human+animal",
        "species: human-animal",
        [
            ("shape", "51:22: unknown species 'human-animal' — did you mean 'human+animal'?"),
        ],
    ),
    (
        "unknown-evidence",
        "evidence: limited",
        "evidence: weak",
        [
            ("shape", "44:23: unknown evidence 'weak'; it is one of strong, moderate, limited, preclinical, contested"),
        ],
    ),
    (
        "unknown-kind",
        "kind: nutrient",
        "kind: nutrients",
        [
            ("shape", "74:15: unknown kind 'nutrients' — did you mean 'nutrient'?"),
        ],
    ),
    (
        "unknown-study",
        "study: review",
        "study: overview",
        [
            (
                "shape",
                "150:12: unknown study 'overview'; it is one of meta-analysis, systematic-review, review, rct, human-experimental, cohort, case-control, case-series, animal, in-vitro, textbook, guideline",
            ),
        ],
    ),
    (
        "unknown-intervention-class",
        "class: lifestyle",
        "class: life-style",
        [
            ("shape", "23:16: unknown class 'life-style' — did you mean 'lifestyle'?"),
        ],
    ),
    (
        "unknown-field",
        "caveat: One small study.",
        "caveats: One small study.",
        [
            ("shape", "46:13: unknown field 'caveats' — did you mean 'caveat'?"),
        ],
    ),
    (
        "unknown-section",
        "groups:\n  - id",
        "group:\n  - id",
        [
            ("known-ids", "33:18: unknown group 'hormones-of-stress'"),
            ("sections", "91:1: unknown section 'group' — did you mean 'groups'?"),
        ],
    ),
    (
        "missing-field",
        "            summary: Cells short of iron released more GABA.\n",
        "",
        [
            ("shape", "84:13: missing field 'summary'"),
        ],
    ),
    (
        "missing-id",
        "  - id: nutrition\n    name: Nut",
        "  - name: Nut",
        [
            ("known-ids", "32:22: unknown cause 'nutrition'"),
            ("shape", "67:5: missing field 'id'"),
        ],
    ),
    (
        "missing-section",
        "conditions:\n  - id: depression\n    name: Depression\n    aliases: [low mood]\n    summary: A lasting low mood.\n    identifiers: {mondo: MONDO:0002050}\nreferences:",
        "refs:",
        [
            ("shape", "1:1: missing section 'references'"),
            ("known-ids", "14:22: unknown reference 'alpha-2001'"),
            ("known-ids", "19:22: unknown reference 'alpha-2001'"),
            ("known-ids", "19:34: unknown reference 'beta-2002'"),
            ("known-ids", "21:21: unknown condition 'depression'"),
            ("known-ids", "21:46: unknown reference 'beta-2002'"),
            ("known-ids", "26:22: unknown reference 'beta-2002'"),
            ("known-ids", "37:22: unknown condition 'depression'"),
            ("known-ids", "47:26: unknown reference 'alpha-2001'"),
            ("known-ids", "54:26: unknown reference 'beta-2002'"),
            ("known-ids", "58:22: unknown condition 'depression'"),
            ("known-ids", "66:26: unknown reference 'beta-2002'"),
            ("known-ids", "83:26: unknown reference 'gamma-2003'"),
            ("known-ids", "90:26: unknown reference 'gamma-2003'"),
            ("known-ids", "112:18: unknown reference 'gamma-2003'"),
            ("known-ids", "120:18: unknown reference 'gamma-2003'"),
            ("sections", "121:1: unknown section 'refs'"),
        ],
    ),
    (
        "missing-dataset",
        "dataset:\n  title: A small dataset for tests\n  version: 2026.1.0\n  licence: CC-BY-4.0\n  disclaimer: Not medical advice.\n",
        "",
        [
            ("shape", "1:1: missing section 'dataset'"),
        ],
    ),
    (
        "no-that-became-false",
        "caveat: One small study.",
        "caveat: no",
        [
            (
                "shape",
                "46:21: expected text, got the truth value false (a YAML word such as yes, no, on or off needs quotes)",
            ),
        ],
    ),
    (
        "number-for-text",
        "volume: '12'",
        "volume: 12",
        [
            ("shape", "136:13: expected text, got the number 12 (put it in quotes to make it text)"),
        ],
    ),
    (
        "date-for-text",
        "version: 2026.1.0",
        "version: 2026-01-01",
        [
            ("shape", "3:12: expected text, got the date 2026-01-01 (put it in quotes to make it text)"),
        ],
    ),
    (
        "text-for-a-list",
        "aliases: [low iron]",
        "aliases: low iron",
        [
            ("shape", "73:18: expected a list, got the text 'low iron'"),
        ],
    ),
    (
        "text-for-a-record",
        "processes:\n      - process: synthesis\n        summary: Stress lowers the making of serotonin in some people.\n        references: [alpha-2001]",
        "processes: [synthesis]",
        [
            ("shape", "11:17: expected fields such as process, summary, references, got the text 'synthesis'"),
        ],
    ),
    (
        "list-for-a-section",
        "groups:\n  - id: hormones-of-stress\n    name: Stress hormones\n    summary: Hormones that rise under stress.\n",
        "groups: {hormones-of-stress: Stress hormones}\n",
        [
            ("known-ids", "33:18: unknown group 'hormones-of-stress'"),
            ("sections", "91:9: expected a list, got a mapping"),
        ],
    ),
    (
        "text-for-a-date",
        "checked: 2026-01-02",
        "checked: yesterday",
        [
            ("shape", "142:14: expected a date such as 2026-11-01, got the text 'yesterday'"),
        ],
    ),
    (
        "impossible-date",
        "checked: 2026-01-02",
        "checked: 2026-02-30",
        [
            ("shape", "142:14: expected a date such as 2026-11-01, got the text '2026-02-30'"),
        ],
    ),
    (
        "text-for-a-truth-value",
        "more-authors: true",
        "more-authors: many",
        [
            ("shape", "147:19: expected true or false, got the text 'many'"),
        ],
    ),
    (
        "year-in-quotes",
        "{date-parts: [[2001]]}",
        "{date-parts: [['2001']]}",
        [
            ("shape", "135:28: expected a whole number, got the text '2001'"),
        ],
    ),
    (
        "empty-date",
        "{date-parts: [[2001]]}",
        "{date-parts: []}",
        [
            ("shape", "135:26: 'date-parts' needs at least one entry"),
        ],
    ),
    (
        "null-for-text",
        "name: Iron deficiency",
        "name:",
        [
            ("shape", "72:14: expected text, got nothing"),
        ],
    ),
    (
        "empty-text",
        "name: Iron deficiency",
        "name: ''",
        [
            ("shape", "72:15: 'name' is empty"),
        ],
    ),
    (
        "blank-text",
        "name: Iron deficiency",
        "name: ' '",
        [
            ("names-can-be-typed", "72:15: ' ' has no letter or digit"),
            ("plain-text", "72:15: the text is blank"),
        ],
    ),
    (
        "id-with-capitals",
        "- id: iron\n",
        "- id: Iron\n",
        [
            ("known-ids", "36:20: unknown entry 'iron' — did you mean 'Iron'?"),
            ("shape", "71:13: 'Iron' is not an id: lower-case letters, digits and single hyphens"),
        ],
    ),
    (
        "effect-without-a-reference",
        "references: [gamma-2003]\n          - transmitter: gaba",
        "references: []\n          - transmitter: gaba",
        [
            ("shape", "83:25: 'references' needs at least one entry"),
        ],
    ),
    (
        "pathway-of-one-step",
        "steps: [stress, cortisol, less serotonin]",
        "steps: [stress]",
        [
            ("shape", "17:16: 'steps' needs at least 2 entries"),
        ],
    ),
    (
        "example-without-effects",
        "effects:\n          - transmitter: serotonin\n            direction: decrease\n            process: signalling\n            species: human\n            evidence: contested\n            summary: Reviews of serotonin in depression disagree.\n            references: [beta-2002]\n",
        "effects: []\n",
        [
            ("examples-have-effects", "55:9: example 'depression' has no effects"),
        ],
    ),
    (
        "duplicate-id",
        "- id: gaba\n",
        "- id: serotonin\n",
        [
            ("known-ids", "48:26: unknown transmitter 'gaba'"),
            ("known-ids", "84:26: unknown transmitter 'gaba'"),
            ("unique-ids", "113:9: duplicate id 'serotonin' (another transmitter has it)"),
        ],
    ),
    (
        "id-taken-by-another-kind",
        "- id: hormones-of-stress\n",
        "- id: stress\n",
        [
            ("known-ids", "33:18: unknown group 'hormones-of-stress'"),
            ("conditions-and-groups-are-used", "92:5: group 'stress' is not used"),
            ("unique-ids", "92:9: duplicate id 'stress' (another cause has it)"),
        ],
    ),
    (
        "duplicate-key",
        "    name: GABA\n",
        "    name: GABA\n    name: GABA\n",
        [
            ("unique-keys", "115:5: duplicate key 'name' (first on line 114)"),
        ],
    ),
    (
        "duplicate-effect",
        "          - transmitter: gaba\n            direction: increase\n            process: release\n            species: in-vitro\n            evidence: strong",
        "          - transmitter: serotonin\n            direction: increase\n            process: reuptake\n            phase: acute\n            species: animal\n            evidence: preclinical",
        [
            ("distinct-effects", "84:13: the same effect stands above: join their sentences and references"),
        ],
    ),
    (
        "repeated-reference",
        "references: [alpha-2001, beta-2002]",
        "references: [alpha-2001, alpha-2001]",
        [
            ("no-repeats", "19:34: 'alpha-2001' stands twice in 'references'"),
        ],
    ),
    (
        "itself-as-neighbour",
        "see_also: [iron]",
        "see_also: [cortisol]",
        [
            ("no-self-links", "36:20: 'see_also' names the entry itself"),
        ],
    ),
    (
        "also-under-its-own-cause",
        "also_under: [nutrition]",
        "also_under: [stress]",
        [
            ("no-self-links", "32:22: 'also_under' names its own cause"),
        ],
    ),
    (
        "unused-reference",
        "  - id: gamma-2003\n",
        "  - {id: delta-2004, type: book, title: Unused, PMID: '2004', study: review, checked: 2026-01-02}\n  - id: gamma-2003\n",
        [
            ("references-are-used", "153:5: reference 'delta-2004' is not used"),
        ],
    ),
    (
        "unused-group",
        "        groups: [hormones-of-stress]\n",
        "",
        [
            ("conditions-and-groups-are-used", "91:5: group 'hormones-of-stress' is not used"),
        ],
    ),
    (
        "alias-of-two-entries",
        "aliases: [low iron]",
        "aliases: [low iron, Hydro-cortisone]",
        [
            ("aliases-do-not-collide", "73:29: alias 'Hydro-cortisone' also names example 'cortisol'"),
        ],
    ),
    (
        "name-of-two-entries",
        "name: Iron deficiency",
        "name: Cortisol",
        [
            ("aliases-do-not-collide", "72:15: name 'Cortisol' is taken by example 'cortisol'"),
        ],
    ),
    (
        "alias-that-is-anothers-name",
        "aliases: [5-hydroxytryptamine]",
        "aliases: [5-hydroxytryptamine, gaba]",
        [
            ("aliases-do-not-collide", "99:36: alias 'gaba' also names transmitter 'gaba'"),
        ],
    ),
    (
        "alias-without-letters",
        "aliases: [low mood]",
        "aliases: ['?!']",
        [
            ("names-can-be-typed", "124:15: '?!' has no letter or digit"),
        ],
    ),
    (
        "doi-with-address",
        "DOI: 10.1000/alpha.2001",
        "DOI: https://doi.org/10.1000/alpha.2001",
        [
            (
                "reference-identifiers",
                "139:10: 'https://doi.org/10.1000/alpha.2001' is not a DOI; one looks like 10.1001/archgenpsychiatry.2011.2094",
            ),
        ],
    ),
    (
        "pmid-with-letters",
        "PMID: '1001'",
        "PMID: 'PMID1001'",
        [
            ("reference-identifiers", "140:11: 'PMID1001' is not a PMID; one looks like 23026954"),
        ],
    ),
    (
        "pmcid-without-prefix",
        "PMCID: PMC2002",
        "PMCID: '2002'",
        [
            ("reference-identifiers", "149:12: '2002' is not a PMCID; one looks like PMC3640298"),
        ],
    ),
    (
        "reference-without-identifier",
        "    NBK: NBK2003\n",
        "",
        [
            ("reference-identifiers", "153:5: reference has none of DOI, PMID, PMCID, NBK, URL"),
        ],
    ),
    (
        "one-paper-twice",
        "PMCID: PMC2002",
        "PMCID: PMC2002\n    DOI: 10.1000/ALPHA.2001",
        [
            ("one-record-a-source", "150:10: DOI 10.1000/ALPHA.2001 is already that of 'alpha-2001'"),
        ],
    ),
    (
        "mesh-syntax",
        "mesh: D006854",
        "mesh: '006854'",
        [
            ("identifier-syntax", "34:29: '006854' is not a mesh identifier; one looks like D012701"),
        ],
    ),
    (
        "chebi-without-prefix",
        "{chebi: CHEBI:28790}",
        "{chebi: '28790'}",
        [
            ("identifier-syntax", "111:26: '28790' is not a chebi identifier; one looks like CHEBI:28790"),
        ],
    ),
    (
        "unknown-namespace",
        "mondo: MONDO:0002050",
        "mondoo: MONDO:0002050",
        [
            ("identifier-syntax", "126:27: unknown namespace 'mondoo' — did you mean 'mondo'?"),
        ],
    ),
    (
        "not-a-curie",
        "involves: [CHEBI:17650]",
        "involves: [CHEBI 17650]",
        [
            (
                "identifier-syntax",
                "35:20: 'CHEBI 17650' is not a CURIE with one of the prefixes CHEBI, HGNC, HP, MESH, MONDO, PUBCHEM.COMPOUND",
            ),
        ],
    ),
    (
        "unchecked-part-that-stands",
        "unchecked: [container-title]",
        "unchecked: [issued]",
        [
            ("unchecked-parts", "152:17: 'issued' is marked as not checked and must be left out until it is"),
        ],
    ),
    (
        "unknown-unchecked-part",
        "unchecked: [author, issued]",
        "unchecked: [authors, issued]",
        [
            ("unchecked-parts", "159:17: unknown part 'authors' — did you mean 'author'?"),
        ],
    ),
    (
        "control-character",
        "name: Iron deficiency",
        'name: "Iron\\e[31m deficiency"',
        [
            ("plain-text", "72:15: character U+001B is not allowed in text"),
        ],
    ),
    (
        "bidirectional-override",
        "name: Iron deficiency",
        'name: "Iron \\u202e deficiency"',
        [
            ("plain-text", "72:15: character U+202E is not allowed in text"),
        ],
    ),
    (
        "anchor",
        "aliases: [low iron]",
        "aliases: &a [low iron]",
        [
            ("readable", "73:18: anchor '&a' is not allowed: write the value out where it is needed"),
        ],
    ),
    (
        "alias-node",
        "aliases: [low iron]",
        "aliases: *a",
        [
            ("readable", "73:18: alias '*a' is not allowed: write the value out"),
        ],
    ),
    (
        "tag",
        "name: Iron deficiency",
        "name: !!python/object/apply:os.system [id]",
        [
            ("readable", "72:15: tag 'tag:yaml.org,2002:python/object/apply:os.system' is not allowed"),
        ],
    ),
    (
        "second-document",
        "groups:\n",
        "---\ngroups:\n",
        [
            ("readable", "91:1: a second document starts here; one file holds one document"),
        ],
    ),
    (
        "bad-indentation",
        "    name: GABA\n",
        "   name: GABA\n",
        [
            ("readable", "114:4: not valid YAML: did not find expected '-' indicator"),
        ],
    ),
    (
        "tab",
        "    name: GABA\n",
        "\tname: GABA\n",
        [
            ("readable", "114:1: not valid YAML: found a tab character that violates indentation"),
        ],
    ),
    (
        "unclosed-quote",
        "volume: '12'",
        "volume: '12",
        [
            ("readable", "137:13: not valid YAML: did not find expected key"),
        ],
    ),
    (
        "too-deep",
        "made_in: most of the brain",
        "made_in: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        [
            ("readable", "119:61: nested deeper than 50 levels"),
        ],
    ),
    (
        "key-that-is-no-text",
        "    name: GABA\n",
        "    1: GABA\n",
        [
            ("shape", "113:5: missing field 'name'"),
            ("unique-keys", "114:5: a key must be text, not int 1"),
        ],
    ),
    (
        "several-at-once",
        "evidence: limited\n            summary: In 14 people less serotonin was made.\n            caveat: One small study.\n            references: [alpha-2001]",
        "evidence: week\n            summry: In 14 people less serotonin was made.\n            references: [alfa-2001]",
        [
            ("shape", "39:13: missing field 'summary'"),
            ("shape", "44:23: unknown evidence 'week'; it is one of strong, moderate, limited, preclinical, contested"),
            ("shape", "45:13: unknown field 'summry' — did you mean 'summary'?"),
            ("known-ids", "46:26: unknown reference 'alfa-2001' — did you mean 'alpha-2001'?"),
        ],
    ),
]
