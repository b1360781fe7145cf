"""Google's Takeout: a group that an account owns, and a mailbox of which a study selects the mails of its lists."""

from __future__ import annotations

import gzip
import io
import tarfile
import tracemalloc
import zipfile
from pathlib import Path
from typing import ClassVar

import factories
import pytest
from contract import FIXTURES, IngesterContract, mail, messages_of, records_of

from maillage import ingest
from maillage.errors import UnreadableArchive
from maillage.ingest import bundles, takeout
from maillage.ingest.parts import LONGEST
from maillage.ingest.selection import labels_of, selected
from maillage.project import Source
from maillage.records import MailSelection, Message, Problem
from maillage.store import Store
from maillage.update import Update, update

WHOLE = FIXTURES / "takeout"
MAILBOX = next(WHOLE.glob("Takeout/Mail/*.mbox"))
GROUP = next(WHOLE.glob("Takeout/Groupes/*/*/*")) / "sujets.mbox"
LIST = "ateliers-vallee@googlegroups.com"


class TestGroup(IngesterContract):
    kind = "takeout"
    sample = GROUP.parent
    expected: ClassVar = {"messages": 3, "problems": 0, "unread": 2}

    def big(self, folder: Path, mails: int) -> Path:
        path = folder / "Takeout" / "Groups" / "atelier@googlegroups.com" / "topics.mbox"
        path.parent.mkdir(parents=True)
        line = b"From 28668125511680@xxx Mon Mar 12 10:15:03 +0000 2007\n"
        path.write_bytes(b"".join(line + mail(number, 10_000) + b"\n" for number in range(mails)))
        return folder / "Takeout"


def ingested(root: Path, path: Path, kind: str = "takeout", **keys: object) -> tuple[Update, Path]:
    study = factories.study(root, Source("atelier", kind, path, **keys), database=root / "study.db")  # type: ignore[arg-type]
    with Store.open(study.database, write=True) as store:
        done = update(store, study)
    return done, study.database


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(WHOLE.rglob("*.*")):
            if file.is_file():
                archive.write(file, file.relative_to(WHOLE).as_posix())
        archive.writestr("Takeout/archive_browser.html", "<html></html>")
    return path


def packed(path: Path, form: int = tarfile.GNU_FORMAT) -> Path:
    with tarfile.open(path, "w:gz", format=form) as archive:
        archive.add(WHOLE / "Takeout", "Takeout")
    return path


@pytest.mark.parametrize(("written", "labels"), [
    ("Inbox,Important", ["Inbox", "Important"]),
    ('Inbox,"Project, A",Parent/Child', ["Inbox", "Project, A", "Parent/Child"]),
    ("=?UTF-8?Q?Posteingang,Kategorie:_=22Neuigkeiten=22?=", ["Posteingang", 'Kategorie: "Neuigkeiten"']),
    ("=?UTF-8?B?w5xiZXIgdW5z?=,Sent,Sent", ["Über uns", "Sent"]),
    ('=?UTF-8?Q?Messages_archiv=C3=A9s,Cat=C3=A9gorie=C2=A0:_Pri?= =?UTF-8?Q?v=C3=A9,"Culture,_associations"?=',
     ["Messages archivés", "Catégorie : Privé", "Culture, associations"]),
    ('a,"b,c', ["a", '"b', "c"]),
    (" , ", []),
])  # fmt: skip
def test_labels_are_parted_by_commas_once_they_are_decoded(written: str, labels: list[str]) -> None:
    assert labels_of(written).splitlines() == labels


def test_a_mail_keeps_the_labels_of_its_mailbox() -> None:
    first = messages_of("takeout", MAILBOX)[0]
    assert first.labels.split("\n") == [
        "Messages archivés", "Ouvert", "Listes/Ateliers", "Culture, associations, événements",
    ]  # fmt: skip


def test_the_number_in_the_from_line_is_nobody() -> None:
    assert [(one.address, one.name) for one in messages_of("takeout", GROUP)][-1] == ("", "")


