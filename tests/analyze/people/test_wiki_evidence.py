"""Which accounts of wikis are whose: what joins them, what asks, what keeps them apart."""

from __future__ import annotations

import pytest
from factories import Archive, source, study
from wiki_rows import Wiki, wiki

from maillage import analyze
from maillage.analyze.people import accounts
from maillage.analyze.people.accounts import Account, AccountLink, LinkEvidence
from maillage.analyze.people.rarity import Rarity
from maillage.decisions import Decisions, Split
from maillage.project import Study

BASE = "https://wiki.example/wiki/Accueil"


def of(archive: Archive, *wikis: str) -> Study:
    return study(archive.root, source("makers"), *(wiki(name) for name in wikis or ("wiki",)))


def found(archive: Archive, decisions: Decisions | None = None, *wikis: str) -> list[object]:
    analyze.read_user_pages(archive.store, of(archive, *wikis))
    return list(accounts.run(archive.store, of(archive, *wikis), decisions or Decisions()))


def groups(rows: list[object]) -> list[set[str]]:
    """The accounts of each person."""
    persons: dict[int, set[str]] = {}
    for row in rows:
        if isinstance(row, Account):
            persons.setdefault(row.person, set()).add(f"{row.source}:{row.name}" if row.source else row.address)
    return list(persons.values())


def verdicts(rows: list[object]) -> list[str]:
    return [row.verdict for row in rows if isinstance(row, AccountLink)]


def rules(rows: list[object]) -> set[str]:
    return {row.rule for row in rows if isinstance(row, LinkEvidence)}


def mail(archive: Archive, text: str, **columns: str) -> None:
    """A mail with a text, whose zones are read."""
    archive.message(**columns)
    number = archive.store.value("select max(message) from messages")
    archive.store.connection.execute("insert into texts values (?, ?)", (number, text))


def read(archive: Archive) -> None:
    analyze.read_mails(archive.store, of(archive))


@pytest.mark.parametrize(
    "user", ["Aline Morvan", "AlineMorvan", "Morvan Aline", "Aline MORVAN", "Aline.morvan", "Aline-morvan29"]
)
def test_a_full_name_joins_however_it_is_written(archive: Archive, user: str) -> None:
    archive.message(by="am@x.fr", name="Aline Morvan")
    Wiki(archive).edit(user)
    assert groups(found(archive)) == [{"am@x.fr", f"wiki:{user}"}]


def test_accents_and_case_of_a_user_name_tell_nothing(archive: Archive) -> None:
    archive.message(by="x@x.fr", name="Gaëlle LE GUÉNIC")
    Wiki(archive).edit("Gaelle le guenic")
    assert groups(found(archive)) == [{"x@x.fr", "wiki:Gaelle le guenic"}]


@pytest.mark.parametrize("user", ["Amorvan", "Morvana", "Aline.m", "Morvan"])
def test_a_login_form_of_a_name_is_asked_about_at_most(archive: Archive, user: str) -> None:
    archive.message(by="x@x.fr", name="Aline Morvan")
    Wiki(archive).edit(user)
    assert "joined" not in verdicts(found(archive))


@pytest.mark.parametrize("user", ["Aline", "Marie", "Pierre29"])
def test_a_given_name_alone_never_joins(archive: Archive, user: str) -> None:
    given = user.rstrip("29")
    archive.message(by=f"{given.lower()}@x.fr", name=given)
    archive.message(by=f"{given.lower()}@y.fr")
    Wiki(archive).edit(user)
    rows = found(archive)
    assert len(groups(rows)) == 3
    assert all(row.other < 3 for row in rows if isinstance(row, AccountLink))  # the third is the wiki's


def test_a_common_name_is_asked_about(archive: Archive) -> None:
    for number in range(200):
        archive.message(by=f"u{number}@x{number}.fr")
    archive.message(by="mm@x.fr", name="Marie Martin")
    Wiki(archive).edit("Marie Martin")
    assert verdicts(found(archive)) == ["suggested"]


def test_the_name_that_a_user_page_tells_joins(archive: Archive) -> None:
    archive.message(by="x@x.fr", name="Aline Morvan")
    Wiki(archive).user_page("Korrigan29", "Je m'appelle [[Aline]] Morvan, et j'aime les phares.")
    rows = found(archive)
    assert groups(rows) == [{"x@x.fr", "wiki:Korrigan29"}]
    assert "page-name" in rules(rows)


