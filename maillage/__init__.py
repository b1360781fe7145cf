"""Who takes part in a network's mailing lists and wikis, from their archives."""

__version__ = "0.1.0"
