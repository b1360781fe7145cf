"""The tiers of a wiki: contributors and the registered who never edited, by edits."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import Archive, values
from site_histories import Site, derive, study

from maillage.analyze.wikis.tiers import WikiRegulars, WikiTier, WikiTierCount


@pytest.fixture
def site(archive: Archive) -> Site:
    site = Site(archive)
    site.page(1, "Accueil")
    for user, times in (("Aline", 101), ("Bastien", 20), ("Chloé", 11), ("Denis", 1), ("192.0.2.1", 30)):
        for number in range(times):
            site.edit(1, user, f"2015-{number % 12 + 1:02}-02 10:{number // 12:02}")
    return site


def test_persons_by_their_edits_and_nobody_without_an_account(site: Site, tmp_path: Path) -> None:
    """Of 133 edits, 121 are the first to be 80 % (107), and 132 the first to be 95 % (127)."""
    derive(site, study(tmp_path), "census", "tiers")
    found = values(site.archive.store, WikiTier, "edits", "tier", "rate", "onion", "share_rank")
    assert sorted(found) == [
        (1, "occasional", 1.0, "casual", "ninety"),
        (11, "active", 11.0, "regular", "ninety"),
        (20, "core", 20.0, "core", "ninety"),
        (101, "core", 101.0, "core", "one"),
    ]


def test_the_silent_are_counted_where_the_wiki_lists_its_users(site: Site, tmp_path: Path) -> None:
    site.listed("Élise", edit_count=0)
    site.listed("Fañch", edit_count=0)
    site.block("Fañch")
    derive(site, study(tmp_path), "census", "tiers")
    counts = {tier: (persons, edits) for rule, tier, persons, edits in values(
        site.archive.store, WikiTierCount, "rule", "tier", "persons", "edits") if rule == "volume"}  # fmt: skip
    assert counts == {"core": (2, 121), "active": (1, 11), "occasional": (1, 1), "silent": (1, 0)}


def test_the_silent_of_a_dump_are_not_known(site: Site, tmp_path: Path) -> None:
    derive(site, study(tmp_path), "census", "tiers")
    found = values(site.archive.store, WikiTierCount, "tier", "persons")
    assert ("silent", None) in found


def test_the_classes_of_every_rule_hold_all_edits(site: Site, tmp_path: Path) -> None:
    derive(site, study(tmp_path), "census", "tiers")
    sums: dict[str, int] = {}
    for rule, edits in values(site.archive.store, WikiTierCount, "rule", "edits"):
        sums[rule] = sums.get(rule, 0) + (edits or 0)
    assert sums == dict.fromkeys(("volume", "rate", "onion", "share-rank"), 133)


def test_regular_intensive_and_very_intensive(site: Site, tmp_path: Path) -> None:
    derive(site, study(tmp_path), "census", "tiers")
    columns = "contributors", "regular", "regular_share", "intensive", "intensive_share", "very_intensive"
    assert values(site.archive.store, WikiRegulars, *columns) == [(4, 3, 0.75, 2, 0.5, 1)]
