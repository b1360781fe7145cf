"""One folder with archives of every kind, lists of subscribers of every kind, and things of no matter."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import tarfile
import zipfile
from pathlib import Path

import spip_sites

FIXTURES = Path(__file__).parents[1] / "fixtures"

NOT_UTF8 = os.fsdecode("été.mbox".encode("latin-1"))
COPIED = {
    "listes/annuelle": "",
    "listes/pm": "pipermail/mailman-2.1.26-fr",
    "listes/pages-pm": "pipermail_html/mailman-2.1.26-en",
    "listes/pages-mh": "mhonarc/2.6.19",
    "listes/pages-mh-mois": "mhonarc/2.4.3",
    "listes/pages-hm": "hypermail/2.1.8",
    "listes/pages-w3c": "hypermail/2.3.1-w3c",
    "listes/hk": "hyperkitty/hyperkitty-1.3.12/exports",
    "listes/hk-api": "hyperkitty/hyperkitty-1.3.12/api",
    "listes/inbox": "public_inbox/public-inbox-1.9.0/atelier",
    "listes/ancien": "public_inbox/public-inbox-1.9.0/ancien",
    "boites/dovecot": "maildir/dovecot",
    "boites/nmh": "mh/nmh",
    "boites/thunderbird": "eml/thunderbird",
    "sympa/reunions@listes.example.org": "sympa/reunions@listes.example.org",
    "sympa/bureau@listes.example.org": "sympa/reunions@listes.example.org",
    "forum": "discourse/answers",
    "site": "spip/pages-2.1",
    "carte": "osm",
}
"""Where each archive of `fixtures/` stands; the first has files of its own."""


def build(folder: Path) -> Path:
    """Make the folder, and return it."""
    _lists(folder)
    _sites(folder)
    _subscribers(folder)
    _of_no_matter(folder)
    return folder


def write(file: Path, data: bytes | str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)


def _lists(folder: Path) -> None:
    for target, origin in COPIED.items():
        if origin:
            shutil.copytree(FIXTURES / origin, folder / target)
    mbox = (FIXTURES / "mbox/qmail-mboxrd.mbox").read_bytes()
    for year in (2006, 2007):
        write(folder / f"listes/annuelle/annuelle-{year}.mbox.gz", gzip.compress(mbox, mtime=0))
    write(folder / "makers.mbox", mbox)
    write(folder / "textes/log.200702", (FIXTURES / "sympa/log.200702").read_bytes())
    shutil.copy(FIXTURES / "sympa/reunions_archives.zip", folder / "comite_archives.zip")
    shutil.copy(FIXTURES / "groups_io/ateliers.zip", folder / "groupe.zip")
    shutil.copy(next((FIXTURES / "discourse/backup").glob("*.tar.gz")), folder)
    with zipfile.ZipFile(folder / "takeout-20240101T000000Z-001.zip", "w") as archive:
        for file in sorted((FIXTURES / "takeout").rglob("*.*")):
            if file.is_file():
                archive.write(file, file.relative_to(FIXTURES / "takeout").as_posix())


def _sites(folder: Path) -> None:
    write(folder / "wiki/wiki.xml", (FIXTURES / "mediawiki/export-0.11-awkward.xml").read_bytes())
    (folder / "val").mkdir()
    spip_sites.valley(folder / "val/val_20090201.sqlite")
    shutil.copy(FIXTURES / "spip/backend-3.2.xml", folder)
    shutil.copy(FIXTURES / "geojson/lieux.umap", folder)


def _subscribers(folder: Path) -> None:
    members = "aline@asso.example\nbruno@asso.example\n"
    write(folder / "sympa/abonnements.sql", (FIXTURES / "rosters/sympa-6.2.70-sqlite.sql").read_bytes())
    write(folder / "listes/pm/abonnes.txt", members)
    write(folder / "makers-2014-02-01.csv", "Email address,Nickname,Group status\naline@asso.example,,member\n")
    write(folder / "abonnes-bureau-2015.txt", members)
    write(folder / "abonnes-thunderbird-2015.csv", "address;name\naline@asso.example;Aline\n")
    write(folder / "membres-groupe.csv", "email,full_name,created,email_delivery\naline@asso.example,,,\n")
    write(folder / "inbox-config.pck", "(dp0\nS'digest_members'\np1\n(dp2\nS'aline@asso.example'\np3\nI0\nss.")
    write(folder / "review-annuelle.txt", "aline@asso.example\tAline\nbruno@asso.example\tBruno\n")
    rest = {"email": "aline@asso.example", "member_id": "1", "list_id": "hk.lists.example"}
    other = {"email": "bruno@asso.example", "member_id": "2", "list_id": "nmh.lists.example"}
    write(folder / "roster.json", json.dumps({"total_size": 2, "entries": [rest, other]}))
    write(folder / "dovecot.dump", "date 1173687000\nemail aline@asso.example\ngecos Aline\nreception mail\n")


def _of_no_matter(folder: Path) -> None:
    for number in range(3):
        write(folder / f"photos/{number}.jpg", b"\xff\xd8\xff\xe0" + bytes(100))
        write(folder / f"etranger/{number}.json", json.dumps({"id": number, "titre": "x"}))
        write(folder / f"pages/{number}.html", "<!DOCTYPE html>\n<html><body>oui</body></html>")
    write(folder / "statuts.pdf", b"%PDF-1.4\n")
    for name, inside in (("bilan.docx", "[Content_Types].xml"), ("compte.ods", "mimetype")):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr(inside, "x")
    write(folder / "rapport.doc", b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(600))
    write(folder / "un courriel.dat", b"\xd0\xcf\x11\xe0\xa1\xb1" + "__substg1.0_".encode("utf-16-le"))
    write(folder / "boite", b"!BDN" + bytes(20))
    write(folder / "boite.dbx", b"\xcf\xad\x12\xfe\xc5")
    write(folder / "liste.log0703", "=" * 73 + "\nDate:         Mon, 12 Mar 2007 10:00:00 +0100\nFrom: a@b.example\n")
    write(folder / "yahoo/1_raw.json", '{"ygData": {"rawEmail": "From: a"}}')
    write(folder / "bretagne.osm.pbf", b"\0\0\0\x0d\x0a\x09OSMHeader\x18\x7c")
    write(folder / "slack/general/2019-01-01.json", '[{"client_msg_id": "1", "type": "message", "ts": "1.2"}]')
    write(folder / "trello.json", '{"id": "1", "idOrganization": "2", "closed": false, "cards": []}')
    write(folder / "loomio.json", '{"table":"groups","record":{"id":1}}\n')
    write(folder / "reunion.etherpad", '{"pad:reunion": {"atext": {"text": "oui"}}}')
    write(folder / "ancienne.db", (b"SQLite format 3\0" + bytes(52) + b"mail").ljust(512, b"\0"))
    write(folder / "programme/.git/HEAD", "ref: refs/heads/master\n")
    for name in ("objects", "refs"):
        (folder / "programme/.git" / name).mkdir()
    write(folder / "programme/main.c", "int main(void) { return 0; }\n")
    write(folder / "vide.mbox", b"")
    write(folder / "notes.txt", "Penser au pain.\n")
    with tarfile.open(folder / "vieilles pages.tar.xz", "w:xz") as tar:
        member = tarfile.TarInfo("1993/msg00001.html")
        member.size = 3
        tar.addfile(member, io.BytesIO(b"oui"))
    with zipfile.ZipFile(folder / "pages.zip", "w") as archive:
        archive.writestr("pages/index.html", "<html>oui</html>")
    write(folder / "deux.mbox", (FIXTURES / "mbox/thunderbird.mbox").read_bytes())
    (folder / "deux-encore.mbox").symlink_to(folder / "deux.mbox")
    (folder / "nulle-part.mbox").symlink_to(folder / "absent")
    (folder / "encore").symlink_to(folder / "listes", target_is_directory=True)
    os.mkfifo(folder / "tube")
    write(folder / NOT_UTF8, b"x")
