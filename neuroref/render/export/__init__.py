"""The dataset and its references in the formats of other programs, one module a format."""
