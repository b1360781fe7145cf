"""The lists and wikis of a study file, each with what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from maillage.project.mistakes import meant
from maillage.project.study import (
    KINDS,
    LIVE,
    LOCAL_TIMES,
    ROBOTS,
    ROSTER_KINDS,
    TEXTS,
    WIKI_KINDS,
    Source,
    SubscriberList,
    Territory,
    WebOptions,
    WikiOptions,
)
from maillage.project.toml import StudyTable, existing, inside, label_of
from maillage.sentences import Said

_URL = re.compile(r"(?:https?|nntps?)://[^/\s@]+(?:/\S*)?")
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_ADDRESS = re.compile(r"https?://[^/\s@]+(?:/\S*)?|[^\s@/]+@[^\s@/]+")


def read_sources(root: StudyTable, folder: Path) -> list[tuple[StudyTable, Source]]:
    """Every source with the table that it was read from."""
    tables = root.tables("source", lambda index, values: label_of("source", index, values))
    if not root.has("source"):
        said = Said("there is no [[source]]; `maillage init FOLDER` writes one for each archive of a folder")
        root.wrong("source", said)
    return [(table, _source(table, folder)) for table in tables]


def _source(table: StudyTable, folder: Path) -> Source:
    name = table.text("name", required=True)
    if name and not _NAME.fullmatch(name):
        said = Said('the name "{name}" may only have letters without accents, digits, - and _', name=name)
        table.wrong("name", said)
    created = table.day("created", month=True)
    kind = table.choice("kind", KINDS, required=True)
    wiki = _wiki(table, kind) if kind in WIKI_KINDS else None
    if kind == "spip" and table.has("prefixes"):
        said = Said(
            "a site of SPIP has sections in the place of prefixes: name them in `categories`, by title or number"
        )
        table.wrong("prefixes", said)
    web = None if wiki else _web(table)
    source = Source(
        name=name,
        kind=kind,
        path=_path(table, folder, name, wiki or web),
        title=table.text("title"),
        created=created,
        network=table.text("network"),
        administrators=table.texts("administrators"),
        animators=table.texts("animators"),
        merged_into=table.text("merged_into") or None,
        analysed=table.flag("analysed", default=True),
        description=table.text("description"),
        wiki=wiki,
        web=web,
        addresses=_addresses(table),
        labels=() if wiki else table.texts("labels"),
        list_ids=() if wiki else table.texts("list_ids"),
        subscribers=_subscriber_lists(table, folder, created),
    )
    table.done()
    return source


def _path(table: StudyTable, folder: Path, name: str, options: WikiOptions | WebOptions | None) -> Path:
    """Where a source's files are, or where what is fetched of it is kept, which need not exist yet."""
    if options and options.url:
        return inside(folder, table.text("path") or f"archives/{name}")
    if isinstance(options, WikiOptions) and not table.has("path"):
        table.wrong("kind", Said("a wiki needs `path`, where its dumps are, or `url`, where it lives"))
        return folder
    return existing(table, folder)


def _wiki(table: StudyTable, kind: str) -> WikiOptions:
    if table.has("merged_into"):
        table.wrong("merged_into", Said("merged_into is for lists: a wiki is not counted in another"))
    return WikiOptions(
        url=_url(table),
        login=table.text("login"),
        live=table.choice("live", LIVE, "all"),
        texts=table.choice("texts", TEXTS, "all"),
        prefixes=table.texts("prefixes"),
        categories=table.texts("categories"),
        contact=table.text("contact"),
        robots=table.choice("robots", ROBOTS, "respect") if kind != "mediawiki" else "respect",
    )


def _web(table: StudyTable) -> WebOptions | None:
    """Where a list is fetched from; None for one that is read from files alone."""
    options = WebOptions(
        _url(table),
        table.text("login"),
        table.text("contact"),
        table.choice("robots", ROBOTS, "respect"),
        table.flag("confirm", default=False),
    )
    return options if options.url else None


def in_zone(source: Source, zone: str) -> Source:
    """The same source, read in the study's time zone where its archive tells times without one."""
    if source.wiki is None or source.kind not in LOCAL_TIMES:
        return source
    return replace(source, wiki=replace(source.wiki, zone=zone))


