from __future__ import annotations

import gzip
import os
import tarfile
import zipfile
from datetime import date
from pathlib import Path

import pytest

from maillage import inventory, project
from maillage.errors import MaillageError, UnreadableArchive
from maillage.ingest import KINDS
from maillage.ingest.forms import FORMS
from maillage.inventory import FoundRoster, FoundSource, Unread

MAIL = "From: Aline <a@asso.example>\nDate: Wed, 01 Oct 2003 22:34:35 +0200\nMessage-ID: <1@a>\nSubject: oui\n\nOui.\n"
MBOX = "From a@asso.example Wed Oct  1 22:34:35 2003\n" + MAIL + "\n"
VOLUME = (
    "From a at asso.example  Wed Oct  1 22:34:35 2003\nFrom: a at asso.example (Aline)\n"
    "Date: Wed, 01 Oct 2003 22:34:35 +0200\nSubject: oui\nMessage-ID: <1@a>\n\nOui.\n\n"
)
MEMBERS = "a@asso.example\nb@asso.example\n"


def write(folder: Path, *names: str, text: str | bytes = MBOX) -> Path:
    data = text.encode() if isinstance(text, str) else text
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return folder


def found(folder: Path) -> list[tuple[str, str, str]]:
    """Name, kind and path of the sources found."""
    sources = inventory.survey(folder).sources
    return [(source.name, source.kind, source.path.relative_to(folder).as_posix()) for source in sources]


def test_a_file_of_a_year_each_is_one_list(tmp_path: Path) -> None:
    write(tmp_path, *(f"caml-list-{year}.mbox.gz" for year in (1992, 1993, 1994)))
    assert inventory.survey(tmp_path).sources == (FoundSource("caml-list", "mbox", tmp_path, "caml-list", files=3),)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("makers-2014-01.mbox", "makers-2014-02.mbox"),
        ("makers@listes.example-2014-01.mbox.gz", "makers@listes.example-2014-02.mbox.gz"),
        ("makers_2014-June.mbox", "makers_2014-July.mbox"),
        ("makers juin 2014.mbox", "makers juillet 2014.mbox"),
        ("201401-makers", "201402-makers"),
        ("makers.2014q1", "makers.2014q2"),
    ],
)
def test_names_that_differ_by_a_period_are_one_list(tmp_path: Path, first: str, second: str) -> None:
    write(tmp_path, first, second)
    assert found(tmp_path) == [("makers", "mbox", ".")]


def test_loose_files_of_different_names_are_different_lists(tmp_path: Path) -> None:
    write(tmp_path, "makers.mbox", "Ville de Brest.mbx", "été.mbox.gz", "fing2005.mbox")
    assert found(tmp_path) == [
        ("Ville-de-Brest", "mbox", "Ville de Brest.mbx"),
        ("fing2005", "mbox", "fing2005.mbox"),
        ("makers", "mbox", "makers.mbox"),
        ("ete", "mbox", "été.mbox.gz"),
    ]


def test_a_list_of_several_files_that_shares_its_folder_is_merged(tmp_path: Path) -> None:
    write(tmp_path, "makers-2014.mbox", "makers-2015.mbox", "fablab.mbox")
    sources = inventory.survey(tmp_path).sources
    assert [(source.name, source.path.name, source.merged_into) for source in sources] == [
        ("fablab", "fablab.mbox", None),
        ("makers", "makers-2014.mbox", None),
        ("makers-2015", "makers-2015.mbox", "makers"),
    ]


def test_each_folder_that_is_an_archive_is_a_source(tmp_path: Path) -> None:
    write(tmp_path, "makers/2014-June.txt.gz", "makers/2014-July.txt", text=VOLUME)
    write(tmp_path, "makers/2014-June/000001.html", "makers/index.html", text="<html>Pipermail\n")
    write(tmp_path, "fablab/a.mbox", "fablab/b.mbox")
    write(tmp_path, "box/cur/1:2,S", "box/tmp/x", "box/new/2", text=MAIL)
    write(tmp_path, "lille/nmh/1", "lille/nmh/2", "single/a.eml", "single/b.eml", text=MAIL)
    survey = inventory.survey(tmp_path)
    assert found(tmp_path) == [
        ("box", "maildir", "box"),
        ("fablab", "mbox", "fablab"),
        ("nmh", "mh", "lille/nmh"),
        ("makers", "pipermail", "makers"),
        ("single", "eml", "single"),
    ]
    assert [source.stems for source in survey.sources if source.stems] == [("a", "b")]
    assert (survey.unread, survey.unrecognised) == ((), ())


