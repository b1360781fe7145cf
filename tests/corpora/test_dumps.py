"""Every dump of the real archives: read to its end, by patterns as by expat, and as mwxml reads it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import factories
import pytest
from neighbours import corpus
from test_update import rows, run

from maillage.ingest import mediawiki
from maillage.ingest.mediawiki import dump
from maillage.ingest.mediawiki.pages import Wiki
from maillage.ingest.parts import Part
from maillage.ingest.unpacking import opened
from maillage.project import Source, WikiOptions
from maillage.records import Extent, Framing, LogEvent, Page, Problem, Revision, Selection, Skipped, WikiRecord

# Stored, duplicates and problems of each file that is called a dump.
DUMPS = {
    "addressforall/dumpContent.xml": (34, 0, 0),
    "derived-xml/200movies_wikia_com-stub-meta-history.xml": (877, 0, 0),
    "derived-xml/cocktails-stub-meta-history.xml": (21836, 0, 0),
    "derived-xml/es_lagunanegra_wikia_com-stub-meta-history.xml": (3903, 0, 0),
    "derived-xml/heatsynclabs-pages-history.xml": (1492, 0, 0),
    "derived-xml/paris8-ied-wiki-fr-history.xml": (282, 0, 0),
    "macbre/dump.xml": (0, 0, 4),  # an example without any number
    "macbre/dump.xml.7z": (3, 0, 0),
    "macbre/dump.xml.bz2": (2, 0, 0),
    "mwxml/dump.xml": (3, 0, 0),
    "pywikibot/article-pear-0.10.xml": (1, 0, 0),
    "pywikibot/article-pear.xml": (4, 0, 0),
    "pywikibot/article-pyrus-utf16.xml": (6, 0, 0),
    "pywikibot/article-pyrus-utf16.xml.bz2": (6, 0, 0),
    "pywikibot/article-pyrus.xml": (6, 0, 0),
    "pywikibot/article-pyrus.xml.7z": (6, 0, 0),
    "pywikibot/article-pyrus.xml.bz2": (6, 0, 0),
    "pywikibot/article-pyrus.xml.gz": (6, 0, 0),
    "pywikibot/article-pyrus.xml.lzma": (6, 0, 0),
    "pywikibot/article-pyrus.xml.xz": (6, 0, 0),
    "pywikibot/article-pyrus.xml_invalid.7z": (0, 0, 1),
    "pywikibot/dummy-reflinks.xml": (2, 0, 0),
    "pywikibot/dummy-template.xml": (3, 0, 0),
    "pywikibot/pair-0.10.xml": (4, 0, 0),
}
# mwxml stops at a user who has an address for a number, and at elements without a number.
BEYOND_MWXML = (
    "derived-xml/cocktails-stub-meta-history.xml",
    "derived-xml/es_lagunanegra_wikia_com-stub-meta-history.xml",
    "macbre/dump.xml",
    "pywikibot/article-pyrus.xml_invalid.7z",
)


LEDGER = """
    select stored, duplicates, problems,
      bytes_read - stored_bytes - duplicate_bytes - problem_bytes - skipped_bytes from parts
"""
INVALID = "pywikibot/article-pyrus.xml_invalid.7z"


@pytest.mark.parametrize("name", [name for name in DUMPS if name != INVALID])
def test_the_ledger_of_a_dump_adds_up(name: str, tmp_path: Path) -> None:
    wiki = Source("wiki", "mediawiki", corpus("mediawiki") / name, wiki=WikiOptions())
    study = factories.study(tmp_path, wiki, database=tmp_path / "study.db")
    done = run(study)
    [ledger] = rows(study, LEDGER)
    assert ledger == (*DUMPS[name], 0)
    assert done.broken == []
    assert not run(study).changed


def test_what_is_only_called_a_dump_is_a_problem_of_its_folder() -> None:
    path = corpus("mediawiki") / INVALID
    [part] = [part for part in mediawiki.parts(path.parent) if part.path == path]
    assert next(iter(mediawiki.read(part))) == Problem("0", 108, "neither a dump of MediaWiki nor answers of its API")


def test_no_dump_of_the_archives_is_left_out() -> None:
    root = corpus("mediawiki")
    found = {file.relative_to(root).as_posix() for file in root.rglob("*.xml*") if file.suffix != ".json"}
    assert found == DUMPS.keys()


@pytest.mark.parametrize("name", [name for name in DUMPS if not name.endswith("_invalid.7z")])
def test_patterns_and_expat_tell_the_same(name: str) -> None:
    def told(*, by_patterns: bool) -> Iterator[WikiRecord]:
        path = corpus("mediawiki") / name
        with opened(Part(path, path.name)) as stream:
            for record in dump.Reading(stream, Wiki(Selection()), by_patterns=by_patterns).records():
                is_text = isinstance(record, Revision) and isinstance(record.text, bytes)
                yield record._replace(text=record.text.decode()) if is_text else record  # type: ignore[union-attr]

    records = list(told(by_patterns=True))
    assert records == list(told(by_patterns=False))
    counted = (Revision, LogEvent, Problem, Skipped, Framing)
    assert sum(one.size for one in records if isinstance(one, counted)) == records[-1][0]
    assert isinstance(records[-1], Extent)


@pytest.mark.parametrize("name", [name for name in DUMPS if name not in BEYOND_MWXML])
def test_every_page_and_revision_that_mwxml_finds_is_ours(name: str) -> None:
    mwxml = pytest.importorskip("mwxml")
    path = corpus("mediawiki") / name
    ours = list(mediawiki.read(Part(path, path.name)))
    revisions = [
        (one.page, one.revision, one.parent or None, one.at, one.user or None, one.minor, one.comment, _text(one))
        for one in ours
        if isinstance(one, Revision)
    ]
    titles = {one.page: one.title for one in ours if isinstance(one, Page)}
    theirs, their_titles = [], {}
    with opened(Part(path, path.name)) as stream:
        for page in mwxml.Dump.from_file(io.BytesIO(stream.read(1 << 28))):
            their_titles[page.id] = page.title.replace("_", " ")
            for one in page:
                user = one.user.text if one.user else None
                theirs.append(
                    (page.id, one.id, one.parent_id or None, one.timestamp.strftime("%Y-%m-%dT%H:%M:%SZ"), user or None,
                     one.minor, one.comment or "", one.text or "")
                )  # fmt: skip
    assert revisions == theirs
    assert titles.keys() == their_titles.keys()
    assert all(titles[page].endswith(title) for page, title in their_titles.items())


def _text(revision: Revision) -> str:
    return revision.text.decode() if isinstance(revision.text, bytes) else revision.text or ""
