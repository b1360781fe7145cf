"""The table of what could not be read: a folder of a thousand files that say the same is one row of it."""

from __future__ import annotations

from maillage.reports.tables.problems import MANY, Problem, folded

TWICE = "the same mails in another form"


def files(folder: str, count: int, reason: str = TWICE, size: int = 10) -> list[Problem]:
    return [("makers", f"{folder}/{number:06}.html", "", size, reason) for number in range(count)]


def test_many_files_of_one_folder_and_reason_are_one_row() -> None:
    found = list(folded([*files("2003-May", MANY + 1), *files("2003-June", MANY)], "fr"))
    assert found[0] == ("makers", f"2003-May/ ({MANY + 1} fichiers)", "", 10 * (MANY + 1), TWICE)
    assert found[1:] == files("2003-June", MANY)


def test_passages_inside_files_are_rows_of_their_own() -> None:
    passages: list[Problem] = [("makers", "may.mbox", str(place), 3, "empty file") for place in range(20)]
    assert list(folded(passages, "en")) == passages


def test_other_reasons_stay_apart() -> None:
    found = list(folded([*files("x", MANY + 1), *files("x", MANY + 2, "empty file")], "en"))
    assert [row[1] for row in found] == [f"x/ ({MANY + 1} files)", f"x/ ({MANY + 2} files)"]
