"""The same mails through every archive: what survives of them is what docs/formats.md says, no less and no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import factories
import pytest
from servers.correspondence import Posted
from servers.forms import FORMS, Given, mbox_file, web_pages
from servers.sympa import HIDING, Sympa

from maillage import analyze, ingest
from maillage.decisions import Decisions
from maillage.project import Source
from maillage.records import Attachment
from maillage.store import Store
from maillage.update import update

PAGE = (Path(__file__).parents[1] / "docs/formats.md").read_text(encoding="utf-8")
HEADING = "## What survives"
SAME, SOME, NONE = "✓", "~", "–"
LIST_ID = "cartes-ouvertes.listes.ponant-asso.example"  # by which a study selects the mails of a whole mailbox
MESSAGES = "select messages.*, text from messages join texts using (message) order by message"
ATTACHMENTS = "select message, name, type, size, position from attachments order by message, position"
FAILED = "select path, place, reason from problems join parts using (part)"
ANALYSED = {
    "authors": """
        select min(address), person_lists.messages, first_day, last_day from person_lists join accounts using (person)
        group by person order by 1
    """,
    "tiers": """
        select min(address), tier, rate_tier, onion from tiers join accounts using (person)
        group by person order by 1
    """,
    "months": """
        select min(address), month, person_months.messages from person_months join accounts using (person)
        group by person, month order by 1, 2
    """,
}


class Told(NamedTuple):
    """A message as an archive tells it. `parent`: the id of the one that it answers, of those of the archive."""

    row: dict[str, Any]
    attachments: tuple[Attachment, ...]
    parent: str | None


class Archive(NamedTuple):
    """The messages of an archive by their ids, and what the analysis makes of them."""

    messages: dict[str, Told]
    analysed: dict[str, list[tuple[Any, ...]]]


def told(path: Path, kind: str, folder: Path) -> Archive:
    """What an archive tells once it is ingested and analysed, all of which can be read."""
    chosen: dict[str, Any] = {"list_ids": (LIST_ID,)} if kind == "takeout" else {}
    study = factories.study(folder, Source("list", kind, path, **chosen), database=folder / "study.db")
    with Store.open(study.database, write=True) as store:
        assert update(store, study).broken == []
        assert [tuple(row) for row in store.rows(FAILED)] == []
        analyze.run(store, study, Decisions())
        files: dict[int, list[Attachment]] = {}
        for message, name, kind_of_file, size, position in store.rows(ATTACHMENTS):
            files.setdefault(message, []).append(Attachment(position, name, kind_of_file, size))
        found = [dict(row) for row in store.rows(MESSAGES)]
        analysed = {name: [tuple(row) for row in store.rows(query)] for name, query in ANALYSED.items()}
    ids = {row["message_id"] for row in found}
    messages = [Told(row, tuple(files.get(row["message"], ())), parent_of(row, ids)) for row in found]
    return Archive({message.row["message_id"]: message for message in messages}, analysed)


def parent_of(row: dict[str, Any], ids: set[str]) -> str | None:
    """The message that one answers: by its In-Reply-To, else the last of its references that the archive has."""
    named = [*row["in_reply_to"].split(), *reversed(row["reference_ids"].split())]
    return next((one for one in named if one in ids and one != row["message_id"]), None)


def paired(one: Archive, other: Archive) -> dict[str, str]:
    """The ids of the same messages in two archives: the same ids, and what is left by the order of its moments."""
    both = one.messages.keys() & other.messages.keys()
    left = [
        sorted((message.row["sent_at"] or "", name) for name, message in archive.messages.items() if name not in both)
        for archive in (one, other)
    ]
    return dict(zip(both, both, strict=True)) | {first: second for (_, first), (_, second) in zip(*left, strict=True)}


# -------------------------------------------------------------------------------------- what is compared


def lines(text: str) -> list[str]:
    """The lines of a text, without blanks at their ends or behind marks of quotes, which programs leave differently."""
    return [
        re.sub(r"^(?:> ?)+", lambda marks: marks[0].replace(" ", ""), line.rstrip())
        for line in text.strip().splitlines()
    ]


SAYS: dict[str, Callable[[Told], Any]] = {
    "id": lambda message: message.row["message_id"] if message.row["id_source"] == "header" else "",
    "address": lambda message: message.row["address"],
    "name": lambda message: message.row["name"],
    "moment": lambda message: message.row["sent_at"],
    "zone": lambda message: message.row["utc_offset"],
    "recipients": lambda message: [message.row[name] for name in ("to_written", "cc_written") if message.row[name]],
    "subject": lambda message: message.row["subject"],
    "answers": lambda message: message.parent,
    "text": lambda message: lines(message.row["text"]),
    "files": lambda message: [file.name for file in message.attachments],
    "their types": lambda message: [(file.type, file.size) for file in message.attachments],
    "automatic": lambda message: message.row["label"],
}
"""What a message says, by the columns of the table in docs/formats.md."""


def survives(one: Archive, other: Archive, says: Callable[[Told], Any]) -> str:
    """Whether something is in another archive as it is in the first: for all messages, for some, or for none."""
    pairs = paired(one, other)
    kept = []
    for first, second in pairs.items():
        said, again = says(one.messages[first]), says(other.messages[second])
        again_named = pairs.get(said, said) if says is SAYS["answers"] else said
        if said or (again and says is not SAYS["id"]):  # a mail that had no id may have been given one
            kept.append(again_named == again)
    return SAME if all(kept) else SOME if any(kept) else NONE


def table() -> dict[str, dict[str, str]]:
    """The cells of the page's table, by form and column."""
    section = PAGE.split(f"\n{HEADING}\n")[1].split("\n## ")[0]
    rows = [row.strip("| ").split(" | ") for row in re.findall(r"^\|.+\|$", section, re.MULTILINE)]
    header = [cell.strip() for cell in rows[0]]
    return {row[0].strip(): dict(zip(header[1:], map(str.strip, row[1:]), strict=True)) for row in rows[2:]}


