"""What the data are: records, vocabularies, names, identifiers, citations. Imports no other wing."""
