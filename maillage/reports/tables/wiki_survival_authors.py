"""What stays of what each person wrote on each wiki."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import PERSON, WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Survie des textes par auteur", "en": "Survival of texts by author"}
ORDER = 612

COLUMNS = (
    WIKI,
    PERSON,
    Column("pages", {"fr": "Pages", "en": "Pages"}, Kind.COUNT),
    Column("written", {"fr": "Mots écrits", "en": "Words written"}, Kind.COUNT),
    Column("removed", {"fr": "Mots retirés", "en": "Words removed"}, Kind.COUNT),
    Column("surviving", {"fr": "Mots restants", "en": "Words that stay"}, Kind.COUNT),
    Column("share_surviving", {"fr": "Part des mots écrits", "en": "Share of words written"}, Kind.SHARE),
    Column("share", {"fr": "Part des mots restants du wiki", "en": "Share of the wiki's words that stay"}, Kind.SHARE),
    Column("seen", {"fr": "Modifications d'autrui par mot", "en": "Edits by others per word"}, Kind.MEAN),
)
DEFINITION = {
    "fr": "Par personne inscrite, sur les pages de contenu : les mots qu'elle a écrits et retirés, ceux qui restent "
    "dans la dernière version, et combien de versions suivantes, par d'autres, ont gardé chacun de ses "
    "mots, en moyenne.",
    "en": "By registered person, on content pages: the words written and removed, those that stay in the last "
    "revision, and how many later revisions, by others, kept each of the words, on average.",
}
QUERY = """
    with whole as (select source, sum(surviving) as words from text_survival group by source)
    select source, person as author, count(distinct page) as pages, sum(written) as written, sum(removed) as removed,
      sum(surviving) as surviving, 1.0 * sum(surviving) / nullif(sum(written), 0) as share_surviving,
      1.0 * sum(surviving) / nullif(words, 0) as share, 1.0 * sum(persisted) / nullif(sum(written), 0) as seen
    from text_survival join whole using (source)
    where person is not null and source in (select value from json_each(?))
    group by source, person order by sum(surviving) desc, sum(written) desc, person
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a person, in the study's order, those with most words first."""
    return Table(
        name="wiki-survival-authors",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice)))),
        definition=DEFINITION,
        measures=("survival",),
    )
