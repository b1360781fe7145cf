"""Mails that several archives of one list have, one kept in two forms or moved with its archive: each counts once."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from maillage.analyze.lists import targets
from maillage.project import Study
from maillage.store import Store
from maillage.store.intake import UNSURE, is_same

SHARED = """
    select one.message, one.sent_at, one.date_source, coalesce(text_of_one.text, ''),
      two.message, two.sent_at, two.date_source, coalesce(text_of_two.text, '')
    from messages as two join messages as one on one.message_id = two.message_id and one.source = ?
      left join texts as text_of_one on text_of_one.message = one.message
      left join texts as text_of_two on text_of_two.message = two.message
    where two.source = ?
"""


def copies(store: Store, study: Study) -> frozenset[int]:
    """The messages that stand in another archive of their list too, by the rule by which one archive has a mail twice.

    That of the list's own archive counts, then those merged into it in the study's order; one with a date before all.
    """
    archives = defaultdict[str, list[str]](list)
    for name, target in targets(study).items():
        archives[target].append(name)
    found: set[int] = set()
    for target, names in archives.items():
        for first, second in combinations(sorted(names, key=target.__ne__), 2):
            found.update(_between(store, first, second))
    return frozenset(found)


def _between(store: Store, first: str, second: str) -> list[int]:
    """Of each mail that two sources have, the message that does not count."""
    found = []
    for one, sent, how, text, two, sent_there, how_there, text_there in store.rows(SHARED, (first, second)):
        dated, dated_there = how not in UNSURE, how_there not in UNSURE
        if is_same(sent_there if dated_there else None, text_there, sent if dated else None, text):
            found.append(one if dated_there and not dated else two)
    return found
