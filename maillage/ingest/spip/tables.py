"""The tables of a SPIP site, whatever holds them: rows of named tables and columns, and nothing else of them.

Passwords, keys, addresses of machines and what plugins add are never asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, Protocol

from maillage.records import Extent, Problem
from maillage.sentences import Said

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "meta": ("nom", "valeur"),
    "rubriques": ("id_rubrique", "id_parent", "titre", "descriptif", "texte", "statut"),
    "auteurs": ("id_auteur", "nom", "bio", "email", "statut"),
    "auteurs_liens": ("id_auteur", "id_objet", "objet"),
    "auteurs_articles": ("id_auteur", "id_article"),
    "articles": (
        "id_article", "titre", "descriptif", "chapo", "texte", "ps", "id_rubrique", "date", "date_redac",
        "date_modif", "statut", "lang", "url_site", "virtuel",
    ),
    "breves": ("id_breve", "titre", "texte", "id_rubrique", "date_heure", "statut", "lang"),
    "forum": (
        "id_forum", "id_objet", "objet", "id_article", "id_rubrique", "id_breve", "date_heure", "titre", "texte",
        "auteur", "id_auteur", "statut",
    ),
    "versions": ("id_version", "id_objet", "objet", "id_article", "date", "id_auteur", "titre_version"),
}  # fmt: skip
"""The columns that are read of each table, by its name without the prefix; a site has those of its version."""

_BYTES = {ord(bytes([code]).decode("cp1252", "replace")): code for code in range(0x80, 0xA0)}
del _BYTES[0xFFFD]  # the five codes that are no letters stand for themselves

MARKS = ("id_article", "id_rubrique", "statut", "date_redac")
"""Columns that show articles to be SPIP's."""


class Cells(NamedTuple):
    """A row: its table without the prefix, its values by column, where it begins and the bytes it takes there."""

    table: str
    values: Mapping[str, str | None]
    place: str
    size: int

    def text(self, column: str) -> str:
        """A value, "" where it is absent or NULL."""
        return self.values.get(column) or ""

    def number(self, column: str) -> int:
        """A whole number, 0 where there is none."""
        written = self.text(column).strip()
        return int(written) if written.isascii() and written.isdecimal() and len(written) < 11 else 0


def cells(table: str, values: Mapping[str, str | None], place: str, size: int) -> Cells:
    """A row whose texts are what people wrote, though a server may have taken UTF-8 for Latin letters on its way."""
    return Cells(table, {column: value and undoubled(value) for column, value in values.items()}, place, size)


def undoubled(text: str) -> str:
    """A text whose UTF-8 bytes were taken for Windows-1252 letters and written as UTF-8 once more, as it was.

    Every other text stands as it is: chance hardly makes bytes that are UTF-8.
    """
    if text.isascii():
        return text
    try:
        return text.translate(_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


class Tables(Protocol):
    """What holds the tables of one site; it can be gone through as often as is needed."""

    def rows(self, tables: Collection[str]) -> Iterator[Cells | Problem | Extent]:
        """The rows of some tables, in their order there, always the same; last of all the bytes that there are.

        Raises what `parts.UNREADABLE` lists.
        """


def prefixes(names: Collection[str]) -> list[str]:
    """The prefixes of the sites whose articles are among these tables, SPIP's own first.

    What links articles to others is called `auteurs_articles`, and is behind the articles themselves.
    """
    found = [name.removesuffix("articles") for name in names if name.endswith("articles")]
    return sorted(found, key=lambda prefix: (prefix != "spip_", prefix))


def others(names: Collection[str]) -> Iterator[Problem]:
    """That the tables of other sites stand beside those that are read: a base may be shared."""
    for prefix in prefixes(names)[1:]:
        if f"{prefix}auteurs" in names:
            yield Problem(
                f"{prefix}articles", 0, Said("the tables of another site, {prefix}, are not read", prefix=prefix)
            )
