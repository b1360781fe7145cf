"""One SQLite file: the only code of the program that writes to it."""

from maillage.store.database import Store
from maillage.store.derived import table

__all__ = ["Store", "table"]