def test_the_folder_itself_may_be_one_archive(tmp_path: Path) -> None:
    write(tmp_path / "makers", "2014-June.txt.gz", "2014-July.txt.gz", text=VOLUME)
    write(tmp_path / "makers", "2014-June/000001.html", text="<html><!--beginarticle-->\n")
    write(tmp_path / "box", "cur/1", "new/2", text=MAIL)
    write(tmp_path / "mails", "a.eml", "b.eml", text=MAIL)
    assert found(tmp_path / "makers") == [("makers", "pipermail", ".")]
    assert found(tmp_path / "box") == [("box", "maildir", ".")]
    assert found(tmp_path / "mails") == [("mails", "eml", ".")]
    assert inventory.survey(tmp_path / "makers").unread == ()


def test_one_file_is_surveyed_as_a_folder_with_it(tmp_path: Path) -> None:
    file = write(tmp_path, "makers.mbox.gz") / "makers.mbox.gz"
    assert inventory.survey(file).sources == (FoundSource("makers", "mbox", file, "makers"),)


def test_the_archives_of_sympa_are_known_in_all_their_forms(tmp_path: Path) -> None:
    write(tmp_path, "arc/essai@listes.example/2003-10/arctxt/1", text=MAIL)
    write(tmp_path, "makers/archives/log.199910", text="x\n\n------- THIS IS A RFC934 COMPILANT DIGEST\n\n" + MAIL)
    with zipfile.ZipFile(tmp_path / "fablab_archives.zip", "w") as archive:
        archive.writestr("fablab_2003-10/1", MAIL)
    assert found(tmp_path) == [
        ("essai", "sympa", "arc/essai@listes.example"),
        ("fablab", "sympa", "fablab_archives.zip"),
        ("makers", "sympa", "makers/archives"),
    ]


def test_a_list_that_its_server_keeps_in_two_forms_is_one(tmp_path: Path) -> None:
    write(tmp_path, "sympa/arc/essai@listes.example/2003-10/arctxt/1", text=MAIL)
    with zipfile.ZipFile(tmp_path / "sympa/essai_archives.zip", "w") as archive:
        archive.writestr("essai_2003-10/1", MAIL)
    write(tmp_path, "mailman/makers.mbox/makers.mbox")
    write(tmp_path, "mailman/makers/2003-October.txt", text=VOLUME)
    sources = inventory.survey(tmp_path).sources
    told = [(one.name, one.path.relative_to(tmp_path).as_posix(), one.merged_into) for one in sources]
    assert told == [
        ("makers-mbox", "mailman/makers", "makers"),
        ("makers", "mailman/makers.mbox", None),
        ("essai", "sympa/arc/essai@listes.example", None),
        ("arc-essai", "sympa/essai_archives.zip", "essai"),
    ]
    assert project.load(inventory.write_study(inventory.survey(tmp_path), tmp_path, "fr"))


def test_subscribers_beside_one_list_are_its_own(tmp_path: Path) -> None:
    write(tmp_path, "sympa/arc/essai@listes.example/2003-10/arctxt/1", text=MAIL)
    write(tmp_path, "sympa/review.txt", text=MEMBERS)
    write(tmp_path, "makers.mbox")
    assert [(roster.path.name, roster.source) for roster in inventory.survey(tmp_path).rosters] == [
        ("review.txt", "essai")
    ]


def test_lists_of_one_name_on_two_servers_stay_two(tmp_path: Path) -> None:
    write(tmp_path, "arc/essai@un.example/2003-10/arctxt/1", "arc/essai@deux.example/2003-10/arctxt/1", text=MAIL)
    sources = inventory.survey(tmp_path).sources
    assert [(one.name, one.title, one.merged_into) for one in sources] == [
        ("essai", "essai@deux.example", None),
        ("arc-essai", "essai@un.example", None),
    ]


