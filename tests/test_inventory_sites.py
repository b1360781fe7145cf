"""Sites of SPIP among other archives: `maillage init` finds each, whatever form it was kept in."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import spip_sites

from maillage import inventory

FIXTURES = Path(__file__).parents[1] / "fixtures"


def found(folder: Path) -> list[tuple[str, str, int]]:
    """The kind, the path and the files of each source in a folder."""
    survey = inventory.survey(folder)
    return [(one.kind, one.path.relative_to(folder).as_posix(), one.files) for one in survey.sources]


def test_the_backups_of_a_site_are_one_source_and_those_that_lie_alone_are_one_each(tmp_path: Path) -> None:
    (tmp_path / "val").mkdir()
    spip_sites.valley(tmp_path / "val/val_20090201.sqlite")
    spip_sites.valley(tmp_path / "val/val_20100201.sqlite")
    dump = spip_sites.as_mysql(tmp_path / "val/val_20090201.sqlite", "morne_")
    (tmp_path / "morne.sql.gz").write_bytes(gzip.compress(dump.encode()))
    shutil.copy(FIXTURES / "spip/backend-3.2.xml", tmp_path)
    (tmp_path / "liste").mkdir()
    shutil.copy(FIXTURES / "mbox/qmail-mboxrd.mbox", tmp_path / "liste")
    assert found(tmp_path) == [
        ("spip", "backend-3.2.xml", 1),
        ("mbox", "liste", 1),
        ("spip", "morne.sql.gz", 1),
        ("spip", "val", 2),
    ]


def test_the_pages_of_a_site_are_one_source_with_those_of_its_sections(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "spip/pages-2.1", tmp_path / "site")
    (tmp_path / "site/style.css").write_text("p { color: red }")
    (tmp_path / "liste").mkdir()
    shutil.copy(FIXTURES / "mbox/qmail-mboxrd.mbox", tmp_path / "liste")
    assert found(tmp_path) == [("mbox", "liste", 1), ("spip", "site", 3)]
