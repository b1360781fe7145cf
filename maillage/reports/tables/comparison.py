"""Every printed value of the thesis beside the computed one, what differs first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from sqlite3 import Row

from maillage.project import Study
from maillage.reports.selection import chosen_tools
from maillage.reports.table import Cell, Choice, Column, Kind, Table, Text
from maillage.reports.tables import wiki_affordances
from maillage.sentences import typeset
from maillage.store import Store

TITLE = {"fr": "Comparaison avec les tableaux de la thèse", "en": "Comparison with the tables of the thesis"}
ORDER = 130
NEEDS = "any"

VERDICTS: dict[str, Text] = {
    "unexplained": {"fr": "écart inexpliqué", "en": "unexplained difference"},
    "known-error": {"fr": "erreur connue de l'imprimé", "en": "known error of the print"},
    "exact": {"fr": "concorde", "en": "agrees"},
}
WHATS: dict[str, Text] = {
    "created": {"fr": "date de création", "en": "created"},
    "subscribers": {"fr": "abonnés", "en": "subscribers"},
    "messages": {"fr": "messages", "en": "messages"},
    "mean-per-year": {"fr": "moyenne par an", "en": "mean per year"},
    "messages-in-year": {"fr": "messages de l'année", "en": "messages in the year"},
    "authors": {"fr": "auteurs", "en": "authors"},
    "regular-authors": {"fr": "auteurs réguliers", "en": "regular authors"},
    "regular-percent": {"fr": "part des réguliers (%)", "en": "share of regulars (%)"},
    "silent-percent": {"fr": "part des silencieux (%)", "en": "share of silent (%)"},
    "intensive-persons": {"fr": "personnes intensives", "en": "intensive persons"},
    "very-intensive-persons": {"fr": "personnes très intensives", "en": "very intensive persons"},
    "messages-of-intensive": {"fr": "messages d'une personne intensive", "en": "messages of an intensive person"},
    "authors-by-scale": {"fr": "auteurs par échelle", "en": "authors by scale"},
    "structures": {"fr": "structures par statut et lieu", "en": "structures by status and place"},
    "status-of-intensive": {"fr": "statut d'une personne intensive", "en": "status of an intensive person"},
    "function-of-intensive": {"fr": "fonction d'une personne intensive", "en": "function of an intensive person"},
    "domain-of-intensive": {"fr": "domaine d'une personne intensive", "en": "domain of an intensive person"},
    "place-of-intensive": {"fr": "lieu d'une personne intensive", "en": "place of an intensive person"},
    "year-created": {"fr": "année de création", "en": "year of creation"},
    "administrators": {"fr": "administrateurs", "en": "administrators"},
    "contributors": {"fr": "contributeurs", "en": "contributors"},
    "registered-users": {"fr": "utilisateurs enregistrés", "en": "registered users"},
    "content-pages": {"fr": "pages de contenu", "en": "content pages"},
    "articles": {"fr": "articles publiés", "en": "published articles"},
    "affordance": {"fr": "possibilité", "en": "affordance"},
}
TABLES: dict[str, Text] = {
    "text": {"fr": "texte", "en": "text"},
    "annex 3": {"fr": "annexe 3", "en": "annex 3"},
}
"""What is no number of a table, as it is called."""
HIDDEN: Text = {"fr": "autre chose (`--names`)", "en": "something else (`--names`)"}
"""In place of what is found of somebody and does not stand in print."""

DETAILS: dict[str, Text] = {
    "row": {"fr": "ligne", "en": "row"},
    "without": {"fr": "sans", "en": "without"},
}

COLUMNS = (
    Column("table_id", {"fr": "Tableau", "en": "Table"}),
    Column("list", {"fr": "Liste ou territoire", "en": "List or territory"}, Kind.LIST),
    Column("what", {"fr": "Grandeur", "en": "What"}),
    Column("key", {"fr": "Détail", "en": "Detail"}),
    Column("printed", {"fr": "Imprimé", "en": "Printed"}),
    Column("computed", {"fr": "Calculé", "en": "Computed"}, Kind.COUNT),
    Column("difference", {"fr": "Écart", "en": "Difference"}, Kind.COUNT),
    Column("tolerance", {"fr": "Tolérance", "en": "Tolerance"}, Kind.COUNT),
    Column("verdict", {"fr": "Verdict", "en": "Verdict"}),
    Column("known_error", {"fr": "Cause connue", "en": "Known cause"}),
)

LIST_OR_WIKI = replace(COLUMNS[1], label={"fr": "Liste, wiki ou territoire", "en": "List, wiki or territory"})

DEFINITION = {
    "fr": "Chaque valeur imprimée des tableaux 9, 27 à 32, 34 à 37, de la figure 42 et du texte (L15872-15996), et la "
    "valeur calculée. Tolérance : 0 pour les nombres, 0,5 pour les moyennes et pourcentages, que l'imprimé arrondit. "
    "Les lignes des tableaux 35 à 37 ne nomment personne ici : chacune est comparée à la ligne calculée égale, sinon "
    "à la plus proche qui reste ; « - » y vaut pour tout ce qui est sous {intensive_from}.",
    "en": "Each printed value of Tables 9, 27 to 32, 34 to 37, of figure 42 and of the text (L15872-15996), and the "
    "computed one. Tolerance: 0 for numbers, 0.5 for means and percentages, which the print rounds. The rows of "
    "Tables 35 to 37 name nobody here: each is compared with the computed row that is equal, else with the nearest "
    "that is left; “-” stands for anything under {intensive_from} there.",
}
OF_WIKIS = {
    "fr": "Pour les wikis et sites participatifs de l'étude s'y ajoutent les tableaux 11 et 16 et l'annexe 3 ; un mois "
    "en détail : jusqu'à sa fin.",
    "en": "For the study's wikis and participatory sites, Tables 11 and 16 and Annex 3 are compared too; a month as "
    "detail: up to its end.",
}
SUMMARY = {
    "fr": "{compared} valeurs comparées : {exact} concordent, {known} diffèrent par une erreur connue de l'imprimé, "
    "{unexplained} restent inexpliquées.",
    "en": "{compared} values compared: {exact} agree, {known} differ by a known error of the print, {unexplained} "
    "remain unexplained.",
}

QUERY = """
    select table_id, list, what, key, printed,
      case when what = 'created' then substr(computed, 1, 4) || '-' || substr(computed, 5, 2)
        when computed_text = '' then computed
        when agrees or :in_full or what in ('status-of-intensive', 'affordance') then computed_text
        else :hidden end as computed,
      difference, tolerance,
      case when agrees then 'exact' when known_error != '' then 'known-error' else 'unexplained' end as verdict,
      known_error
    from comparisons where :whole or list in (select value from json_each(:lists))
    order by agrees, known_error != '', rowid
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a printed value: unexplained differences, then known errors, then what agrees."""
    lists = [source.name for source in chosen_tools(study, choice)]
    asked = {"whole": choice == Choice(), "lists": json.dumps(lists), "hidden": HIDDEN[study.language]}
    found = list(store.rows(QUERY, {**asked, "in_full": False}))
    rows = tuple(_row(row, study.language) for row in found)
    in_full = tuple(_row(row, study.language) for row in store.rows(QUERY, {**asked, "in_full": True}))
    verdicts = [row["verdict"] for row in found]
    counts = {
        "compared": len(found),
        "exact": verdicts.count("exact"),
        "known": verdicts.count("known-error"),
        "unexplained": verdicts.count("unexplained"),
    }
    values = {"intensive_from": study.thresholds.intensive_from}
    table = Table(
        name="comparison",
        title=TITLE,
        columns=(COLUMNS[0], LIST_OR_WIKI, *COLUMNS[2:]) if study.wikis else COLUMNS,
        rows=rows,
        definition={language: text.format(**values) for language, text in DEFINITION.items()},
        notes=tuple(_notes(counts, study)),
        measures=("D6",),
    )
    return replace(table, in_full=replace(table, rows=in_full))


def _notes(counts: Mapping[str, int], study: Study) -> Iterator[Text]:
    if counts["compared"]:
        yield {language: text.format(**counts) for language, text in SUMMARY.items()}
        if study.wikis:
            yield OF_WIKIS


def differing(table: Table) -> Table:
    """Only the rows that do not agree: those for which nothing could be computed too."""
    verdict = [column.name for column in COLUMNS].index("verdict")
    agrees = VERDICTS["exact"].values()
    in_full = differing(table.in_full) if table.in_full else None
    rows = tuple(row for row in table.rows if row[verdict] not in agrees)
    return replace(table, rows=rows, in_full=in_full)


def _row(row: Row, language: str) -> tuple[Cell, ...]:
    table_id, source, what, key, printed, computed, *rest = row
    detail, blank, more = key.partition(" ")
    said = DETAILS[detail][language] if detail in DETAILS else detail
    if what == "affordance":
        said = typeset(wiki_affordances.NAMES[key][language], language)
        computed = wiki_affordances.VALUES[computed][language] if computed else None
    table = TABLES[table_id][language] if table_id in TABLES else table_id
    values = (printed, computed, *rest[:2], VERDICTS[row["verdict"]][language], row["known_error"])
    return (table, source, WHATS[what][language], f"{said}{blank}{more}", *values)