def test_names_are_told_apart_and_general_ones_left_for_their_folder(tmp_path: Path) -> None:
    write(tmp_path, "lille/makers/a.mbox", "brest/makers/a.mbox", "fablab/txt/a.mbox", "makers.mbox")
    assert sorted(name for name, _, _ in found(tmp_path)) == ["fablab", "lille-makers", "makers", "makers-2"]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("roster.json", '{"total_size": 1, "entries": [{"email": "a@b.fr", "member_id": "1"}]}', "mailman_rest"),
        ("config.pck", "(dp0\nS'digest_members'\np1\n(dp2\nss.", "mailman_config"),
        ("sympa.sql", "INSERT INTO `stat_table` (`list_stat`, `operation_stat`) VALUES (1);\n", "sympa_tables"),
        ("makers.csv", "Members for group x\nEmail address,Nickname,Group status\na@b.fr,,member\n", "google_groups"),
        ("members.csv", "email,full_name,created,email_delivery\na@b.fr,,,\n", "groups_io"),
    ],
)
def test_every_form_of_subscribers_is_known(name: str, text: str, kind: str, tmp_path: Path) -> None:
    write(tmp_path, name, text=text)
    survey = inventory.survey(tmp_path)
    assert [roster.kind for roster in survey.rosters] == [kind]
    assert (survey.sources, survey.unread, survey.unrecognised) == ((), (), ())


def test_lists_of_subscribers_go_with_their_source(tmp_path: Path) -> None:
    write(tmp_path, "makers.mbox", "fablab/2014.mbox")
    write(tmp_path, "abonnes-makers-2017-06-15.txt", "fablab/list.txt", "abonnes.txt", text=MEMBERS)
    write(tmp_path, "abonnes-makers-2016-02.xlsx", text=b"PK\x03\x04")
    for path in tmp_path.rglob("*.txt"):
        os.utime(path, (1_400_000_000, 1_400_000_000))
    assert inventory.survey(tmp_path).rosters == (
        FoundRoster(tmp_path / "abonnes-makers-2016-02.xlsx", None, date(2016, 2, 1), "makers"),
        FoundRoster(tmp_path / "abonnes-makers-2017-06-15.txt", "list_members", date(2017, 6, 15), "makers"),
        FoundRoster(tmp_path / "abonnes.txt", "list_members", date(2014, 5, 13), None),
        FoundRoster(tmp_path / "fablab" / "list.txt", "list_members", date(2014, 5, 13), "fablab"),
    )


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("maillist.html", b"<!-- MHonArc v2.6.19+ -->\n<html>", "mhonarc"),
        ("date.html", b'<html><meta name="generator" content="hypermail 2.1" />', "hypermail"),
        ("index.html", b"<HTML><HEAD></HEAD>\n<title>pipermail</title>", "pipermail_html"),
        ("1_raw.json", b'{"ygData": {"rawEmail": "From: a"}}', "yahoo"),
        ("boite.pst", b"!BDN\x00\x00", "pst"),
        ("boite.dbx", b"\xcf\xad\x12\xfe\xc5", "dbx"),
        ("courriel.msg", b"\xd0\xcf\x11\xe0\xa1\xb1", "msg"),
        ("list.log1409", b"=" * 73 + b"\nDate:         Mon, 1 Sep 2014\n", "listserv"),
        ("export.json", b'[{"id": 1, "title": "x"}]', "json"),
        ("config.db", b"{s\x07", "mailman_config"),
        ("owner.dump", b"email a@b.example\ngecos A\nprofile privileged\n", "owners"),
        ("all.7z", b"7z\xbc\xaf\x27\x1c", "7z"),
        ("mail.eml.gz", MAIL.encode(), "gz"),
    ],
)
def test_a_form_that_is_known_and_not_read_is_named(tmp_path: Path, name: str, data: bytes, form: str) -> None:
    write(tmp_path, name, text=data)
    survey = inventory.survey(tmp_path)
    assert [(unread.form, unread.files) for unread in survey.unread] == [(form, 1)]
    assert (survey.sources, survey.unrecognised) == ((), ())


PAGES = {
    "mhonarc": ("msg00001.html", b"<!-- MHonArc v2.6.19+ -->\n<!--X-Message-Id: a@b -->\n"),
    "hypermail": ("0001.html", b'<html>\n<!-- received="x" -->\n<!-- body="start" -->'),
    "pipermail_html": ("000001.html", b"<HTML><HEAD></HEAD>\n<!--beginarticle-->\n<PRE>"),
}


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("months", [("",), ("2003-October", "2003-November"), ("2003/10", "2003/11")])
def test_pages_of_a_list_are_a_source_with_their_months(kind: str, months: tuple[str, ...], tmp_path: Path) -> None:
    name, page = PAGES[kind]
    for list_ in ("makers", "fablab"):
        write(tmp_path, *(f"{list_}/{month}/{name}" for month in months), text=page)
        write(tmp_path, f"{list_}/index.html", text=b"<html><!-- MHonArc pipermail -->")
    assert [source for source in found(tmp_path) if source[1] == kind] == [
        ("fablab", kind, "fablab"),
        ("makers", kind, "makers"),
    ]
    assert inventory.survey(tmp_path).unread == ()


