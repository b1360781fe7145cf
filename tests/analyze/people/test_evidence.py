from __future__ import annotations

from typing import Any

import pytest
from factories import Archive, derive, study, values

from maillage.analyze.people.accounts import Account, AccountLink, LinkEvidence

JOINED = [
    # the traps and habits of French archives, and of the Unix hosts of old
    (("jp@work.fr", "LE GOFF Jean Pierre"), ("jp2@home.fr", "Jean-Pierre Le Goff")),
    (("jplegoff@work.fr", "J.-P. Le Goff"), ("x@home.fr", "Jean-Pierre Le Goff")),
    (("x@work.fr", "JP Le Goff"), ("y@home.fr", "Jean-Pierre Le Goff")),
    (("nadia.quervel@a.fr", ""), ("nq@b.fr", "Nadia QUERVEL")),
    (("nquervel@a.fr", ""), ("nq@b.fr", "Quervel Nadia")),
    (("quervel@a.fr", ""), ("nq@b.fr", "Nadia Quervel")),
    (("n.quervel+liste@gmail.com", ""), ("nquervel@googlemail.com", "")),
    (("nq@host.coop.fr", "N. Quervel"), ("nq@coop.fr", "Nadia Quervel")),
    (("a@a.fr", "Nadia Quervel-Dupont"), ("b@b.fr", "Nadia Quervel")),
    (("a@a.fr", "Fred Quervel"), ("b@b.fr", "Frédéric Quervel")),
    (("a@a.fr", "Bob Quervel"), ("b@b.fr", "Robert Quervel")),
    (("a@a.fr", "Andre' Kerzole'"), ("b@b.fr", "André Kerzolé")),
]
NEVER = [
    (("jean@a.fr", "Jean"), ("jean@b.fr", "Jean")),  # a bare first name
    (("contact@a.fr", "Nadia Quervel"), ("nadia.quervel@a.fr", "Nadia Quervel")),  # an office
    (("liste@l.fr", "Nadia Quervel via Liste"), ("nq@b.fr", "Nadia Quervel")),  # the list's own address
    (("famille@a.fr", "Jean & Nadia Quervel"), ("nq@b.fr", "Nadia Quervel")),  # a couple's
    (("makers@a.fr", ""), ("makers@b.fr", "")),  # the list's name
    (("a@a.fr", "John A. Quervel"), ("b@b.fr", "John B. Quervel")),
    (("a@a.fr", "John Quervel Jr"), ("b@b.fr", "John Quervel Sr")),
    (("a@a.fr", "Jean Quervel"), ("b@b.fr", "Nadia Quervel")),
    (("n.quervel@a.fr", "Nadia Quervel"), ("n.quervel@b.fr", "Noël Quervel")),
    (("stage1@a.fr", ""), ("stage2@a.fr", "")),
    (("tiphaine@a.fr", ""), ("tiphaine@b.fr", "Tiphaine")),
]


def links(archive: Archive) -> dict[tuple[str, str], tuple[str, set[str]]]:
    """What came of each pair of addresses, and the rules of its evidence."""
    derive(archive, study(archive.root), "people.accounts")
    called = dict(values(archive.store, Account, "account", "address"))
    found: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for account, other, verdict in values(archive.store, AccountLink, "account", "other", "verdict"):
        rules = {
            rule
            for one, two, rule in values(archive.store, LinkEvidence, "account", "other", "rule")
            if (one, two) == (account, other)
        }
        low, high = sorted((called[account], called[other]))
        found[low, high] = verdict, rules
    return found


def persons(archive: Archive) -> int:
    derive(archive, study(archive.root), "people.accounts")
    return len({person for (person,) in values(archive.store, Account, "person")})


@pytest.mark.parametrize(("one", "other"), JOINED, ids=str)
def test_two_accounts_of_one_person_are_joined(archive: Archive, one: tuple[str, str], other: tuple[str, str]) -> None:
    for address, name in (one, other):
        archive.message(by=address, name=name)
    assert persons(archive) == 1


@pytest.mark.parametrize(("one", "other"), NEVER, ids=str)
def test_accounts_that_only_look_alike_are_two(archive: Archive, one: tuple[str, str], other: tuple[str, str]) -> None:
    for address, name in (one, other):
        archive.message(by=address, name=name)
    assert persons(archive) == 2


@pytest.mark.parametrize(("one", "other"), NEVER[:5], ids=str)
def test_an_office_a_list_or_a_first_name_is_not_even_suggested(
    archive: Archive, one: tuple[str, str], other: tuple[str, str]
) -> None:
    for address, name in (one, other):
        archive.message(by=address, name=name)
    assert links(archive) == {}


def two_of_one_name(archive: Archive, name: str = "Marie Martin") -> None:
    for month in ("2015-03", "2015-05", "2015-07"):
        archive.message(sent=month, by="marie.martin@coop-azur.example", name=name)
        archive.message(sent=month, by="marie.martin@centre-hirondelle.example", name=name)


def test_two_of_a_common_name_who_write_from_two_employers_at_once_stay_two(archive: Archive) -> None:
    two_of_one_name(archive)
    assert persons(archive) == 2
    ((verdict, rules),) = links(archive).values()
    assert (verdict, rules) == ("suggested", {"before", "same-name", "two-employers"})


