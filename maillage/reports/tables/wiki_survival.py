"""What stays of what is written on each wiki."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Survie des textes des wikis", "en": "Survival of the texts of wikis"}
ORDER = 610

COLUMNS = (
    WIKI,
    Column("pages", {"fr": "Pages de contenu", "en": "Content pages"}, Kind.COUNT),
    Column("followed", {"fr": "Dont textes connus", "en": "With known texts"}, Kind.COUNT),
    Column("written", {"fr": "Mots écrits", "en": "Words written"}, Kind.COUNT),
    Column("surviving", {"fr": "Mots restants", "en": "Words that stay"}, Kind.COUNT),
    Column("share_surviving", {"fr": "Part des mots écrits", "en": "Share of words written"}, Kind.SHARE),
    Column(
        "by_administrators",
        {"fr": "Dont écrits par des administrateurs", "en": "Written by administrators"},
        Kind.COUNT,
    ),
    Column(
        "share_by_administrators",
        {"fr": "Leur part des mots restants", "en": "Their share of words that stay"},
        Kind.SHARE,
    ),
    Column("by_others", {"fr": "Écrits sans compte", "en": "Written without an account"}, Kind.COUNT),
    Column(
        "left_out", {"fr": "Mots de modifications non comptées", "en": "Words of edits that do not count"}, Kind.COUNT
    ),
    Column("authors", {"fr": "Auteurs de mots restants", "en": "Authors of words that stay"}, Kind.COUNT),
    Column("gini", {"fr": "Indice de Gini", "en": "Gini index"}, Kind.MEAN),
    Column("half_makers", {"fr": "Auteurs de la moitié", "en": "Authors of half"}, Kind.COUNT),
    Column("coarse", {"fr": "Versions comparées en gros", "en": "Revisions compared coarsely"}, Kind.COUNT),
    Column("unread", {"fr": "Versions sans texte", "en": "Revisions without text"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Chaque mot d'une page de contenu est à qui l'a écrit le premier, tant qu'il reste, où qu'il soit déplacé, "
    "et de nouveau quand une révocation le rétablit ; les mots restants sont ceux de la dernière version archivée. Un "
    "mot : une suite de lettres ou de chiffres. Administrateurs à la date de la modification (B1). Définitions de "
    "mwpersistence.",
    "en": "Each word of a content page is of who first wrote it, as long as it stays, wherever it is moved to, and "
    "again when a revert brings it back; the words that stay are those of the last archived revision. A word: a run of "
    "letters or of digits. Administrators at the date of the edit (B1). Definitions of mwpersistence.",
}
COARSE = {
    "fr": "En gros : un texte de plus de 200 000 caractères est comparé par lignes, et une différence trop coûteuse à "
    "chercher passe pour du texte nouveau. Les mots d'une version sans texte passent pour ceux de la suivante.",
    "en": "Coarsely: a text of more than 200,000 characters is compared by lines, and a difference that would take too "
    "long to find passes for new text. The words of a revision without text pass for those of the next.",
}
QUERY = """
    select source, pages, followed, written, surviving, 1.0 * surviving / nullif(written, 0) as share_surviving,
      by_administrators, 1.0 * by_administrators / nullif(surviving, 0) as share_by_administrators, by_others, left_out,
      authors, gini, half_makers, coarse, unread
    from survival_counts where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a wiki, in the study's order."""
    return Table(
        name="wiki-survival",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice)))),
        definition=DEFINITION,
        notes=(COARSE,),
        measures=("survival",),
    )
