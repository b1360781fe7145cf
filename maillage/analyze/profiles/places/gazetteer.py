"""The communes of France with their names, postcodes, departements, regions and EPCI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from maillage.analyze.profiles.places.folding import fold, without_cedex

__all__ = (
    "NAMES_OF_TODAY",
    "Commune",
    "FormerRegion",
    "Gazetteer",
    "Group",
    "Match",
    "blocks",
    "departement_of",
    "fold",
    "shipped",
    "shipped_text",
)

NAMES_OF_TODAY = frozenset({"name", "associated", "delegated", "district"})
"""How a name may be found without a postcode beside it: all but names that are gone and articles left out."""

_LONGEST_NAME = 100  # characters; the longest of France has 45

_ARTICLE = re.compile(r"^(?:les?|la|l) ")
_ARTICLE_BEHIND = re.compile(r"^(.+) (les?|la|l)$")  # ABERGEMENT (L')
_NUMBERED = re.compile(r"^(paris|lyon|marseille) (?:0?(\d{1,2}) ?(?:er|e|eme|ieme)?|[ivx]{1,5}e?)(?: arr[a-z]*)?$")
_IN_BRACKETS = re.compile(r"\s*\((\d[\dAB]\d?)\)\s*$")  # Saint-Denis (93)


class Commune(NamedTuple):
    """A commune of today. `population`: None where INSEE counts none; `epci`: SIREN, "" where it is in none."""

    code: str
    name: str
    departement: str
    region: str
    postcodes: tuple[str, ...]
    population: int | None
    epci: str


class Match(NamedTuple):
    """A commune that a name may mean.

    `how`: by its own `name`, by that of an `associated`, `delegated` or `former` commune or `district` in it,
    or by its name without an `article`.
    """

    commune: Commune
    how: str


class Group(NamedTuple):
    """A departement (`within`: its region), a region, or an EPCI (`within`: its type, such as CC or METRO)."""

    code: str
    name: str
    within: str = ""


class FormerRegion(NamedTuple):
    """A region that ended on 2015-12-31."""

    code: str
    name: str
    departements: tuple[str, ...]


class Gazetteer:
    """A table of communes, looked up by name, postcode and code. Rows are read when they are asked for."""

    def __init__(self, blocks: Mapping[str, Sequence[str]]) -> None:
        self._lines = {line[: line.index("\t")]: line for line in blocks["communes"]}
        self._within = [line.split("\t") for line in blocks["within"]]
        self._read: dict[str, Commune] = {}
        self.regions = {code: Group(code, name) for code, name in _rows(blocks["regions"])}
        self.departements = {row[0]: Group(*row) for row in _rows(blocks["departements"])}
        self.epci = {row[0]: Group(*row) for row in _rows(blocks["epci"])}
        self.former_regions = {
            code: FormerRegion(code, name, tuple(departements.split()))
            for code, name, departements in _rows(blocks["former_regions"])
        }

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Commune]:
        """All communes, by their codes."""
        return map(self._commune, self._lines)

    def commune(self, code: str) -> Commune | None:
        """The commune of an INSEE code; for the code of a district or former commune, the one it is in today."""
        if code not in self._lines:
            code = self._today.get(code, "")
        return self._commune(code) if code else None

    def named(self, written: str) -> tuple[Commune, ...]:
        """The communes that a name may mean: by today's names before former ones, then the most populated first."""
        return tuple(dict.fromkeys(match.commune for match in self.matches(written)))

    def matches(self, written: str) -> tuple[Match, ...]:
        """The communes that a name may mean, and how, in the order of `named`.

        Abbreviations, CEDEX, the number of a district and the departement in brackets are understood.
        """
        if len(written) > _LONGEST_NAME:
            return ()
        bare = _IN_BRACKETS.split(without_cedex(written))
        key = fold(bare[0])
        found = self._matches(key)
        if len(bare) > 1:
            return tuple(match for match in found if match.commune.departement == bare[1])
        return found

    def at_postcode(self, postcode: str) -> tuple[Commune, ...]:
        """The communes of a postcode, the most populated first; none for a CEDEX code, which is no place's."""
        return tuple(sorted(map(self._commune, self._at_postcode.get(postcode, ())), key=_populated_first))

    def in_epci(self, code: str) -> tuple[str, ...]:
        """The codes of an EPCI's communes today."""
        return tuple(line[: line.index("\t")] for line in self._lines.values() if line.endswith(f"\t{code}"))

    @cached_property
    def names(self) -> frozenset[str]:
        """The folded names of communes, and of the associated and delegated ones in them."""
        held = (key for key, rows in self._inner.items() if rows[0][1] != "former")
        return frozenset((*self._keys, *held))

    # -------------------------------------------------------------------------------------------- indexes

    def _commune(self, code: str) -> Commune:
        known = self._read.get(code)
        if known is None:
            _, name, postcodes, population, epci = self._lines[code].split("\t")
            departement = departement_of(code)
            known = Commune(
                code,
                name,
                departement,
                self.departements[departement].within if departement in self.departements else departement,
                tuple(postcodes.split()),
                int(population) if population else None,
                epci,
            )
            self._read[code] = known
        return known

    @cached_property
    def _keys(self) -> dict[str, list[str]]:
        """The codes of communes by their folded name."""
        found: dict[str, list[str]] = {}
        for code, key in self._key_of.items():
            found.setdefault(key, []).append(code)
        return found

    @cached_property
    def _key_of(self) -> dict[str, str]:
        names = fold("\n".join([line.split("\t", 2)[1] for line in self._lines.values()]))
        return dict(zip(self._lines, names.split("\n"), strict=True))

    @cached_property
    def _inner(self) -> dict[str, list[tuple[str, str]]]:
        """The codes of communes, and how, by the folded names of what they hold; former names last."""
        names = fold("\n".join([row[1] for row in self._within])).split("\n")
        found: dict[str, list[tuple[str, str]]] = {}
        for key, (_, _, commune, how) in zip(names, self._within, strict=True):
            found.setdefault(key, []).append((commune, how))
            around = f" {self._key_of[commune]}"
            if how != "district" and key.endswith(around):  # Hellemmes-Lille is Hellemmes too
                found.setdefault(key.removesuffix(around), []).append((commune, how))
        for rows in found.values():
            rows.sort(key=lambda row: row[1] == "former")
        return found

    @cached_property
    def _bare(self) -> dict[str, list[str]]:
        """The codes of communes by their folded name without its article."""
        found: dict[str, list[str]] = {}
        for key, codes in self._keys.items():
            if article := _ARTICLE.match(key):
                found.setdefault(key[article.end() :], []).extend(codes)
        return found

    @cached_property
    def _today(self) -> dict[str, str]:
        return {code: commune for code, _, commune, _ in self._within}

    @cached_property
    def _at_postcode(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code, line in self._lines.items():
            for postcode in line.split("\t", 3)[2].split():
                found.setdefault(postcode, []).append(code)
        return found

    def _matches(self, key: str) -> tuple[Match, ...]:
        if found := self._exactly(key):
            return found
        if numbered := _NUMBERED.match(key):
            return self._exactly(numbered[1])
        if behind := _ARTICLE_BEHIND.match(key):
            return self._exactly(f"{behind[2]} {behind[1]}")
        if found := self._one_in_the_other(key):
            return found
        if article := _ARTICLE.match(key):  # "Le Saint-Brieuc" is none, "Les Sables d'Olonne" is found above
            return tuple(match._replace(how="article") for match in self._exactly(key[article.end() :]))
        return self._sorted(Match(self._commune(code), "article") for code in self._bare.get(key, ()))

    def _exactly(self, key: str) -> tuple[Match, ...]:
        outer = self._sorted(Match(self._commune(code), "name") for code in self._keys.get(key, ()))
        inner = [Match(self._commune(code), how) for code, how in self._inner.get(key, ())]
        return (
            outer
            + self._sorted(match for match in inner if match.how != "former")
            + self._sorted(match for match in inner if match.how == "former")
        )

    def _one_in_the_other(self, key: str) -> tuple[Match, ...]:
        """A commune and one that it holds, in either order: Lille-Hellemmes, Lomme (Lille)."""
        words = key.split(" ")
        for cut in range(1, len(words)):
            head, tail = " ".join(words[:cut]), " ".join(words[cut:])
            for outer, inner in ((head, tail), (tail, head)):
                around = set(self._keys.get(outer, ()))
                found = [(code, how) for code, how in self._inner.get(inner, ()) if code in around]
                if found:
                    return tuple(Match(self._commune(code), how) for code, how in found[:1])
        return ()

    def _sorted(self, matches: Iterable[Match]) -> tuple[Match, ...]:
        return tuple(sorted(dict.fromkeys(matches), key=lambda match: _populated_first(match.commune)))


def departement_of(code: str) -> str:
    """The departement, or overseas collectivity, of an INSEE code or postcode: 2A for 2A004, 974 for 97411."""
    return code[:3] if code[:2] in ("97", "98") else code[:2]


def blocks(text: str) -> dict[str, list[str]]:
    """The blocks of the shipped table, by the first word of their heading; lines that begin with # are left out."""
    found = {}
    for block in text.split("\n\n"):
        lines = [line for line in block.strip("\n").split("\n") if not line.startswith("#")]
        found[lines[0].split("\t")[0]] = lines[1:]
    return found


def shipped_text() -> str:
    """The table that ships with the program; its heading says where it comes from, and under which licence."""
    from isal import igzip

    packed = files(__package__).joinpath("communes.tsv.gz").read_bytes()
    return str(igzip.decompress(packed), "utf-8")  # type: ignore[no-untyped-call]


@cache
def shipped() -> Gazetteer:
    """The communes that ship with the program, read once."""
    return Gazetteer(blocks(shipped_text()))


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    return (line.split("\t") for line in lines)


def _populated_first(commune: Commune) -> tuple[int, str]:
    return -(commune.population or 0), commune.code
