"""What each wiki lets people do, side by side: Table 16 (A30)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Table, Text
from maillage.sentences import typeset
from maillage.store import Store

TITLE = {"fr": "Possibilités techniques des wikis", "en": "Affordances of wikis"}
ORDER = 560

NAMES: dict[str, Text] = {
    "registration_required": {
        "fr": "Inscription obligatoire pour contribuer",
        "en": "Registration required to contribute",
    },
    "anyone_can_write": {"fr": "Tout le monde peut rédiger un article", "en": "Anyone can write an article"},
    "anyone_can_edit": {
        "fr": "Tout le monde peut modifier un article existant",
        "en": "Anyone can edit an existing article",
    },
    "user_profile": {"fr": "Le profil d'utilisateur", "en": "User profile"},
    "admin_validation_before_publication": {
        "fr": "Besoin de validation par l'administrateur avant publication",
        "en": "Validation by the administrator needed before publication",
    },
    "edit_history_visible": {
        "fr": "L'accès à l'historique des modifications",
        "en": "Access to the history of edits",
    },
    "author_identified": {"fr": "L'identification de l'auteur", "en": "Identification of the author"},
    "discussion_space": {"fr": "Les espaces de discussions", "en": "Spaces for discussion"},
}
VALUES: dict[str, Text] = {
    "yes": {"fr": "oui", "en": "yes"},
    "no": {"fr": "non", "en": "no"},
    "registered": {"fr": "réservé aux inscrits", "en": "registered only"},
    "restricted": {"fr": "réservé à certains groupes", "en": "some groups only"},
}
AFFORDANCE = Column("affordance", {"fr": "Possibilité", "en": "Affordance"})
DEFINITION = {
    "fr": "Les huit possibilités du tableau 16 de la thèse (A30), lues dans les droits du wiki quand l'archive a été "
    "faite ; « – » : rien ne le dit. Le tableau suivant montre le droit dont chaque valeur vient.",
    "en": "The eight affordances of the thesis's Table 16 (A30), read from the rights of the wiki when the archive "
    "was made; “–”: nothing tells. The next table shows the right that each value comes from.",
}
QUERY = """
    select source, affordance, value from wiki_affordances
    where source in (select value from json_each(?)) order by place
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row an affordance, one column a wiki in the study's order."""
    wikis = chosen_wikis(study, choice)
    found = {(row["affordance"], row["source"]): row["value"] for row in rows_of(store, QUERY, wikis)}
    rows = tuple(
        (
            typeset(names[study.language], study.language),
            *(
                value and VALUES[value][study.language]
                for wiki in wikis
                for value in [found.get((affordance, wiki.name))]
            ),
        )
        for affordance, names in NAMES.items()
    )
    labels = (Column(wiki.name, {"fr": wiki.label, "en": wiki.label}) for wiki in wikis)
    return Table(
        name="wiki-affordances",
        title=TITLE,
        columns=(AFFORDANCE, *labels),
        rows=rows if wikis else (),
        definition=DEFINITION,
        reproduces="16",
        measures=("A30",),
    )
