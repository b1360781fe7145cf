"""Dumps of a wiki: what is read of each version, of damaged and of hostile ones; patterns and expat tell the same."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import subprocess
import sys
import tracemalloc
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import IO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage import ingest
from maillage.ingest import mediawiki, unpacking
from maillage.ingest.mediawiki import dump
from maillage.ingest.mediawiki.pages import Wiki
from maillage.ingest.parts import UNREADABLE, Part
from maillage.records import (
    Extent,
    Framing,
    LogEvent,
    Namespace,
    Page,
    Problem,
    Revision,
    Selection,
    Skipped,
    WikiRecord,
    WikiSite,
)

FIXTURES = Path(__file__).parents[2] / "fixtures" / "mediawiki"
DUMPS = sorted(FIXTURES.glob("*.xml"))
SITE = '<mediawiki version="0.11"><siteinfo><namespaces>{}</namespaces></siteinfo>'
FRENCH = (
    '<namespace key="0" /><namespace key="1">Discussion</namespace><namespace key="2">Utilisateur</namespace>'
    '<namespace key="3">Discussion utilisateur</namespace><namespace key="4">Projet</namespace>'
    '<namespace key="5">Discussion Projet</namespace><namespace key="14">Catégorie</namespace>'
)
EMPTY_SHA1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"


def revision(number: int, text: str = "Texte", *, day: int = 1) -> str:
    """A revision as MediaWiki writes it."""
    return (
        f"\n    <revision>\n      <id>{number}</id>\n      <timestamp>2011-03-{day:02}T10:00:00Z</timestamp>\n"
        "      <contributor>\n        <username>Claire Morvan</username>\n        <id>8</id>\n      </contributor>\n"
        f"      <comment>n° {number}</comment>\n      <origin>{number}</origin>\n      <model>wikitext</model>\n"
        "      <format>text/x-wiki</format>\n"
        f'      <text bytes="{len(text.encode())}" sha1="" xml:space="preserve">{text}</text>\n      <sha1/>\n'
        "    </revision>"
    )


def page(number: int, title: str, *revisions: str, namespace: int = 0) -> str:
    return (
        f"\n  <page>\n    <title>{title}</title>\n    <ns>{namespace}</ns>\n    <id>{number}</id>"
        f"{''.join(revisions)}\n  </page>"
    )


def dump_of(*pages: str) -> bytes:
    return (SITE.format(FRENCH) + "".join(pages) + "\n</mediawiki>\n").encode()


class Dribbling(io.BytesIO):
    """A stream that gives a few bytes at a time, as a pipe may."""

    def __init__(self, raw: bytes, most: int) -> None:
        super().__init__(raw)
        self.most = most

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(self.most, size if size and size > 0 else self.most))


def told(
    raw: bytes, selection: Selection | None = None, *, by_patterns: bool = True, most: int = 1 << 30
) -> list[WikiRecord]:
    """What reading a dump gives; texts as texts, whichever way they were read."""
    reading = dump.Reading(Dribbling(raw, most), Wiki(selection or Selection()), by_patterns=by_patterns)
    return [as_text(record) for record in reading.records()]


def as_text(record: WikiRecord) -> WikiRecord:
    if isinstance(record, Revision) and isinstance(record.text, bytes):
        return record._replace(text=record.text.decode())
    return record


def revisions_of(records: list[WikiRecord]) -> list[Revision]:
    return [record for record in records if isinstance(record, Revision)]


def problems_of(records: list[WikiRecord]) -> list[Problem]:
    return [record for record in records if isinstance(record, Problem)]


def accounted(records: list[WikiRecord]) -> int:
    return sum(one.size for one in records if isinstance(one, Revision | LogEvent | Problem | Skipped | Framing))


def awkward() -> dict[int, Revision]:
    records = told((FIXTURES / "export-0.11-awkward.xml").read_bytes())
    return {one.revision: one for one in revisions_of(records)}


# -------------------------------------------------------------------------------------- patterns and expat


@pytest.mark.parametrize("most", [1 << 30, 1000, 37])
@pytest.mark.parametrize("file", DUMPS, ids=lambda file: file.name)
def test_patterns_and_expat_tell_the_same(file: Path, most: int) -> None:
    raw = file.read_bytes()
    records = told(raw, most=most)
    assert records == told(raw, by_patterns=False)
    assert accounted(records) == cast("Extent", records[-1]).bytes


PIECES = st.sampled_from([
    "a", "é", "’", "😀", " ", "\n", "\t", "&amp;", "&lt;", "&#233;", "&#x1F600;", "&#0;", "&eacute;", "&", ">", "]]>",
    "]]&gt;", "<!-- c -->", "<![CDATA[<x>]]>", "<?p i?>", "<br/>", "\r\n", "\x0b", "\ufffe",
    "#REDIRECT [[B]]", '"', "'",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=6).map("".join)
ODD = st.sampled_from([
    "<minor />", "<minor></minor>", "<parentid>3</parentid>", "<parentid/>", "<sha1>0zz</sha1>", "<comment/>",
    '<comment deleted="deleted" />', "<contributor deleted='deleted'/>", "<model>x</model>", "<text/>",
    '<text id="3" />',
    "<contributor><ip>192.0.2.1</ip></contributor>", "<contributor><username/></contributor>", '<foo bar="1">x</foo>',
])  # fmt: skip


@st.composite
def odd_dumps(draw: st.DrawFn) -> bytes:
    """Dumps that are nearly as MediaWiki writes them, some of them broken."""
    pages = []
    number = 0
    for place in range(draw(st.integers(0, 3))):
        revisions = []
        for _ in range(draw(st.integers(0, 3))):
            number += 1
            one = revision(number, draw(TEXTS))
            for odd in draw(st.lists(ODD, max_size=2)):
                one = one.replace("<origin>", f"{odd}\n<origin>", 1)
            revisions.append(one)
        pages.append(page(place, draw(st.sampled_from(["A", "Utilisateur:B", "&lt;C", "D]]>"])), *revisions))
    raw = dump_of(*pages)
    for _ in range(draw(st.integers(0, 2))):
        here = draw(st.integers(0, len(raw)))
        raw = raw[:here] + draw(st.binary(max_size=3)) + raw[here + draw(st.integers(0, 3)) :]
    return raw[: draw(st.integers(0, len(raw)))] if draw(st.booleans()) else raw


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(odd_dumps(), st.sampled_from([1 << 30, 701, 64]))
def test_whatever_stands_in_a_dump_patterns_and_expat_tell_the_same(raw: bytes, most: int) -> None:
    records = told(raw, most=most)
    assert records == told(raw, by_patterns=False)
    assert accounted(records) == cast("Extent", records[-1]).bytes
    places = [one.place for one in records if isinstance(one, Revision | LogEvent | Problem)]
    assert len(places) == len(set(places))


# ------------------------------------------------------------------------------------------- what is read


def test_before_version_0_5_the_prefix_of_the_title_tells_the_namespace() -> None:
    records = told((FIXTURES / "export-0.3.xml").read_bytes())
    pages = [record for record in records if isinstance(record, Page)]
    assert {one.page: one.namespace for one in pages} == {4: 0, 5: 1, 6: 0}
    assert {one.namespace: one.name for one in records if isinstance(one, Namespace)}[3] == "Discussion Utilisateur"


def test_before_version_0_4_the_last_text_tells_where_a_page_redirects_to() -> None:
    pages = [one for one in told((FIXTURES / "export-0.3.xml").read_bytes()) if isinstance(one, Page)]
    assert {one.title: one.redirect for one in pages} == {
        "Moulin du Guern": "",
        "Discuter:Moulin du Guern": "",
        "Le moulin": "Moulin du Guern",
    }


def test_where_a_dump_says_no_size_and_no_digest_the_text_does() -> None:
    first, empty, script, _ = revisions_of(told((FIXTURES / "export-0.3.xml").read_bytes()))
    assert (first.length, len(first.sha1)) == (
        len("Le moulin tourne depuis l'<em>été</em> 1850. [[Catégorie:Moulins]]".encode()),
        40,
    )
    assert (empty.length, empty.sha1, empty.text, empty.minor) == (0, EMPTY_SHA1, "", True)
    assert (script.user, script.user_id, script.user_class) == ("Conversion script", 0, "imported")


def test_a_stub_has_sizes_and_digests_and_no_texts() -> None:
    records = told((FIXTURES / "stub-0.10.xml").read_bytes())
    first, second = revisions_of(records)
    assert (first.length, first.text, first.sha1) == (78, None, EMPTY_SHA1)
    assert (second.user, second.user_class, second.parent) == ("2001:DB8:0:0:0:0:0:7", "ip", 11)
    assert [one.redirect for one in records if isinstance(one, Page)] == ["", "Moulin du Guern"]


def test_what_a_wiki_masks_is_marked_and_its_size_kept() -> None:
    masked = awkward()[101]
    assert masked.hidden == "user comment text"
    assert (masked.user, masked.user_id, masked.user_class) == ("", None, "hidden")
    assert (masked.comment, masked.length, masked.sha1, masked.text) == ("", 31, "", None)


def test_who_wrote_elsewhere_or_without_an_account_is_of_a_class_of_its_own() -> None:
    found = awkward()
    assert (found[102].user, found[102].user_class) == ("imported>Nolwenn Guivarch", "imported")
    assert (found[103].user, found[103].user_class) == ("~2026-10432-1", "temporary")
    assert (found[104].user_id, found[104].user_class) == (9, "registered")


def test_who_has_an_address_for_a_number_is_that_address() -> None:
    raw = (
        dump_of(page(1, "A", revision(1)))
        .replace(b"Claire Morvan", b"Anonymous")
        .replace(b"<id>8</id>", b"<id>192.0.2.5</id>")
    )
    [found] = revisions_of(told(raw))
    assert (found.user, found.user_id, found.user_class) == ("192.0.2.5", 0, "ip")
    assert told(raw) == told(raw, by_patterns=False)


def test_a_day_that_is_none_leaves_the_revision_undated() -> None:
    found = awkward()
    assert (found[102].at, found[103].at) == (None, "2011-03-01T10:00:00Z")


def test_entities_and_sections_of_cdata_are_the_text_that_they_mean() -> None:
    found = awkward()
    assert (found[102].text, found[102].comment) == ("L’eau y coule!", '/* L\'eau */ "claire"')
    assert found[103].text == "Un <pre>]]></pre> brut"


def test_the_size_of_a_revision_is_that_of_all_its_slots() -> None:
    assert (awkward()[104].length, awkward()[104].text) == (45, "Calme")


def test_a_revision_without_a_number_is_a_problem_and_its_page_goes_on() -> None:
    records = told((FIXTURES / "export-0.11-awkward.xml").read_bytes())
    assert [one.reason for one in problems_of(records)] == ["a revision without a number"]
    assert [one.revision for one in revisions_of(records)] == [101, 102, 103, 104, 105, 106]


def test_a_dump_says_what_the_wiki_is_called() -> None:
    site = next(one for one in told((FIXTURES / "stub-0.10.xml").read_bytes()) if isinstance(one, WikiSite))
    assert dict(site.facts) == {
        "lang": "fr",
        "sitename": "Wiki de la vallée",
        "dbname": "vallee",
        "base": "http://vallee.example/wiki/Accueil",
        "generator": "MediaWiki 1.27.1",
        "case": "first-letter",
    }


def test_a_dump_of_the_logs_tells_who_became_what_in_one_form() -> None:
    events = [one for one in told((FIXTURES / "logs-0.11.xml").read_bytes()) if isinstance(one, LogEvent)]
    assert [event.params for event in events] == [
        '{"newgroups": ["sysop"], "oldgroups": []}',
        "{}",
        '{"newgroups": ["bureaucrat", "sysop"], "oldgroups": ["sysop"]}',
    ]
    assert (events[0].namespace, events[0].title) == (2, "Utilisateur:Claire Morvan")
    assert events[1].hidden == "action user comment"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_dump_may_be_in_utf_16_or_begin_with_a_mark(encoding: str, tmp_path: Path) -> None:
    text = '<?xml version="1.0"?>\n' + dump_of(page(1, "Été", revision(5, "l’été"))).decode()
    file = tmp_path / "dump.xml"
    file.write_bytes(text.encode(encoding))
    assert ingest.recognize(file) == "mediawiki"
    assert [one.text for one in revisions_of(told(file.read_bytes()))] == ["l’été"]


def test_elements_may_have_a_prefix() -> None:
    raw = (
        dump_of(page(1, "A", revision(5)))
        .decode()
        .replace("<", "<mw:")
        .replace("<mw:/", "</mw:")
        .replace("<mw:mediawiki", '<mw:mediawiki xmlns:mw="http://www.mediawiki.org/xml/export-0.11/"')
    )
    assert [one.revision for one in revisions_of(told(raw.encode()))] == [5]


# ------------------------------------------------------------------------------------ damages and attacks


def test_a_dump_that_is_cut_anywhere_keeps_what_came_before() -> None:
    raw = dump_of(page(1, "A", revision(1), revision(2)), page(2, "B", revision(3, "<!-- -->")))
    whole = revisions_of(told(raw))
    for end in range(raw.index(b"</siteinfo>"), len(raw) - len("</mediawiki>\n"), 7):
        records = told(raw[:end])
        found = revisions_of(records)
        assert found == whole[: len(found)]
        assert accounted(records) == end
        assert [one.reason for one in problems_of(records)] == ["the file ends in the middle"]
        assert len(found) == raw[:end].count(b"</revision>")


def test_behind_invalid_xml_reading_goes_on_with_the_next_page() -> None:
    raw = dump_of(page(1, "A", revision(1)), page(2, "B", revision(2, "</texte>")), page(3, "C", revision(3)))
    records = told(raw)
    assert [one.revision for one in revisions_of(records)] == [1, 3]
    [problem] = problems_of(records)
    assert problem.reason == "invalid XML: mismatched tag"
    assert raw[int(problem.place) - 2 :].startswith(b"</texte>")  # where expat sees it
    assert accounted(records) == len(raw)


def test_a_document_type_is_refused_and_nothing_of_it_is_expanded() -> None:
    records = told((FIXTURES / "doctype.xml").read_bytes())
    assert [type(one) for one in records] == [Problem, Extent]
    assert str(problems_of(records)[0].reason).startswith("refused: a document type declaration")


@pytest.mark.parametrize("encoding", ["klingon", "shift_jis", "utf-7", "hex", "idna", "undefined"])
def test_a_dump_in_an_encoding_that_cannot_be_read_is_refused(encoding: str) -> None:
    raw = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + dump_of(page(1, "A", revision(1)))
    assert [one.reason for one in problems_of(told(raw))] == ["refused: a character encoding that is not known"]


def test_a_namespace_whose_number_is_none_has_no_place_among_the_others() -> None:
    numbers = ("9" * 5000, "9" * 50, "--1", "", "100")
    site = "".join(f'<namespace key="{number}">N{place}</namespace>' for place, number in enumerate(numbers))
    raw = SITE.format(site) + page(1, "A", revision(1)) + "</mediawiki>"
    found = [one for one in told(raw.encode()) if isinstance(one, Namespace)]
    assert [(one.namespace, one.name) for one in found] == [(100, "N4")]


def test_sizes_that_no_column_holds_are_unknown() -> None:
    huge = '<content><text bytes="9223372036854775807"/></content>'
    [found] = revisions_of(told(dump_of(page(1, "A", revision(1).replace("<sha1/>", f"{huge}{huge}<sha1/>")))))
    assert found.length is None


def test_elements_in_elements_without_an_end_are_refused() -> None:
    raw = (SITE.format("") + "<page>" + "<a>" * 5000).encode()
    assert [one.reason for one in problems_of(told(raw))] == ["refused: elements in elements without an end"]


class Endless(io.RawIOBase):
    """A stream that goes on with the same bytes, up to a size."""

    def __init__(self, start: bytes, rest: bytes, size: int) -> None:
        self.start = start
        self.rest = rest
        self.left = size

    def read(self, size: int = -1) -> bytes:
        if self.start:
            start, self.start = self.start, b""
            return start
        size = min(size, self.left)
        self.left -= size
        return (self.rest * (size // len(self.rest) + 1))[:size]


HOSTILE = {
    "a tag": b'<page foo="',
    "a comment": b"<page><!--",
    "a title": b"<page><title>",
    "a text": b"<page><title>A</title><id>1</id><revision><id>1</id><text>",
}


@pytest.mark.parametrize("start", HOSTILE.values(), ids=HOSTILE)
def test_what_has_no_end_takes_no_more_memory_than_what_has_one(start: bytes) -> None:
    stream = cast("IO[bytes]", Endless(SITE.format("").encode() + start, b"abcdefgh", 100 << 20))
    tracemalloc.start()
    records = list(dump.Reading(stream, Wiki(Selection())).records())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert problems_of(records)
    assert peak < 110 << 20


def test_a_text_that_is_too_long_is_left_out_and_counted() -> None:
    raw = dump_of(page(1, "A", revision(1, "x" * (dump.LONGEST + 1)), revision(2)))
    records = told(raw)
    assert [(one.revision, one.length, one.text) for one in revisions_of(records)] == [
        (1, dump.LONGEST + 1, None),
        (2, 5, "Texte"),
    ]
    assert [one.reason for one in problems_of(records)] == ["its text is longer than the 16 MiB that are kept"]


# -------------------------------------------------------------------------------------------- packed dumps


def packed(raw: bytes, packing: str, folder: Path) -> Path:
    """A dump packed as one of its kinds, by other means than those that unpack it."""
    file = folder / f"dump.xml.{packing}"
    if packing == "7z":
        import py7zr

        with py7zr.SevenZipFile(file, "w") as archive:
            archive.writestr(raw, "dump.xml")
    elif packing == "zst":
        import zstandard

        file.write_bytes(zstandard.ZstdCompressor().compress(raw))
    elif packing == "lzma":
        file.write_bytes(lzma.compress(raw, lzma.FORMAT_ALONE))
    else:
        file.write_bytes({"gz": gzip, "bz2": bz2, "xz": lzma}[packing].compress(raw))
    return file


@pytest.fixture(scope="module")
def large() -> bytes:
    """Some hundreds of revisions that do not pack well."""
    chance = random.Random(1850)  # noqa: S311 nothing is secret here
    return dump_of(*(page(n, f"P{n}", revision(n, f"{chance.getrandbits(8_000):x}")) for n in range(1, 900)))


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files, too, are unpacked in a process of their own."""
    monkeypatch.setattr(unpacking, "SMALL", 0)


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("packing", ["gz", "bz2", "xz", "lzma", "zst", "7z"])
@pytest.mark.parametrize("with_programs", [True, False])
def test_a_packed_dump_tells_what_the_plain_one_does(
    packing: str, tmp_path: Path, large: bytes, monkeypatch: pytest.MonkeyPatch, *, with_programs: bool
) -> None:
    if not with_programs:  # as where none is installed: a Python of our own
        monkeypatch.setattr(unpacking, "PROGRAMS", dict.fromkeys(unpacking.PROGRAMS, (("no-such-program",),)))
    file = packed(large, packing, tmp_path)
    assert ingest.recognize(file) == "mediawiki"
    [part] = mediawiki.parts(file)
    assert [as_text(one) for one in mediawiki.read(part)] == told(large)


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("packing", ["gz", "bz2", "xz", "zst", "7z"])
def test_a_packed_dump_that_is_cut_keeps_what_came_before_and_says_so(
    packing: str, tmp_path: Path, large: bytes
) -> None:
    file = packed(large, packing, tmp_path)
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 3 // 4])
    found: list[WikiRecord] = []
    with pytest.raises(UNREADABLE):
        found.extend(as_text(record) for record in mediawiki.read(Part(file, file.name)))
    revisions = revisions_of(found)
    assert revisions == revisions_of(told(large))[: len(revisions)]
    assert packing == "7z" or len(revisions) > 100  # the contents of a 7z archive stand at its end


