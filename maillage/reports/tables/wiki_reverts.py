"""How many edits of each wiki are undone."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Révocations sur les wikis", "en": "Reverts on wikis"}
ORDER = 615

COLUMNS = (
    WIKI,
    Column("edits", {"fr": "Modifications", "en": "Edits"}, Kind.COUNT),
    Column("reverts", {"fr": "Révocations", "en": "Reverts"}, Kind.COUNT),
    Column("share_reverts", {"fr": "Part des modifications", "en": "Share of edits"}, Kind.SHARE),
    Column("reverted", {"fr": "Modifications révoquées", "en": "Reverted edits"}, Kind.COUNT),
    Column("share_reverted", {"fr": "Part des modifications", "en": "Share of edits"}, Kind.SHARE),
    Column("of_own", {"fr": "De ses propres modifications", "en": "Of one's own edits"}, Kind.COUNT),
    Column("repairs", {"fr": "Par révocation ou annulation", "en": "By rollback or undo"}, Kind.COUNT),
    Column("told", {"fr": "Versions au texte connu", "en": "Revisions of known text"}, Kind.COUNT),
    Column("revisions", {"fr": "Versions", "en": "Revisions"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Une révocation (à l'identique) rétablit, à l'octet près, une version antérieure de la page, par-dessus 15 "
    "autres au plus : celles-ci sont révoquées. Définition de mwreverts (rayon 15). Par révocation ou annulation : "
    "celles des modifications d'autrui que MediaWiki a marquées ainsi (mw-rollback, mw-undo).",
    "en": "A revert (by identity) brings back, byte for byte, an earlier revision of the page over 15 others at most: "
    "these are reverted. Definition of mwreverts (radius 15). By rollback or undo: those of the edits of others that "
    "MediaWiki tagged so (mw-rollback, mw-undo).",
}
COUNTED = {
    "fr": "Toutes les modifications de la période sur les pages qui existent, celles des robots et des comptes bloqués "
    "comprises. MediaWiki n'étiquette que depuis 2018 : plus tôt, une réparation n'est pas distinguée.",
    "en": "All edits of the period on pages that exist, those of bots and of blocked accounts too. MediaWiki has "
    "tagged since 2018 only: before, repairs are not told apart.",
}
UNTOLD = {
    "fr": "« – » : ni texte ni empreinte des versions n'est connu, les révocations ne peuvent pas être vues.",
    "en": "“–”: neither text nor digest of the revisions is known, reverts cannot be seen.",
}
QUERY = """
    select source, edits, reverts, 1.0 * reverts / nullif(edits, 0) as share_reverts, reverted,
      1.0 * reverted / nullif(edits, 0) as share_reverted, of_own, repairs, told, revisions
    from revert_counts where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a wiki, in the study's order."""
    rows = tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice))))
    return Table(
        name="wiki-reverts",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        notes=(COUNTED, *(UNTOLD for _ in range(any(row[2] is None for row in rows)))),
        measures=("reverts",),
    )
