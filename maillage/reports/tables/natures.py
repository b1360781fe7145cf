"""Whether each list is one where people exchange, or a newsletter, or empty."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, among, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Listes de discussion et lettres d'information", "en": "Discussion lists and newsletters"}
ORDER = 95

NATURES: dict[str, Text] = {
    "list": {"fr": "liste de discussion", "en": "discussion list"},
    "newsletter": {"fr": "lettre d'information", "en": "newsletter"},
    "empty": {"fr": "vide", "en": "empty"},
}
REASONS: dict[str, Text] = {
    "several-senders": {"fr": "plusieurs personnes y écrivent", "en": "several persons send to it"},
    "one-sender": {"fr": "une seule personne y écrit", "en": "one person only sends to it"},
    "only-administrators": {"fr": "seuls ses administrateurs y écrivent", "en": "only its administrators send to it"},
    "no-person": {"fr": "aucune personne connue n'y écrit", "en": "no known person sends to it"},
    "no-message": {"fr": "aucun message dans la période", "en": "no message in the period"},
}

COLUMNS = (
    SOURCE,
    Column("nature", {"fr": "Nature", "en": "Nature"}),
    Column("reason", {"fr": "Parce que", "en": "Because"}),
    Column("senders", {"fr": "Expéditeurs", "en": "Senders"}, Kind.COUNT),
    Column("administrator_senders", {"fr": "dont administrateurs", "en": "of them administrators"}, Kind.COUNT),
)

DEFINITION = {
    "fr": "Une lettre d'information est une liste où seul l'administrateur peut écrire (L10906-10910) ; elle se "
    "reconnaît à ce qu'une seule personne y écrit, ou ses seuls administrateurs. Les réponses automatiques, les avis "
    "du serveur et les robots ne comptent pas comme expéditeurs.",
    "en": "A newsletter is a list to which only its administrator can send (L10906-10910); it is told by one person "
    "only sending to it, or only its administrators. Automatic answers, notices of the server and robots do not "
    "count as senders.",
}
NO_ADMINISTRATORS = {
    "fr": "« – » : l'étude et les décisions ne nomment aucun administrateur de la liste.",
    "en": "“–”: neither the study nor a decision names an administrator of the list.",
}

QUERY = """
    select source, nature, reason, senders, administrator_senders from list_natures
    where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a list, in the study's order; those that are not analysed too."""
    language = study.language
    found = rows_of(store, QUERY, among(study.lists, choice))
    return Table(
        name="natures",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(
            (row["source"], NATURES[row["nature"]][language], REASONS[row["reason"]][language], *tuple(row)[3:])
            for row in found
        ),
        definition=DEFINITION,
        notes=(NO_ADMINISTRATORS,) if any(row["administrator_senders"] is None for row in found) else (),
        measures=("nature",),
    )
