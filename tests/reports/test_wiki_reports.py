"""The folder of reports of a study with a wiki: beside a list, and alone."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from small_study import SECRETS as SECRETS_OF_LISTS
from small_study import write as write_lists
from wiki_study import ISLAND, SECRETS, write

from maillage.project import Study
from maillage.reports import tables
from maillage.reports.build import write_reports
from maillage.reports.revisions import Asked, revisions
from maillage.reports.table import Choice
from maillage.store import Store


def reported(study: Study) -> HTMLParser:
    with Store.open(study.database) as store:
        write_reports(store, study)
    return HTMLParser((study.reports / "index.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return write(tmp_path_factory.mktemp("both"))


@pytest.fixture(scope="module")
def page(both: Study) -> HTMLParser:
    return reported(both)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return write(tmp_path_factory.mktemp("alone"), "en", lists=False)


def text(tree: HTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def written(study: Study) -> set[str]:
    return {path.stem for path in (study.reports / "tables").iterdir()}


def test_a_study_of_both_has_sections_of_each_and_of_both_together(page: HTMLParser) -> None:
    titles = text(page, "main h2")
    assert {"Les listes et leur volume", "Les wikis et leur activité", "Listes et wikis ensemble"} <= set(titles)
    assert "Autres tableaux" not in titles


def test_its_head_names_wikis_and_counts_them(page: HTMLParser) -> None:
    period, sources = text(page, "header .about dd")
    assert sources == "Les Makers et Wiki de la mer"
    assert period.startswith("du 1er février 2014, jour de la première contribution comptée")
    keys = dict(zip(text(page, ".keys dt"), text(page, ".keys dd"), strict=True))
    assert keys["contributeurs des wikis"] == "3"
    assert keys["modifications des wikis"] == "8"


def test_a_wiki_alone_has_no_word_of_lists(alone: Study) -> None:
    page = reported(alone)
    assert text(page, "main h2")[:1] == ["The wikis and their activity"]
    assert not {"volume", "tiers", "silent", "author-by-month", "tools-overlap"} & written(alone)
    assert {"wiki-census", "ledger", "problems"} <= written(alone)
    assert text(page, "header .about dd")[1] == "Wiki de la mer"
    assert text(page, ".keys dt") == ["contributors to the wikis", "content pages of the wikis", "edits of the wikis"]


def test_lists_alone_have_no_word_of_wikis(tmp_path: Path) -> None:
    study = write_lists(tmp_path)
    page = reported(study)
    assert not [name for name in written(study) if name.startswith(("wiki", "tools", "site"))]
    assert "wiki" not in " ".join(text(page, "main h2, main h3, .keys dt, .about")).casefold()
    with zipfile.ZipFile(study.reports / "maillage.xlsx") as book:
        assert "wiki-census" not in book.read("xl/workbook.xml").decode()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("volume", "lists"),
        ("wiki-census", "wikis"),
        ("tools-overlap", "tools"),
        ("tools-moves", "both"),
        ("site-table11", "sites"),
        ("ledger", "any"),
    ],
)
def test_what_a_table_needs(name: str, expected: str) -> None:
    assert tables.needs(name) == expected


def test_the_tables_of_a_study_are_those_whose_needs_it_meets(both: Study, alone: Study) -> None:
    assert tables.of_study(both) == [name for name in tables.names() if not name.startswith("site-")]
    assert {tables.needs(name) for name in tables.of_study(alone)} == {"wikis", "any"}


def test_the_ledger_tells_what_a_selection_leaves_out(both: Study) -> None:
    with Store.open(both.database) as store:
        table = tables.build("ledger", store, both, Choice())
    names = [column.name for column in table.columns]
    for row in table.rows:
        cells = dict(zip(names, row, strict=True))
        assert cells["read"] == sum(cells[name] for name in ("stored", "duplicates", "problems", "skipped"))
        of = ("stored_bytes", "duplicate_bytes", "problem_bytes", "skipped_bytes")
        assert cells["bytes_read"] == sum(cells[name] for name in of)


def test_the_tools_of_a_network_with_two_persons_on_both(both: Study) -> None:
    with Store.open(both.database) as store:
        shown = {name: tables.build(name, store, both, Choice()).rows for name in tables.names() if "tools" in name}
    assert shown["tools-networks"][1][4:8] == (5, 2, 0.4, 2)
    assert shown["tools-overlap"][0] == (1, "makers", "wiki-mer", 1, 4, 3, 2, 0.4, 0.5, 2 / 3)
    assert [row[2] for row in shown["tools-moves"]] == [1, 1, 0, 2, 1]
    assert {row[1:3] for row in shown["tools-links"]} == {("wiki-mer", 1), ("makers", 1)}


def test_a_link_leads_back_to_its_characters_in_the_message(both: Study) -> None:
    with Store.open(both.database) as store:
        of_list, of_wiki = tables.build("tools-link-places", store, both, Choice()).rows
        message = store.value("select text from texts join messages using (message) where message_id like 'announce%'")
        (edit,) = revisions(
            store, both, Asked(page=ISLAND, month="2014-04", person="Jean Petit"), names=True, text=True
        )
    assert of_list[4] == "makers.mbox @ 0"
    assert message[of_list[5] : of_list[6]] == "http://wiki-mer.example/index.php?title=L%27%C3%AEle_de_Sein"
    assert of_list[7:] == (ISLAND, 7, 3)
    assert of_wiki[4] == str(edit.revision)
    assert "https://listes.exemple.example/makers/1.html" in edit.text


def commands(page: HTMLParser) -> Iterator[str]:
    for code in page.css(".under code"):
        if code.text().startswith("maillage revisions"):
            yield code.text()


def test_each_command_under_a_table_of_a_wiki_finds_edits(both: Study, page: HTMLParser) -> None:
    found = set(commands(page))
    assert {"maillage revisions --source wiki-mer --month 2014-02", "maillage revisions --source wiki-mer"} <= found
    assert any("--space talk" in command for command in found)
    with Store.open(both.database) as store:
        for command in found:
            words = command.split()[2:]
            asked = dict(zip((word.removeprefix("--") for word in words[::2]), words[1::2], strict=True))
            assert list(revisions(store, both, Asked(**asked), names=False, text=False)), command


def test_the_figures_of_wikis_stand_in_the_page_and_say_what_they_show(page: HTMLParser) -> None:
    said = [str(svg.attributes["aria-label"]) for svg in page.css("figure svg")]
    assert any("a son année la plus active en 2014, avec 7 modifications" in alt for alt in said)
    assert any("Les deux outils les plus proches sont Les Makers et Wiki de la mer" in alt for alt in said)
    assert any(alt.startswith("Part des administrateurs") for alt in said)
    assert any("Venues d’une liste à un wiki" in alt for alt in said)


def test_nobody_is_named_in_any_file(both: Study, page: HTMLParser) -> None:
    assert page.css("h1")
    for path in both.reports.rglob("*"):
        if path.suffix in {".html", ".csv", ".svg"}:
            told = path.read_text(encoding="utf-8").casefold()
            secrets = (*SECRETS_OF_LISTS, *SECRETS)
            assert not [secret for secret in secrets if secret.casefold() in told], path.name


def test_the_same_study_gives_the_same_bytes(both: Study, page: HTMLParser) -> None:
    first = {path: path.read_bytes() for path in sorted(both.reports.rglob("*")) if path.is_file()}
    assert reported(both).html == page.html
    assert {path: path.read_bytes() for path in sorted(both.reports.rglob("*")) if path.is_file()} == first
