"""Names of organisations, and the status, the sector and the spelling that are told by them."""

from __future__ import annotations

import pytest

from maillage.analyze.profiles.vocabulary.organisations import (
    SECTORS,
    best_spelling,
    by_code,
    by_domain,
    grouped,
    initials,
    same,
    status_of,
)
from maillage.analyze.profiles.vocabulary.professions import EMPLOYERS
from maillage.analyze.profiles.vocabulary.words import rows


def code(name: str, context: str = "") -> str | None:
    status = status_of(name, context)
    return status.code if status else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # the statuses that the thesis prints
        ("Association", "association"),
        ("association loi 1901", "association"),
        ("Collectif", "collectif"),
        ("Projet", "projet"),
        ("Fondation", "fondation"),
        ("Fondation d'utilité publique", "fondation-utilite-publique"),
        ("Mutuelle", "mutuelle"),
        ("Société Anonyme Coopérative", "sa-cooperative"),
        ("coopérative", "cooperative"),
        ("SCOP", "scop"),
        ("SCIC", "scic"),
        ("CAE - Coopérative d'Activités et d'Emploi", "cae"),
        ("Union d'économie sociale", "union-ess"),
        ("entreprise sociale", "entreprise-sociale"),
        ("entreprise de l'ESS", "entreprise-sociale"),
        ("Entreprise", "entreprise"),
        ("Entreprise (SAS)", "entreprise-sas"),
        ("Entreprise (SARL)", "entreprise-sarl"),
        ("Profession libérale", "profession-liberale"),
        ("TPE", "entreprise"),
        ("PME", "entreprise"),
        ("start-up", "entreprise"),
        ("groupement d'entreprises", "groupement-entreprises"),
        ("club d'entreprises", "groupement-entreprises"),
        ("SPL - système productif local", "spl"),
        ("pôle de compétitivité", "pole-de-competitivite"),
        ("cluster", "pole-de-competitivite"),
        ("grappe", "pole-de-competitivite"),
        ("PTCE - Pôle Territorial de Coopération Economique", "ptce"),
        ("SEM - société d'économie mixte", "sem"),
        ("EPCI", "epci"),
        ("Collectivité (territoriale)", "collectivite"),
        ("Mairie", "collectivite"),
        ("Municipalité", "collectivite"),
        ("Ville", "collectivite"),
        ("commune", "collectivite"),
        ("Métropole", "epci"),
        ("Communauté urbaine", "epci"),
        ("Communauté d'agglomération", "epci"),
        ("Communauté de communes", "epci"),
        ("Département", "collectivite"),
        ("Conseil général", "collectivite"),
        ("Conseil départemental", "collectivite"),
        ("Région", "collectivite"),
        ("Conseil régional", "collectivite"),
        ("Pays", "pays"),
        ("syndicat mixte", "syndicat-mixte"),
        ("pôle métropolitain", "syndicat-mixte"),
        ("Etat", "etat"),
        ("ministère", "etat"),
        ("agence nationale", "etat"),
        ("CRESS", "chambre"),
        ("CCI", "chambre"),
        ("chambre de métiers", "chambre"),
        ("Etablissement public", "etablissement-public"),
        ("Université", "universite"),
        ("école", "ecole"),
        ("laboratoire (de recherche)", "laboratoire"),
        ("bibliothèque", "bibliotheque"),
        ("médiathèque", "bibliotheque"),
        ("PAPI", "espace-public-numerique"),
        ("espace public numérique", "espace-public-numerique"),
        ("tête de réseau", "tete-de-reseau"),
    ],
)
def test_every_status_of_the_thesis_is_known(name: str, expected: str) -> None:
    assert code(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Trucmuche S.A.R.L.", "entreprise-sarl"),
        ("SARL Trucmuche", "entreprise-sarl"),
        ("Trucmuche SAS", "entreprise-sas"),
        ("Trucmuche SASU", "entreprise-sasu"),
        ("Trucmuche SA", "entreprise-sa"),
        ("EURL Trucmuche", "entreprise-eurl"),
        ("Scop Trucmuche", "scop"),
        ("SCOP SARL Trucmuche", "scop"),
        ("Trucmuche Coop", "cooperative"),
        ("Mairie de Kerlouan", "collectivite"),
        ("Ville de Kerlouan", "collectivite"),
        ("la ville d'Orgères", "collectivite"),
        ("Conseil régional des Pays de la Loire", "collectivite"),
        ("Région Bretagne", "collectivite"),
        ("Pays de la Loire", "collectivite"),
        ("Pays de Brest", "pays"),
        ("Métropole Européenne de Lille", "epci"),
        ("Brest métropole", "epci"),
        ("Communauté de communes du Bocage", "epci"),
        ("Université de Lille", "universite"),
        ("Universität Musterstadt", "universite"),
        ("University of Nowhere", "universite"),
        ("École centrale de Lille", "ecole"),
        ("Lycée Marthe-Dorval", "etablissement-scolaire"),
        ("Laboratoire d'informatique", "laboratoire"),
        ("INRIA", "recherche"),
        ("Fondation de Lille", "fondation"),
        ("Example Foundation", "fondation"),
        ("Widgets Inc.", "entreprise"),
        ("Widgets Ltd", "entreprise"),
        ("Widgets GmbH", "entreprise"),
        ("CHU de Brest", "etablissement-public"),
        ("SEM TRAM", "sem"),
        ("Association des maires du Finistère", "association"),
        ("Préfecture du Nord", "etat"),
    ],
)
def test_a_name_tells_the_status(name: str, expected: str) -> None:
    assert code(name) == expected


