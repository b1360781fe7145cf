"""What each function that was found is called in the vocabulary, in the French nomenclature and in ROME."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maillage.analyze.profiles.vocabulary import professions
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table


@table("functions", pk=("function", "number"))
@dataclass(frozen=True)
class Function:
    """One function of those that an attribution names together ("co-fondatrice / consultante"), by the title alone.

    `profession`: the vocabulary's word, `family`: its group, `pcs`: the category of 2003, `pcs_label`: its name, all ""
    where they are not decided. `rome`: the card of the official title, where the study brings the file.
    """

    function: str
    number: int
    part: str
    profession: str
    family: str
    pcs: str
    pcs_label: str
    rome: str


ROWS = (Function,)

FOUND = "select distinct value from attributions where field = 'function' and value != '' order by value"


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[Function]:
    """Every function of the attributions, in the order of the alphabet."""
    rome = professions.load_rome(study.rome) if study.rome else None
    for (function,) in store.rows(FOUND):
        for number, part in enumerate(professions.several(function), start=1):
            yield _function(function, number, part, rome)


def _function(function: str, number: int, part: str, rome: professions.Rome | None) -> Function:
    found = professions.classify(part, rome=rome)
    official = professions.official(part, rome) if rome else ""
    if found is None:
        return Function(function, number, part, "", "", "", "", official)
    return Function(function, number, part, found.term, found.group, found.pcs or "", found.pcs_label(), official)