def children() -> set[str]:
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], check=True, capture_output=True, text=True
    )
    return {line for line in listed.stdout.splitlines() if "ps -o" not in line}


@pytest.mark.usefixtures("apart")
@pytest.mark.skipif(sys.platform != "linux", reason="lists processes as Linux does")
@pytest.mark.parametrize("packing", ["bz2", "7z"])
def test_nothing_goes_on_unpacking_when_reading_is_given_up(packing: str, tmp_path: Path) -> None:
    text = "Encore une ligne. " * 500
    file = packed(dump_of(*(page(n, f"P{n}", revision(n, text)) for n in range(1000))), packing, tmp_path)
    before = children()
    with closing(cast("Generator[WikiRecord]", mediawiki.read(Part(file, file.name)))) as reading:
        for _ in range(20):
            next(reading)
        assert children() > before
    assert children() == before


def test_what_is_no_archive_is_a_problem_that_says_so(tmp_path: Path) -> None:
    file = tmp_path / "dump.xml.7z"
    file.write_text("not an archive")
    [part] = mediawiki.parts(tmp_path)
    problem, extent = mediawiki.read(part)
    assert problem == Problem("0", 14, "neither a dump of MediaWiki nor answers of its API")
    assert extent == Extent(14)


def test_what_only_a_missing_program_could_unpack_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = packed(dump_of(), "7z", tmp_path)
    monkeypatch.setattr(unpacking, "PROGRAMS", {"7z": (("7zz-that-nobody-has",),)})
    monkeypatch.setattr(unpacking, "LIBRARIES", {"7z": "no_such_library"})
    [part] = mediawiki.parts(file)
    with pytest.raises(RuntimeError, match="unpacking it needs the program 7zz"):
        list(mediawiki.read(part))


