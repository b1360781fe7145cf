"""Communes, cities abroad and countries, by name."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from maillage.analyze.profiles.places import gazetteer
from maillage.analyze.profiles.places.folding import fold
from maillage.analyze.profiles.signature.lexicon import phrases

_DISTRICT = re.compile(r"(?:[\s,]+\d{1,2}(?:er|e|[èe]me)?|[ -](?:nord|sud|est|ouest|centre))\s*$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:l[ea]s?[ ]|l['’ ])", re.IGNORECASE)
TOWN = 800
"""Inhabitants from which a name that stands alone is taken for the commune, not for whatever else is called so."""


@lru_cache(maxsize=65_536)
def is_commune(written: str) -> bool:
    """Whether these words are the name of a commune of France, without its district."""
    key = fold(_DISTRICT.sub("", written))
    return len(key) > 2 and key in gazetteer.shipped().names


@lru_cache(maxsize=65_536)
def is_town(written: str) -> bool:
    """Whether these words name a commune of some size, or a large city abroad."""
    bare = _DISTRICT.sub("", written)
    if fold(bare) in _cities():
        return True
    if not is_commune(bare):
        return False
    if bare.count("-") + bare.count(" ") > 1:  # nothing but a commune is called Saint-Jean-du-Doigt
        return True
    return any((commune.population or 0) >= TOWN for commune in gazetteer.shipped().named(bare))


@lru_cache(maxsize=65_536)
def is_city(written: str) -> bool:
    """Whether these words name a city abroad that many know."""
    return fold(_DISTRICT.sub("", written)) in _cities()


@lru_cache(maxsize=65_536)
def is_country(written: str) -> bool:
    """Whether these words name a country, in French, English or its own tongue."""
    return fold(written) in _countries()


@lru_cache(maxsize=65_536)
def is_departement(written: str) -> bool:
    """Whether these words name a departement or a region of France, of today or of before 2016."""
    return fold(_ARTICLE.sub("", written)) in _departements()


@cache
def _departements() -> frozenset[str]:
    shipped = gazetteer.shipped()
    groups = (shipped.departements, shipped.regions, shipped.former_regions)
    return frozenset(_ARTICLE.sub("", fold(group.name)) for each in groups for group in each.values())


@cache
def _cities() -> frozenset[str]:
    return frozenset(fold(" ".join(phrase)) for phrase in phrases("world_cities.txt"))


@cache
def _countries() -> frozenset[str]:
    return frozenset(fold(" ".join(phrase)) for phrase in phrases("countries.txt"))
