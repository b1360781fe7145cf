"""The mails of our neighbours' own tests: every one that they return is in ours, with the words that they find.

Where we differ, the file is named here with the rule that decides.
"""

from __future__ import annotations

import json
import mailbox
import os
import re
import subprocess
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

import pytest
from neighbours import corpus, differences, files_of, id_of

from maillage import ingest
from maillage.ingest.folders import read_file
from maillage.records import Message, Problem

# Neighbour: mails, files that hold none, and where the email package finds more, or other words, than we do.
SINGLE: dict[str, tuple[int, int, dict[str, str]]] = {
    "cpython-test_email": (47, 1, {
        "msg_36.txt": "message/external-body: what stands there describes a file elsewhere (RFC 2046, 5.2.3)",
    }),
    "notmuch-corpora": (320, 1, {}),
    "mu-testdata/testdata": (52, 5, {}),
    "hyperkitty": (14, 0, {}),
    "public-inbox-t": (17, 0, {}),
    "sympa-samples/samples": (10, 0, {
        "urlize-deep-nested-mixed.eml": "the words of an alternative that its plain text stands for (RFC 2046, 5.1.4)",
    }),
    "stalwart-mail-parser": (64, 1, {
        "008.eml": "a forwarded mail in base64, which RFC 2046, 5.2.1 forbids: we decode it, they show the letters",
    }),
    "ponymail": (17, 2, {}),
    "perceval/nntp": (3, 0, {}),
}  # fmt: skip


@pytest.mark.parametrize("neighbour", SINGLE)
def test_single_mails_say_what_the_email_package_reads(neighbour: str) -> None:
    mails, others, known = SINGLE[neighbour]
    found, problems, told = 0, 0, {}
    for file in files_of(corpus(f"peer-tests/{neighbour}")):
        raw = file.read_bytes()
        record = read_file(file.name, raw)
        if isinstance(record, Problem):
            problems += 1
            continue
        found += 1
        if differences(raw, record):
            told[file.name] = differences(raw, record)
    assert (found, problems) == (mails, others)
    assert told.keys() == known.keys()


def header(expected: dict[str, Any], name: str) -> Any:
    return next((field["value"] for field in expected["parts"][0]["headers"] if field["name"] == name), None)


def text(value: Any) -> str:
    return str(value["Text"]) if isinstance(value, dict) and "Text" in value else ""


def first_address(value: Any) -> tuple[str, str]:
    addresses = (value or {}).get("Address", {}).get("List", []) if isinstance(value, dict) else []
    first = addresses[0] if addresses else {}
    return first.get("name") or "", (first.get("address") or "").lower()


def test_stalwart_expects_what_we_read() -> None:
    """All of its subjects, ids, authors, days and texts; but for raw 8-bit bytes, which it does not decode."""
    agreed = dict.fromkeys(("subject", "id", "name", "address", "date", "text"), 0)
    for file in sorted(corpus("peer-tests/stalwart-mail-parser").rglob("*.eml")):
        expected = json.loads(file.with_suffix(".json").read_text())
        ours = read_file(file.name, file.read_bytes())
        assert isinstance(ours, Message)
        name, address = first_address(header(expected, "from"))
        written = "\n".join(text(expected["parts"][index]["body"]) for index in expected["text_body"])
        date = (header(expected, "date") or {}).get("DateTime") if header(expected, "date") != "Empty" else None
        pairs = {
            "subject": (text(header(expected, "subject")).split(), ours.subject.split()),
            "id": (text(header(expected, "message_id")), ours.message_id),
            "name": (name.split(), ours.name.split()),
            "address": (address, ours.address),
            "date": (date and str(date["year"]), (ours.sent_at or "")[:4]),
            "text": (set(re.findall(r"\w{3,}", written)), set(re.findall(r"\w{3,}", ours.text))),
        }
        for what, (theirs, mine) in pairs.items():
            if theirs and "\ufffd" not in (written if what == "text" else "".join(theirs)):
                agreed[what] += 1
                assert theirs <= mine if isinstance(theirs, set) else theirs == mine, (file.name, what)
    assert agreed == {"subject": 58, "id": 55, "name": 61, "address": 60, "date": 59, "text": 50}


def ids_of(kind: str, path: Path) -> set[str]:
    reader = ingest.reader(kind)
    records = (record for part in reader.parts(path) for record in reader.read(part))
    return {record.message_id for record in records if isinstance(record, Message)}


BOXES = [
    "perceval/mbox",
    "perceval/hyperkitty",
    "perceval/pipermail",
    "ponymail",
    "mbox-to-sqlite",
    "bigbang/3GPP_mbox",
    "codeface/codeface/R/ml/test_data",
]


def is_box(path: Path) -> bool:
    return path.suffix in (".mbox", ".txt")


@pytest.mark.parametrize("neighbour", BOXES)
def test_every_message_of_the_mailbox_package_is_in_ours(neighbour: str) -> None:
    for file in filter(is_box, files_of(corpus(f"peer-tests/{neighbour}"))):
        box = mailbox.mbox(file, create=False)
        theirs = {id_of(BytesHeaderParser().parsebytes(box.get_bytes(key))) for key in box.keys()}  # noqa: SIM118
        box.close()
        assert theirs - {""} <= ids_of("mbox", file), file.name


@pytest.mark.parametrize(("kind", "name", "mails"), [
    ("maildir", "mu-testdata/testdata/testdir", 19),
    ("maildir", "mu-testdata/testdata/testdir2/wom_bat", 3),
    ("maildir", "notmuch-corpora/default/bar", 4),
    ("maildir", "mu-testdata/testdata/cjk", 4),
])  # fmt: skip
def test_every_message_of_a_maildir_is_in_ours(kind: str, name: str, mails: int) -> None:
    path = corpus(f"peer-tests/{name}")
    files = [file for folder in ("cur", "new") for file in (path / folder).glob("[!.]*")]
    theirs = {id_of(BytesHeaderParser().parsebytes(file.read_bytes())) for file in files}
    assert len(files) >= mails
    assert theirs - {""} <= ids_of(kind, path)


PERCEVAL = """
import sys, json
from perceval.backends.core.mbox import MBox
print(json.dumps([item["data"]["Message-ID"] for item in MBox("x", sys.argv[1]).fetch()]))
"""


@pytest.mark.parametrize("name", ["mbox", "hyperkitty", "pipermail"])
def test_every_message_of_perceval_is_in_ours(name: str, tmp_path: Path) -> None:
    python = os.environ.get("MAILLAGE_PERCEVAL")
    if not python:
        pytest.skip("MAILLAGE_PERCEVAL does not name a Python that has Perceval")
    path = corpus(f"peer-tests/perceval/{name}")
    told = subprocess.run([python, "-c", PERCEVAL, path], check=True, capture_output=True, text=True, cwd=tmp_path)
    theirs = {one.strip("<> \t") for one in json.loads(told.stdout)}
    assert theirs
    assert theirs <= ids_of("mbox", path)
