from __future__ import annotations

from pathlib import Path

import factories
import pytest

from maillage.analyze.profiles.vocabulary import organisations, professions
from maillage.coding import codebook
from maillage.decisions import FIELDS
from maillage.errors import InvalidStudy
from maillage.project import Study

HEADINGS = "field,code,label_fr,label_en,group,definition\n"


def study(root: Path) -> Study:
    return factories.study(root, decisions=root / "decisions")


def write(root: Path, text: str) -> Study:
    (root / "decisions").mkdir()
    (root / "decisions" / "codebook.csv").write_text(text, encoding="utf-8")
    return study(root)


def test_the_default_one_has_the_words_that_the_program_finds() -> None:
    book = codebook.default()
    assert {entry.field for entry in book.entries} <= set(FIELDS) - codebook.FREE
    statuses = book.of("status")
    assert {organisations.by_code(entry.code).label_fr for entry in statuses} == {one.label_fr for one in statuses}
    assert {entry.group for entry in statuses} == set(organisations.SECTORS)
    known = professions.classify("animatrice")
    assert known
    assert book.named("function", known.term)


def test_the_default_one_is_written_once_and_read_back(tmp_path: Path) -> None:
    of = study(tmp_path)
    written = codebook.write_default(of)
    assert written == tmp_path / "decisions" / "codebook.csv"
    assert codebook.load(of) == codebook.default()
    written.write_text(HEADINGS + "status,ours,La nôtre,,,\n", encoding="utf-8")
    assert codebook.write_default(of) is None
    assert [entry.code for entry in codebook.load(of).entries] == ["ours"]


@pytest.mark.parametrize("written", ["tiers-lieu", "Tiers-Lieu", "THIRD PLACE", "tl"])
def test_a_word_is_known_by_code_and_label_in_either_language(tmp_path: Path, written: str) -> None:
    of = write(tmp_path, HEADINGS + "status,tl,Tiers-lieu,Third place,civil society,\n")
    entry = codebook.load(of).named("status", written)
    assert entry
    assert (entry.code, entry.group) == ("tl", "civil society")
    assert codebook.load(of).named("domain", written) is None


def test_its_mistakes_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    of = write(tmp_path, HEADINGS + "statut,a,A,,,\nstatus,,B,,,\n\nstatus,c,C,,,\nstatus,C,,,,\n")
    with pytest.raises(InvalidStudy) as caught:
        codebook.load(of)
    assert list(caught.value.mistakes) == [
        'line 2: unknown field "statut"; did you mean "status"?',
        "line 3: the column code is empty: it is required",
        "line 6: the column label_fr is empty: it is required",
        'line 6: the code "C" stands on line 5 already',
    ]


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidStudy, match="missing column: code; the headings are field,code,"):
        codebook.load(write(tmp_path, "field;label_fr\nstatus;SCOP\n"))


@pytest.mark.parametrize("written", ["non identifié", "Non identifiée", "NOT IDENTIFIED", "unidentified", "inconnu"])
def test_looked_for_in_vain_is_said_in_several_ways(written: str) -> None:
    assert codebook.unidentified(written)
    assert not codebook.unidentified("identifié")