def test_two_accounts_of_a_rare_name_are_one_in_spite_of_two_employers(archive: Archive) -> None:
    two_of_one_name(archive, "Tiphaine Quervel")
    assert persons(archive) == 1


def test_a_rare_name_weighs_more_than_a_common_one(archive: Archive) -> None:
    for address, name in (("a@x.fr", "Marie Martin"), ("b@y.fr", "Tiphaine Quervel")):
        archive.message(by=address, name=name)
        archive.message(by=f"2{address}", name=name)
    derive(archive, study(archive.root), "people.accounts")
    scores = values(archive.store, AccountLink, "score")
    assert max(scores) > min(scores)
    assert len(scores) == 2


def test_a_third_account_does_not_chain_two_persons(archive: Archive) -> None:
    archive.message(by="a@a.fr", name="Julie Quervel")
    archive.message(by="b@b.fr", name="Jean Quervel")
    archive.message(by="c@c.fr", name="J. Quervel")
    assert persons(archive) == 3
    assert links(archive)["a@a.fr", "c@c.fr"] == ("suggested", {"before", "abbreviated-name", "several-fit"})


def signed(archive: Archive, address: str, name: str, day: str, **found: str) -> None:
    """Two messages with what stands in their signatures."""
    for number in (1, 2):
        archive.message(sent=f"{day}T1{number}:00:00Z", by=address, name=name)
        message = archive.store.value("select max(message) from messages")
        for place, (kind, value) in enumerate(found.items()):
            row = (message, place, place + 1, kind, value, "test", 0.9, "signature")
            archive.store.connection.execute("insert into findings values (?, ?, ?, ?, ?, ?, ?, ?)", row)


@pytest.fixture
def read(archive: Archive) -> Archive:
    """An archive whose mails were read for what they say of their authors."""
    from maillage.analyze.profiles import readings

    with archive.store.transaction():
        archive.store.rebuild(readings.ROWS, ())
    return archive


def test_a_telephone_joins_what_a_name_in_the_address_makes_probable(read: Archive) -> None:
    signed(read, "atelier.bleu@a.fr", "Nadia", "2015-03-02", phone="02 98 00 00 01", human="Nadia Quervel")
    signed(read, "nq@b.fr", "Nadia Quervel", "2016-03-02", phone="+33 2 98 00 00 01")
    assert links(read)["atelier.bleu@a.fr", "nq@b.fr"] == ("joined", {"before", "signed-name", "same-phone"})


def test_a_telephone_that_many_sign_with_is_an_office_s(read: Archive) -> None:
    for number in range(6):
        signed(read, f"u{number}@coop.example", "", "2015-03-02", phone="02 98 00 00 01")
    assert all("same-phone" not in rules for _, rules in links(read).values())


def test_colleagues_with_one_telephone_and_two_names_are_two(read: Archive) -> None:
    signed(read, "jean.quervel@coop.example", "Jean Quervel", "2015-03-02", phone="02 98 00 00 01")
    signed(read, "nadia.kerzole@coop.example", "Nadia Kerzolé", "2015-03-02", phone="02 98 00 00 01")
    assert persons(read) == 2


def test_who_signs_with_another_address_is_told_to_be_its_owner(read: Archive) -> None:
    signed(read, "ateliervelo@a.fr", "Atelier vélo", "2015-03-02", email="nq@free.fr")
    signed(read, "nq@free.fr", "Nadia Quervel", "2015-03-02", phone="02 98 00 00 01")
    ((_, rules),) = links(read).values()
    assert "same-email" in rules


def test_other_telephones_at_the_same_time_speak_against_a_common_name(read: Archive) -> None:
    signed(read, "mm@a.fr", "Marie Martin", "2015-03-02", phone="02 98 00 00 01", organization="Coop Azur")
    signed(read, "mm2@b.fr", "Marie Martin", "2015-04-02", phone="03 20 00 00 02", organization="Hirondelle")
    assert persons(read) == 2


def test_other_telephones_years_apart_tell_nothing(read: Archive) -> None:
    signed(read, "mm@a.fr", "Marie Martin", "2009-03-02", phone="02 98 00 00 01")
    signed(read, "mm2@b.fr", "Marie Martin", "2015-04-02", phone="03 20 00 00 02")
    assert links(read)["mm2@b.fr", "mm@a.fr"][1] == {"before", "same-name"}


def test_a_name_quoted_in_signatures_does_not_make_one_of_two(read: Archive) -> None:
    signed(read, "jq@a.fr", "Jean Quervel", "2015-03-02", human="Nadia Kerzolé")
    signed(read, "nk@b.fr", "Nadia Kerzolé", "2015-03-02")
    assert persons(read) == 2


def test_the_same_accounts_give_the_same_persons_in_any_order(archive: Archive) -> None:
    written: list[dict[str, Any]] = [
        {"by": address, "name": name, "message_id": f"{number}@x", "sent": f"2015-03-{number + 1:02}"}
        for number, pair in enumerate(JOINED[:6])
        for address, name in pair
    ]
    for number, columns in enumerate(written):
        archive.message(**columns | {"message_id": f"{number}@y"})
    derive(archive, study(archive.root), "people.accounts")
    first = values(archive.store, LinkEvidence), values(archive.store, Account)
    archive.store.connection.execute("update messages set message = message + 100")
    derive(archive, study(archive.root), "people.accounts")
    assert (values(archive.store, LinkEvidence), values(archive.store, Account)) == first