@pytest.mark.parametrize(
    "name",
    ["Okidoki", "La Cabane", "Maison des associations", "Agence de développement de Lille Métropole", "le sas d'entrée",
     "SA MAISON", "Villeneuve", "Mon association d'idées"[:3], "", "Institut Machin"],
)  # fmt: skip
def test_a_name_that_does_not_tell_it_has_no_status(name: str) -> None:
    assert code(name) is None


@pytest.mark.parametrize(
    ("name", "context", "expected", "rule"),
    [
        ("Okidoki", "membre de l'association Okidoki depuis 2009", "association", "beside"),
        ("Okidoki", "Okidoki (association loi 1901)", "association", "beside"),
        ("Okidoki", "Okidoki (SCIC SARL), 3 rue de la Lampe", "scic", "beside"),
        ("Okidoki", "je travaille pour la SARL Okidoki", "entreprise-sarl", "beside"),
        ("Ville en Fête", "présidente de l'association Ville en Fête", "association", "beside"),
        ("Okidoki SAS", "au sein de Okidoki SAS", "entreprise-sas", "form"),
    ],
)
def test_the_words_beside_a_name_tell_the_status(name: str, context: str, expected: str, rule: str) -> None:
    status = status_of(name, context)
    assert status is not None
    assert (status.code, status.rule) == (expected, rule)


def test_words_further_away_tell_nothing() -> None:
    assert code("Okidoki", "Une association nous écrit. Okidoki répond.") is None


def test_every_status_has_a_known_sector_and_employer() -> None:
    assert {row["sector"] for row in rows("statuses.csv")} == SECTORS.keys()
    assert {row["employer"] for row in rows("statuses.csv")} == {*EMPLOYERS, "civil"}
    assert by_code("epci").label("en") == "Joint authority of communes"
    assert {row["status"] for row in rows("domains_of_mail.csv")} <= {row["code"] for row in rows("statuses.csv")}


def test_the_legal_category_is_that_of_insee() -> None:
    status = status_of("Communauté d'agglomération du Bocage")
    assert status is not None
    assert (status.code, status.legal, status.sector) == ("epci", "7348", "public")


