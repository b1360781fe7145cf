"""Bytes in, records out: one module per kind of archive, found by its name."""
