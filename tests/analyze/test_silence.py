from __future__ import annotations

from datetime import date

import pytest
from factories import Archive, derive, source, study, values

from maillage.analyze.silence import RosterSize, Silence, SilentMember, silence
from maillage.decisions import Decisions, Exclusion

# Table 34 with the subscribers of Table 9: subscribers, those who wrote, printed percent
TABLE_34 = [(167, 83, 50), (125, 72, 42), (54, 24, 56), (63, 24, 62), (114, 36, 68)]


@pytest.mark.parametrize(("subscribers", "wrote", "percent"), TABLE_34)
def test_the_shares_of_table_34_are_found_again(subscribers: int, wrote: int, percent: int) -> None:
    found = silence(1, "makers", "2017-06-01", subscribers, 390, wrote)
    assert found.silent_share == pytest.approx(percent / 100, abs=0.005)
    assert found.silent + found.wrote == subscribers
    assert found.authors_not_subscribed == 390 - wrote


def test_a_list_without_subscribers_has_no_share() -> None:
    assert silence(1, "makers", "2017-06-01", 0, 5, 0).silent_share is None


def test_a_subscriber_who_writes_under_another_address_is_not_silent(archive: Archive) -> None:
    archive.message(by="marie@work.fr", name="Marie Martin")
    archive.message(by="guest@x.fr")
    archive.roster(addresses=["marie@home.fr", "silent@x.fr"], names={"marie@home.fr": "MARTIN Marie"})
    derive(archive, study(archive.root))
    assert values(archive.store, Silence) == [(1, "makers", "2017-06-01", 2, 1, 0.5, 1, 1)]


def test_who_wrote_between_the_period_and_the_subscriber_list_is_not_silent(archive: Archive) -> None:
    archive.message(sent="2014-03", by="before@x.fr")
    archive.message(sent="2017-06-01T10:00:00Z", by="between@x.fr")
    archive.message(sent="2017-06-02T10:00:00Z", by="after@x.fr")
    archive.roster(addresses=["before@x.fr", "between@x.fr", "after@x.fr"])
    derive(archive, study(archive.root, begin=date(2015, 1, 1), end=date(2016, 12, 31)))
    assert values(archive.store, Silence, "silent", "wrote") == [(1, 2)]


def test_who_wrote_only_what_was_excluded_is_silent(archive: Archive) -> None:
    archive.message(by="spam@x.fr", message_id="spam@x")
    archive.message(by="away@x.fr", label="auto-reply")
    archive.roster(addresses=["spam@x.fr", "away@x.fr"])
    decisions = Decisions(exclusions=(Exclusion("message", "spam@x", None, "spam", "me", None),))
    derive(archive, study(archive.root, set_aside=("auto-reply",)), decisions=decisions)
    assert values(archive.store, Silence, "silent") == [(2,)]


@pytest.mark.parametrize(
    ("only", "makers", "unisson"), [(None, (1, 1), (1, 1)), ("makers", (1, 1), (2, 2)), ("unisson", (2, 2), (1, 1))]
)
def test_who_is_left_out_as_an_author_is_no_subscriber(
    only: str | None, makers: tuple[int, int], unisson: tuple[int, int], archive: Archive
) -> None:
    for name in ("makers", "unisson"):
        archive.message(name, by="opposed@x.fr")
        archive.roster(name, addresses=["opposed@x.fr", "silent@x.fr"])
    decisions = Decisions(exclusions=(Exclusion("author", "opposed@x.fr", only, "asked for it", "me", None),))
    derive(archive, study(archive.root, source("makers"), source("unisson")), decisions=decisions)
    found = [(row[0], row[1] + row[2]) for row in values(archive.store, Silence, "subscribers", "silent", "wrote")]
    assert found == [makers, unisson]


def test_silence_is_of_one_list(archive: Archive) -> None:
    archive.message("unisson", by="a@x.fr")
    archive.roster("makers", addresses=["a@x.fr"])
    derive(archive, study(archive.root, source("makers"), source("unisson")))
    assert values(archive.store, Silence, "silent") == [(1,)]


def test_every_subscriber_list_has_its_row(archive: Archive) -> None:
    archive.message(sent="2016-03", by="a@x.fr")
    archive.roster(taken_on="2015-06-01", addresses=["a@x.fr"])
    archive.roster(taken_on="2017-06-01", addresses=["a@x.fr"])
    archive.roster("aside", addresses=["b@x.fr"])
    archive.roster("makers")
    derive(archive, study(archive.root, source("makers"), source("aside", analysed=False)))
    assert values(archive.store, Silence, "roster", "silent_share") == [(1, 1.0), (2, 0.0), (4, None)]
    assert values(archive.store, RosterSize, "source", "subscribers") == [
        ("makers", 1),
        ("makers", 1),
        ("aside", 1),
        ("makers", 0),
    ]


def test_subscribers_of_a_merged_list_are_silent_where_it_was_merged(archive: Archive) -> None:
    archive.message("makers", by="a@x.fr")
    archive.roster("old", addresses=["a@x.fr", "b@x.fr"])
    derive(archive, study(archive.root, source("makers"), source("old", merged_into="makers")))
    assert values(archive.store, Silence, "source", "silent") == [("makers", 1)]
    assert values(archive.store, RosterSize, "source", "subscribers") == [("old", 2)]


def test_who_left_and_came_back_is_subscribed_since_the_return(archive: Archive) -> None:
    roster = archive.roster()
    archive.subscription(roster, "1", "back@x.fr", subscribed="2010-01-01", gone="2012-01-01")
    archive.subscription(roster, "2", "back@x.fr", subscribed="2015-03-01")
    derive(archive, study(archive.root))
    assert values(archive.store, SilentMember, "subscribed") == [("2015-03-01",)]


def test_each_silent_person_is_named_with_the_day_of_her_subscription(archive: Archive) -> None:
    archive.message(by="marie@work.fr", name="Marie Martin")
    archive.roster(addresses=["marie@work.fr", "silent@x.fr", "quiet@x.fr"])
    derive(archive, study(archive.root))
    silent = [row[0] for row in archive.store.rows("select address from silent_members join accounts using (person)")]
    assert sorted(silent) == ["quiet@x.fr", "silent@x.fr"]
    assert (
        values(archive.store, SilentMember, "source", "taken_on", "subscribed") == [("makers", "2017-06-01", None)] * 2
    )
