"""How people work on each wiki: in sessions of edits."""

from __future__ import annotations

from maillage.analyze.wikis.sessions import BEFORE_FIRST
from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Séances de travail sur les wikis", "en": "Edit sessions on wikis"}
ORDER = 625

COLUMNS = (
    WIKI,
    Column("sessions", {"fr": "Séances", "en": "Sessions"}, Kind.COUNT),
    Column("users", {"fr": "Utilisateurs", "en": "Users"}, Kind.COUNT),
    Column("edits", {"fr": "Modifications", "en": "Edits"}, Kind.COUNT),
    Column("per_session", {"fr": "Modifications par séance", "en": "Edits per session"}, Kind.MEAN),
    Column("median_edits", {"fr": "Médiane", "en": "Median"}, Kind.MEAN),
    Column("share_single", {"fr": "Séances d'une modification", "en": "Sessions of one edit"}, Kind.SHARE),
    Column("median_minutes", {"fr": "Durée médiane (minutes)", "en": "Median length (minutes)"}, Kind.MEAN),
    Column("longest_minutes", {"fr": "La plus longue (minutes)", "en": "Longest (minutes)"}, Kind.MEAN),
    Column("hours", {"fr": "Heures de travail estimées", "en": "Estimated hours of work"}, Kind.MEAN),
)
DEFINITION = {
    "fr": "Une séance : les modifications d'un utilisateur à moins d'une heure l'une de l'autre, sur toutes les pages. "
    "Sa durée va de la première à la dernière : 0 pour une seule. Définition de mwsessions (3 600 secondes). Heures : "
    "la durée de toutes, et {before} secondes avant chaque première modification, estimation de Geiger et Halfaker "
    "(2013) faite sur Wikipédia.",
    "en": "A session: edits of one user with less than an hour between each and the next, on any page. Its length goes "
    "from the first to the last: 0 for one alone. Definition of mwsessions (3,600 seconds). Hours: the length of all, "
    "and {before} seconds before each first edit, as Geiger and Halfaker (2013) estimated on Wikipedia.",
}
USERS = {
    "fr": "Utilisateurs : comptes et adresses IP, sans les robots ni les comptes bloqués. Les heures sont un ordre de "
    "grandeur : lire et rédiger hors ligne ne laisse pas de trace.",
    "en": "Users: accounts and IP addresses, without bots and blocked accounts. Hours are an order of magnitude: "
    "reading, and writing off line, leave no trace.",
}
QUERY = """
    select source, sessions, users, edits, 1.0 * edits / nullif(sessions, 0) as per_session, median_edits,
      1.0 * single / nullif(sessions, 0) as share_single, median_seconds / 60.0 as median_minutes,
      longest_seconds / 60.0 as longest_minutes, hours
    from session_counts where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a wiki, in the study's order."""
    return Table(
        name="wiki-sessions",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice)))),
        definition={language: text.format(before=BEFORE_FIRST) for language, text in DEFINITION.items()},
        notes=(USERS,),
        measures=("sessions",),
    )
