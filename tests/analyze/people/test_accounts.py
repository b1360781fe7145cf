from __future__ import annotations

import time
from typing import Any

from factories import Archive, source, study

from maillage.analyze.people import accounts
from maillage.analyze.people.accounts import Account, AccountLink, Person, Subscriber
from maillage.analyze.people.unused import UnusedDecision
from maillage.decisions import Decisions, Exclusion, Merge, Role, Split
from maillage.project import Study


def rows(archive: Archive, kind: type, decisions: Decisions | None = None, of: Study | None = None) -> list[Any]:
    found = accounts.run(archive.store, of or study(archive.root), decisions or Decisions())
    return [row for row in found if type(row) is kind]


def persons(archive: Archive, decisions: Decisions | None = None) -> list[set[str]]:
    """The accounts of each person, in the order of their numbers."""
    groups: dict[int, set[str]] = {}
    for account in rows(archive, Account, decisions):
        groups.setdefault(account.person, set()).add(account.address or account.name)
    return [groups[person] for person in sorted(groups)]


def merge(first: str, second: str) -> Merge:
    return Merge(first, second, "known", "me", None)


def split(first: str, second: str) -> Split:
    return Split(first, second, "known", "me", None)


def test_accounts_with_one_full_name_are_one_person(archive: Archive) -> None:
    archive.message(by="jp@work.fr", name="LE GOFF Jean-Pierre")
    archive.message(by="jp@home.fr", name="Jean-Pierre Le Goff")
    assert persons(archive) == [{"jp@work.fr", "jp@home.fr"}]
    assert {account.rule for account in rows(archive, Account)} == {"same-name"}


def test_a_name_without_address_is_an_account(archive: Archive) -> None:
    archive.message(name="bob")
    archive.message(name="Bob")
    archive.message(by="bob@x.fr", name="Bob")
    assert persons(archive) == [{"Bob"}, {"bob@x.fr"}]


def test_a_full_name_without_address_joins_the_address_of_that_name(archive: Archive) -> None:
    archive.message(name="Marie Martin")
    archive.message(by="mm@x.fr", name="Martin Marie")
    assert persons(archive) == [{"Marie Martin", "mm@x.fr"}]


def test_a_message_of_nobody_makes_no_account(archive: Archive) -> None:
    archive.message(name='""')
    archive.message()
    assert persons(archive) == []


def test_a_first_name_joins_nobody(archive: Archive) -> None:
    archive.message(by="jean@a.fr", name="Jean")
    archive.message(by="jean@b.fr", name="Jean")
    assert persons(archive) == [{"jean@a.fr"}, {"jean@b.fr"}]


def test_an_account_joins_by_any_of_its_names(archive: Archive) -> None:
    archive.message(by="a@x.fr", name="Marie Martin")
    archive.message(by="a@x.fr", name="Marie Durand")
    archive.message(by="b@x.fr", name="Marie Martin")
    archive.message(by="c@x.fr", name="Marie Durand")
    assert persons(archive) == [{"a@x.fr", "b@x.fr", "c@x.fr"}]


def test_a_role_address_joins_nobody_and_is_flagged(archive: Archive) -> None:
    archive.message(by="contact@anis.fr", name="Jean Dupont")
    archive.message(by="jean@anis.fr", name="Jean Dupont")
    assert persons(archive) == [{"contact@anis.fr"}, {"jean@anis.fr"}]
    assert [account.is_role for account in rows(archive, Account)] == [True, False]


def test_a_name_that_an_office_uses_joins_nobody(archive: Archive) -> None:
    for address in ("contact@coroutine.fr", "simon@coroutine.fr", "lea@coroutine.fr"):
        archive.message(by=address, name="La Coroutine")
    assert len(persons(archive)) == 3


def test_a_gateway_does_not_make_the_names_of_its_users_an_office_s(archive: Archive) -> None:
    for name in ("Marie Martin", "Jean Dupont", "Alice Durand", "Paul Petit"):
        archive.message(by="noreply@forum.org", name=name)
    archive.message(by="mm@a.fr", name="Marie Martin")
    archive.message(by="mm@b.fr", name="Marie Martin")
    assert persons(archive) == [{"noreply@forum.org"}, {"mm@a.fr", "mm@b.fr"}]


def test_an_address_that_several_people_share_joins_nobody(archive: Archive) -> None:
    for name in ("Marie Martin", "Jean Dupont", "Alice Durand"):
        archive.message(by="fablab@x.fr", name=name)
    archive.message(by="mm@a.fr", name="Marie Martin")
    archive.message(by="jd@a.fr", name="Jean Dupont")
    assert persons(archive) == [{"fablab@x.fr"}, {"mm@a.fr"}, {"jd@a.fr"}]