TABLE = table()


@pytest.fixture(scope="module")
def references(posted: list[Posted], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Archive]:
    """An archive of plain mbox of the mails that a form is made of, once for all forms that are made of the same."""
    known: dict[Callable[[Posted], bool], Archive] = {}

    def reference(of: Callable[[Posted], bool], request: pytest.FixtureRequest) -> Archive:
        if of not in known:
            folder = tmp_path_factory.mktemp("reference")
            path = mbox_file(Given(folder, [mail for mail in posted if of(mail)], request))
            known[of] = told(path, "mbox", folder)
        return known[of]

    return reference


@pytest.fixture(scope="module", params=FORMS)
def archive(
    request: pytest.FixtureRequest,
    posted: list[Posted],
    references: Callable[..., Archive],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Archive, Archive]:
    """The name of a form, what the mails say as they are, and what they say in that form."""
    form = FORMS[request.param]
    folder = tmp_path_factory.mktemp("archive")
    (folder / "archive").mkdir()
    path = form.make(Given(folder / "archive", [mail for mail in posted if form.of(mail)], request))
    assert ingest.recognize(path) == form.kind
    return request.param, references(form.of, request), told(path, form.kind, folder)


# -------------------------------------------------------------------------------------- the facts


def test_every_form_has_its_row_and_every_column_its_meaning() -> None:
    assert TABLE.keys() == FORMS.keys()
    assert all(list(row) == ["kind", *SAYS] for row in TABLE.values())
    assert {name: row["kind"].strip("`") for name, row in TABLE.items()} == {
        name: form.kind for name, form in FORMS.items()
    }


def test_every_note_is_there_and_belongs_to_a_loss() -> None:
    cells = [cell for row in TABLE.values() for name, cell in row.items() if name != "kind"]
    assert {re.sub(r" [a-z]( [a-z])*$", "", cell) for cell in cells} == {SAME, SOME, NONE}
    noted = {letter for cell in cells for letter in re.findall(r" ([a-z])", cell)}
    assert noted == set(re.findall(r"^- \*\*([a-z])\*\*: ", PAGE, re.MULTILINE))
    assert all((cell == SAME) == (" " not in cell) for cell in cells), "a loss has its note"


def test_it_has_all_the_mails_and_no_other(archive: tuple[str, Archive, Archive]) -> None:
    name, mails, found = archive
    assert len(found.messages) == len(mails.messages) > (200 if FORMS[name].of is bool else 30)


def test_of_its_mails_survives_what_the_page_says(archive: tuple[str, Archive, Archive]) -> None:
    name, mails, found = archive
    surviving = {column: survives(mails, found, says) for column, says in SAYS.items()}
    assert surviving == {column: TABLE[name][column][0] for column in SAYS}


def test_its_authors_tiers_and_months_are_those_of_the_mails(archive: tuple[str, Archive, Archive]) -> None:
    _, mails, found = archive
    assert found.analysed == mails.analysed
    assert all(len(rows) > 10 for rows in mails.analysed.values())


@pytest.mark.parametrize("protection", HIDING)
def test_a_page_of_sympa_tells_its_author_however_addresses_are_hidden(
    protection: str, sympa_server: Sympa, posted: list[Posted], tmp_path: Path
) -> None:
    last = posted[-1].at
    with sympa_server.protected(protection):
        pages = web_pages(sympa_server, tmp_path, [f"{last:%Y-%m}"])
    messages = told(pages, "mhonarc", tmp_path).messages.values()
    senders = {mail.sender.lower() for mail in posted if (mail.at.year, mail.at.month) == (last.year, last.month)}
    assert {message.row["address"] for message in messages} == senders
