"""Pages of real lists against the same mails in another form. Only counts stand here."""

from __future__ import annotations

import re
import tarfile
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import factories
import pytest
from neighbours import corpus
from test_update import ledger, run

from maillage import ingest
from maillage.project import Source
from maillage.records import Extent, Message, Problem, Record

HEADINGS = ("id_source", "sent_at", "address", "name", "subject", "label", "attachments")
_LOST = re.compile(r"[^A-Za-z0-9]")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of the packed archives, by name, each unpacked when it is first asked for."""
    root = tmp_path_factory.mktemp("pages")

    class Unpacked(dict[str, Path]):
        def __missing__(self, name: str) -> Path:
            with tarfile.open(corpus(name)) as archive:
                archive.extractall(root / Path(name).name, filter="data")
            self[name] = root / Path(name).name
            return self[name]

    return Unpacked()


def records_of(kind: str, path: Path) -> list[Record]:
    reader = ingest.reader(kind)
    return [one for part in reader.parts(path) for one in reader.read(part)]


def messages_of(kind: str, path: Path) -> list[Message]:
    return [one for one in records_of(kind, path) if isinstance(one, Message)]


def lines(text: str) -> list[str]:
    """The lines of a text that are not empty, without blanks at their ends."""
    return [line.rstrip() for line in text.split("\n") if line.strip()]


def letters(text: str) -> str:
    """The letters and digits of a text that a volume in ASCII can have, addresses as volumes disguise them."""
    return _LOST.sub("", text.replace("@", " at "))


def by_id(messages: Iterable[Message]) -> dict[str, Message]:
    found: dict[str, Message] = {}
    for one in messages:
        found.setdefault(one.message_id, one)
    return found


def same(one: object, other: object) -> bool:
    """Whether two values say the same, but for white space, which folding changes."""
    if isinstance(one, str) and isinstance(other, str):
        return "".join(one.split()) == "".join(other.split())
    return one == other


def nearest(message: Message, others: list[Message]) -> Message:
    """Of the mails that an archive has under one id, the one that is meant."""
    return min(
        others, key=lambda other: (letters(other.text) != letters(message.text), other.sent_at != message.sent_at)
    )


def volumes_of(pages: dict[str, Message], path: Path) -> dict[str, Message]:
    """The mails of the volumes by id; where several have one, the one that the page shows."""
    found: dict[str, list[Message]] = {}
    for one in messages_of("pipermail", path):
        found.setdefault(one.message_id, []).append(one)
    return {one: nearest(pages[one], mails) if one in pages else mails[0] for one, mails in found.items()}


def compared(pages: dict[str, Message], others: dict[str, Message], *names: str) -> Counter[str]:
    """How many mails differ in each of these fields."""
    both = sorted(pages.keys() & others.keys())
    return Counter(
        name for one in both for name in names if not same(getattr(pages[one], name), getattr(others[one], name))
    )


def test_pages_of_pipermail_say_what_its_volumes_say(unpacked: dict[str, Path]) -> None:
    """5,548 pages, of which one has no mail in the volumes; all other ids, moments and names are the same.

    Two subjects hold an address, which pages disguise and volumes do not. Eight authors have no address.
    """
    read = messages_of("pipermail_html", unpacked["berlios-gpsd-users/gpsd-users-pipermail-html.tar.xz"])
    pages = by_id(read)
    volumes = volumes_of(pages, corpus("berlios-gpsd-users/txt"))
    assert (len(read), len(pages), len(volumes)) == (5548, 5548, 5547)
    assert (len(pages.keys() - volumes.keys()), len(volumes.keys() - pages.keys())) == (1, 0)
    assert compared(pages, volumes, *HEADINGS) == {"subject": 2}
    assert sum(not one.address for one in pages.values()) == 8


def test_the_tree_of_pipermail_names_no_wrong_mail(unpacked: dict[str, Path]) -> None:
    """Of 3,942 replies the tree tells 3,553, and 49 that only References told; the others answer another volume."""
    pages = by_id(messages_of("pipermail_html", unpacked["berlios-gpsd-users/gpsd-users-pipermail-html.tar.xz"]))
    volumes = volumes_of(pages, corpus("berlios-gpsd-users/txt"))
    found: Counter[str] = Counter()
    for one, volume in volumes.items():
        told = pages[one].in_reply_to
        found["replies"] += bool(volume.in_reply_to)
        found["told"] += bool(told)
        found["wrong"] += bool(told) and told not in f"{volume.in_reply_to} {volume.references}".split()
    assert (found["replies"], found["told"], found["wrong"]) == (3942, 3602, 0)


def test_texts_of_pages_are_those_of_volumes_with_the_accents_that_these_lose(unpacked: dict[str, Path]) -> None:
    pages = by_id(messages_of("pipermail_html", unpacked["berlios-gpsd-users/gpsd-users-pipermail-html.tar.xz"]))
    volumes = volumes_of(pages, corpus("berlios-gpsd-users/txt"))
    differ = [one for one in volumes if lines(pages[one].text) != lines(volumes[one].text)]
    still = [one for one in differ if letters(pages[one].text) != letters(volumes[one].text)]
    assert (len(differ), len(still)) == (443, 5)  # the five speak of entities, which pages leave as they were written


@pytest.mark.parametrize(("name", "mails", "texts"), [
    ("berlios-jelix-public-fr", 854, 107),
    ("berlios-eliduc-devel-fr", 10, 8),
    ("berlios-freexplorer-dev-fr", 12, 1),
    ("berlios-olfix-report-fr", 12, 12),
])  # fmt: skip
def test_pages_of_small_lists_say_what_their_volumes_say(name: str, mails: int, texts: int) -> None:
    pages = by_id(messages_of("pipermail_html", corpus(name)))
    volumes = volumes_of(pages, corpus(name))
    assert len(pages) == len(volumes) == mails
    assert compared(pages, volumes, *HEADINGS, "in_reply_to") == {}
    differ = [one for one in volumes if lines(pages[one].text) != lines(volumes[one].text)]
    assert len(differ) == texts
    assert [one for one in differ if letters(pages[one].text) != letters(volumes[one].text)] == []


YEARS = {"1992": (979, 0), "1993": (9450, 0), "odd-dates": (417, 690)}


@pytest.mark.parametrize("year", YEARS)
def test_every_page_of_mhonarc_is_a_mail_or_a_problem(year: str, unpacked: dict[str, Path]) -> None:
    """The problems: 689 pages that a search of the site left, under the names of mails, and one empty file."""
    folder = unpacked[f"cypherpunks-mhonarc/cypherpunks-mhonarc-{year}.tar.xz"]
    files = list(folder.rglob("msg*.html"))
    found = [one for one in records_of("mhonarc", folder) if not isinstance(one, Extent)]
    assert ingest.recognize(folder) == "mhonarc"
    assert len(found) == len(files)
    kinds = [type(one) for one in found]
    assert (kinds.count(Message), kinds.count(Problem)) == YEARS[year]


def test_pages_of_mhonarc_say_what_the_mailbox_says(unpacked: dict[str, Path]) -> None:
    """The mailbox was made from such pages by others: its Date is the day of arrival, and its references are cut.

    Ids that the archive made up are left out.
    """
    folder = unpacked["cypherpunks-mhonarc/cypherpunks-mhonarc-1993.tar.xz"]
    pages = {one: page for one, page in by_id(messages_of("mhonarc", folder)).items() if page.id_source == "header"}
    mailbox = by_id(messages_of("mbox", corpus("cypherpunks-mbox")))
    both = pages.keys() & mailbox.keys()
    assert (len(pages), len(both)) == (9431, 9423)
    twice = {one for one in both if "\x1c" in mailbox[one].from_written + mailbox[one].subject}
    once = {one: page for one, page in pages.items() if one not in twice}
    assert len(twice) == 15  # with two From or two Subject, which the mailbox has run together
    assert compared(once, mailbox, "address", "name", "subject", "label") == {}
    replies = [one for one in both if mailbox[one].in_reply_to]
    assert len(replies) == 3217
    assert all(mailbox[one].in_reply_to in f"{pages[one].in_reply_to} {pages[one].references}" for one in replies)
    assert sum(abs(_days(pages[one].sent_at) - _days(mailbox[one].sent_at)) > 2 for one in both) == 19  # slow mails
    # Of two the mailbox has the name of a file as their text, of one a list, of one letters where the page has a sign.
    assert len([one for one in both if printed(pages[one].text) != printed(mailbox[one].text)]) == 4


def printed(text: str) -> str:
    """What is printed of a text, without the marks of quotations."""
    return re.sub(r"[\x00-\x20>]", "", text)


def _days(moment: str | None) -> int:
    return date.fromisoformat((moment or "1970-01-01")[:10]).toordinal()


@pytest.mark.parametrize(("kind", "name", "counts"), [
    ("pipermail_html", "berlios-gpsd-users/gpsd-users-pipermail-html.tar.xz", (5548, 0, 0)),
    ("mhonarc", "cypherpunks-mhonarc/cypherpunks-mhonarc-1993.tar.xz", (9449, 1, 0)),
    ("mhonarc", "cypherpunks-mhonarc/cypherpunks-mhonarc-odd-dates.tar.xz", (417, 0, 690)),
])  # fmt: skip
def test_the_ledger_of_pages_adds_up(
    kind: str, name: str, counts: tuple[int, int, int], unpacked: dict[str, Path], tmp_path: Path
) -> None:
    study = factories.study(tmp_path, Source("list", kind, unpacked[name]), database=tmp_path / "study.db")
    done = run(study)
    found = ledger(study)
    assert (found["stored"], found["duplicates"], found["problems"]) == counts
    assert done.broken == []
    assert not run(study).changed
