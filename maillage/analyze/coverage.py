"""Of how many authors and messages each field is known, by which source, and how often at its date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maillage.analyze.lists import analysed
from maillage.analyze.profiles.showings import STRENGTH, USER_PAGE
from maillage.analyze.regulars import share
from maillage.decisions import FIELDS, Decisions
from maillage.project import Study
from maillage.store import Store, table


@table("list_coverage", pk=("source", "field", "known_by"))
@dataclass(frozen=True)
class ListCoverage:
    """The authors of a list of whom a field is known by one source, and the messages (D1).

    `known_by`: `hand`, `signature`, `introduction`, `user-page` (if the study has wikis), `address`, or "" for who is
    not identified, be it that people looked in vain. An author is known by what her profile on the list comes from, a
    message by what was in force.
    """

    source: str
    field: str
    known_by: str
    authors: int
    share_of_authors: float | None
    messages: int
    share_of_messages: float | None


@table("list_dated", pk=("source", "field"))
@dataclass(frozen=True)
class ListDated:
    """The messages sent while what is said of their author was shown to hold (D2).

    `known`: messages with a value of the field in force. `valid`: those of them sent between the first and the last
    mail that shows it, both included, or within the dates of a coding; the others take it from before or after.
    `valid_share`: of all `messages` with an author; None without any.
    """

    source: str
    field: str
    messages: int
    known: int
    valid: int
    valid_share: float | None


ROWS = (ListCoverage, ListDated)

AUTHORS = """
    select name as source, profile_evidence.field, attributions.source as known_by, count(*) as authors
    from profile_evidence join attributions using (attribution)
    where scope = 'list' and value != ''
    group by 1, 2, 3
"""
MESSAGES = """
    select contributions.source, known.source as known_by, count(*) as messages, sum(
      coalesce(valid_from, '') <= sent_at and coalesce(valid_to, '9999') >= sent_at
      and (valid_from is not null or known.source = 'hand')) as valid
    from contributions join messages using (message) join message_profiles using (message)
      join attributions as known on known.attribution = message_profiles.{field}
    where counted and value != ''
    group by 1, 2
"""
ALL_AUTHORS = "select source, count(*), sum(messages) from person_lists group by source"


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[ListCoverage | ListDated]:
    """The analysed lists in the study's order, and the fields in theirs."""
    authors = {tuple(row)[:3]: row["authors"] for row in store.rows(AUTHORS)}
    messages: dict[tuple[str, str, str], tuple[int, int]] = {}
    for field in FIELDS:
        for source, known_by, sent, valid in store.rows(MESSAGES.format(field=field)):
            messages[source, field, known_by] = sent, valid or 0
    strength = [source for source in STRENGTH if source != USER_PAGE or study.wikis]
    whole = {source: (persons, sent) for source, persons, sent in store.rows(ALL_AUTHORS)}
    for name in (source.name for source in analysed(study)):
        persons, sent = whole.get(name, (0, 0))
        for field in FIELDS:
            of_field = [
                (authors.get((name, field, source), 0), *messages.get((name, field, source), (0, 0)))
                for source in strength
            ]
            known, told, valid = (sum(column) for column in zip(*of_field, strict=True))
            of_field.append((persons - known, sent - told, 0))
            for known_by, (writing, written, _) in zip((*strength, ""), of_field, strict=True):
                yield ListCoverage(
                    name, field, known_by, writing, share(writing, persons), written, share(written, sent)
                )
            yield ListDated(name, field, sent, told, valid, share(valid, sent))