@pytest.mark.parametrize(
    "address",
    ["ana@gmail.com", "ana@yahoo.co.uk", "ana@wanadoo.fr", "ana@free.fr", "ana@users.sourceforge.net",
     "ana@alum.mit.edu", "ana@lists.okidoki.org", "ana@acm.org", "ana@localhost", "ana@[127.0.0.1]", "ana@127.0.0.1",
     "ana", "", "ana@", "ana@durand.fr"],
)  # fmt: skip
def test_providers_lists_and_own_domains_tell_nothing(address: str) -> None:
    assert by_domain(address, "Ana Durand") is None


@pytest.mark.parametrize(
    ("address", "name", "status"),
    [
        ("a@univ-okidoki.fr", "Université Okidoki", "universite"),
        ("a@math.univ-okidoki.fr", "Université Okidoki", "universite"),
        ("a@sub.inria.fr", "Inria", "recherche"),
        ("a@okidoki.gouv.fr", "Okidoki", "etat"),
        ("a@ac-lille.fr", "Académie de Lille", "etat"),
        ("a@mairie-orgeres.fr", "Mairie d'Orgeres", "collectivite"),
        ("a@okidoki.asso.fr", "Okidoki", "association"),
        ("a@cs.okidoki.edu", "Okidoki", "universite"),
        ("a@cl.okidoki.ac.uk", "Okidoki", "universite"),
        ("a@okidoki-metropole.fr", "Okidoki Métropole", "epci"),
    ],
)
def test_some_domains_tell_the_status(address: str, name: str, status: str) -> None:
    evidence = by_domain(address)
    assert evidence is not None
    assert evidence.status is not None
    assert (evidence.name, evidence.status.code) == (name, status)
    assert evidence.confidence >= 0.5


@pytest.mark.parametrize("address", ["a@unicorne.fr", "a@acces-okidoki.fr", "a@ec-okidoki.org", "a@mairie-okidoki.com"])
def test_what_begins_like_a_known_kind_elsewhere_is_none_of_it(address: str) -> None:
    evidence = by_domain(address)
    assert evidence is not None
    assert evidence.status is None


def test_any_other_domain_is_a_name_to_verify() -> None:
    evidence = by_domain("ana@www.okidoki.co.uk")
    assert evidence is not None
    assert (evidence.name, evidence.status, evidence.domain, evidence.confidence) == (
        "Okidoki",
        None,
        "okidoki.co.uk",
        0.3,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MEL", "Métropole Européenne de Lille"),
        ("M.E.L.", "Métropole européenne de Lille"),
        ("CoworkingLille", "Coworking lille"),
        ("La Coroutine", "coroutine"),
        ("Association Okidoki", "OKIDOKI"),
        ("Okidoki SARL", "Okidoki"),
        ("Écoles d'Orgères", "ecoles d'orgeres"),
        ("Ville de Brest", "Mairie de Brest"),
        ("Métropole Européenne de Lille (MEL)", "metropole europeenne de lille"),
        ("INRS", "Institut national de recherche et de sécurité"),
    ],
)
def test_spellings_of_one_organisation_are_the_same(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Brest métropole", "Mairie de Brest"), ("Université de Lille", "Ville de Lille"), ("MEL", "MRES"), ("", ""),
     ("mel", "Maison Et Lieu")],
)  # fmt: skip
def test_different_organisations_are_not_the_same(one: str, other: str) -> None:
    assert not same(one, other)


def test_names_are_grouped_under_the_spelling_used_most() -> None:
    spellings = {
        "MEL": 9,
        "Métropole Européenne de Lille": 2,
        "metropole europeenne de lille": 1,
        "Okidoki": 1,
        "OKIDOKI": 1,
    }
    shown = grouped(spellings)
    assert shown["MEL"] == shown["metropole europeenne de lille"] == "Métropole Européenne de Lille"
    assert shown["OKIDOKI"] == best_spelling({"OKIDOKI": 1, "Okidoki": 1})


def test_an_acronym_of_two_names_stays_alone() -> None:
    shown = grouped({"ABC": 1, "Atelier Bois Cuivre": 1, "Amis du Bourg Clos": 1})
    assert shown == {name: name for name in shown}


def test_initials_leave_links_out() -> None:
    assert initials("Institut national de recherche et de sécurité") == "inrs"
