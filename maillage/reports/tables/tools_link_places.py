"""Every link from one tool to another: in which message or revision, at which characters, to which page (B29)."""

from __future__ import annotations

import json

from maillage.project import Study
from maillage.reports.selection import PERSON, TOOL, chosen_tools
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.reports.tables.tools_links import TARGET
from maillage.store import Store

TITLE = {"fr": "Les liens entre les outils, un par un", "en": "The links between tools, one by one"}
ORDER = 740

COLUMNS = (
    TOOL,
    TARGET,
    Column("day", {"fr": "Jour", "en": "Day"}, Kind.DATE),
    PERSON,
    Column("item", {"fr": "Message ou version", "en": "Message or revision"}),
    Column("begin", {"fr": "Du caractère", "en": "From character"}, Kind.COUNT),
    Column("end", {"fr": "Au caractère", "en": "To character"}, Kind.COUNT),
    Column("target_page", {"fr": "Page visée", "en": "Page linked to"}),
    Column("created_days", {"fr": "Jours depuis sa création", "en": "Days since its creation"}, Kind.COUNT),
    Column("edited_days", {"fr": "Jours depuis sa modification", "en": "Days since its last edit"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Les liens qui comptent dans la circulation, par jour. Message : son fichier et l'endroit où il y "
    "commence ; version : son numéro dans le wiki. "
    "Caractères : de 0 au début du texte, le premier compris, le dernier non. Page visée : vide "
    "pour une liste, et pour une adresse qui n'est pas celle d'une page du wiki.",
    "en": "The links that count in the circulation, by day. Message: its file and where it begins there; "
    "revision: its number in the wiki. "
    "Characters: from 0 at the beginning of the text, the first included, the last not. Page linked to: "
    "empty for a list, and for an address that is not a page's of the wiki.",
}
QUERY = """
    select tool_links.source, tool_links.target, tool_links.day, tool_links.person,
      coalesce(parts.path || ' @ ' || messages.place, cast(tool_links.item as text)) as item, begin, "end",
      iif(pages.namespace between 2 and 3, '', coalesce(pages.title, '')) as target_page,
      created_days, edited_days
    from tool_links
      left join messages on tool_links.page = 0 and messages.message = tool_links.item
      left join parts on parts.part = messages.part
      left join pages on pages.source = tool_links.target and pages.page = tool_links.target_page
    where tool_links.counted and (tool_links.source in (select value from json_each(:tools))
      or tool_links.target in (select value from json_each(:tools)))
    order by tool_links.day, tool_links.source, item, begin
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a link."""
    names = json.dumps([source.name for source in chosen_tools(study, choice)])
    return Table(
        name="tools-link-places",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, store.rows(QUERY, {"tools": names}))),
        definition=DEFINITION,
        measures=("B29",),
    )
