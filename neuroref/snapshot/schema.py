"""The tables of a snapshot: what the compiler fills and every question reads. It is the tightest tie in the program.

Normalised, indexed for the questions that are asked, and flat in cost however many links there are.
"""

from __future__ import annotations

# Raise it with every change of the tables or of what is written into them: older snapshots are then built anew.
VERSION = 19

# While it is written nobody reads it, and what is not whole is thrown away. Larger pages are fewer to write.
SETTINGS = """
PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;
"""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,           -- order in the dataset, kind by kind
    kind TEXT NOT NULL, id TEXT NOT NULL,
    name TEXT NOT NULL,                   -- of a reference its short citation
    record BLOB NOT NULL                  -- JSON of the model's record, without examples and effects
);
CREATE TABLE name (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL, loose TEXT NOT NULL, text TEXT NOT NULL,
    kind TEXT NOT NULL, id TEXT NOT NULL,
    tier INTEGER NOT NULL,                -- 0 id, 1 name, 2 alias, 3 identifier elsewhere
    member TEXT                           -- of an example that is a class: the member that has the name
);
CREATE TABLE example (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, cause TEXT NOT NULL,
    also_under TEXT NOT NULL, conditions TEXT NOT NULL) WITHOUT ROWID;  -- lists of ids
CREATE TABLE link (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    example TEXT NOT NULL, transmitter TEXT NOT NULL,
    direction TEXT NOT NULL, process TEXT NOT NULL, phase TEXT, species TEXT NOT NULL,
    evidence INTEGER NOT NULL,            -- rank, 0 the strongest
    summary TEXT NOT NULL, caveat TEXT,
    members TEXT NOT NULL,                -- the members for which alone it holds, each between line ends; none: all
    via TEXT NOT NULL,                    -- molecule and action, by turns
    change TEXT,                          -- what happens at the step where it is not what direction and step say
    cited TEXT NOT NULL                   -- ids of references
);
CREATE TABLE via (molecule TEXT NOT NULL, link INTEGER NOT NULL, PRIMARY KEY (molecule, link)) WITHOUT ROWID;
CREATE TABLE role (                       -- what a molecule does for a transmitter
    molecule TEXT NOT NULL, transmitter TEXT NOT NULL, part TEXT NOT NULL, role TEXT NOT NULL,
    PRIMARY KEY (molecule, transmitter, part, role)) WITHOUT ROWID;
CREATE TABLE akin (                       -- examples that are variants of a molecule's gene, or that involve it
    molecule TEXT NOT NULL, example TEXT NOT NULL, relation TEXT NOT NULL,
    PRIMARY KEY (molecule, example)) WITHOUT ROWID;
CREATE TABLE claim_about (kind TEXT NOT NULL, id TEXT NOT NULL, claim TEXT NOT NULL,
    PRIMARY KEY (kind, id, claim)) WITHOUT ROWID;
CREATE TABLE known (number INTEGER PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL, alias_of TEXT);  -- another name
CREATE TABLE word (                       -- words that are right, as names and texts write them: fibre, TNF-α, α
                                          -- (but what authors are called)
    loose TEXT NOT NULL, word TEXT NOT NULL,
    searched INTEGER NOT NULL,            -- 1: stands in an entry, so that a search finds it
    PRIMARY KEY (loose, word)) WITHOUT ROWID;
CREATE TABLE near_name (                  -- words of names, by what a slip leaves of them
    skeleton TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (skeleton, word)) WITHOUT ROWID;
CREATE TABLE near_word (                  -- words of texts
    skeleton TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (skeleton, word)) WITHOUT ROWID;
CREATE TABLE listed (                     -- the examples of a cause (also of others that list it), group or condition
    kind TEXT NOT NULL, id TEXT NOT NULL, example TEXT NOT NULL,
    cited TEXT NOT NULL,                  -- of a condition: ids of the references that tie it to the example
    PRIMARY KEY (kind, id, example)) WITHOUT ROWID;
CREATE TABLE cause_condition (condition TEXT NOT NULL, cause TEXT NOT NULL, cited TEXT NOT NULL,
    PRIMARY KEY (condition, cause)) WITHOUT ROWID;
CREATE TABLE citation (reference TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, place TEXT NOT NULL,
    PRIMARY KEY (reference, kind, id, place)) WITHOUT ROWID;
CREATE TABLE glossary (number INTEGER PRIMARY KEY, term TEXT NOT NULL, definition TEXT NOT NULL);
CREATE TABLE class_rule (number INTEGER PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE tally (                      -- links counted in advance, so that a list costs the same at any size
    kind TEXT NOT NULL, id TEXT NOT NULL, transmitter TEXT NOT NULL, direction TEXT NOT NULL,
    links INTEGER NOT NULL, evidence INTEGER NOT NULL,
    PRIMARY KEY (kind, id, transmitter, direction)) WITHOUT ROWID;
CREATE TABLE spread (                     -- links of each kind of example by what stands in the columns of a matrix
    columns TEXT NOT NULL, kind TEXT NOT NULL,
    transmitter TEXT NOT NULL, process TEXT NOT NULL,  -- one of them is what the columns are; the other is empty
    direction TEXT NOT NULL, evidence INTEGER NOT NULL,
    phase TEXT NOT NULL, species TEXT NOT NULL,        -- where columns are processes, of which there are few
    links INTEGER NOT NULL,
    PRIMARY KEY (columns, kind, transmitter, process, direction, evidence, phase, species)) WITHOUT ROWID;
CREATE TABLE feature (                    -- how many examples move a transmitter one way at one step
    transmitter TEXT NOT NULL, direction TEXT NOT NULL, process TEXT NOT NULL, examples INTEGER NOT NULL,
    PRIMARY KEY (transmitter, direction, process)) WITHOUT ROWID;
CREATE TABLE grade (kind TEXT NOT NULL, id TEXT NOT NULL, evidence INTEGER NOT NULL, links INTEGER NOT NULL,
    PRIMARY KEY (kind, id, evidence)) WITHOUT ROWID;
CREATE TABLE reach (kind TEXT NOT NULL, id TEXT NOT NULL, entries INTEGER NOT NULL,  -- examples, or places that cite
    PRIMARY KEY (kind, id)) WITHOUT ROWID;
"""

# Made after the rows are in: an index built at once is faster and denser than one grown row by row.
INDEXES = """
CREATE UNIQUE INDEX entry_kind ON entry (kind, id);
CREATE INDEX entry_id ON entry (id);
CREATE INDEX name_key ON name (key);
CREATE INDEX name_loose ON name (loose);
CREATE INDEX known_key ON known (key);
CREATE INDEX link_transmitter ON link (transmitter, evidence);
CREATE INDEX link_example ON link (example);
CREATE INDEX link_id ON link (id);
CREATE INDEX listed_example ON listed (example, kind);
"""

SEARCH = """
CREATE VIRTUAL TABLE document USING fts5 (name, aliases, prose, tokenize = 'porter unicode61 remove_diacritics 2',
    prefix = '3');
"""
