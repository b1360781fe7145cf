"""What user pages tell of a person, beside her mails, on lists and on wikis."""

from __future__ import annotations

from typing import Any

import pytest
from factories import Archive, derive, source, study, values
from wiki_rows import USER_TALK, Wiki, wiki

from maillage import analyze
from maillage.analyze.coverage import ListCoverage
from maillage.analyze.profiles.attributions import Attribution, AttributionMessage, AttributionRevision
from maillage.analyze.profiles.profiles import ListProfile, ProfileEvidence, WikiProfile
from maillage.decisions import Decisions, Merge
from maillage.project import Study

STEPS = (
    "people.accounts", "wikis.administrators", "wikis.accounts", "wikis.edits", "contributions", "volume", "authors",
    "profiles.attributions", "profiles.functions", "profiles.profiles", "coverage",
)  # fmt: skip
MERGED = Decisions(merges=(Merge("am@orange.fr", "wiki:Korrigan", "known", "me", None),))


@pytest.fixture
def of(archive: Archive) -> Study:
    return study(archive.root, source("makers"), wiki())


def rebuild(archive: Archive, of: Study, decisions: Decisions | None = None) -> None:
    analyze.read_mails(archive.store, of)
    analyze.read_user_pages(archive.store, of)
    derive(archive, of, *STEPS, decisions=decisions)


def told(archive: Archive, *columns: str) -> list[tuple[Any, ...]]:
    return values(archive.store, Attribution, "field", "value", *columns)


def test_a_user_page_tells_who_its_owner_is_and_leads_back_to_its_characters(archive: Archive, of: Study) -> None:
    page = "Je m'appelle Aline Morvan.\n* Métier : animatrice\n* Structure : Mairie de Brest\n"
    number = Wiki(archive).user_page("Korrigan", page, "2014-05-01T10:00:00Z")
    rebuild(archive, of)
    found = told(archive, "source", "revision_source", "revision", "message", "begin", "end", "valid_from")
    assert [one[:2] for one in found] == [
        ("function", "animatrice"), ("organisation", "Mairie de Brest"), ("status", found[2][1]),
    ]  # fmt: skip
    for field, value, told_by, wiki_of, revision, message, begin, end, since in found:
        assert (told_by, wiki_of, revision, message, since) == (
            "user-page", "wiki", number, None, "2014-05-01T10:00:00Z",
        )  # fmt: skip
        assert field == "status" or page[begin:end] == value
    assert values(archive.store, AttributionRevision, "attribution", "source", "revision", "rank")[0] == (
        1, "wiki", number, 1,
    )  # fmt: skip
    assert values(archive.store, AttributionMessage) == []


def test_a_value_holds_from_the_first_to_the_last_state_that_shows_it(archive: Archive, of: Study) -> None:
    site = Wiki(archive)
    for year, function in ((2012, "étudiante"), (2014, "animatrice"), (2015, "animatrice")):
        site.user_page("Korrigan", f"Métier : {function}", f"{year}-05-01T10:00:00Z")
    rebuild(archive, of)
    assert told(archive, "valid_from", "valid_to", "messages") == [
        ("function", "étudiante", "2012-05-01T10:00:00Z", "2012-05-01T10:00:00Z", 1),
        ("function", "animatrice", "2014-05-01T10:00:00Z", "2015-05-01T10:00:00Z", 2),
    ]


def test_what_others_write_on_her_page_is_not_said_of_her(archive: Archive, of: Study) -> None:
    site = Wiki(archive)
    site.user("Korrigan")
    site.user_page("Korrigan", "Métier : animatrice", by="Admin")
    rebuild(archive, of)
    assert told(archive) == []


def test_who_introduces_herself_on_her_talk_page_is_read(archive: Archive, of: Study) -> None:
    text = "Bonjour, je suis médiatrice numérique à la mairie de Brest."
    Wiki(archive).edit("Korrigan", title="Discussion utilisateur:Korrigan", namespace=USER_TALK, text=text)
    rebuild(archive, of)
    assert ("function", "médiatrice numérique") in told(archive)


def test_a_page_tells_of_the_mails_of_its_owner_and_mails_of_her_edits(archive: Archive, of: Study) -> None:
    archive.message(by="am@orange.fr", name="Aline Morvan", sent="2014-03-01")
    site = Wiki(archive)
    site.user_page("Korrigan", "Métier : animatrice", "2013-05-01T10:00:00Z")
    site.edit("Korrigan", "2015-05-01T10:00:00Z")
    rebuild(archive, of, MERGED)
    assert values(archive.store, ListProfile, "source", "function", "messages") == [("makers", "animatrice", 1)]
    assert values(archive.store, WikiProfile, "source", "function", "profession", "messages") == [
        ("wiki", "animatrice", "animateur / animatrice", 2)
    ]
    assert ("wiki", "wiki", "function") in values(archive.store, ProfileEvidence, "scope", "name", "field")


def test_coverage_tells_of_user_pages_where_there_are_wikis_alone(archive: Archive, of: Study) -> None:
    archive.message(by="am@orange.fr", name="Aline Morvan", sent="2014-03-01")
    Wiki(archive).user_page("Korrigan", "Métier : animatrice")
    rebuild(archive, of, MERGED)
    known = values(archive.store, ListCoverage, "field", "known_by", "authors")
    assert ("function", "user-page", 1) in known
    rebuild(archive, study(archive.root))
    assert "user-page" not in {known_by for (known_by,) in values(archive.store, ListCoverage, "known_by")}
