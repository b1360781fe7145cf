"""A sample of every kind of archive and of subscriber list, and the ways in which any of them may be damaged."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import spip_sites

FIXTURES = Path(__file__).parents[1] / "fixtures"
LONG = 1 << 20  # bytes of what is longer than any reader expects
DEEP = 20_000  # levels of what is deeper

SAMPLES = {
    "maildir": ("maildir/dovecot",),
    "public_inbox": ("public_inbox/public-inbox-1.9.0",),
    "sympa": ("sympa/reunions@listes.example.org", "sympa/reunions_archives.zip", "sympa/log.200702"),
    "takeout": ("takeout/Takeout",),
    "groups_io": ("groups_io/ateliers.zip",),
    "discourse": ("discourse/answers", "discourse/backup/dump.sql", "discourse/backup/*.tar.gz"),
    "pipermail": ("pipermail/mailman-2.1.26-fr",),
    "hyperkitty": (
        "hyperkitty/hyperkitty-1.3.12/exports",
        "hyperkitty/hyperkitty-1.3.12/api",
        "hyperkitty/hyperkitty-1.3.12/lines",
    ),
    "mhonarc": ("mhonarc/2.6.19", "mhonarc/2.6.19-spammode-utf8", "mhonarc/2.4.3"),
    "pipermail_html": ("pipermail_html/mailman-2.1.26-fr", "pipermail_html/mailman-2.0-en"),
    "hypermail": ("hypermail/2.1.8", "hypermail/2.3.1-w3c"),
    "mbox": ("mbox",),
    "mh": ("mh/nmh",),
    "eml": ("eml/thunderbird",),
    "mediawiki": ("mediawiki/*.xml", "mediawiki/copy-1.39.jsonl", "mediawiki/accounts.json"),
    "spip": ("spip/pages-2.1", "spip/pages-4.1", "spip/pages-own", "spip/backend-3.2.xml"),
    "osm": ("osm/changesets.xml", "osm/history.osm"),
    "geojson": ("geojson/lieux.umap",),
}
"""The fixtures of each kind; those of several names are each a sample."""

ROSTERS = {
    "list_members": b"a.morvan@asso.example\nAline Morvan <aline@asso.example>\n",
    "sympa_review": b"2 member(s) in list essai@listes.example.\na@asso.example\nb@asso.example\n",
    "sympa_dump": b"date 1795177252\nemail a@asso.example\ngecos Aline Morvan\n\nemail b@asso.example\n",
    "csv": "Nom;Prénom;Adresse;Abonné\nMorvan;Aline;a.morvan@asso.example;15/06/2017\n".encode(),
    "google_groups": (
        b"Email address,Nickname,Group status,Join year,Join month,Join day\na@asso.example,Aline,member,2018,4,10\n"
    ),
    "groups_io": json.dumps(
        [{"id": 1, "object": "member_info", "status": "sub_status_normal", "email": "a@asso.example"}]
    ).encode(),
    "mailman_rest": json.dumps(
        {"start": 0, "total_size": 1, "entries": [
            {"email": "a@asso.example", "member_id": "7", "list_id": "essai.asso.example", "role": "member"}]}
    ).encode(),
    "mailman_config": (
        b"}(U\x07members}(U\x0ea@asso.exampleK\x00uU\x0edigest_members}U\x09usernames}(U\x0ea@asso.exampleU\x05Alineu"
        b"U\x09passwords}(U\x0ea@asso.exampleU\x0bmotdepassexuu."
    ),
    "sympa_tables": (FIXTURES / "rosters/sympa-6.2.70-sqlite.sql").read_bytes(),
    "discourse_users": (FIXTURES / "discourse/answers/directory_items.json").read_bytes(),
}  # fmt: skip


def samples(folder: Path) -> list[tuple[str, Path]]:
    """Kind and path of every sample; those that are made on the spot are made in the folder."""
    found = [
        (kind, path) for kind, patterns in SAMPLES.items() for name in patterns for path in sorted(FIXTURES.glob(name))
    ]
    folder.mkdir(parents=True, exist_ok=True)
    site = spip_sites.valley(folder / "site.sqlite")
    found.append(("spip", site))
    return found


def rosters(folder: Path) -> list[tuple[str, Path]]:
    """Kind and path of a subscriber list of every kind, written to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, content in ROSTERS.items():
        (folder / kind).write_bytes(content)
    return [(kind, folder / kind) for kind in ROSTERS]


