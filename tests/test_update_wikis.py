"""Wikis in a study: what changes is read again, so that the database is what a new reading would make."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import factories
import pytest
from test_update import run

from maillage.errors import UnreadableArchive
from maillage.project import Source, Study, WikiOptions
from maillage.store.wiki_intake import KEYS

SITE = '<mediawiki version="0.11"><siteinfo><sitename>{}</sitename></siteinfo>'


def dump(folder: Path, name: str, *revisions: tuple[int, int, str], sitename: str = "Vallée") -> Path:
    """A dump of revisions, (page, number, text) each."""
    pages = "".join(
        f"<page><title>P{page}</title><ns>0</ns><id>{page}</id><revision><id>{number}</id>"
        "<timestamp>2011-03-01T10:00:00Z</timestamp><contributor><ip>192.0.2.1</ip></contributor>"
        f"<text>{text}</text></revision></page>"
        for page, number, text in revisions
    )
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"{SITE.format(sitename)}{pages}</mediawiki>", encoding="utf-8")
    return file


def wiki_study(root: Path, **options: object) -> Study:
    """A study of the wiki in the folder `wiki`."""
    source = Source("wiki", "mediawiki", root / "wiki", wiki=WikiOptions(**options))  # type: ignore[arg-type]
    return factories.study(root, source, database=root / "study.db")


def contents(study: Study) -> dict[str, list[tuple[object, ...]]]:
    """What the database says of the wiki; parts by their paths, as their numbers tell the order of reading only."""
    with sqlite3.connect(study.database) as database:
        paths = dict(database.execute("select part, path from parts").fetchall())
        found = {
            table: sorted((*row[:-1], paths[row[-1]]) for row in database.execute(f"select * from {table}").fetchall())
            for table in KEYS
        }
        found["texts"] = database.execute("select * from revision_texts order by page, revision").fetchall()
        found["ledger"] = database.execute(
            "select path, digest, read, stored, duplicates, problems, skipped from parts order by path"
        ).fetchall()
    database.close()
    return found


def test_an_updated_database_is_what_a_new_one_would_be(tmp_path: Path) -> None:
    folder = tmp_path / "wiki"
    dump(folder, "2010.xml", (1, 1, "un"), (2, 2, "deux"))
    dump(folder, "2012.xml", (1, 1, "un"), (1, 3, "trois"), sitename="Wiki")
    study = wiki_study(tmp_path)
    run(study)
    changes = [
        lambda: dump(folder, "2013.xml", (3, 1, "un, ailleurs"), (2, 4, "quatre")),
        lambda: dump(folder, "2010.xml", (2, 2, "deux, autrement")),
        lambda: dump(folder, "2011.xml", (2, 2, "deux, encore autrement"), (9, 9, "neuf"), sitename="Autre"),
        (folder / "2012.xml").unlink,
        (folder / "2013.xml").unlink,
    ]
    for number, change in enumerate(changes):
        change()
        assert run(study).changed
        assert not run(study).changed
        new = factories.study(tmp_path, *study.sources, database=tmp_path / f"new-{number}.db")
        run(new)
        assert contents(study) == contents(new)


def test_parts_before_a_new_one_are_not_read_again(tmp_path: Path) -> None:
    dump(tmp_path / "wiki", "2010.xml", (1, 1, "un"))
    study = wiki_study(tmp_path)
    run(study)
    dump(tmp_path / "wiki", "2012.xml", (1, 2, "deux"))
    done = run(study)
    assert (done.read, done.unchanged, done.added.stored) == (1, 1, 1)


def test_another_selection_is_another_reading(tmp_path: Path) -> None:
    dump(tmp_path / "wiki", "2010.xml", (1, 1, "un"), (2, 2, "deux"))
    run(wiki_study(tmp_path))
    done = run(wiki_study(tmp_path, texts="none", prefixes=("P2",)))
    study = wiki_study(tmp_path)
    found = contents(study)
    assert (done.added.stored, done.added.skipped) == (1, 1)
    assert (len(found["revisions"]), found["texts"]) == (1, [])


def test_a_selection_that_takes_no_page_is_told(tmp_path: Path) -> None:
    dump(tmp_path / "wiki", "2010.xml", (1, 1, "un"))
    assert run(wiki_study(tmp_path, prefixes=("Absente",))).unselected == ["wiki"]
    assert run(wiki_study(tmp_path, prefixes=("P1",))).unselected == []
    assert run(wiki_study(tmp_path, prefixes=("P1",))).unselected == []


def test_a_dump_that_ends_in_the_middle_is_to_be_fetched_again(tmp_path: Path) -> None:
    file = dump(tmp_path / "wiki", "2010.xml", (1, 1, "un"), (2, 2, "deux"))
    whole = file.read_bytes()
    file.write_bytes(whole[: whole.rindex(b"</revision>")])
    done = run(wiki_study(tmp_path))
    assert (done.added.stored, done.broken) == (1, [("wiki", "2010.xml", "the file ends in the middle")])
    file.write_bytes(whole)
    assert (run(wiki_study(tmp_path)).broken, len(contents(wiki_study(tmp_path))["revisions"])) == ([], 2)


def test_a_wiki_that_has_not_been_copied_yet_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnreadableArchive, match="run `maillage fetch` first"):
        run(wiki_study(tmp_path, url="https://wiki.example/"))


def test_a_wiki_that_the_study_no_longer_has_is_forgotten(tmp_path: Path) -> None:
    file = dump(tmp_path / "wiki", "2010.xml", (1, 1, "un"))
    run(wiki_study(tmp_path))
    other = Source("other", "mediawiki", file, wiki=WikiOptions())
    study = factories.study(tmp_path, other, database=tmp_path / "study.db")
    run(study)
    assert {row[0] for row in contents(study)["revisions"]} == {"other"}


def test_files_that_are_nothing_of_a_wiki_are_noted(tmp_path: Path) -> None:
    dump(tmp_path / "wiki", "2010.xml", (1, 1, "un"))
    (tmp_path / "wiki" / "notes.txt").write_text("rien")
    study = wiki_study(tmp_path)
    run(study)
    with sqlite3.connect(study.database) as database:
        noted = database.execute("select path, reason from unread_files").fetchall()
    database.close()
    assert noted == [("notes.txt", "nothing of a wiki")]
