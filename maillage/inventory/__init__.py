"""What a folder of archives holds, and a first `maillage.toml` for it: what `maillage init` does.

Nothing is read beyond the beginnings of files. What is found is proposed, what is known but not read by
this version is named with what can be done, and the rest is listed as not recognised.
"""

from maillage.inventory.found import FoundRoster, FoundSource, Inventory, Unread
from maillage.inventory.search import survey
from maillage.inventory.study_text import summary, write_study

__all__ = ["FoundRoster", "FoundSource", "Inventory", "Unread", "summary", "survey", "write_study"]
