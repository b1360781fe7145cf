"""Who is subscribed to a list and never wrote to it: Table 34."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Membres silencieux", "en": "Silent members"}
ORDER = 70

COLUMNS = (
    SOURCE,
    Column("taken_on", {"fr": "Abonnés au", "en": "Subscribers on"}, Kind.DATE),
    Column("subscribers", {"fr": "Abonnés", "en": "Subscribers"}, Kind.COUNT),
    Column("silent", {"fr": "Membres silencieux", "en": "Silent members"}, Kind.COUNT),
    Column("silent_share", {"fr": "Part des membres silencieux", "en": "Share of silent members"}, Kind.SHARE),
    Column("wrote", {"fr": "Abonnés qui ont écrit", "en": "Subscribers who wrote"}, Kind.COUNT),
    Column("authors_not_subscribed", {"fr": "Auteurs non abonnés", "en": "Authors not subscribed"}, Kind.COUNT),
)

DEFINITION = {
    "fr": "Abonnés : personnes de la liste d'abonnés à sa date (A23), leurs adresses réunies. Silencieux : abonnés qui "
    "n'ont envoyé aucun mail à la liste jusqu'à cette date (A22, B4).",
    "en": "Subscribers: persons on the subscriber list at its date (A23), their addresses brought together. Silent: "
    "subscribers who sent no mail to the list up to that date (A22, B4).",
}
ONE_DATE = {
    "fr": "Le silence se mesure à la date de la liste d'abonnés, pas à la fin de la période : les abonnés de la thèse "
    "sont de juin 2017 et ses messages de décembre 2016 ; prises à deux dates, ses propres tables ne s'accordent pas "
    "pour Tiers-Lieux.",
    "en": "Silence is measured on the date of the subscriber list, not at the end of the period: the thesis's "
    "subscribers are of June 2017 and its messages of December 2016; taken at two dates, its own tables disagree for "
    "Tiers-Lieux.",
}

SILENCES = """
    select source, taken_on, subscribers, silent, silent_share, wrote, authors_not_subscribed
    from silences where source in (select value from json_each(?)) order by source, taken_on, roster
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a subscriber list; lists without any have none."""
    return Table(
        name="silent",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(tuple(row) for row in rows_of(store, SILENCES, chosen(study, choice))),
        definition=DEFINITION,
        reproduces="34",
        notes=(ONE_DATE,),
        measures=("A22", "A23", "B4"),
    )
