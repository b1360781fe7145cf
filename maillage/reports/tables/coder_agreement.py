"""How far coders agree, with each other and with the program, field by field (D3)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from maillage import decisions
from maillage.analyze.agreement import RESAMPLES, Estimate
from maillage.analyze.people.opinions import opinions
from maillage.coding.codebook import default
from maillage.coding.columns import LABELS
from maillage.coding.opinions import PROGRAM, Agreement, agreements
from maillage.coding.proposals import proposals
from maillage.decisions import SETTLED
from maillage.project import Study
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Accord des codeurs", "en": "Agreement of coders"}
ORDER = 92

FIELD = Column("field", {"fr": "Champ", "en": "Field"})
THE_PROGRAM: Text = {"fr": "le programme", "en": "the program"}
ALL_CODERS: Text = {"fr": "tous", "en": "all"}
THE_SETTLED: Text = {"fr": "arrêté", "en": "settled"}


def _bounds(name: str, labels: Text, kind: Kind) -> tuple[Column, ...]:
    low = {"fr": f"{labels['fr']}, de", "en": f"{labels['en']}, from"}
    high = {"fr": "à", "en": "to"}
    return (
        Column(name, labels, kind),
        Column(f"{name}_low", low, kind),
        Column(f"{name}_high", high, kind),
    )


COLUMNS = (
    FIELD,
    Column("first", {"fr": "Premier codeur", "en": "First coder"}),
    Column("second", {"fr": "Second codeur", "en": "Second coder"}),
    Column("units", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
    *_bounds("agreement", {"fr": "Accord", "en": "Agreement"}, Kind.SHARE),
    *_bounds("kappa", {"fr": "Kappa de Cohen", "en": "Cohen's kappa"}, Kind.MEAN),
    *_bounds("alpha", {"fr": "Alpha de Krippendorff", "en": "Krippendorff's alpha"}, Kind.MEAN),
)

DEFINITION = {
    "fr": "Auteurs que deux codeurs ont codés, part dont ils disent la même chose, kappa de Cohen (1960) et alpha de "
    "Krippendorff (2011), nominal (D3). Deux réponses sont la même par leur code, ou par leurs mots à défaut ; les "
    "dates ne comptent pas. Le programme est comparé par sa meilleure proposition ; s'il n'en a pas, il dit « non "
    "identifié ». Intervalles à 95 % : Wilson (1927) pour la part, bootstrap sur les auteurs "
    f"({RESAMPLES} tirages) pour kappa et alpha. Vide : indéfini, une seule réponse ayant été donnée.",
    "en": "Authors whom two coders coded, share of whom they say the same of, Cohen's kappa (1960) and Krippendorff's "
    "alpha (2011), nominal (D3). Two answers are the same by their code, or by their words without one; dates do not "
    "count. The program is compared by its best proposal; without one, it says “not identified”. Intervals of 95 %: "
    f"Wilson (1927) for the share, bootstrap over authors ({RESAMPLES} resamples) for kappa and alpha. Empty: not "
    "defined, as only one answer was ever given.",
}


def build(store: Store, study: Study, choice: Choice) -> Table:  # noqa: ARG001  # coders look at an author as a whole
    """All fields; no row where nobody coded."""
    said = opinions(store, decisions.load(study).codings)
    found = proposals(store, default(), study.language) if said else None
    return table(agreements(said, found), study.language)


def table(found: Iterable[Agreement], language: str) -> Table:
    """One row for each field and pair."""
    rows = [
        (
            LABELS[one.field][language],
            _coder(one.first, language) if one.second is not None else ALL_CODERS[language],
            _coder(one.second, language) if one.second is not None else None,
            one.units,
            *_estimate(one.agreement),
            *_estimate(one.kappa),
            *_estimate(one.alpha),
        )
        for one in found
    ]
    return Table(
        name="coder-agreement",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(rows),
        definition=DEFINITION,
        measures=("D3",),
    )


def _coder(name: str, language: str) -> str:
    called = {PROGRAM: THE_PROGRAM, SETTLED: THE_SETTLED}.get(name)
    return called[language] if called else name


def _estimate(found: Estimate | None) -> Iterator[float | None]:
    for value in found or (None, None, None):
        yield None if value is None or math.isnan(value) else value
