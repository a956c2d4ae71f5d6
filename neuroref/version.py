"""The version of the program; the data has its own, in ``data/causes.yaml``."""

__version__ = "0.1.0"