def test_every_form_says_what_can_be_done_in_both_languages() -> None:
    for form in FORMS.values():
        assert all(sentence.said("fr") != sentence for sentence in form)


def test_a_tar_file_and_a_git_repository_are_named(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "mails.tar.gz", "w:gz") as tar:
        tar.add(write(tmp_path / "other", "a.mbox") / "a.mbox")
    write(tmp_path, "projet/HEAD", "projet/objects/x", "projet/refs/x", text="ref: refs/heads/master\n")
    assert inventory.survey(tmp_path).unread == (
        Unread(tmp_path / "mails.tar.gz", "tar"),
        Unread(tmp_path / "projet", "git"),
    )


def test_each_zip_file_of_mails_is_a_source(tmp_path: Path) -> None:
    for name in ("essai", "bureau"):
        with zipfile.ZipFile(tmp_path / f"{name}_archives.zip", "w") as archive:
            archive.writestr(f"{name}_2003-10/1", MAIL)
            archive.writestr(f"{name}_2003-10/2", MAIL)
    assert found(tmp_path) == [
        ("bureau", "sympa", "bureau_archives.zip"),
        ("essai", "sympa", "essai_archives.zip"),
    ]


def test_a_list_inside_the_folder_of_another_is_found(tmp_path: Path) -> None:
    write(tmp_path, "2014-June.txt", "makers/2014-June.txt", "makers/old/2013-May.txt", text=VOLUME)
    write(tmp_path, "2014-June/000001.html", "makers/2014-June/000001.html", text="<html>pipermail")
    write(tmp_path, "makers/mails/1.eml", "makers/mails/2.eml", "makers/mails/old/3.eml", text=MAIL)
    survey = inventory.survey(tmp_path)
    assert [source.path.relative_to(tmp_path).as_posix() for source in survey.sources] == [
        "2014-June.txt",
        "makers",
        "makers/mails",
    ]
    assert survey.unread == ()


def test_pages_of_a_folder_are_counted_together(tmp_path: Path) -> None:
    write(tmp_path, "a/msg1.html", "a/msg2.html", "b/msg1.html", text="<!-- MHonArc v2 -->")
    assert inventory.survey(tmp_path).unread == (
        Unread(tmp_path / "a", "mhonarc", 2),
        Unread(tmp_path / "b", "mhonarc", 1),
    )


def test_mails_beside_other_archives_are_to_be_moved(tmp_path: Path) -> None:
    write(tmp_path, "makers.mbox", "lille/fablab.mbox")
    write(tmp_path, "a.eml", "b.eml", "lille/c.eml", text=MAIL)
    survey = inventory.survey(tmp_path)
    assert [source.kind for source in survey.sources] == ["mbox", "mbox"]
    assert survey.unread == (Unread(tmp_path, "loose_mails", 2), Unread(tmp_path / "lille", "loose_mails"))


def test_the_rest_is_listed_as_not_recognised(tmp_path: Path) -> None:
    write(tmp_path, "makers.mbox", ".hidden.mbox")
    write(tmp_path, "notes.txt", "empty", "maillage.toml", text="")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert inventory.survey(tmp_path).unrecognised == tuple(tmp_path / name for name in ("again", "empty", "notes.txt"))


def test_a_name_that_is_not_utf8_is_to_be_changed(tmp_path: Path) -> None:
    write(tmp_path, "makers.mbox")
    name = os.fsdecode("été.mbox".encode("latin-1"))
    try:
        write(tmp_path, name)
    except OSError:
        pytest.skip("this file system has UTF-8 names only")
    survey = inventory.survey(tmp_path)
    assert [source.name for source in survey.sources] == ["makers"]
    assert [unread.form for unread in survey.unread] == ["bad_name"]
    assert project.load(inventory.write_study(survey, tmp_path, "fr"))