def test_a_merge_makes_one_person_of_two(archive: Archive) -> None:
    archive.message(by="bob@a.fr", name="Bob")
    archive.message(by="robert@b.fr", name="Robert Petit")
    decisions = Decisions(merges=(merge("bob@a.fr", "robert@b.fr"),))
    assert persons(archive, decisions) == [{"bob@a.fr", "robert@b.fr"}]
    assert {account.rule for account in rows(archive, Account, decisions)} == {"decision"}


def test_a_decision_may_name_an_account_by_its_name(archive: Archive) -> None:
    archive.message(name="Bob")
    archive.message(by="robert@b.fr", name="Robert Petit")
    assert persons(archive, Decisions(merges=(merge("bob", "Petit"),))) == [{"Bob"}, {"robert@b.fr"}]
    assert persons(archive, Decisions(merges=(merge("bob", "Robert Petit"),))) == [{"Bob", "robert@b.fr"}]


def test_two_people_of_one_name_stay_two(archive: Archive) -> None:
    archive.message(by="mm@lille.fr", name="Marie Martin")
    archive.message(by="mm@brest.fr", name="Marie Martin")
    decisions = Decisions(splits=(split("mm@lille.fr", "mm@brest.fr"),))
    assert persons(archive, decisions) == [{"mm@lille.fr"}, {"mm@brest.fr"}]


def test_another_account_of_a_split_name_is_left_open(archive: Archive) -> None:
    archive.message(by="mm@brest.fr", name="Marie Martin")
    archive.messages(3, by="mm@lille.fr", name="Marie Martin")
    archive.message(by="mm@home.fr", name="Marie Martin")
    decisions = Decisions(splits=(split("mm@lille.fr", "mm@brest.fr"),))
    assert len(persons(archive, decisions)) == 3
    verdicts = {link.verdict for link in rows(archive, AccountLink, decisions)}
    assert verdicts == {"kept-apart", "suggested"}


def test_a_split_holds_through_a_third_account(archive: Archive) -> None:
    archive.message(by="a@x.fr", name="Marie Martin")
    archive.message(by="b@x.fr", name="Marie Durand")
    archive.messages(2, by="c@x.fr", name="Marie Martin")
    archive.message(by="c@x.fr", name="Marie Durand")
    together = persons(archive, Decisions(splits=(split("a@x.fr", "b@x.fr"),)))
    assert not any({"a@x.fr", "b@x.fr"} <= person for person in together)


def test_a_merge_that_a_split_forbids_is_reported(archive: Archive) -> None:
    for address in ("a@x.fr", "b@x.fr", "c@x.fr"):
        archive.message(by=address)
    decisions = Decisions(
        merges=(merge("a@x.fr", "b@x.fr"), merge("b@x.fr", "c@x.fr")), splits=(split("a@x.fr", "c@x.fr"),)
    )
    assert persons(archive, decisions) == [{"a@x.fr", "b@x.fr"}, {"c@x.fr"}]
    assert rows(archive, UnusedDecision, decisions) == [
        UnusedDecision("persons.csv", "merge", "b@x.fr / c@x.fr", "a split keeps them apart")
    ]


def test_a_decision_that_names_nobody_is_reported(archive: Archive) -> None:
    archive.message(by="a@x.fr")
    decisions = Decisions(
        merges=(merge("a@x.fr", "gone@x.fr"),),
        exclusions=(
            Exclusion("author", "gone@x.fr", None, "spam", "me", None),
            Exclusion("author", "a@x.fr", None, "spam", "me", None),
            Exclusion("message", "m1@x", None, "spam", "me", None),
            Exclusion("message", "gone", None, "spam", "me", None),
        ),
        roles=(Role("gone@x.fr", None, "animator", None, None, "known", "me", None),),
    )
    assert [(row.decision, row.value) for row in rows(archive, UnusedDecision, decisions)] == [
        ("author", "gone@x.fr"),
        ("message", "gone"),
        ("merge", "a@x.fr / gone@x.fr"),
        ("animator", "gone@x.fr"),
    ]


def test_a_role_of_a_pseudonym_is_used(archive: Archive) -> None:
    archive.message(by="a@x.fr")
    (person,) = rows(archive, Person)
    decisions = Decisions(roles=(Role(person.pseudonym, None, "animator", None, None, "told", "me", None),))
    assert rows(archive, UnusedDecision, decisions) == []


def test_persons_are_numbered_by_their_first_message_then_subscribers_by_address(archive: Archive) -> None:
    archive.message(sent="2015-05-02", by="second@x.fr")
    archive.message(sent="2015-04-02", by="first@x.fr")
    archive.message(sent=None, by="undated@x.fr")
    archive.roster(addresses=["zoe@x.fr", "adam@x.fr", "first@x.fr"])
    assert [account.address for account in rows(archive, Account)] == [
        "first@x.fr",
        "second@x.fr",
        "undated@x.fr",
        "adam@x.fr",
        "zoe@x.fr",
    ]


