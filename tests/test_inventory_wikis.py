"""What `maillage init` makes of wikis: dumps, answers of an API, copies of live wikis, and what is none of these."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import tomllib
from pathlib import Path

import pytest

from maillage import demo, inventory, project
from maillage.inventory import FoundSource, Unread

MBOX = "From a@asso.example Wed Oct  1 22:34:35 2003\nFrom: a@asso.example\nMessage-ID: <1@a>\nSubject: oui\n\nOui.\n\n"


def dump(
    sitename: str = "Wiki d'essai", dbname: str = "essai", base: str = "http://wiki.example/index.php/Accueil"
) -> str:
    return (
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="fr">\n'
        f"  <siteinfo>\n    <sitename>{sitename}</sitename>\n    <dbname>{dbname}</dbname>\n    <base>{base}</base>\n"
        "  </siteinfo>\n  <page><title>A</title><ns>0</ns><id>1</id><revision><id>1</id>"
        "<timestamp>2015-01-01T00:00:00Z</timestamp><contributor><ip>192.0.2.1</ip></contributor>"
        '<text bytes="1" />'
        "</revision></page>\n</mediawiki>\n"
    )


def answer(**query: object) -> str:
    return json.dumps({"batchcomplete": True, "query": query})


USERS = answer(allusers=[{"userid": 2, "name": "Aline", "groups": ["sysop"]}])
SITE = answer(general={"sitename": "Wiki d'essai", "wikiid": "essai", "base": "http://wiki.example/index.php/Accueil"})


def put(file: Path, text: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)


def found(folder: Path) -> list[tuple[str, str, int]]:
    """Name, path and number of files of the wikis found."""
    return [
        (source.name, source.path.relative_to(folder).as_posix(), source.files)
        for source in inventory.survey(folder).sources
        if source.kind == "mediawiki"
    ]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("wiki.xml", bytes),
        ("wiki.xml.gz", gzip.compress),
        ("wiki.xml.bz2", bz2.compress),
        ("wiki.xml.xz", lzma.compress),
        ("Wiki-20180614.xml", lambda raw: raw.decode().encode("utf-16")),
    ],
)
def test_a_dump_is_a_wiki_under_its_own_name(tmp_path: Path, name: str, pack: object) -> None:
    put(tmp_path / name, pack(dump().encode()))  # type: ignore[operator]
    (source,) = inventory.survey(tmp_path).sources
    assert source == FoundSource("wiki-d-essai", "mediawiki", tmp_path, "Wiki d'essai", tells_accounts=False)


def test_the_files_of_one_wiki_are_one_source(tmp_path: Path) -> None:
    put(tmp_path / "wiki" / "pages-meta-history1.xml", dump())
    put(tmp_path / "wiki" / "pages-meta-history2.xml.bz2", bz2.compress(dump().encode()))
    put(tmp_path / "wiki" / "json" / "users.json", USERS)
    put(tmp_path / "makers.mbox", MBOX)
    survey = inventory.survey(tmp_path)
    assert [source.kind for source in survey.sources] == ["mbox", "mediawiki"]
    assert survey.sources[1] == FoundSource("wiki-d-essai", "mediawiki", tmp_path / "wiki", "Wiki d'essai", files=3)
    assert (survey.unread, survey.unrecognised) == ((), ())


def test_a_copy_of_a_live_wiki_is_one_source(tmp_path: Path) -> None:
    copy = tmp_path / "archives" / "wiki-essai"
    put(copy / "site.json", json.dumps({"request": {"meta": "siteinfo"}, "answer": json.loads(SITE)}) + "\n")
    line = json.dumps({"request": {"list": "allusers"}, "answer": json.loads(USERS)}).encode() + b"\n"
    put(copy / "users.jsonl.gz", gzip.compress(line))
    put(copy / ".fetch.json", "{}")
    assert found(tmp_path / "archives") == [("wiki-d-essai", ".", 2)]


def test_wikis_of_several_places_are_several(tmp_path: Path) -> None:
    put(tmp_path / "a.xml", dump())
    put(tmp_path / "b.xml", dump("Autre", "autre", "http://autre.example/Accueil"))
    put(tmp_path / "c" / "c.xml", dump("Troisième", "tiers", "http://tiers.example/Accueil"))
    assert found(tmp_path) == [("wiki-d-essai", "a.xml", 1), ("autre", "b.xml", 1), ("troisieme", "c", 1)]


def test_two_wikis_of_one_name_are_told_apart(tmp_path: Path) -> None:
    put(tmp_path / "en.xml", dump("Wikipedia", "enwiki", "https://en.wiki.example/wiki/Main_Page"))
    put(tmp_path / "fr.xml", dump("Wikipedia", "frwiki", "https://fr.wiki.example/wiki/Accueil"))
    assert found(tmp_path) == [("wikipedia", "en.xml", 1), ("frwiki", "fr.xml", 1)]


def test_a_wiki_is_itself_whatever_its_main_page_and_protocol(tmp_path: Path) -> None:
    put(tmp_path / "old.xml", dump(dbname="", base="http://wiki.example/wiki/Portail:Accueil"))
    put(tmp_path / "new.xml", dump(dbname="", base="https://wiki.example/wiki/Accueil"))
    assert found(tmp_path) == [("wiki-d-essai", ".", 2)]


def test_a_dump_kept_twice_among_other_archives_is_read_once(tmp_path: Path) -> None:
    put(tmp_path / "wiki.xml", dump())
    put(tmp_path / "wiki.xml.gz", gzip.compress(dump().encode()))
    put(tmp_path / "makers.mbox", MBOX)
    assert found(tmp_path) == [("wiki-d-essai", "wiki.xml", 1)]


def test_files_of_a_wiki_among_mails_ask_for_a_folder_of_their_own(tmp_path: Path) -> None:
    put(tmp_path / "history1.xml", dump())
    put(tmp_path / "history2.xml", dump())
    put(tmp_path / "users.json", USERS)
    put(tmp_path / "makers.mbox", MBOX)
    survey = inventory.survey(tmp_path)
    assert [source.kind for source in survey.sources] == ["mbox"]
    assert survey.unread == (Unread(tmp_path, "loose_wiki", 3),)


def test_a_wiki_that_does_not_tell_its_name_has_that_of_its_file(tmp_path: Path) -> None:
    put(tmp_path / "lagune-pages-meta-history.xml.gz", gzip.compress(b"<mediawiki><page></page></mediawiki>"))
    put(tmp_path / "makers.mbox", MBOX)
    assert found(tmp_path) == [("lagune", "lagune-pages-meta-history.xml.gz", 1)]


def test_a_list_and_a_wiki_of_one_name_keep_different_names(tmp_path: Path) -> None:
    put(tmp_path / "essai.mbox", MBOX)
    put(tmp_path / "wiki.xml", dump("Essai", "essaidb"))
    survey = inventory.survey(tmp_path)
    assert sorted((source.name, source.kind) for source in survey.sources) == [
        ("essai", "mbox"),
        ("essaidb", "mediawiki"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("wiki.xml_invalid.7z", b"this is no archive", "damaged_dump"),
        ("pages-meta-history.xml.7z", b"7z\xbc\xaf\x27\x1c\0\4", "damaged_dump"),
        ("photos.7z", b"7z\xbc\xaf\x27\x1c\0\4", "7z"),
        ("trello.json", b'[{"id": "1", "board": "x"}]', "json"),
        ("error.json", b'{"message": "Not found"}', "json"),
    ],
)
def test_what_is_no_wiki_says_what_it_is(tmp_path: Path, name: str, data: bytes, form: str) -> None:
    put(tmp_path / name, data)
    survey = inventory.survey(tmp_path)
    assert (survey.sources, [unread.form for unread in survey.unread]) == ((), [form])


def test_one_answer_among_a_thousand_foreign_files_is_one_wiki_and_the_others_one_line(tmp_path: Path) -> None:
    put(tmp_path / "archives/siteinfo.json", SITE)
    for number in range(1000):
        put(tmp_path / f"archives/{number}.json", json.dumps({"id": number, "name": "x", "pages": [1, 2]}))
    put(tmp_path / "makers.mbox", MBOX)
    survey = inventory.survey(tmp_path)
    assert found(tmp_path) == [("wiki-d-essai", "archives", 1)]
    assert survey.unread == (Unread(tmp_path / "archives", "json", 1000),)
    text = inventory.write_study(survey, tmp_path, "en").read_text(encoding="utf-8")
    assert text.count("JSON of a form that is not known") == 1


def test_what_lies_beside_a_dump_is_told_too(tmp_path: Path) -> None:
    put(tmp_path / "wiki.xml", dump())
    put(tmp_path / "wiki2.xml.7z", b"broken")
    for number in range(30):
        put(tmp_path / "pages" / f"{number}.json", b'{"title": "x"}')
    put(tmp_path / "logo.bin", b"?")
    survey = inventory.survey(tmp_path)
    assert [source.kind for source in survey.sources] == ["mediawiki"]
    assert set(survey.unread) == {
        Unread(tmp_path / "wiki2.xml.7z", "damaged_dump"),
        Unread(tmp_path / "pages", "json", 30),
    }
    assert survey.unrecognised == (tmp_path / "logo.bin",)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_study_file_of_wikis_loads(tmp_path: Path, language: str) -> None:
    put(tmp_path / "archives" / "wiki.xml", dump('Les "communs" \\ Lille'))
    file = inventory.write_study(inventory.survey(tmp_path / "archives"), tmp_path, language)
    (source,) = project.load(file).wikis
    assert (source.name, source.title) == ("les-communs-lille", 'Les "communs" \\ Lille')
    text = file.read_text(encoding="utf-8")
    assert '# live = "accounts"' in text  # a dump alone tells no rights


def test_what_answers_tell_need_not_be_asked_for(tmp_path: Path) -> None:
    put(tmp_path / "wiki.xml", dump())
    put(tmp_path / "users.json", USERS)
    text = inventory.write_study(inventory.survey(tmp_path), tmp_path / "study.toml", "fr").read_text(encoding="utf-8")
    assert '# live = "accounts"' not in text


def test_the_example_of_a_living_wiki_is_a_source_once_its_marks_are_taken_away(tmp_path: Path) -> None:
    put(tmp_path / "makers.mbox", MBOX)
    text = inventory.write_study(inventory.survey(tmp_path), tmp_path, "fr").read_text(encoding="utf-8")
    _, _, example = text.partition("# Un wiki en ligne")
    lines = [line.removeprefix("# ") for line in example.splitlines()[1:]]
    (source,) = tomllib.loads("\n".join(lines))["source"]
    assert (source["kind"], source["url"]) == ("mediawiki", "https://wiki.example.org/")


def test_the_archives_of_the_demo_are_found_again(tmp_path: Path) -> None:
    demo.generate(tmp_path)
    names = [name for name, _, _ in found(tmp_path / "archives")]
    assert names == [
        *("wiki-a-brest", "wikibrest", "wiki-des-communs", "wiki-eco-sol-brest"),
        *("forum-des-usages-cooperatifs", "wikilivres", "wikiversite"),
    ]