def test_a_folder_that_is_not_there_cannot_be_surveyed(tmp_path: Path) -> None:
    with pytest.raises(UnreadableArchive, match="does not exist; give the folder that holds the archives"):
        inventory.survey(tmp_path / "absent")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_study_file_loads_without_mistakes(tmp_path: Path, language: str) -> None:
    archives = tmp_path / 'Lille "2014" \\ Brest'
    write(archives, "makers-2014.mbox", "makers-2015.mbox", "l'été\n.mbox", "fablab/a.mbox", "fablab/b.mbox")
    write(archives, "abonnes-makers.txt", "abonnes.txt", text=MEMBERS)
    write(archives, "wiki.xml", text="<mediawiki>")
    write(archives, *(f"x\n[{number}]" for number in range(30)), text="?")
    survey = inventory.survey(archives)
    file = inventory.write_study(survey, tmp_path, language)
    study = project.load(file)
    assert file == tmp_path / "maillage.toml"
    assert (study.title, study.language) == (archives.name, language)
    assert [(source.name, source.kind) for source in study.sources] == [
        (source.name, source.kind) for source in survey.sources
    ]
    assert all(source.path.samefile(mine.path) for source, mine in zip(study.sources, survey.sources, strict=True))
    assert all(source.created is None and source.subscribers == () for source in study.sources)


def test_the_subscriber_lists_proposed_load_once_their_marks_are_taken_away(tmp_path: Path) -> None:
    write(tmp_path, "makers.mbox", "fablab.mbox")
    write(tmp_path, "abonnes-makers-2017-06-15.txt", "abonnes-fablab-2016.txt", text=MEMBERS)
    file = inventory.write_study(inventory.survey(tmp_path), tmp_path, "fr")
    keys = ("# [[source.sub", "# path", "# date", "# kind")
    text = file.read_text(encoding="utf-8").partition("# Un wiki en ligne")[0]
    lines = [line[2:] if line.startswith(keys) else line for line in text.splitlines()]
    file.write_text("\n".join(lines), encoding="utf-8")
    study = project.load(file)
    (roster,) = study.source("makers").subscribers
    assert (roster.path.name, roster.date, roster.kind) == (
        "abonnes-makers-2017-06-15.txt",
        date(2017, 6, 15),
        "list_members",
    )
    assert [roster.path.name for roster in study.source("fablab").subscribers] == ["abonnes-fablab-2016.txt"]


def test_what_is_not_read_stands_in_the_study_file(tmp_path: Path) -> None:
    write(tmp_path, "makers.mbox")
    write(tmp_path, "boite.pst", text=b"!BDN")
    write(tmp_path, *(f"x{number:02}.bin" for number in range(25)), text="?")
    text = inventory.write_study(inventory.survey(tmp_path), tmp_path / "study.toml", "en").read_text()
    assert '#   "boite.pst": an Outlook folder (PST); ' in text
    assert '#   "x19.bin"\n#   and 5 more\n' in text


def test_paths_are_written_from_the_folder_of_the_study(tmp_path: Path) -> None:
    write(tmp_path, "archives/makers.mbox")
    (tmp_path / "study").mkdir()
    file = inventory.write_study(inventory.survey(tmp_path / "archives"), tmp_path / "study", "fr")
    assert 'path = "../archives/makers.mbox"' in file.read_text()
    (source,) = project.load(file).sources
    assert source.path.samefile(tmp_path / "archives" / "makers.mbox")


def test_a_study_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, "makers.mbox")
    (tmp_path / "maillage.toml").write_text("mine")
    with pytest.raises(MaillageError, match="exists and is left as it is; edit it, or move it away first"):
        inventory.write_study(inventory.survey(tmp_path), tmp_path, "fr")
    assert (tmp_path / "maillage.toml").read_text() == "mine"


def test_no_study_is_written_where_no_archive_was_found(tmp_path: Path) -> None:
    write(tmp_path, "boite.pst", text=b"!BDN")
    with pytest.raises(MaillageError, match=r"no archive was recognised(?s:.*)readpst") as caught:
        inventory.write_study(inventory.survey(tmp_path), tmp_path, "fr")
    assert f"maillage reads {', '.join(sorted(KINDS))}" in str(caught.value)
    assert not (tmp_path / "maillage.toml").exists()


def test_a_study_goes_to_a_folder_that_exists(tmp_path: Path) -> None:
    write(tmp_path, "makers.mbox")
    with pytest.raises(MaillageError, match=r"cannot write .*: No such file"):
        inventory.write_study(inventory.survey(tmp_path), tmp_path / "absent" / "study.toml", "fr")


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MaillageError, match="no language 'de'; there are: fr, en"):
        inventory.write_study(inventory.survey(tmp_path), tmp_path, "de")
