from __future__ import annotations

from factories import Archive, derive, study, values
from wiki_rows import Wiki, wiki

from maillage.analyze.people.accounts import Account, AccountName, Person
from maillage.analyze.people.lookup import Lookup
from maillage.analyze.people.user_names import spelt
from maillage.analyze.people.wiki_accounts import wiki_accounts
from maillage.decisions import Decisions, Merge


def found(archive: Archive) -> list[str]:
    return [account.identity for account in wiki_accounts(archive.store)]


def test_registered_accounts_are_accounts_with_or_without_edits(archive: Archive) -> None:
    site = Wiki(archive)
    site.edit("Aline Morvan", "2015-03-02T10:00:00Z")
    site.user("Silent Reader")
    site.log("newusers", "create", "Newcomer", "Utilisateur:Newcomer")
    site.log("newusers", "create2", "Aline Morvan", "Utilisateur:Colleague")
    assert found(archive) == ["wiki:Aline Morvan", "wiki:Colleague", "wiki:Newcomer", "wiki:Silent Reader"]


def test_ips_temporary_and_imported_accounts_are_nobody_s(archive: Archive) -> None:
    site = Wiki(archive)
    site.edit("192.0.2.7", user_class="ip")
    site.edit("~2024-17", user_class="temporary")
    site.edit("fr>Aline Morvan", user_class="imported")
    site.user("~2024-18")
    assert found(archive) == []


def test_edits_and_their_time_are_counted(archive: Archive) -> None:
    site = Wiki(archive)
    site.edit("Bob", "2016-01-01T10:00:00Z")
    site.edit("Bob", "2015-01-01T10:00:00Z")
    site.edit("Bob", None)
    (bob,) = wiki_accounts(archive.store)
    assert (bob.messages, bob.first_at, bob.last_at) == (3, "2015-01-01T10:00:00Z", "2016-01-01T10:00:00Z")


def test_a_renamed_account_is_one_under_its_last_name(archive: Archive) -> None:
    site = Wiki(archive)
    site.edit("Am29", "2014-01-01T10:00:00Z", user_id=7)
    site.edit("Aline Morvan", user_id=7)
    site.user("Aline Morvan", user_id=7)
    site.log("renameuser", "renameuser", "Admin", "Utilisateur:Am29", "2014-06-01T10:00:00Z",
             olduser="Am29", newuser="Aline M")  # fmt: skip
    site.log("renameuser", "renameuser", "Admin", "Utilisateur:Aline M", "2014-07-01T10:00:00Z",
             olduser="Aline M", newuser="Aline Morvan")  # fmt: skip
    assert found(archive) == ["wiki:Aline Morvan"]
    (account,) = wiki_accounts(archive.store)
    assert account.names == {"Aline Morvan": 1, "Am29": 1, "Aline M": 0}


def test_a_name_that_somebody_took_after_a_rename_is_another_account(archive: Archive) -> None:
    site = Wiki(archive)
    site.user("Am29", user_id=9)
    site.user("Aline Morvan", user_id=7)
    site.log("renameuser", "renameuser", "Admin", "Utilisateur:Am29", olduser="Am29", newuser="Aline Morvan")
    assert found(archive) == ["wiki:Aline Morvan", "wiki:Am29"]


def test_a_wiki_leaves_the_numbers_and_pseudonyms_of_the_lists(archive: Archive) -> None:
    archive.message(by="aline@x.fr", name="Aline Morvan", sent="2016-01-01")
    archive.message(by="bob@y.fr", name="Robert Petit", sent="2016-02-01")
    derive(archive, study(archive.root), "people.accounts")
    before = values(archive.store, Person)
    Wiki(archive).edit("Early Bird", "2001-01-01T10:00:00Z")
    derive(archive, study(archive.root, wiki()), "people.accounts")
    assert values(archive.store, Person)[:2] == before
    assert values(archive.store, Account, "name", "source", "kind", "messages")[2] == ("Early Bird", "wiki", "wiki", 1)


def test_a_decision_names_an_account_of_a_wiki_as_mediawiki_would(archive: Archive) -> None:
    archive.message(by="am@x.fr", name="Quelqu'un")
    Wiki(archive).edit("Aline Morvan")
    merge = Merge("am@x.fr", "wiki:aline_Morvan", "known", "me", None)
    derive(archive, study(archive.root, wiki()), "people.accounts", decisions=Decisions(merges=(merge,)))
    assert values(archive.store, Account, "person", "rule") == [(1, "decision"), (1, "decision")]
    lookup = Lookup(archive.store)
    assert lookup.persons("wiki:aline Morvan") == lookup.persons("am@x.fr") == {1}
    assert lookup.persons("wiki:Aline morvan") == set()  # another account, to MediaWiki


def test_an_old_user_name_is_known_to_decisions(archive: Archive) -> None:
    site = Wiki(archive)
    site.edit("Aline Morvan")
    site.log("renameuser", "renameuser", "Admin", "Utilisateur:Am29", olduser="Am29", newuser="Aline Morvan")
    derive(archive, study(archive.root, wiki()), "people.accounts")
    assert Lookup(archive.store).persons("wiki:am29") == {1}
    assert ("Am29",) in values(archive.store, AccountName, "name")


def test_the_name_of_a_person_is_the_one_in_her_mails(archive: Archive) -> None:
    archive.message(by="am@x.fr", name="Aline MORVAN")
    site = Wiki(archive)
    for _ in range(5):
        site.edit("Amorvan")
    merge = Merge("am@x.fr", "wiki:Amorvan", "known", "me", None)
    derive(archive, study(archive.root, wiki()), "people.accounts", decisions=Decisions(merges=(merge,)))
    assert values(archive.store, Person, "name", "accounts") == [("Aline Morvan", 2)]


def test_user_names_are_spelt_as_mediawiki_spells_them() -> None:
    assert [spelt(name) for name in ("aline_Morvan", " élodie ", "e\u0301lodie", "Bob")] == [
        "Aline Morvan", "Élodie", "Élodie", "Bob",
    ]  # fmt: skip
