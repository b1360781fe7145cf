"""The subscribers of each list month by month, and how many of them had never written (B4)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Membres silencieux par mois", "en": "Silent members by month"}
ORDER = 74

COLUMNS = (
    SOURCE,
    Column("month", {"fr": "Mois", "en": "Month"}, Kind.MONTH),
    Column("subscribers", {"fr": "Abonnés", "en": "Subscribers"}, Kind.COUNT),
    Column("at_least", {"fr": "Au moins", "en": "At least"}, Kind.FLAG),
    Column("joined", {"fr": "Arrivés", "en": "Joined"}, Kind.COUNT),
    Column("left", {"fr": "Partis", "en": "Left"}, Kind.COUNT),
    Column("wrote_in_month", {"fr": "Ont écrit dans le mois", "en": "Wrote in the month"}, Kind.COUNT),
    Column("wrote", {"fr": "Ont déjà écrit", "en": "Had ever written"}, Kind.COUNT),
    Column("silent", {"fr": "Membres silencieux", "en": "Silent members"}, Kind.COUNT),
    Column("silent_share", {"fr": "Part des membres silencieux", "en": "Share of silent members"}, Kind.SHARE),
    Column("undated", {"fr": "Abonnés sans date", "en": "Subscribers without a date"}, Kind.COUNT),
)

DEFINITION = {
    "fr": "Abonnés à la fin de chaque mois, d'après les jours d'abonnement et de désabonnement que donne la dernière "
    "liste d'abonnés qui en donne ; le dernier mois, le jour de cette liste (B4). Silencieux : abonnés qui n'avaient "
    "encore jamais écrit à la liste. Sans date : abonnés un jour qu'elle ne dit pas, comptés depuis le premier mois.",
    "en": "Subscribers at the end of each month, by the days of joining and leaving that the latest subscriber list "
    "with any gives; in the last month, on the day of that list (B4). Silent: subscribers who had not yet written to "
    "the list. Without a date: subscribed on a day that it does not tell, counted from the first month.",
}
AT_LEAST = {
    "fr": "« Au moins » : ceux qui étaient partis à cette date ne sont pas connus, il y avait autant d'abonnés ou "
    "plus. Une liste des abonnés du jour ne connaît que ceux qui sont restés ; les tables d'un serveur, les départs "
    "depuis un certain jour seulement. La part des silencieux n'est alors que celle des abonnés connus.",
    "en": "“At least”: those who had left by then are not known, there were as many subscribers or more. A list of "
    "the day's subscribers knows only those who stayed; the tables of a server, the leavings since a certain day only. "
    "The share of the silent is then that of the subscribers who are known.",
}

QUERY = """
    select source, month, subscribers, at_least, joined, "left", wrote_in_month, wrote, silent, silent_share, undated
    from silence_months as told
    where source in (select value from json_each(?)) and roster = (
      select roster from silence_months where source = told.source order by taken_on desc, roster desc limit 1
    ) order by source, month
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a list and month; lists whose subscriber lists tell no days have none."""
    rows = tuple(tuple(row) for row in rows_of(store, QUERY, chosen(study, choice)))
    uncertain = any(row[3] for row in rows)
    return Table(
        name="silent-months",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        notes=(AT_LEAST,) if uncertain else (),
        measures=("B4",),
    )
