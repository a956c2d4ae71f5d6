"""YAML or JSON files in, a checked `Dataset` out, or every problem with its place. YAML is read only here."""