# ----------------------------------------------------------------------------------------------- selection

WIKI = dump_of(
    page(1, "Projet:Sentiers", revision(1), namespace=4),
    page(2, "Projet:Sentiers/Carte", revision(2), namespace=4),
    page(3, "Projet:Sentiers anciens", revision(3), namespace=4),
    page(4, "Discussion Projet:Sentiers/Carte", revision(4), namespace=5),
    page(5, "Moulin", revision(5, "[[catégorie : moulins|M]]", day=1), revision(6, "[[Category:Moulins]]", day=2)),
    page(6, "Discussion:Moulin", revision(7), namespace=1),
    page(7, "Four", revision(8, "[[Catégorie:Moulins]]", day=1), revision(9, "plus rien", day=2)),
    page(8, "Utilisateur:Claire Morvan", revision(10), namespace=2),
)


def selected(tmp_path: Path, selection: Selection) -> list[WikiRecord]:
    file = tmp_path / "wiki.xml"
    file.write_bytes(WIKI)
    return [as_text(one) for one in mediawiki.read(Part(file, file.name), selection)]


@pytest.mark.parametrize(
    "prefix", ["Projet:Sentiers", "projet:sentiers".replace("sentiers", "Sentiers"), "Projet:Sentiers/"]
)
def test_a_prefix_selects_a_page_what_is_below_it_and_their_talk_pages(prefix: str, tmp_path: Path) -> None:
    records = selected(tmp_path, Selection(prefixes=(prefix,)))
    assert [one.revision for one in revisions_of(records)] == [1, 2, 4]
    assert sum(one.items for one in records if isinstance(one, Skipped)) == 7
    assert accounted(records) == len(WIKI)