def _url(table: StudyTable) -> str:
    url = table.text("url")
    if table.has("password"):
        table.text("password")
        said = Said(
            "a password is never written into a study file; take it out: `maillage fetch` says where to keep it"
        )
        table.wrong("password", said)
    if url and not _URL.fullmatch(url):
        said = Said('the url "{url}" is no address: write one such as "https://lists.example.org/"', url=url)
        table.wrong("url", said)
    return url


def _addresses(table: StudyTable) -> tuple[str, ...]:
    """Addresses of the web, `https://…`, and of mail, `name@host`."""
    addresses = table.texts("addresses")
    for index, address in enumerate(addresses):
        if not _ADDRESS.fullmatch(address):
            said = Said('"{address}" is neither an address of the web (https://…) nor of mail', address=address)
            table.wrong("addresses", said, index)
    return addresses


def _subscriber_lists(source: StudyTable, folder: Path, created: date | None) -> tuple[SubscriberList, ...]:
    def label(index: int, _: dict[str, Any]) -> str:
        return f"{source.label.removesuffix(']')}, subscribers {index + 1}]"

    read = []
    for table in source.tables("subscribers", label):
        kind = table.choice("kind", ROSTER_KINDS) or None
        path = existing(table, folder)
        day = table.day("date", required=True)
        wanted = table.text("list")
        table.done()
        read.append(SubscriberList(path, day or date.min, kind, wanted))
        if day and created and day < created:
            said = Said("date ({day}) is before the list was created ({created})", day=day, created=created)
            table.wrong("date", said)
    return tuple(read)


# ----------------------------------------------------------------------------------- what contradicts


def check_sources(sources: Sequence[tuple[StudyTable, Source]], end: date | None) -> None:
    """Note sources that contradict each other, or the end of the study."""
    names: dict[str, str] = {}
    paths: dict[tuple[Path, str], str] = {}
    for table, source in sources:
        folded = source.name.casefold()
        if source.name and folded in names:
            other = names[folded]
            same = Said('there is another source called "{name}"', name=other)
            alike = Said('there is another source called "{name}", and capitals do not tell names apart', name=other)
            table.wrong("name", same if other == source.name else alike)
        names.setdefault(folded, source.name)
        archive = (source.path, source.kind)  # a folder may hold archives of several kinds
        if table.has("path") and archive in paths and not _is_selection(source):
            table.wrong("path", Said('its path is that of the source "{name}" too', name=paths[archive]))
        paths.setdefault(archive, source.name)
        if source.created and end and source.created > end:
            said = Said("created ({created}) is after the study's to ({end})", created=source.created, end=end)
            table.wrong("created", said)
    _check_merges(sources)


def _is_selection(source: Source) -> bool:
    """Whether it is a part of a wiki or a mailbox: several sources may be parts of one dump or box."""
    if source.wiki is None:
        return bool(source.labels or source.list_ids)
    return bool(source.wiki.prefixes or source.wiki.categories)


def _check_merges(sources: Sequence[tuple[StudyTable, Source]]) -> None:
    into = {source.name: source.merged_into for _, source in sources}
    told: set[str] = set()
    for table, source in sources:
        target = source.merged_into
        if target is None:
            continue
        if target == source.name:
            table.wrong("merged_into", Said("merged_into names the source itself"))
        elif target not in into:
            hint = meant(target, (name for name in into if name != source.name), Said("sources"))
            said = Said('merged_into: there is no source "{name}"; {hint}', name=target, hint=hint)
            table.wrong("merged_into", said)
        elif source.name not in told and (circle := _circle(source.name, into)):
            told.update(circle)
            said = Said("merged_into goes round in a circle: {circle}", circle=" -> ".join(circle))
            table.wrong("merged_into", said)


def _circle(name: str, into: Mapping[str, str | None]) -> list[str]:
    """The sources from one back to itself, following merged_into; empty if it never comes back."""
    seen = [name]
    following = into.get(name)
    while following is not None and following not in seen:
        seen.append(following)
        following = into.get(following)
    return [*seen, name] if following == name else []


def check_networks(territories: Sequence[tuple[StudyTable, Territory]], sources: Sequence[Source]) -> None:
    """Note networks of territories that no source has."""
    known = sorted({source.network for source in sources if source.network})
    for table, territory in territories:
        for index, network in enumerate(territory.networks):
            if network and network not in known:
                hint = meant(network, known, Said("networks of the sources"))
                said = Said('no source has the network "{network}"; {hint}', network=network, hint=hint)
                table.wrong("networks", said, index)