def taken(sample: Path, folder: Path) -> Path:
    """A copy of a sample, alone in a new folder, that may be damaged."""
    folder.mkdir(parents=True)
    copy = folder / sample.name
    if sample.is_dir():
        return Path(shutil.copytree(sample, copy, symlinks=True))
    shutil.copy(sample, copy)
    return copy


# ----------------------------------------------------------------------------------- the bytes of a file

Damage = Callable[[bytes, Random], bytes]


def _place(content: bytes, random: Random) -> int:
    return random.randrange(len(content) + 1)


def _cut(content: bytes, random: Random) -> bytes:
    return content[: _place(content, random)]


def _beheaded(content: bytes, random: Random) -> bytes:
    return content[_place(content, random) :]


def _holed(content: bytes, random: Random) -> bytes:
    begin = _place(content, random)
    return content[:begin] + content[begin + random.randrange(1, 400) :]


def _flipped(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 3, 40)) if changed else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _random_bytes(content: bytes, random: Random) -> bytes:
    begin = _place(content, random)
    return content[:begin] + random.randbytes(300) + content[begin + 300 :]


def _between(inserted: Callable[[Random], bytes]) -> Damage:
    def damage(content: bytes, random: Random) -> bytes:
        begin = _place(content, random)
        return content[:begin] + inserted(random) + content[begin:]

    return damage


def _digits(content: bytes, random: Random) -> bytes:
    """A number becomes another: very long, negative, none."""
    places = [place for place, byte in enumerate(content) if 48 <= byte < 58]
    if not places:
        return content
    begin = random.choice(places)
    other = random.choice((b"9" * 4999, b"-1", b"", b"18446744073709551616", b"1e999", "٣".encode(), b"0", b"NaN"))
    return content[:begin] + other + content[begin + 1 :]


_ODD = (
    b"\\ud800", b"\\udfff\\ud800", b"&#xD800;", b"&#0;", b"&#99999999999;", b"\xed\xa0\x80", b"=ED=A0=80", b"+2AA-",
    b"\\u0000", b"=?utf-8?q?=ED=A0=80?=", b"=?x-nul?q?=00?=", "\u202e".encode(), b"\x1a\x00\x1b[2J", b"\xff\xfe",
)  # fmt: skip


def _reordered(content: bytes, random: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    random.shuffle(lines)
    return b"".join(lines)


def _zip_of(content: bytes, _: Random) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("../../ailleurs/x.mbox", content)
        archive.writestr("é" * 300 + "/", b"")
        archive.writestr("/etc/2007-03.txt", content)
    return target.getvalue()


def _tar_of(content: bytes, _: Random) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name in ("../../ailleurs/x.mbox", "/etc/dump.sql", "dump.sql"):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("lien")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return target.getvalue()


_NESTED = (b"<div>", b"<", b"[", b'{"a":', b"(", b"&", b"<b><i>", b"a:1:{i:0;", b"<!--", b"'", b'"', b"\\", b"}(")
_MULTIPART = b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(3000)
)

