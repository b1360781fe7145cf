"""The part of administrators in writing each wiki (B1)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {
    "fr": "Part des administrateurs dans la rédaction des wikis",
    "en": "Share of administrators in writing wikis",
}
ORDER = 535

NAMES: dict[str, Text] = {
    "edits": {"fr": "modifications", "en": "edits"},
    "bytes": {"fr": "octets ajoutés", "en": "bytes added"},
    "pages": {"fr": "pages créées", "en": "pages created"},
    "surviving": {"fr": "mots qui restent", "en": "surviving words"},
}
COLUMNS = (
    WIKI,
    Column("counted_in", {"fr": "Compté en", "en": "Counted in"}),
    Column("written", {"fr": "Total", "en": "Total"}, Kind.COUNT),
    Column("known", {"fr": "Droits connus", "en": "Rights known"}, Kind.COUNT),
    Column("by_administrators", {"fr": "Par les administrateurs", "en": "By administrators"}, Kind.COUNT),
    Column("share", {"fr": "Part des administrateurs", "en": "Share of administrators"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Pages de contenu, modifications qui comptent (B1, L11574). Est d'un administrateur ce qu'a écrit une "
    "personne qui en avait les droits à ce moment-là, d'après le journal des droits, les groupes, le fichier de "
    "l'étude ou une décision. Mots qui restent : dans les derniers textes, attribués à qui les a écrits. Part : de "
    "ce dont les droits sont connus, IP comprises.",
    "en": "Content pages, edits that count (B1, L11574). An administrator's is what somebody wrote who had the "
    "rights at that moment, by the log of rights, the groups, the study file or a decision. Surviving words: those "
    "of the last texts, given to who wrote them. Share: of that whose rights are known, IPs among them.",
}
UNTOLD: Text = {
    "fr": "« – » : l'archive ne dit pas qui administre le wiki, ou n'a pas les textes.",
    "en": "“–”: the archive does not tell who administers the wiki, or does not have the texts.",
}
QUERY = """
    select source, counted_in, written, nullif(known, 0) as known, by_administrators, share from wiki_writing
    where source in (select value from json_each(?)) order by instr('edits bytes pages surviving', counted_in)
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """Four rows a wiki, in the study's order."""
    rows = tuple(
        (row["source"], NAMES[row["counted_in"]][study.language], *tuple(row)[2:])
        for row in rows_of(store, QUERY, chosen_wikis(study, choice))
    )
    return Table(
        name="wiki-administrators",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        notes=(UNTOLD,) if any(None in row for row in rows) else (),
        measures=("B1",),
    )
