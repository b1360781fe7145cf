"""Who reverts whom on each wiki: administrators, contributors, bots, addresses."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Qui révoque qui, par rôle", "en": "Who reverts whom, by role"}
ORDER = 617

ROLES: dict[str, Text] = {
    "administrator": {"fr": "administrateurs", "en": "administrators"},
    "contributor": {"fr": "contributeurs", "en": "contributors"},
    "bot": {"fr": "robots", "en": "bots"},
    "ip": {"fr": "sans compte", "en": "without an account"},
    "other": {"fr": "importés ou masqués", "en": "imported or hidden"},
}
COLUMNS = (
    WIKI,
    Column("role", {"fr": "Révoquent", "en": "Revert"}),
    Column("reverted_role", {"fr": "Révoqués", "en": "Reverted"}),
    Column("reverts", {"fr": "Révocations", "en": "Reverts"}, Kind.COUNT),
    Column("reverted", {"fr": "Modifications révoquées", "en": "Reverted edits"}, Kind.COUNT),
    Column("share", {"fr": "Part des modifications révoquées", "en": "Share of reverted edits"}, Kind.SHARE),
    Column("of_own", {"fr": "Dont de soi-même", "en": "Of one's own"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Révocations à l'identique, selon ce qu'étaient leurs auteurs à la date de chaque modification. "
    "Sans compte : adresses IP et comptes temporaires.",
    "en": "Identity reverts, by what their authors were at the date of each edit. Without an account: IP addresses and "
    "temporary accounts.",
}
QUERY = """
    with counted as (
      select * from reverts where counted and source in (select value from json_each(?))
    ), whole as (
      select source, count(*) as edits from counted group by source
    )
    select source, role, reverted_role, count(distinct revision) as reverts, count(*) as reverted,
      1.0 * count(*) / edits as share, sum(of_own) as of_own
    from counted join whole using (source) group by source, role, reverted_role
    order by count(*) desc, role, reverted_role
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a pair of roles, in the study's order, the commonest first."""
    rows = tuple(
        (
            row["source"],
            ROLES[row["role"]][study.language],
            ROLES[row["reverted_role"]][study.language],
            *tuple(row)[3:],
        )
        for row in rows_of(store, QUERY, chosen_wikis(study, choice))
    )
    return Table(
        name="wiki-revert-roles", title=TITLE, columns=COLUMNS, rows=rows, definition=DEFINITION, measures=("reverts",)
    )
