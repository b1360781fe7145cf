"""What the program found of each author's fields, as coders see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from sqlite3 import Row

from maillage.coding.codebook import Codebook, word_for
from maillage.decisions import alike
from maillage.store import Store

PROPOSALS = """
    select person, field, value, code, valid_from, valid_to, message, begin, end, source, confidence,
      revision_source, revision
    from attributions where source != 'hand'
    order by person, field, confidence desc, valid_to desc, attribution
"""


@dataclass(frozen=True)
class Proposal:
    """What the program found of a field of a person. `value`: in the codebook's words, where it has them."""

    value: str
    code: str
    valid_from: str | None
    valid_to: str | None
    message: int | None
    begin: int | None
    end: int | None
    source: str
    confidence: float
    revision_source: str | None = None
    revision: int | None = None

    @property
    def dated(self) -> str:
        """The value with the days from which to which mails show it."""
        days = [moment[:10] for moment in (self.valid_from, self.valid_to) if moment]
        return f"{self.value} ({' – '.join(dict.fromkeys(days))})" if days else self.value

    @property
    def answer(self) -> str:
        """What it is compared with codings by."""
        return self.code or alike(self.value)


Proposals = Mapping[tuple[int, str], Sequence[Proposal]]


def proposals(store: Store, codebook: Codebook, language: str) -> Proposals:
    """What the program found of each person and field, the surest first."""
    found = groupby(store.rows(PROPOSALS), key=lambda row: (row["person"], row["field"]))
    return {key: [_proposal(row, codebook, language) for row in rows] for key, rows in found}


def _proposal(row: Row, codebook: Codebook, language: str) -> Proposal:
    entry = codebook.named(row["field"], row["code"]) if row["field"] == "status" else None
    return Proposal(
        value=entry.label(language) if entry else row["value"],
        code=row["code"] or word_for(row["field"], row["value"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        message=row["message"],
        begin=row["begin"],
        end=row["end"],
        source=row["source"],
        confidence=row["confidence"],
        revision_source=row["revision_source"],
        revision=row["revision"],
    )
