"""How much is discussed on each wiki, and whether anybody answers (B28)."""

from __future__ import annotations

from maillage.analyze.wikis.discussion import MANY
from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Discussion sur les wikis", "en": "Discussion on wikis"}
ORDER = 630

COLUMNS = (
    WIKI,
    Column("edits", {"fr": "Modifications", "en": "Edits"}, Kind.COUNT),
    Column("talk_edits", {"fr": "En discussion", "en": "On talk pages"}, Kind.COUNT),
    Column("pump_edits", {"fr": "Au bistro", "en": "On the village pump"}, Kind.COUNT),
    Column("share", {"fr": "Leur part", "en": "Their share"}, Kind.SHARE),
    Column("content_talk_edits", {"fr": "Sur les articles", "en": "About contents"}, Kind.COUNT),
    Column("user_talk_edits", {"fr": "Entre utilisateurs", "en": "Between users"}, Kind.COUNT),
    Column("answers", {"fr": "Réponses", "en": "Answers"}, Kind.COUNT),
    Column("pages", {"fr": "Pages de discussion", "en": "Discussion pages"}, Kind.COUNT),
    Column("answered_pages", {"fr": "Avec une réponse", "en": "With an answer"}, Kind.COUNT),
    Column("share_answered", {"fr": "Leur part", "en": "Their share"}, Kind.SHARE),
    Column("share_discussed", {"fr": "Pages de contenu discutées", "en": "Content pages discussed"}, Kind.SHARE),
    Column("talkers", {"fr": "Personnes qui discutent", "en": "Persons who discuss"}, Kind.COUNT),
    Column("share_talkers", {"fr": "Part des contributeurs", "en": "Share of contributors"}, Kind.SHARE),
    Column("welcomes", {"fr": "Messages d'accueil", "en": "Welcomes"}, Kind.COUNT),
    Column("last", {"fr": "Dernière", "en": "Last"}, Kind.DATE),
)
DEFINITION = {
    "fr": "Modifications des pages de discussion et du bistro (la page de l'espace projet où tous parlent, reconnue à "
    "son nom), rapportées à toutes les modifications (B28, L14700-14733). Réponse : modification qui suit celle d'un "
    "autre sur la même page. Messages d'accueil, à part : le premier sur la page de discussion d'un utilisateur, par "
    "un robot, un administrateur ou qui en a commencé {many}, ou qui dit bienvenue.",
    "en": "Edits of talk pages and of the village pump (the page of the project namespace where all talk, known by its "
    "name) over all edits (B28, L14700-14733). Answer: an edit that follows one by somebody else on the same page. "
    "Welcomes, apart: the first on the talk page of a user, by a bot, an administrator or who began {many} such "
    "pages, or that says welcome.",
}
ANSWERS = {
    "fr": "Qui corrige son message ne répond pas ; qui range la page d'autrui passe pour répondre.",
    "en": "Who corrects the own message does not answer; who tidies up after others passes for answering.",
}
QUERY = """
    select source, edits, talk_edits, pump_edits, 1.0 * (talk_edits + pump_edits) / nullif(edits, 0) as share,
      content_talk_edits, user_talk_edits, answers, pages, answered_pages,
      1.0 * answered_pages / nullif(pages, 0) as share_answered,
      1.0 * discussed_pages / nullif(content_pages, 0) as share_discussed, talkers,
      1.0 * talkers / nullif(contributors, 0) as share_talkers, welcomes, substr(last_at, 1, 10) as last
    from discussions where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a wiki, in the study's order."""
    return Table(
        name="wiki-discussion",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice)))),
        definition={language: text.format(many=MANY) for language, text in DEFINITION.items()},
        notes=(ANSWERS,),
        measures=("B28",),
    )