def test_a_name_that_others_put_on_a_page_weighs_less(archive: Archive) -> None:
    archive.message(by="x@x.fr", name="Aline Morvan")
    site = Wiki(archive)
    site.user("Korrigan29")
    site.user_page("Korrigan29", "Nom complet : Aline Morvan", by="Admin")
    assert "page-heading" in rules(found(archive))


def test_a_page_that_gives_the_address_of_an_author_joins(archive: Archive) -> None:
    archive.message(by="korr@x.fr", name="K.")
    Wiki(archive).user_page("Phare", "Écrivez-moi : korr (at) x.fr")
    rows = found(archive)
    assert groups(rows) == [{"korr@x.fr", "wiki:Phare"}]
    assert "page-address" in rules(rows)


def test_a_page_that_gives_many_addresses_joins_nobody(archive: Archive) -> None:
    for name in ("a", "b", "c"):
        archive.message(by=f"{name}{name}@x.fr")
    Wiki(archive).user_page("Phare", "Le bureau : aa@x.fr, bb@x.fr, cc@x.fr")
    assert len(groups(found(archive))) == 4


def test_a_signature_that_links_to_a_user_page_joins(archive: Archive) -> None:
    Wiki(archive, base=BASE).edit("Phare")
    mail(archive, "Bonjour,\nvoici.\n\n-- \nK.\nhttps://wiki.example/wiki/Utilisateur:Phare\n", by="korr@x.fr")
    read(archive)
    rows = found(archive)
    assert groups(rows) == [{"korr@x.fr", "wiki:Phare"}]
    assert "own-page" in rules(rows)


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Bonjour,\nVoyez ma page utilisateur : https://wiki.example/w/index.php?title=User:Phare.\nMerci.\n", 1),
        ("Bonjour,\nJ'ai mis à jour ma page [[Utilisateur:Phare]] ce matin, regardez donc.\n", 1),
        ("Bonjour,\nRegardez https://wiki.example/wiki/Utilisateur:Phare, elle est très active.\n", 2),
        ("Bonjour,\nVoyez ma page https://other.example/wiki/Utilisateur:Phare, s'il vous plaît.\n", 2),
    ],
)  # fmt: skip
def test_only_a_page_called_hers_is_hers(archive: Archive, text: str, persons: int) -> None:
    Wiki(archive, base=BASE).edit("Phare")
    mail(archive, text, by="korr@x.fr")
    read(archive)
    assert len(groups(found(archive))) == persons


def test_a_user_name_that_is_no_name_speaks_little_against_a_page_called_hers(archive: Archive) -> None:
    Wiki(archive, base=BASE).edit("Varech-mor")
    mail(
        archive,
        "Bonjour.\n\n-- \nMalo\nhttps://wiki.example/wiki/Utilisateur:Varech-mor\n",
        by="m@x.fr",
        name="Malo Le Dû",
    )
    read(archive)
    rows = found(archive)
    assert groups(rows) == [{"m@x.fr", "wiki:Varech-mor"}]


def test_one_user_name_with_another_number_is_another_s(archive: Archive) -> None:
    site = Wiki(archive)
    for user in ("Hermine curieuse", "Hermine curieuse2", "Hermine curieuse3"):
        site.edit(user)
    assert len(groups(found(archive))) == 3


def test_a_full_name_without_a_known_given_name_is_a_login(archive: Archive) -> None:
    archive.message(by="x@x.fr", name="Typhonia Kervoal")
    Wiki(archive).edit("Typhonia Kervoal")
    rows = found(archive)
    assert (len(groups(rows)), "same-name" in rules(rows)) == (1, False)


@pytest.mark.parametrize(
    ("user", "verdict"),
    [
        ("Phare du Ponant", ["joined"]),
        ("PhareDuPonant", ["joined"]),
        ("Ondine", ["suggested"]),
        ("Ondine29", ["suggested"]),
        ("Pauline O.", ["suggested"]),
        ("SC29", []),
    ],
)
def test_a_pseudonym_on_two_wikis_is_worth_its_words(archive: Archive, user: str, verdict: list[str]) -> None:
    for name in ("two", "three"):
        Wiki(archive, name).edit(user)
    assert verdicts(found(archive, None, "two", "three")) == verdict


def test_a_pseudonym_that_others_number_is_chosen_by_many(archive: Archive) -> None:
    site = Wiki(archive, "two")
    for user in ("Phare du Ponant", "Phare du Ponant2", "Phare du Ponant3"):
        site.edit(user)
    Wiki(archive, "three").edit("Phare du Ponant")
    assert len(groups(found(archive, None, "two", "three"))) == 4