def test_the_zone_before_the_year_dates_a_mail_that_has_no_date() -> None:
    assert messages_of("takeout", GROUP)[-1][4:7] == ("2007-03-14T07:10:00Z", 0, "from_line")


def test_mails_of_a_group_without_list_id_are_of_the_folder_s_group() -> None:
    assert {one.list_id.strip("<>") for one in messages_of("takeout", GROUP.parent)} == {
        "ateliers-vallee.googlegroups.com"
    }


def test_a_whole_mailbox_is_refused_until_the_study_says_which_mails_are_meant(tmp_path: Path) -> None:
    with pytest.raises(UnreadableArchive, match=r"somebody's whole mailbox.*list_ids"):
        ingested(tmp_path, MAILBOX)


def test_only_mails_from_or_to_the_list_are_stored(tmp_path: Path) -> None:
    done, database = ingested(tmp_path, MAILBOX, list_ids=(LIST,))
    with Store.open(database) as store:
        kept = [row[0] for row in store.rows("select message_id from messages order by message")]
        ledger = tuple(
            next(
                store.rows(
                    "select read, stored, skipped, problems, bytes_read, stored_bytes + skipped_bytes from parts"
                )
            )
        )
    assert kept == ["tg1@atelier.example", "envoi1@boite.example"]
    assert ledger == (4, 2, 2, 0, MAILBOX.stat().st_size, MAILBOX.stat().st_size)
    assert done.unselected == []
    assert b"regarde personne" not in database.read_bytes()
    assert b"prive1" not in database.read_bytes()


@pytest.mark.parametrize(("keys", "stored"), [
    ({"list_ids": ("ateliers-vallee.googlegroups.com",)}, 2),
    ({"list_ids": ("<Ateliers-Vallee.GoogleGroups.com>",)}, 2),
    ({"labels": ("listes/ateliers",)}, 1),
    ({"labels": ("Listes",)}, 1),
    ({"labels": ("Liste",)}, 0),
    ({"labels": ("Culture, associations, événements",)}, 1),
    ({"labels": ("Catégorie\u202f: E-mails personnels",)}, 1),
    ({"labels": ("Messages envoyés",), "list_ids": ("ateliers-vallee.googlegroups.com",)}, 2),
])  # fmt: skip
def test_a_label_stands_for_those_below_it_and_a_list_for_its_address(
    keys: dict[str, tuple[str, ...]], stored: int, tmp_path: Path
) -> None:
    done, _ = ingested(tmp_path, MAILBOX, **keys)
    assert (done.added.stored, done.added.skipped) == (stored, 4 - stored)
    assert done.unselected == ([] if stored else ["atelier"])


def test_another_selection_reads_the_mailbox_again_and_the_same_one_does_not(tmp_path: Path) -> None:
    ingested(tmp_path, MAILBOX, labels=("Ouvert",))
    again, _ = ingested(tmp_path, MAILBOX, labels=("Ouvert",))
    other, database = ingested(tmp_path, MAILBOX, labels=("Important",))
    with Store.open(database) as store:
        assert [row[0] for row in store.rows("select message_id from messages")] == ["prive1@sante.example"]
    assert (again.changed, other.changed) == (False, True)


def test_any_kind_of_list_can_be_selected_from(tmp_path: Path) -> None:
    box = tmp_path / "box"
    (box / "cur").mkdir(parents=True)
    (box / "new").mkdir()
    (box / "tmp").mkdir()
    for number, to in enumerate(("makers@listes.example", "Marie <marie@exemple.example>")):
        (box / "cur" / f"{number}.M1.host:2,S").write_bytes(mail(number, To=to))
    done, _ = ingested(tmp_path, box, "maildir", list_ids=("makers@listes.example",))
    assert (done.added.stored, done.added.skipped) == (1, 1)


