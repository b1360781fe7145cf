"""The elements by which the thesis analyses sites, and the table that answers each: Table 15."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import chosen_wikis
from maillage.reports.table import Choice, Column, Table, Text
from maillage.sentences import typeset
from maillage.store import Store

TITLE = {"fr": "Éléments d'analyse des sites", "en": "Elements to analyse sites by"}
ORDER = 595

TECHNICAL: Text = {"fr": "Possibilités techniques", "en": "Technical possibilities"}
CONTENTS: Text = {"fr": "Contenus", "en": "Contents"}
USES: Text = {"fr": "Usages", "en": "Uses"}

ELEMENTS: tuple[tuple[Text, Text, str, str], ...] = (
    (TECHNICAL, {"fr": "Obligation d'inscription", "en": "Registration required"}, "A30", "wiki-affordances"),
    (
        TECHNICAL,
        {"fr": "Restriction concernant la rédaction d'un article", "en": "Restriction on writing an article"},
        "A30",
        "wiki-affordances",
    ),
    (
        TECHNICAL,
        {
            "fr": "Restriction concernant la modification d'un article publié",
            "en": "Restriction on editing a published article",
        },
        "A30",
        "wiki-affordances",
    ),
    (
        TECHNICAL,
        {"fr": "Possibilité de créer un profil d'utilisateur", "en": "Possibility to make a user profile"},
        "A30",
        "wiki-affordances",
    ),
    (
        TECHNICAL,
        {"fr": "Besoin de validation par un tiers avant de publier", "en": "Validation by a third before publication"},
        "A30",
        "wiki-affordances",
    ),
    (
        TECHNICAL,
        {"fr": "Visibilité de l'historique des modifications", "en": "Visibility of the history of edits"},
        "A30",
        "wiki-affordances",
    ),
    (TECHNICAL, {"fr": "Visibilité d'auteurs", "en": "Visibility of authors"}, "A30", "wiki-affordances"),
    (
        TECHNICAL,
        {"fr": "Existence d'espaces de discussions", "en": "Existence of spaces for discussion"},
        "A30",
        "wiki-affordances",
    ),
    (CONTENTS, {"fr": "Le contenu de l'article rédigé", "en": "The contents of written articles"}, "", "wiki-annex4"),
    (
        CONTENTS,
        {"fr": "La mise en ligne des comptes-rendus des réunions", "en": "Minutes of meetings put online"},
        "",
        "wiki-annex4",
    ),
    (
        CONTENTS,
        {
            "fr": "Le contenu des échanges sur les espaces de discussions",
            "en": "The contents of exchanges in spaces for discussion",
        },
        "B28",
        "wiki-discussion",
    ),
    (
        CONTENTS,
        {"fr": "La mise en ligne de supports et ressources", "en": "Materials and resources put online"},
        "",
        "wiki-annex4",
    ),
    (
        USES,
        {
            "fr": "Le nombre de pages ou articles rédigés depuis la création",
            "en": "The number of pages or articles written since the creation",
        },
        "A25",
        "wiki-census",
    ),
    (
        USES,
        {"fr": "Le nombre de rédacteurs enregistrés", "en": "The number of registered writers"},
        "A26, A29",
        "wiki-census",
    ),
    (USES, {"fr": "La diversité de rédacteurs", "en": "The diversity of writers"}, "B2", "wiki-writers"),
    (
        USES,
        {
            "fr": "La fréquence d'usages du site et de renouvellement des contenus",
            "en": "The frequency of use of the site and of renewal of its contents",
        },
        "B3",
        "wiki-renewal",
    ),
    (
        USES,
        {
            "fr": "La part des administrateurs dans la rédaction des articles",
            "en": "The share of administrators in writing articles",
        },
        "B1",
        "wiki-administrators",
    ),
)
"""An entry of Table 15, an element, the measures and the table that answer it."""

COLUMNS = (
    Column("entry", {"fr": "Entrée", "en": "Entry"}),
    Column("element", {"fr": "Élément", "en": "Element"}),
    Column("measures", {"fr": "Mesures", "en": "Measures"}),
    Column("table", {"fr": "Tableau", "en": "Table"}),
)
DEFINITION = {
    "fr": "Les éléments d'analyse des sites du tableau 15 de la thèse, et où chacun est mesuré. Ce que disent les "
    "articles n'est pas codé ici : l'annexe 4 en donne les sujets.",
    "en": "The elements of the thesis's Table 15 by which sites are analysed, and where each is measured. What "
    "articles say is not coded here: annex 4 gives their subjects.",
}


def build(store: Store, study: Study, choice: Choice) -> Table:  # noqa: ARG001  # the contract of tables
    """The seventeen elements, where there is a wiki."""
    rows = tuple(
        (entry[study.language], typeset(element[study.language], study.language), measures or None, table)
        for entry, element, measures, table in ELEMENTS
    )
    return Table(
        name="wiki-elements",
        title=TITLE,
        columns=COLUMNS,
        rows=rows if chosen_wikis(study, choice) else (),
        definition=DEFINITION,
        reproduces="15",
    )