def test_words_behind_many_user_names_tell_little(archive: Archive) -> None:
    site = Wiki(archive, "two")
    Wiki(archive, "three").edit("Cormoran rouge")
    site.edit("Cormoran rouge")
    alone = found(archive, None, "two", "three")
    for user in ("Gannet", "Tadorne", "Grèbe", "Pingouin", "Sterne", "Macreuse", "Bécasse", "Avocette"):
        site.edit(f"{user} rouge")
    among = found(archive, None, "two", "three")
    score = [next(row.weight for row in rows if isinstance(row, LinkEvidence) and row.rule == "same-user")
             for rows in (alone, among)]  # fmt: skip
    assert score[0] - score[1] > 2


def test_years_in_common_speak_for_it_and_years_apart_against_it(archive: Archive) -> None:
    for number, year in enumerate(range(2005, 2021)):
        archive.message(by=f"x{number}@x.fr", name="", sent=f"{year}-01-01T10:00:00Z")
    site = Wiki(archive)
    for number, year in enumerate(range(2005, 2021)):
        site.edit(f"Varech{number}", f"{year}-03-01T10:00:00Z")
    archive.message(by="am@x.fr", name="Aline Morvan", sent="2006-01-01T10:00:00Z")
    site.edit("Aline Morvan", "2006-06-01T10:00:00Z")
    archive.message(by="pk@x.fr", name="Paul Kerbrat", sent="2006-01-01T10:00:00Z")
    site.edit("Paul Kerbrat", "2019-06-01T10:00:00Z")
    weights = {row.rule: row.weight for row in found(archive) if isinstance(row, LinkEvidence)}
    assert weights["same-years"] > 0.5
    assert weights["other-years"] < -0.5


def test_accounts_without_a_name_are_no_namesakes(archive: Archive) -> None:
    archive.message(by="x@x.fr", name="Jacques Leroux")
    site = Wiki(archive)
    site.edit("Jacques Leroux")
    for number in range(1_500):
        site.edit(f"Varech{number}")
    weights = [row.weight for row in found(archive) if isinstance(row, LinkEvidence) and row.rule == "before"]
    assert weights == [-10.3]  # of 500, not of 1,500


def test_a_common_full_name_joins_where_it_is_the_only_one(archive: Archive) -> None:
    archive.message(by="x@x.fr", name="Nathalie Martin")
    site = Wiki(archive)
    site.edit("Nathalie Martin")
    alone = found(archive)
    assert verdicts(alone) == ["joined"]
    assert "no-namesake" in rules(alone)
    site.edit("Nathalie Martin2")
    assert "no-namesake" not in rules(found(archive))


def test_a_name_that_excludes_the_account_s_wins_over_a_login(archive: Archive) -> None:
    archive.message(by="phare@x.fr", name="Paul Kerbrat")
    Wiki(archive).user_page("Phare", "Je m'appelle Aline Morvan.")
    assert len(groups(found(archive))) == 2


def test_bots_and_offices_join_nobody(archive: Archive) -> None:
    archive.message(by="x@x.fr", name="Aline Morvan")
    site = Wiki(archive)
    site.edit("AlineMorvanBot")
    site.user("Aline Morvan", groups="bot")
    site.edit("Mairie Brest")
    archive.message(by="y@y.fr", name="Mairie Brest")
    assert all(len(one) == 1 for one in groups(found(archive)))


def test_an_account_blocked_for_ever_takes_more_to_join(archive: Archive) -> None:
    archive.message(by="x@x.fr", name="Aline Morvan")
    site = Wiki(archive)
    site.edit("Aline Morvan")
    free = found(archive)
    site.block("Aline Morvan")
    held = found(archive)
    scores = [next(row.score for row in rows if isinstance(row, AccountLink)) for rows in (free, held)]
    assert scores[0] - scores[1] == 4.0
    assert "blocked" in rules(held)


@pytest.mark.parametrize(("host", "verdict"), [("two.farm.example", "joined"), ("elsewhere.example", "suggested")])
def test_one_user_name_on_two_wikis_joins_where_one_host_keeps_them(archive: Archive, host: str, verdict: str) -> None:
    for name, of_wiki in (("one", "one.farm.example"), ("two", host)):
        Wiki(archive, name, base=f"https://{of_wiki}/wiki/Accueil").edit("Gandalfig")
    assert verdicts(found(archive, None, "one", "two")) == [verdict]


