"""How many persons of each wiki are in each tier by volume, and how much they edit."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.reports.tables import tiers
from maillage.store import Store

TITLE = {"fr": "Niveaux de participation par wiki", "en": "Tiers of participation by wiki"}
ORDER = 515

COLUMNS = (
    WIKI,
    Column("tier", {"fr": "Niveau", "en": "Tier"}),
    Column("least", {"fr": "Au moins … modifications", "en": "At least … edits"}, Kind.COUNT),
    Column("persons", {"fr": "Personnes", "en": "Persons"}, Kind.COUNT),
    Column("share_of_persons", {"fr": "Part des membres", "en": "Share of members"}, Kind.SHARE),
    Column("edits", {"fr": "Modifications", "en": "Edits"}, Kind.COUNT),
    Column("share_of_edits", {"fr": "Part des modifications", "en": "Share of edits"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Niveaux exclusifs, par modifications d'une personne sur un wiki pendant la période, dans tous les "
    "espaces. Noyau : {core} ou plus ; actifs : de {active} à {under_core} ; occasionnels : de 1 à {under_active} ; "
    "silencieux : inscrits qui n'ont jamais rien modifié. Ce sont les seuils des listes ; une modification n'est pas "
    "un message : elle peut être une virgule ou une page.",
    "en": "Exclusive tiers, by the edits of one person on one wiki in the period, in all namespaces. Core: {core} or "
    "more; active: {active} to {under_core}; occasional: 1 to {under_active}; silent: registered and never edited. "
    "The thresholds are those of lists; an edit is no message: it may be a comma or a page.",
}
UNTOLD: Text = {
    "fr": "« – » pour les silencieux : l'archive n'a pas les comptes du wiki, ou l'étude n'en prend qu'une partie.",
    "en": "“–” for the silent: the archive does not have the accounts of the wiki, or the study takes a part of it "
    "only.",
}
QUERY = """
    select source, tier, persons, share_of_persons, edits, share_of_edits from wiki_tier_counts
    where rule = 'volume' and source in (select value from json_each(?))
    order by instr('core active occasional silent', tier)
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """Four rows a wiki, from the core out, in the study's order."""
    cuts = study.tiers
    least = {"core": cuts.core, "active": cuts.active, "occasional": 1, "silent": 0}
    rows = tuple(
        (row["source"], tiers.NAMES[row["tier"]][study.language], least[row["tier"]], *tuple(row)[2:])
        for row in rows_of(store, QUERY, chosen_wikis(study, choice))
    )
    limits = {"core": cuts.core, "active": cuts.active, "under_core": cuts.core - 1, "under_active": cuts.active - 1}
    return Table(
        name="wiki-tiers",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition={language: text.format(**limits) for language, text in DEFINITION.items()},
        notes=(UNTOLD,) if any(None in row for row in rows) else (),
        measures=("tiers",),
    )