BYTES: dict[str, Damage] = {
    "cut off": _cut,
    "without its beginning": _beheaded,
    "with a hole": _holed,
    "with bits flipped": _flipped,
    "with random bytes": _random_bytes,
    "empty": lambda *_: b"",
    "of zeros": lambda content, _: bytes(len(content)),
    "with NUL": _between(lambda random: bytes(random.choice((1, 2, 5000)))),
    "with CRLF": lambda content, _: content.replace(b"\n", b"\r\n"),
    "with CR": lambda content, _: content.replace(b"\n", b"\r"),
    "with a BOM": lambda content, _: b"\xef\xbb\xbf" + content,
    "in UTF-16": lambda content, _: content.decode("latin-1").encode("utf-16"),
    "doubled": lambda content, _: content + content,
    "with its end again": lambda content, random: content + _beheaded(content, random),
    "in lines of another order": _reordered,
    "without line ends": lambda content, _: content.replace(b"\n", b" "),
    "with a long line": _between(lambda random: random.choice((b"x", b"\xc3", b" ", b"<", b"=?", b"&#")) * (LONG // 2)),
    "with many empty lines": _between(lambda random: random.choice((b"\n", b"\r\n", b" \n", b">\n")) * (LONG // 4)),
    "nested": _between(lambda random: random.choice(_NESTED) * DEEP),
    "with parts in parts": _between(lambda _: _MULTIPART),
    "with other numbers": _digits,
    "with halves of letters": _between(lambda random: random.choice(_ODD)),
    "packed twice": lambda content, _: gzip.compress(gzip.compress(content)),
    "of gzip": lambda content, _: gzip.compress(content),
    "of gzip, cut off": lambda content, random: _cut(gzip.compress(content), random),
    "of gzip, damaged": lambda content, random: _flipped(gzip.compress(content), random),
    "of bzip2": lambda content, _: bz2.compress(content),
    "of bzip2, damaged": lambda content, random: _flipped(bz2.compress(content), random),
    "of xz": lambda content, _: lzma.compress(content),
    "of xz, cut off": lambda content, random: _cut(lzma.compress(content), random),
    "said to be gzip": lambda content, _: b"\x1f\x8b\x08\x00" + content,
    "said to be zip": lambda content, _: b"PK\x03\x04" + content,
    "said to be zst": lambda content, _: b"\x28\xb5\x2f\xfd" + content,
    "said to be SQLite": lambda content, _: b"SQLite format 3\0" + content,
    "of zip": _zip_of,
    "of zip, damaged": lambda content, random: _flipped(_zip_of(content, random), random),
    "of zip, cut off": lambda content, random: _cut(_zip_of(content, random), random),
    "of tar": _tar_of,
    "of tar, damaged": lambda content, random: gzip.compress(
        _flipped(gzip.decompress(_tar_of(content, random)), random)
    ),
}
"""What becomes of the bytes of a file, by what the file is then."""


# ------------------------------------------------------------------------------------ a file in its place


def _a_folder(path: Path, _: Random) -> None:
    path.unlink()
    path.mkdir()


def _gone(path: Path, _: Random) -> None:
    path.unlink()


def _a_loop(path: Path, _: Random) -> None:
    path.unlink()
    path.symlink_to(path)


def _a_link_to_its_folder(path: Path, _: Random) -> None:
    (path.parent / "boucle").symlink_to(path.parent, target_is_directory=True)


def _a_dangling_link(path: Path, _: Random) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nulle part"))


def _a_pipe(path: Path, _: Random) -> None:
    path.unlink()
    os.mkfifo(path)


def _a_name_of_no_alphabet(path: Path, _: Random) -> None:
    path.rename(os.fsdecode(os.fsencode(path.parent) + b"/\xe9t\xe9\n'\"" + os.fsencode(path.suffix)))


def _twice(path: Path, _: Random) -> None:
    shutil.copy(path, path.with_name(f"copie de {path.name}"))


def _unreadable(path: Path, _: Random) -> None:
    path.chmod(0)


PLACES: dict[str, Callable[[Path, Random], None]] = {
    "a folder": _a_folder,
    "gone": _gone,
    "a link to itself": _a_loop,
    "beside a link to its folder": _a_link_to_its_folder,
    "a link to nothing": _a_dangling_link,
    "a named pipe": _a_pipe,
    "of a name that is not UTF-8": _a_name_of_no_alphabet,
    "there twice": _twice,
    "not to be read": _unreadable,
}
"""What becomes of a file itself, by what is in its place then."""

DAMAGES = (*BYTES, *PLACES)


def damaged(copy: Path, damage: str, random: Random) -> Path:
    """Damage one file of a sample's copy, which is named; the sample's path stays as it is."""
    files = [copy] if copy.is_file() else sorted(file for file in copy.rglob("*") if file.is_file())
    file = random.choice(files)
    if damage in PLACES:
        PLACES[damage](file, random)
    else:
        file.chmod(0o644)
        file.write_bytes(BYTES[damage](file.read_bytes(), random))
    return file
