"""The right, or the fact, from which each affordance of a wiki was read (A30)."""

from __future__ import annotations

import re

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Table
from maillage.reports.tables.wiki_affordances import AFFORDANCE, NAMES, VALUES
from maillage.sentences import typeset
from maillage.store import Store

TITLE = {"fr": "D'où viennent les possibilités des wikis", "en": "Where the affordances of wikis come from"}
ORDER = 565

COLUMNS = (
    WIKI,
    AFFORDANCE,
    Column("value", {"fr": "Valeur", "en": "Value"}),
    Column("read_from", {"fr": "Lu dans", "en": "Read from"}),
)
DEFINITION = {
    "fr": "Les possibilités du tableau 16 (A30) et ce dont chacune a été lue : un droit d'un groupe, comme `edit de "
    "*` (modifier, pour tout le monde), un espace de noms, ou ce que l'historique montre.",
    "en": "The affordances of Table 16 (A30) and what each was read from: a right of a group, such as `edit of *` "
    "(edit, for everybody), a namespace, or what the history shows.",
}
FRENCH = (
    (r"edits without an account: ", "modifications sans compte : "),
    (r"pages made without an account: ", "pages créées sans compte : "),
    (r"edits of user pages: ", "modifications de pages d'utilisateur : "),
    (r"edits of talk pages: ", "modifications de pages de discussion : "),
    (r"revisions with an author: (\d+) of ", r"versions avec un auteur : \1 sur "),
    (r"namespace (\d+)$", r"espace de noms \1"),
    (r"namespaces$", "espaces de noms"),
    (r"rights of all groups$", "droits de tous les groupes"),
    (r"articles with an account as author: (\d+) of ", r"articles dont un compte est l'auteur : \1 sur "),
    (r"editors change their own articles only$", "les rédacteurs ne modifient que leurs articles"),
    (r"biographies of authors: ", "biographies d'auteurs : "),
    (r"articles that wait: ", "articles en attente : "),
    (r"accounts of editors: ", "comptes de rédacteurs : "),
    (r"messages without an account: ", "messages sans compte : "),
    (r"messages of accounts: ", "messages de comptes : "),
    (r"(\w+) of nobody$", r"\1 de personne"),
    (r"(\w+) of (?=\S)", r"\1 de "),
)
"""What `wiki_affordances.read_from` says, the first that holds. Rights and groups keep MediaWiki's names."""

QUERY = """
    select source, affordance, value, read_from from wiki_affordances
    where source in (select value from json_each(?)) order by place
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """Eight rows a wiki, in the study's order."""
    rows = tuple(
        (
            row["source"],
            typeset(NAMES[row["affordance"]][study.language], study.language),
            row["value"] and VALUES[row["value"]][study.language],
            said(row["read_from"], study.language) or None,
        )
        for row in rows_of(store, QUERY, chosen_wikis(study, choice))
    )
    return Table(
        name="wiki-affordance-rights",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        measures=("A30",),
    )


def said(read_from: str, language: str) -> str:
    """Where a value was read, in the language of the report."""
    if language == "fr":
        for pattern, french in FRENCH:
            if re.match(pattern, read_from):
                return typeset(re.sub(pattern, french, read_from, count=1), language)
    return read_from