def test_a_user_name_is_one_account_on_all_wikis_of_wikimedia(archive: Archive) -> None:
    for name, host in (("books", "fr.wikibooks.org"), ("versity", "fr.wikiversity.org"), ("far", "elsewhere.example")):
        Wiki(archive, name, base=f"https://{host}/wiki/Accueil").edit("Aline")
    persons = groups(found(archive, None, "books", "versity", "far"))
    assert sorted(map(sorted, persons)) == [["books:Aline", "versity:Aline"], ["far:Aline"]]


def test_two_accounts_of_one_wiki_in_use_at_once_speak_against_it(archive: Archive) -> None:
    site = Wiki(archive)
    for at in ("2015-01-01T10:00:00Z", "2016-01-01T10:00:00Z"):
        site.edit("Aline Morvan", at)
        site.edit("AlineMorvan", at)
    rows = found(archive)
    assert "two-of-a-wiki" in rules(rows)


def test_a_decision_keeps_them_apart(archive: Archive) -> None:
    archive.message(by="x@x.fr", name="Aline Morvan")
    Wiki(archive).edit("Aline Morvan")
    split = Split("x@x.fr", "wiki:Aline Morvan", "namesakes", "me", None)
    rows = found(archive, Decisions(splits=(split,)))
    assert (len(groups(rows)), verdicts(rows)) == (2, ["kept-apart"])


def test_in_a_crowd_a_name_borne_once_is_as_common_as_those_borne_twice() -> None:
    rare = [("aline", f"kerbrat{chr(97 + one)}{chr(97 + other)}") for one in range(10) for other in range(10)]
    twice = [(given, f"morvan{chr(97 + one)}") for one in range(20) for given in ("paul", "jeanne")]
    rarity = Rarity([*rare, *twice])
    assert rarity.in_a_crowd().bits("kerbrataa") < rarity.bits("kerbrataa") - 1
    assert rarity.in_a_crowd().bits("aline") == pytest.approx(rarity.bits("aline"), abs=0.1)


def test_the_address_that_a_site_knows_an_author_by_joins_whatever_she_is_called(archive: Archive) -> None:
    archive.message(by="am@x.fr", name="Aline Morvan")
    wiki_of = Wiki(archive)
    wiki_of.user("Phare du Ponant", email="am@x.fr")
    wiki_of.edit("Phare du Ponant")
    rows = found(archive)
    assert groups(rows) == [{"am@x.fr", "wiki:Phare du Ponant"}]
    assert [row.rule for row in rows if isinstance(row, Account)] == ["account-address"] * 2


def test_one_address_joins_the_accounts_of_seven_sites(archive: Archive) -> None:
    names = [f"site{number}" for number in range(7)]
    for number, name in enumerate(names):
        Wiki(archive, name).user(f"Auteur{number}", email="am@x.fr")
    assert len(groups(found(archive, None, *names))) == 1


def test_a_number_behind_the_name_keeps_nobody_apart_who_has_one_address(archive: Archive) -> None:
    for name, user in (("wiki", "Dune"), ("site", "Dune2")):
        Wiki(archive, name).user(user, email="dune@x.fr")
    assert groups(found(archive, None, "wiki", "site")) == [{"site:Dune2", "wiki:Dune"}]


def test_two_names_behind_one_address_are_asked_about(archive: Archive) -> None:
    archive.message(by="foyer@x.fr", name="Aline Morvan")
    Wiki(archive).user("Bastien Kerrien", email="foyer@x.fr")
    rows = found(archive)
    assert len(groups(rows)) == 2
    assert verdicts(rows) == ["suggested"]


@pytest.mark.parametrize("address", ["contact@asso.fr", "webmaster@asso.fr"])
def test_the_address_of_an_office_joins_nobody(archive: Archive, address: str) -> None:
    archive.message(by=address, name="Maison des voisins")
    Wiki(archive).user("Aline Morvan", email=address)
    assert len(groups(found(archive))) == 2


def test_what_many_authors_of_a_site_have_is_no_ones_address(archive: Archive) -> None:
    archive.message(by="redac@x.fr", name="")
    wiki_of = Wiki(archive)
    for number in range(12):
        wiki_of.user(f"Stage{'abcdefghijkl'[number]}x", email="redac@x.fr")
    assert len(groups(found(archive))) == 13
