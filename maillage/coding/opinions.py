"""What coders, and the program, say of each author: to be compared, and settled where it differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from maillage.analyze.agreement import (
    Estimate,
    Ratings,
    bootstrap,
    cohen_kappa,
    krippendorff_alpha,
    pair,
    percent_agreement,
    share_interval,
)
from maillage.analyze.people.opinions import Opinions
from maillage.coding.proposals import Proposals
from maillage.decisions import FIELDS, SETTLED, UNIDENTIFIED, Coding, settled

PROGRAM = ""
"""How the program is called among coders; no coder is called so."""


class Agreement(NamedTuple):
    """How far two coders agree on a field, or all of them: then `second` is None, and alpha alone is defined."""

    field: str
    first: str
    second: str | None
    units: int
    agreement: Estimate | None
    kappa: Estimate | None
    alpha: Estimate


class Dispute(NamedTuple):
    """A field of a person of which coders do not say the same, and nothing is settled yet."""

    person: int
    field: str
    codings: Sequence[Coding]


def agreements(said: Opinions, proposals: Proposals | None, fields: Sequence[str] = FIELDS) -> Iterator[Agreement]:
    """Each pair of coders, each coder beside the program, and all coders together where they are three or more.

    What was settled is no coder's own: it is compared with the program only. A program that found nothing says that
    the author is not identified; None for `proposals` leaves it out.
    """
    for field in fields:
        coders = sorted({coding.coder for key, of in said.items() if key[1] == field for coding in of} - {SETTLED})
        names = [*coders, SETTLED, PROGRAM]
        ratings = _ratings(said, proposals, field, names)
        whole = range(len(coders))
        pairs = [(first, second) for first in whole for second in whole if first < second]
        pairs += [(first, len(names) - 1) for first in range(len(names) - 1)]
        for first, second in pairs:
            both = pair(ratings, first, second)
            if units := sum(both.values()):
                yield _of_pair(field, (names[first], names[second]), both, units)
        if len(coders) > 2:
            yield _of_all(field, ratings, len(coders))


def disputes(said: Opinions, fields: Sequence[str] = FIELDS) -> list[Dispute]:
    """What remains to be settled, by person and field."""
    order = {field: at for at, field in enumerate(fields)}
    found = [Dispute(*key, of) for key, of in said.items() if key[1] in order and settled(of).disputed]
    return sorted(found, key=lambda dispute: (dispute.person, order[dispute.field]))


def _ratings(said: Opinions, proposals: Proposals | None, field: str, names: Sequence[str]) -> Ratings:
    """How often each pattern of answers occurs; an author with several jobs has them all in one answer."""
    counts: Counter[tuple[str | None, ...]] = Counter()
    for (person, of_field), codings in said.items():
        if of_field != field:
            continue
        answers = {name: {coding.answer[0] for coding in codings if coding.coder == name} for name in names}
        if proposals is not None:
            found = proposals.get((person, field))
            answers[PROGRAM] = {found[0].answer if found else UNIDENTIFIED}
        counts[tuple(" + ".join(sorted(answers[name])) or None for name in names)] += 1
    return counts


def _of_pair(field: str, names: tuple[str, str], ratings: Ratings, units: int) -> Agreement:
    return Agreement(
        field,
        *names,
        units,
        agreement=share_interval(percent_agreement(ratings), units),
        kappa=bootstrap(ratings, cohen_kappa),
        alpha=bootstrap(ratings, krippendorff_alpha),
    )


def _of_all(field: str, ratings: Ratings, coders: int) -> Agreement:
    """Those who coded: the units that at least two of them filled in."""
    own: Counter[tuple[str | None, ...]] = Counter()
    for pattern, units in ratings.items():
        if sum(answer is not None for answer in pattern[:coders]) > 1:
            own[pattern[:coders]] += units
    alpha = bootstrap(own, krippendorff_alpha)
    return Agreement(field, "", None, sum(own.values()), agreement=None, kappa=None, alpha=alpha)
