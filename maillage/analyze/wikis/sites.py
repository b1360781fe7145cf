"""Participatory sites (SPIP) beside wikis: an article has its authors, and stands before readers once it is published.

An author of an article stands in its history with a revision of her own, of the moment when it was published; the other
revisions of the article are versions that the site keeps, with a tag that says so.
"""

from __future__ import annotations

from maillage.store import Store

PUBLISHED, PROPOSED, BEING_WRITTEN, REFUSED, REMOVED = "publie", "prop", "prepa", "refuse", "poubelle"
"""How far an article came, as SPIP writes it."""

ADMINISTRATOR, EDITOR = "sysop", "editor"
WRITING = frozenset({ADMINISTRATOR, EDITOR})
"""The groups whose accounts may write articles: `0minirezo` and `1comite` of SPIP."""

VERSION = "version"
"""The tag of a revision that stands for a state of an article and not for an author of it."""

HAS_ARTICLES = "select exists (select 1 from articles where source = ?)"

AUTHORS = f"""
    select a.page, a.status, a.published_at, a.copied_from, r.user, r.user_class
    from articles as a join revisions as r on r.source = a.source and r.page = a.page
    where a.source = :source and ' ' || r.tags || ' ' not like '% {VERSION} %'
"""
"""The authors of the articles of one site, published or not."""


def is_site(store: Store, source: str) -> bool:
    """Whether a source is a participatory site: its archive has articles."""
    return bool(store.value(HAS_ARTICLES, (source,)))
