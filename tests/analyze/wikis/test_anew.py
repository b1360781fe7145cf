"""A wiki's archive that changes is analysed anew; one that does not is not."""

from __future__ import annotations

from pathlib import Path

import factories

from maillage import pipeline
from maillage.progress import Silent
from maillage.project import Source, Study, WikiOptions
from maillage.store import Store

DUMP = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="fr">
<siteinfo><sitename>Wiki</sitename><namespaces><namespace key="0" case="first-letter" /></namespaces></siteinfo>
<page><title>Accueil</title><ns>0</ns><id>1</id>{revisions}</page>
</mediawiki>
"""
REVISION = """<revision><id>{number}</id>{parent}<timestamp>2015-03-0{number}T10:00:00Z</timestamp>
<contributor><username>Aline Morvan</username><id>7</id></contributor><model>wikitext</model>
<format>text/x-wiki</format><text bytes="{length}" xml:space="preserve">{text}</text></revision>
"""


def write(dump: Path, *texts: str) -> None:
    revisions = (
        REVISION.format(
            number=number,
            parent=f"<parentid>{number - 1}</parentid>" if number > 1 else "",
            length=len(text.encode()),
            text=text,
        )
        for number, text in enumerate(texts, start=1)
    )
    dump.write_text(DUMP.format(revisions="".join(revisions)), encoding="utf-8")


def run(of: Study) -> tuple[bool, int, int]:
    """Whether it was analysed, its edits, and the bytes that they added."""
    pipeline.ingest(of)
    with Store.open(of.database, write=True) as store:
        analysed = pipeline.analyze(store, of, Silent())
        (row,) = store.rows("select count(*), sum(added) from edits")
        return analysed, *tuple(row)


def test_an_archive_that_changed_is_analysed_anew(tmp_path: Path) -> None:
    dump = tmp_path / "wiki.xml"
    wiki = Source("wiki", "mediawiki", dump, wiki=WikiOptions())
    of = factories.study(tmp_path, wiki, database=tmp_path / "study.db", decisions=tmp_path / "decisions")
    write(dump, "Bonjour")
    assert run(of) == (True, 1, 7)
    assert run(of) == (False, 1, 7)
    write(dump, "Bonjour", "Bonjour à tous")
    assert run(of) == (True, 2, 15)
