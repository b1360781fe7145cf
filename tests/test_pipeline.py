from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from factories import Archive, source, study

from maillage.pipeline import fingerprint
from maillage.project import OfficialFiles


def test_an_official_file_that_changed_is_analysed_anew(tmp_path: Path) -> None:
    communes = tmp_path / "communes.csv"
    communes.write_text("TYPECOM,COM,DEP,LIBELLE,COMPARENT\n", encoding="utf-8")
    of = replace(study(tmp_path, source("makers")), gazetteer=OfficialFiles(communes=communes))
    (tmp_path / "maillage.toml").touch()
    with Archive(tmp_path) as archive:
        before = fingerprint(archive.store, of)
        assert fingerprint(archive.store, of) == before
        communes.write_text("TYPECOM,COM,DEP,LIBELLE,COMPARENT\nCOM,29019,29,Brest,\n", encoding="utf-8")
        assert fingerprint(archive.store, of) != before


def test_official_titles_that_changed_are_analysed_anew(tmp_path: Path) -> None:
    titles = tmp_path / "rome.csv"
    titles.write_text("code_rome,appellation\n", encoding="utf-8")
    of = replace(study(tmp_path, source("makers")), rome=titles)
    (tmp_path / "maillage.toml").touch()
    with Archive(tmp_path) as archive:
        before = fingerprint(archive.store, of)
        titles.write_text("code_rome,appellation\nK1206,Animateur\n", encoding="utf-8")
        assert fingerprint(archive.store, of) != before