def test_an_account_knows_its_messages_and_when_they_were_sent(archive: Archive) -> None:
    archive.message(sent="2015-05-02", by="a@x.fr", name="Al")
    archive.message("unisson", sent="2014-05-02", by="a@x.fr", name="Alice Durand")
    archive.message(sent=None, by="a@x.fr", name="Al")
    (account,) = rows(archive, Account)
    assert (account.messages, account.name) == (3, "Al")
    assert (account.first_at, account.last_at) == ("2014-05-02T10:00:00Z", "2015-05-02T10:00:00Z")


def test_a_person_is_called_by_the_name_used_most_in_natural_case(archive: Archive) -> None:
    archive.message(by="a@x.fr", name="M. Martin")
    archive.messages(2, by="a@x.fr", name="MARTIN Marie")
    archive.messages(2, by="b@x.fr", name="a@x.fr")
    archive.message(by="b@x.fr", name="Marie Martin")
    assert [person.name for person in rows(archive, Person)] == ["Martin Marie"]


def test_a_pseudonym_follows_the_oldest_account(archive: Archive) -> None:
    archive.message(sent="2015-05-02", by="old@x.fr", name="Marie Martin")
    (before,) = rows(archive, Person)
    archive.message(sent="2016-05-02", by="new@x.fr", name="Marie Martin")
    (after,) = rows(archive, Person)
    assert (after.pseudonym, after.accounts) == (before.pseudonym, 2)


def test_two_addresses_of_one_subscriber_are_one_subscriber(archive: Archive) -> None:
    roster = archive.roster(
        addresses=["a@x.fr", "b@x.fr", "c@x.fr"], names={"a@x.fr": "Marie Martin", "b@x.fr": "Martin Marie"}
    )
    assert rows(archive, Subscriber) == [
        Subscriber(roster, "makers", "2017-06-01", 1, 2),
        Subscriber(roster, "makers", "2017-06-01", 2, 1),
    ]


def test_who_left_or_came_after_the_day_of_the_list_is_no_subscriber_of_it(archive: Archive) -> None:
    roster = archive.roster(taken_on="2017-06-01")
    archive.subscription(roster, "1", "gone@x.fr", gone="2017-05-01")
    archive.subscription(roster, "2", "later@x.fr", subscribed="2017-07-01")
    archive.subscription(roster, "3", "there@x.fr", subscribed="2017-06-01", gone="2017-06-02")
    assert len(rows(archive, Subscriber)) == 1


def test_subscribers_of_a_merged_list_count_in_its_target(archive: Archive) -> None:
    archive.roster("old", addresses=["a@x.fr"])
    of = study(
        archive.root, source("makers"), source("old", merged_into="middle"), source("middle", merged_into="makers")
    )
    assert [row.source for row in rows(archive, Subscriber, of=of)] == ["makers"]


def test_an_exclusion_on_a_list_that_lacks_it_is_reported(archive: Archive) -> None:
    archive.message("makers", by="a@x.fr", message_id="m@x")
    archive.message("old", by="b@x.fr", message_id="o@x")
    of = study(archive.root, source("makers"), source("old", merged_into="makers"), source("unisson"))
    wrong = tuple(
        Exclusion(what, value, "unisson", "spam", "me", None)  # type: ignore[arg-type]
        for what, value in (("message", "m@x"), ("author", "a@x.fr"))
    )
    right = (
        Exclusion("message", "o@x", "makers", "spam", "me", None),
        Exclusion("author", "b@x.fr", "makers", "spam", "me", None),
        Exclusion("author", "b@x.fr", "old", "spam", "me", None),
    )
    found = rows(archive, UnusedDecision, Decisions(exclusions=wrong + right), of)
    assert [(row.value, row.why) for row in found] == [
        ("a@x.fr", "a@x.fr is not on unisson"),
        ("m@x", "no message of unisson has this id"),
    ]


def test_time_grows_with_accounts_and_not_with_their_pairs(archive: Archive) -> None:
    with archive.store.transaction():
        for number in range(10_000):
            family = "".join(
                "bcdfglmnprst"[number // 12**place % 12] + "aeiou"[(number + place) % 5] for place in range(4)
            )
            archive.message(by=f"{number}@x.fr", name=f"Jean D{family}" if number % 2 else "Jean Martin")
    start = time.process_time()
    together = persons(archive)
    assert time.process_time() - start < 30
    assert len(together) == 10_000  # a name that 5,000 accounts have is many people's
