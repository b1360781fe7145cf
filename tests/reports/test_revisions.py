"""The revisions behind a figure: which, what they changed, where the wiki shows them, and what of them may be seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from wiki_study import ISLAND, SECRETS, write

from maillage.errors import UnknownName
from maillage.project import Study
from maillage.reports.behind import UnknownAuthor
from maillage.reports.revisions import Asked, Revision, UnknownPage, changes, lines, revisions, rows, shown_at
from maillage.store import Store


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return write(tmp_path_factory.mktemp("wiki"))


@pytest.fixture
def store(study: Study) -> Iterator[Store]:
    with Store.open(study.database) as store:
        yield store


def found(store: Store, study: Study, *, names: bool = False, **asked: str) -> list[Revision]:
    return list(revisions(store, study, Asked(**asked), names=names, text=True))


def test_they_come_by_time_with_what_they_added(store: Store, study: Study) -> None:
    shown = found(store, study, page=ISLAND)
    assert [(one.revision, one.day) for one in shown[:3]] == [(2, "2014-03-01"), (3, "2014-03-05"), (4, "2014-04-05")]
    assert [one.added for one in shown] == [9, 10, -10, 58, 7]
    assert [one.creates for one in shown] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7, 8]),
        ({"source": "wiki-mer", "month": "2014-05"}, [6, 7]),
        ({"month": "2015"}, [8]),
        ({"person": "Marie Durand"}, [1, 2, 8]),
        ({"person": "wiki-mer:Jean Petit"}, [5, 7]),
        ({"person": "82.120.3.4"}, [4]),
        ({"page": "l'île_de_Sein", "month": "2014-04"}, [4, 5]),
        ({"page": "4"}, [7]),
        ({"space": "talk"}, [7]),
        ({"person": "Jean Petit", "space": "content"}, [5]),
    ],
)
def test_what_was_asked_for(store: Store, study: Study, asked: dict[str, str], expected: list[int]) -> None:
    assert [one.revision for one in found(store, study, **asked)] == expected


def test_a_pseudonym_of_the_report_finds_the_edits_it_counts(store: Store, study: Study) -> None:
    (person, edits), *_ = store.rows("select person, edits from wiki_accounts where user = 'Marie Durand'")
    pseudonym = store.value("select pseudonym from persons where person = ?", (person,))
    assert len(found(store, study, source="wiki-mer", person=pseudonym)) == edits == 3


def test_nobody_s_name_user_name_or_address_is_seen(store: Store, study: Study) -> None:
    shown = "\n".join(lines(one, "fr") for one in found(store, study)).casefold()
    assert not [secret for secret in SECRETS[:-1] if secret.casefold() in shown]
    assert "utilisateur:[nom masqué]" in shown
    assert "révocation de [adresse masquée], retour à [nom masqué]" in shown
    assert "adresse ip" in shown


def test_names_are_shown_when_asked_for(store: Store, study: Study) -> None:
    shown = "\n".join(lines(one, "fr") for one in found(store, study, names=True))
    assert not [secret for secret in SECRETS if secret not in shown]
    assert "Utilisateur:Gwenvael" in shown


def test_the_lines_that_a_revision_changed(store: Store, study: Study) -> None:
    texts = {one.revision: one.text for one in found(store, study, page=ISLAND)}
    assert texts[2] == "+Une île."
    assert texts[4] == "-Un phare."
    assert texts[8] == "+Suite."
    assert next(revisions(store, study, Asked(), names=False, text=False)).text == ""


def test_the_wiki_shows_each_at_an_address_without_a_title(store: Store, study: Study) -> None:
    addresses = [one.url for one in found(store, study, page=ISLAND)][:2]
    assert addresses == ["http://wiki-mer.example/index.php?oldid=2", "http://wiki-mer.example/index.php?diff=3"]


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://a.example/wiki/Accueil", "https://a.example/wiki/?diff=5"),
        ("https://a.example/Accueil", "https://a.example/?diff=5"),
        ("https://a.example/w/index.php?title=Accueil", "https://a.example/w/index.php?diff=5"),
        ("https://a.example/", "https://a.example/?diff=5"),
        ("https://a.example", "https://a.example/?diff=5"),
        ("", ""),
    ],
)
def test_where_a_wiki_shows_a_revision(base: str, expected: str) -> None:
    assert shown_at(base, 5) == expected


def test_what_is_not_there_is_unknown(store: Store, study: Study) -> None:
    with pytest.raises(UnknownName, match="no wiki called 'makers'"):
        found(store, study, source="makers")
    with pytest.raises(UnknownName, match="no space called 'contents'; there are: content, talk"):
        found(store, study, space="contents")
    with pytest.raises(UnknownAuthor):
        found(store, study, person="Personne")
    with pytest.raises(UnknownPage):
        found(store, study, page="Nulle part")


def test_for_programs_each_is_a_row_under_one_header(store: Store, study: Study) -> None:
    header, first, *others = rows(found(store, study))
    assert header[:4] == ["source", "author", "day", "title"]
    assert dict(zip(header, first, strict=True))["creates"] == 1
    assert len(others) == 7


def test_lines_that_changed_keep_their_order() -> None:
    assert changes("a\nb\nc", "a\nB\nc\n--d") == "-b\n+B\n+--d"
    assert changes("", "") == ""