def test_a_category_selects_the_pages_whose_last_text_is_in_it_and_their_talk_pages(tmp_path: Path) -> None:
    records = selected(tmp_path, Selection(categories=("Moulins",)))
    assert [one.revision for one in revisions_of(records)] == [5, 6, 7]
    assert [one.title for one in records if isinstance(one, Page)] == ["Moulin", "Discussion:Moulin"]


def test_texts_are_kept_of_all_pages_of_discussions_or_of_none(tmp_path: Path) -> None:
    kept = {
        texts: [one.revision for one in revisions_of(selected(tmp_path, Selection(texts))) if one.text is not None]
        for texts in ("all", "discussion", "none")
    }
    assert kept == {"all": list(range(1, 11)), "discussion": [4, 7, 10], "none": []}


def test_parts_are_read_in_an_order_in_which_the_last_word_is_the_latest(tmp_path: Path) -> None:
    for name in ("users.jsonl", "revisions-000010.jsonl", "revisions-000002.jsonl", "site.json", "log-000001.jsonl"):
        (tmp_path / name).write_text('{"answer": {"query": {"pages": []}}}\n')
    (tmp_path / "z.xml").write_bytes(WIKI)
    (tmp_path / "notes.txt").write_text("rien")
    assert [part.name for part in mediawiki.parts(tmp_path)] == [
        "z.xml",
        "log-000001.jsonl",
        "revisions-000002.jsonl",
        "revisions-000010.jsonl",
        "site.json",
        "users.jsonl",
    ]


def test_a_dump_of_many_pages_takes_no_memory_for_them(tmp_path: Path) -> None:
    file = tmp_path / "wiki.xml"
    file.write_bytes(dump_of(*(page(n, f"P{n}", revision(n, "x" * 10_000)) for n in range(3000))))
    tracemalloc.start()
    count = sum(isinstance(one, Revision) for one in mediawiki.read(Part(file, file.name)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3000
    assert peak < 4 << 20
