"""How articles of participatory sites come to be published: by whom, after whose validation (003:L11161-11170)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SITE, chosen_sites, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Validation des articles", "en": "Validation of articles"}
ORDER = 572

COLUMNS = (
    SITE,
    Column("of_administrators", {"fr": "Articles d'administrateurs", "en": "Articles of administrators"}, Kind.COUNT),
    Column("validated", {"fr": "Articles validés", "en": "Validated articles"}, Kind.COUNT),
    Column("validated_share", {"fr": "Part validée", "en": "Share validated"}, Kind.SHARE),
    Column("proposed", {"fr": "En attente", "en": "Waiting"}, Kind.COUNT),
    Column("refused", {"fr": "Refusés", "en": "Refused"}, Kind.COUNT),
    Column("timed", {"fr": "Articles de délai connu", "en": "Articles of known delay"}, Kind.COUNT),
    Column("median_days", {"fr": "Délai médian (jours)", "en": "Median delay (days)"}, Kind.MEAN),
)
DEFINITION: Text = {
    "fr": "Un rédacteur propose, un administrateur publie. Validés : articles publiés de la période dont aucun auteur "
    "n'est administrateur ; la part est celle des articles signés, et donne aussi celle des administrateurs dans la "
    "rédaction (B1). Les droits sont ceux du jour de l'archive, car SPIP n'en garde pas de plus anciens : ce que "
    "quelqu'un a écrit avant de devenir administrateur compte avec les siens. En attente, refusés : quand l'archive "
    "est faite. Délai : du premier état gardé d'un article à sa publication ; SPIP n'en garde que si le suivi des "
    "révisions est activé.",
    "en": "An editor proposes, an administrator publishes. Validated: published articles of the period of which no "
    "author is an administrator; the share is that of signed articles, and tells that of administrators in writing "
    "too (B1). The rights are those of the day of the archive, as SPIP keeps no older ones: what somebody wrote "
    "before becoming an administrator counts as an administrator's. Waiting, refused: when the archive was made. "
    "Delay: from the first state of an article that is kept to its publication; SPIP keeps states only where its "
    "tracking of revisions is on.",
}
UNTOLD: Text = {
    "fr": "« – » : l'archive ne dit pas qui administre le site, ou n'a pas d'état d'avant la publication.",
    "en": "“–”: the archive does not tell who administers the site, or has no state from before the publication.",
}
QUERY = """
    select source, of_administrators, validated, validated_share,
      coalesce((select articles from site_statuses as s where s.source = a.source and status = 'proposed'), 0),
      coalesce((select articles from site_statuses as s where s.source = a.source and status = 'refused'), 0),
      timed, median_days
    from site_articles as a where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a site, in the study's order."""
    rows = tuple(map(tuple, rows_of(store, QUERY, chosen_sites(study, choice))))
    return Table(
        name="site-validation",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        notes=(UNTOLD,) if any(None in row for row in rows) else (),
        measures=("B1",),
    )
