"""Who edits each wiki: contributors, those without an account, bots, blocked accounts (B5)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.sentences import typeset
from maillage.store import Store

TITLE = {"fr": "Comptes et modifications par classe", "en": "Accounts and edits by class"}
ORDER = 510

NAMES: dict[str, Text] = {
    "contributor": {"fr": "contributeurs", "en": "contributors"},
    "commenter": {"fr": "messages ou corrections seulement", "en": "messages or corrections only"},
    "ip": {"fr": "adresses IP", "en": "IP addresses"},
    "temporary": {"fr": "comptes temporaires", "en": "temporary accounts"},
    "imported": {"fr": "noms d'un autre wiki (importés)", "en": "names of another wiki (imported)"},
    "nameless": {"fr": "auteur masqué ou inconnu", "en": "author masked or not known"},
    "bot": {"fr": "robots", "en": "bots"},
    "blocked": {"fr": "bloqués", "en": "blocked"},
    "excluded": {"fr": "écartés par décision", "en": "left out by decision"},
    "unpublished": {"fr": "auteurs d'articles non publiés", "en": "authors of articles not published"},
    "silent": {"fr": "inscrits silencieux", "en": "silent registered"},
    "visitor": {"fr": "visiteurs silencieux", "en": "silent visitors"},
    "elsewhere": {"fr": "modifications que l'archive ne montre pas", "en": "edits that the archive does not show"},
    "outside": {"fr": "hors de la période seulement", "en": "outside the period only"},
}
COLUMNS = (
    WIKI,
    Column("class", {"fr": "Classe", "en": "Class"}),
    Column("accounts", {"fr": "Comptes ou adresses", "en": "Accounts or addresses"}, Kind.COUNT),
    Column("edits", {"fr": "Modifications", "en": "Edits"}, Kind.COUNT),
    Column("share", {"fr": "Part des modifications", "en": "Share of edits"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Modifications de la période sur les pages qui existent, dans tous les espaces ; celles des robots, des "
    "bloqués et des écartés, montrées ici, ne comptent dans aucune mesure. Une adresse IP ou un compte temporaire "
    "n'est pas une personne : plusieurs peuvent être la même, et une seule plusieurs (B5). Robots : par groupe, par "
    "nom ou par décision.",
    "en": "Edits of the period on pages that exist, in all namespaces; those of bots, of blocked accounts and of "
    "those left out, shown here, count in no measure. An IP address or a temporary account is no person: several may "
    "be the same one, and one several (B5). Bots: by group, by name or by decision.",
}
QUERY = """
    select source, standing, accounts, edits, share from wiki_classes
    where source in (select value from json_each(?)) and (accounts is null or accounts or edits) order by rowid
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """The classes of each wiki that anybody is in, in the study's order."""
    rows = tuple(
        (row["source"], typeset(NAMES[row["standing"]][study.language], study.language), *tuple(row)[2:])
        for row in rows_of(store, QUERY, chosen_wikis(study, choice))
        if row["standing"] != "nameless" or row["edits"]
    )
    return Table(
        name="wiki-classes",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        measures=("B5",),
    )
