"""How many pages, contributors and administrators each wiki has: annex 3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Cell, Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {
    "fr": "Administrateurs, contributeurs et pages des wikis",
    "en": "Administrators, contributors and pages of wikis",
}
ORDER = 500

COLUMNS = (
    WIKI,
    Column("created", {"fr": "Création", "en": "Created"}, Kind.MONTH),
    Column("administrators", {"fr": "Administrateurs", "en": "Administrators"}, Kind.COUNT),
    Column("contributors", {"fr": "Contributeurs", "en": "Contributors"}, Kind.COUNT),
    Column("content_pages", {"fr": "Pages de contenu", "en": "Content pages"}, Kind.COUNT),
    Column("unit", {"fr": "Unité", "en": "Unit"}),
    Column("redirects", {"fr": "Redirections", "en": "Redirects"}, Kind.COUNT),
    Column("registered", {"fr": "Comptes inscrits", "en": "Registered accounts"}, Kind.COUNT),
    Column("silent", {"fr": "Inscrits silencieux", "en": "Silent registered"}, Kind.COUNT),
    Column("blocked", {"fr": "Comptes bloqués", "en": "Blocked accounts"}, Kind.COUNT),
    Column("bots", {"fr": "Robots", "en": "Bots"}, Kind.COUNT),
    Column("edits", {"fr": "Modifications", "en": "Edits"}, Kind.COUNT),
    Column("first_day", {"fr": "Première modification", "en": "First edit"}, Kind.DATE),
    Column("last_day", {"fr": "Dernière modification", "en": "Last edit"}, Kind.DATE),
)

DEFINITION = {
    "fr": "Administrateurs : comptes qui en ont les droits quand l'archive est faite (A27). Contributeurs : comptes "
    "inscrits ayant fait au moins une modification pendant la période, ni bloqués ni robots ; une personne peut en "
    "avoir plusieurs (A26, note 190 de la thèse). Pages de contenu : sans les redirections, ni les pages de "
    "discussion, d'utilisateurs, etc. (A25, note 191). Comptes inscrits : ceux qui peuvent écrire, ni bloqués ni "
    "robots (A29) ; silencieux : ceux d'entre eux qui n'ont jamais rien modifié.",
    "en": "Administrators: accounts that have the rights of one when the archive was made (A27). Contributors: "
    "registered accounts with at least one edit in the period, neither blocked nor bots; a person may have several "
    "(A26, note 190 of the thesis). Content pages: without redirects, talk pages, user pages and so on (A25, note "
    "191). Registered accounts: those that may write, neither blocked nor bots (A29); silent: those of them that "
    "never edited.",
}
UNTOLD: Text = {
    "fr": "« – » : l'archive ne le dit pas. Un fichier d'export n'a ni les comptes, ni les groupes, ni les blocages "
    "; la copie d'un wiki par `maillage fetch` les a.",
    "en": "“–”: the archive does not tell. An export has neither accounts, nor groups, nor blocks; the copy of a "
    "wiki that `maillage fetch` makes has them.",
}

OF_SITES: Text = {
    "fr": "D'un site participatif, les contenus sont les articles publiés (A28), les contributeurs leurs auteurs, et "
    "les comptes inscrits ceux des administrateurs et des rédacteurs.",
    "en": "Of a participatory site, the contents are the published articles (A28), the contributors their authors, "
    "and the registered accounts those of administrators and editors.",
}
UNITS: dict[object, Text] = {
    "pages": {"fr": "pages", "en": "pages"},
    "articles": {"fr": "articles", "en": "articles"},
}

QUERY = """
    select source,
      coalesce((select min(month) from edits where edits.source = wiki_censuses.source), begun) as created,
      administrators, contributors, content_pages, unit, redirects, registered, silent,
      blocked, bots, edits, first_day, last_day
    from wiki_censuses where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a wiki, in the study's order."""
    wikis = chosen_wikis(study, choice)
    created = {wiki.name: f"{wiki.created:%Y-%m}" for wiki in wikis if wiki.created}
    rows = tuple(
        (
            row["source"],
            created.get(row["source"], row["created"]),
            *(UNITS[cell][study.language] if cell in UNITS else cell for cell in tuple(row)[2:]),
        )
        for row in rows_of(store, QUERY, wikis)
    )
    return Table(
        name="wiki-census",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        reproduces="annex 3",
        notes=(*_notes(rows), *((OF_SITES,) if study.sites else ())),
        measures=("A25", "A26", "A27", "A28", "A29"),
    )


def _notes(rows: Sequence[Sequence[Cell]]) -> Iterator[Text]:
    if any(None in row for row in rows):
        yield UNTOLD
