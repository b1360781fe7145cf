"""How much of each wiki is written together, and who changes what others began (B27)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Coécriture des pages des wikis", "en": "Co-writing of the pages of wikis"}
ORDER = 600

COLUMNS = (
    WIKI,
    Column("pages", {"fr": "Pages de contenu", "en": "Content pages"}, Kind.COUNT),
    Column("pages_by_two", {"fr": "Par deux personnes ou plus", "en": "By two persons or more"}, Kind.COUNT),
    Column("share_by_two", {"fr": "Leur part", "en": "Their share"}, Kind.SHARE),
    Column("pages_by_three", {"fr": "Par trois ou plus", "en": "By three or more"}, Kind.COUNT),
    Column("share_by_three", {"fr": "Leur part", "en": "Their share"}, Kind.SHARE),
    Column(
        "pages_with_addresses",
        {"fr": "Avec des contributions sans compte", "en": "With unregistered edits"},
        Kind.COUNT,
    ),
    Column("edits", {"fr": "Modifications", "en": "Edits"}, Kind.COUNT),
    Column("edits_by_others", {"fr": "Sur la page d'autrui", "en": "On the page of another"}, Kind.COUNT),
    Column("share_by_others", {"fr": "Leur part", "en": "Their share"}, Kind.SHARE),
    Column("contributors", {"fr": "Contributeurs", "en": "Contributors"}, Kind.COUNT),
    Column("daring", {"fr": "Ont modifié la page d'autrui", "en": "Edited the page of another"}, Kind.COUNT),
    Column("share_daring", {"fr": "Leur part", "en": "Their share"}, Kind.SHARE),
    Column("median_edits_before", {"fr": "Après … modifications (médiane)", "en": "After … edits (median)"}, Kind.MEAN),
    Column("median_days_before", {"fr": "Après … jours (médiane)", "en": "After … days (median)"}, Kind.MEAN),
)
DEFINITION = {
    "fr": "« On n'ose pas modifier » (L17059-17091) : les pages de contenu, hors redirections, selon le nombre de "
    "personnes inscrites qui y ont écrit (B27). Modifications : celles des personnes inscrites sur des pages qu'une "
    "personne a commencées ; d'autrui : commencées par une autre. Après combien de modifications, et de jours, une "
    "personne a modifié pour la première fois la page d'autrui : médiane de celles qui l'ont fait.",
    "en": "“People do not dare to change” (L17059-17091): content pages, redirects apart, by how many registered "
    "persons wrote on them (B27). Edits: those of registered persons on pages that a person began; of another: begun "
    "by another person. After how many edits, and days, a person first edited the page of another: the median of those "
    "who did.",
}
PEOPLE = {
    "fr": "Sans les robots ni les comptes bloqués ; une page sans modification qui compte n'est pas ici. Les adresses "
    "IP, qui ne sont personne, font des modifications mais pas des personnes.",
    "en": "Without bots and blocked accounts; a page without an edit that counts is not here. IP addresses are nobody: "
    "they make edits, and are no persons.",
}
QUERY = """
    select source, pages, pages_by_two, 1.0 * pages_by_two / nullif(pages, 0) as share_by_two, pages_by_three,
      1.0 * pages_by_three / nullif(pages, 0) as share_by_three, pages_with_addresses, edits, edits_by_others,
      1.0 * edits_by_others / nullif(edits, 0) as share_by_others, contributors, daring,
      1.0 * daring / nullif(contributors, 0) as share_daring, median_edits_before, median_days_before
    from cowriting where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a wiki, in the study's order."""
    return Table(
        name="wiki-cowriting",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice)))),
        definition=DEFINITION,
        notes=(PEOPLE,),
        measures=("B27",),
    )
