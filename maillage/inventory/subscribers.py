"""Which list each file of subscribers most likely belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from maillage.errors import UnreadableArchive
from maillage.ingest import rosters
from maillage.inventory import names
from maillage.inventory.found import FoundRoster, FoundSource


def proposed(
    folder: Path, files: Iterable[tuple[Path, str | None]], sources: Sequence[FoundSource]
) -> Iterator[FoundRoster]:
    """Each file as the subscribers of a source, with its kind; one that holds several lists for each of its lists."""
    for path, kind in sorted(files, key=lambda found: found[0]):
        told = _lists_in(path, kind)
        owner = _owner(path, folder, sources)
        if len(told) < 2:
            yield FoundRoster(path, kind, names.day_of(path), owner or _of_name(told, sources))
            continue
        for list_ in told:
            yield FoundRoster(path, kind, names.day_of(path), _of_name([list_], sources), list_)


def _lists_in(path: Path, kind: str | None) -> list[str]:
    """The lists whose subscribers a file tells, by address; none where it does not tell whose it has."""
    if kind is None or kind not in rosters.OF_SEVERAL:
        return []
    try:
        return rosters.lists_in(path, kind)
    except UnreadableArchive:
        return []  # reading it tells why


def _of_name(lists: Sequence[str], sources: Sequence[FoundSource]) -> str | None:
    """The one source that is called as one of some lists is."""
    wanted = {list_.partition("@")[0].casefold() for list_ in lists}
    found = [
        source.name for source in _main(sources) if _local(source.title) in wanted or _local(source.name) in wanted
    ]
    return found[0] if len(found) == 1 else None


def _local(name: str) -> str:
    return name.partition("@")[0].casefold()


def _main(sources: Sequence[FoundSource]) -> list[FoundSource]:
    return [source for source in sources if source.merged_into is None]


def _owner(path: Path, folder: Path, sources: Sequence[FoundSource]) -> str | None:
    """The source that a list of subscribers most likely belongs to."""
    main = _main(sources)
    inside = [source for source in main if source.path != folder and source.path in (path, *path.parents)]
    if inside:
        return max(inside, key=lambda source: len(source.path.parts)).name
    for written in (path.name, path.parent.name if path.parent != folder else ""):
        words = f"-{names.source_name(written.replace('@', '-')).casefold()}-".replace("_", "-")
        named = [source for source in main if f"-{source.name.casefold().replace('_', '-')}-" in words]
        if named:
            return max(named, key=lambda source: len(source.name)).name
    beside = [source for source in main if path.parent in source.path.parents] if path.parent != folder else main
    return beside[0].name if len(beside) == 1 else None
