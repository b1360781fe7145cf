"""Of a mailbox, a study's database has the mails that the study selects, and not a byte of the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import factories
import pytest

from maillage.project import Source, Study
from maillage.store import Store
from maillage.update import update

WORD = "Zwirblouf"  # of the mails of others, in all that a mail is made of
FROM = "From a@asso.example Mon Mar 12 10:15:03 2007\n"
OF_LIST = (
    "From: Aline <aline@asso.example>\nTo: makers@lists.example\nList-Id: <makers.lists.example>\n"
    "Date: Mon, 12 Mar 2007 10:15:03 +0100\nMessage-ID: <{number}@asso.example>\nX-Gmail-Labels: Makers\n"
    "Subject: oui\n\nOui {number}.\n\n"
)
PRIVATE = (
    "From: {word} <{word}@prive.example>\nTo: {word}@asso.example\nMessage-ID: <{word}{number}@prive.example>\n"
    "Date: {date}\nX-Gmail-Labels: {word}\nSubject: {word}\nReferences: <{word}@x>\n"
    'Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{word}\n--b\nContent-Type: image/png; name="{word}.png"\n\n'
    "{word}\n--b--\n\n"
)


def mailbox(path: Path) -> Path:
    """Mails of a list and others, some of which are broken."""
    text = ""
    for number in range(30):
        text += FROM + OF_LIST.format(number=number)
        text += FROM + PRIVATE.format(number=number, word=WORD, date="Mon, 12 Mar 2007 10:15:03 +0100")
        text += FROM + PRIVATE.format(number=f"x{number}", word=WORD, date=f"{WORD} 2007")
        text += FROM + f"{WORD} and no header at all\n\n"
        text += FROM + f"Subject: {WORD}\n\n{WORD}\n\n"
    path.write_text(text, encoding="utf-8")
    return path


def kept(study: Study) -> list[str]:
    """The files beside a database, itself too, in which the word stands."""
    files = sorted(study.database.parent.glob(f"{study.database.name}*"))
    return [file.name for file in files if WORD.lower().encode() in file.read_bytes().lower()]


@pytest.mark.parametrize("kind", ["mbox", "takeout"])
@pytest.mark.parametrize("selection", [{"list_ids": ("makers.lists.example",)}, {"labels": ("Makers",)}])
def test_not_a_byte_of_other_mails_is_kept(kind: str, selection: dict[str, tuple[str, ...]], tmp_path: Path) -> None:
    path = mailbox(tmp_path / "boite.mbox")
    study = factories.study(tmp_path, Source("makers", kind, path, **selection), database=tmp_path / "study.db")
    with Store.open(study.database, write=True) as store:
        update(store, study)
        assert kept(study) == []  # while it is written to, too
        assert store.value("select count(*) from messages") == 30
    assert kept(study) == []


def test_what_is_selected_no_more_leaves_not_a_byte_behind(tmp_path: Path) -> None:
    source = Source("makers", "mbox", mailbox(tmp_path / "boite.mbox"))
    study = factories.study(tmp_path, source, database=tmp_path / "study.db")
    with Store.open(study.database, write=True) as store:
        update(store, study)
    assert kept(study) == ["study.db"]
    with Store.open(study.database, write=True) as store:
        assert store.value("pragma secure_delete") == 1
    chosen = replace(study, sources=(replace(source, list_ids=("makers.lists.example",)),))
    with Store.open(study.database, write=True) as store:
        update(store, chosen)
        assert store.value("select count(*) from messages") == 30
    assert kept(study) == []