def test_a_mailbox_that_grows_is_read_on_and_selected_from(tmp_path: Path) -> None:
    path = tmp_path / "Boite"
    line = b"From - Mon Mar 12 10:15:03 2007\n"
    path.write_bytes(line + mail(1, To="moi@exemple.example") + b"\n")
    first, _ = ingested(tmp_path, path, "mbox", list_ids=("makers@listes.example",))
    with path.open("ab") as file:
        file.write(line + mail(2, To="makers@listes.example") + b"\n")
    second, database = ingested(tmp_path, path, "mbox", list_ids=("makers@listes.example",))
    with Store.open(database) as store:
        parts = tuple(
            next(store.rows("select read, stored, skipped, bytes_read - stored_bytes - skipped_bytes from parts"))
        )
    assert (first.added.skipped, second.added.stored, second.added.skipped) == (1, 1, 0)
    assert parts == (2, 1, 1, 0)


@pytest.mark.parametrize("name", ["takeout-20240101T000000Z-001.zip", "takeout-20240101T000000Z-001.tgz"])
def test_a_packed_takeout_says_what_the_unpacked_one_says(name: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / name) if name.endswith("zip") else packed(tmp_path / name)
    assert ingest.recognize(path) == "takeout"
    found = records_of("takeout", path)
    assert list(found.values()) == list(records_of("takeout", WHOLE).values())
    assert all(part.startswith(f"{name}!Takeout/") for part in found)
    left = sorted(one[0].rpartition("/")[2] for one in takeout.left_unread(path))
    assert left == (["archive_browser.html"] if name.endswith("zip") else []) + ["infos.csv", "membres.csv"]


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_of_tar_files_are_read(form: int, tmp_path: Path) -> None:
    path = packed(tmp_path / "takeout.tgz", form)
    with tarfile.open(path) as archive:
        expected = sorted((one.name, one.size) for one in archive if one.isfile())
    assert [tuple(one) for one in bundles.members(path)] == expected
    assert max(len(name) for name, _ in expected) > 100


def test_a_tar_file_that_is_cut_off_gives_what_comes_before(tmp_path: Path) -> None:
    path = packed(tmp_path / "takeout.tgz")
    path.write_bytes(path.read_bytes()[:-200])
    done, _ = ingested(tmp_path, path, list_ids=(LIST,))
    assert done.added.stored >= 1
    assert [one[0] for one in done.broken] == ["atelier"]


def test_a_header_that_promises_a_name_of_gigabytes_takes_no_memory(tmp_path: Path) -> None:
    header = tarfile.TarInfo("Takeout/a.mbox")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 7 << 30
    path = tmp_path / "bomb.tgz"
    with gzip.open(path, "wb", 1) as file:
        file.write(header.tobuf(tarfile.GNU_FORMAT))
        for _ in range(100):
            file.write(bytes(1 << 20))
    tracemalloc.start()
    assert not takeout.recognizes(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20


def test_a_zip_bomb_is_read_no_further_than_its_size_allows(tmp_path: Path) -> None:
    path = tmp_path / "takeout.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("Takeout/Mail/a.mbox", "w") as member,
    ):
        member.write(GROUP.read_bytes())
        for _ in range(3 * LONGEST >> 20):
            member.write(bytes(1 << 20))
    done, _ = ingested(tmp_path, path, list_ids=(LIST,))
    assert done.added.stored == 2
    assert "times its size" in str(done.broken[0][2])


def test_a_damaged_zip_among_others_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    zipped(folder / "takeout-2.zip")
    (folder / "takeout-1.zip").write_bytes(b"PK\x03\x04" + b"abc" * 100)
    done, _ = ingested(tmp_path, folder, list_ids=(LIST,))
    assert [one[1] for one in done.broken] == ["takeout-1.zip"]
    assert done.added.stored == 4


def test_an_empty_tar_is_no_takeout(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        info = tarfile.TarInfo("Takeout/notes.txt")
        info.size = 3
        archive.addfile(info, io.BytesIO(b"abc"))
    assert ingest.recognize(tmp_path / "a.tar") is None


def test_nothing_of_what_is_not_selected_is_handed_on() -> None:
    records = list(selected(records_of("takeout", MAILBOX)[MAILBOX.name], MailSelection(list_ids=(LIST,))))
    assert sum(isinstance(one, Message) for one in records) == 2
    assert not any(isinstance(one, Problem) for one in records)
    assert "personne" not in repr([one for one in records if not isinstance(one, Message)])
