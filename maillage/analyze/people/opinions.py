"""What coders say of each person: their codings, which name accounts, brought to the persons who bear them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from maillage.analyze.people.lookup import Lookup
from maillage.decisions import Coding
from maillage.store import Store

Opinions = Mapping[tuple[int, str], Sequence[Coding]]
"""All codings of a person's field."""


def opinions(store: Store, codings: Iterable[Coding]) -> Opinions:
    """The codings by person and field; without those of an account that is nobody's, or that several bear."""
    lookup = Lookup(store)
    found: dict[tuple[int, str], list[Coding]] = defaultdict(list)
    for coding in codings:
        persons = lookup.persons(coding.account)
        if len(persons) == 1:
            found[min(persons), coding.field].append(coding)
    return found
