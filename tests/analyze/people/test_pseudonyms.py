from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from maillage.analyze.people.pseudonyms import pseudonyms, study_key
from maillage.errors import InvalidStudy

KEY = b"k" * 64


def test_a_pseudonym_is_six_characters_that_nobody_misreads() -> None:
    (code,) = pseudonyms(["jean@example.org"], KEY)
    assert re.fullmatch(r"P-[0-9A-HJKMNP-TV-Z]{6}", code)


def test_a_pseudonym_stays_when_others_come() -> None:
    alone = list(pseudonyms(["jean@example.org"], KEY))
    assert list(pseudonyms(["marie@example.org", "jean@example.org"], KEY))[1:] == alone


def test_another_key_gives_other_pseudonyms() -> None:
    assert list(pseudonyms(["jean@example.org"], KEY)) != list(pseudonyms(["jean@example.org"], b"z" * 64))


def test_no_two_of_many_persons_share_a_pseudonym() -> None:
    codes = list(pseudonyms((str(number) for number in range(60_000)), KEY))
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {8, 9}  # a few collide, and are longer by one


def test_a_study_keeps_the_key_it_made(tmp_path: Path) -> None:
    assert study_key(tmp_path) == study_key(tmp_path)


def test_only_its_owner_reads_the_key(tmp_path: Path) -> None:
    study_key(tmp_path)
    assert stat.S_IMODE((tmp_path / "pseudonyms.key").stat().st_mode) == 0o600


def test_a_key_that_was_emptied_is_reported(tmp_path: Path) -> None:
    (tmp_path / "pseudonyms.key").write_text("")
    with pytest.raises(InvalidStudy, match="16 to 64 characters"):
        study_key(tmp_path)


def test_a_folder_that_cannot_hold_a_key_is_reported(tmp_path: Path) -> None:
    with pytest.raises(InvalidStudy, match="cannot be read or made"):
        study_key(tmp_path / "absent")
