from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from factories import study

from maillage import answers, decisions
from maillage.answers import Question, Taken
from maillage.errors import InvalidStudy
from maillage.project import Study


def of(folder: Path) -> Study:
    return study(folder, decisions=folder / "decisions")


TODAY = date(2024, 3, 1)
HEADINGS = "answer,first,first_name,second,second_name,probability,messages,reasons,by,note\n"


def question(first: str, second: str) -> Question:
    return Question(first, "Nadia Quervel", second, "N. Quervel", "0.91", "12", "same telephone +12.0, before −6.4")


def asked(tmp_path: Path, *pairs: tuple[str, str]) -> Path:
    answers.ask(of(tmp_path), [question(*pair) for pair in pairs])
    return tmp_path / "decisions" / "suggestions.csv"


def answer(file: Path, *given: str, by: str = "ER") -> Taken:
    """Write answers into the lines of the file, in their order, and take them in."""
    heading, *lines = file.read_text("utf-8").splitlines()
    filled = [said + line for said, line in zip([*given, *[""] * len(lines)], lines, strict=False)]
    file.write_text("\n".join([heading, *filled]) + "\n", encoding="utf-8")
    return answers.take(of(file.parents[1]), by, TODAY)


def test_questions_are_asked_in_their_order(tmp_path: Path) -> None:
    file = asked(tmp_path, ("a@x.fr", "b@x.fr"), ("c@x.fr", "Quervel"))
    lines = file.read_text("utf-8").splitlines(keepends=True)
    assert lines[0] == HEADINGS
    assert [line.split(",")[1] for line in lines[1:]] == ["a@x.fr", "c@x.fr"]


def test_answers_become_decisions_with_their_evidence(tmp_path: Path) -> None:
    file = asked(tmp_path, ("a@x.fr", "b@x.fr"), ("c@x.fr", "d@x.fr"), ("e@x.fr", "f@x.fr"), ("g@x.fr", "h@x.fr"))
    assert answer(file, "merge", "never", "Later") == Taken(merged=1, apart=1, later=1, left=1)
    read = decisions.load(of(tmp_path))
    (merged,), (split,) = read.merges, read.splits
    assert (merged.first, merged.second, merged.by, merged.date) == ("a@x.fr", "b@x.fr", "ER", TODAY)
    assert merged.reason == "same telephone +12.0, before −6.4"
    assert (split.first, split.second) == ("c@x.fr", "d@x.fr")
    assert len(file.read_text("utf-8").splitlines()) == 2


def test_what_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    pairs = ("a@x.fr", "b@x.fr"), ("c@x.fr", "d@x.fr"), ("e@x.fr", "f@x.fr")
    answer(asked(tmp_path, *pairs), "merge", "never", "later")
    assert answers.ask(of(tmp_path), [question(second, first) for first, second in pairs]) == 0


def test_a_line_that_is_deleted_lets_the_question_come_back(tmp_path: Path) -> None:
    answer(asked(tmp_path, ("a@x.fr", "b@x.fr")), "later")
    (tmp_path / "decisions" / "later.csv").unlink()
    assert answers.ask(of(tmp_path), [question("a@x.fr", "b@x.fr")]) == 1


def test_answers_that_were_not_taken_in_outlive_new_questions(tmp_path: Path) -> None:
    file = asked(tmp_path, ("a@x.fr", "b@x.fr"), ("c@x.fr", "d@x.fr"))
    file.write_text(file.read_text("utf-8").replace("\n,a@x.fr", "\nmerge,a@x.fr"), encoding="utf-8")
    asked(tmp_path, ("c@x.fr", "d@x.fr"), ("e@x.fr", "f@x.fr"))
    assert [line.split(",")[:2] for line in file.read_text("utf-8").splitlines()[1:]] == [
        ["merge", "a@x.fr"],
        ["", "c@x.fr"],
        ["", "e@x.fr"],
    ]


def test_all_bad_cells_are_told_at_once_and_nothing_is_taken_in(tmp_path: Path) -> None:
    file = asked(tmp_path, ("a@x.fr", "b@x.fr"), ("c@x.fr", "d@x.fr"))
    with pytest.raises(InvalidStudy) as caught:
        answer(file, "yes", "merge", by="")
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        'suggestions.csv, line 2: unknown answer "yes"; known: merge, never, later',
        "suggestions.csv, line 2: nobody is named who answers; fill in the column by, or add `--by NAME`",
        "suggestions.csv, line 3: nobody is named who answers; fill in the column by, or add `--by NAME`",
    ]
    assert not (tmp_path / "decisions" / "persons.csv").exists()


def test_answers_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    file = asked(tmp_path, ("a@x.fr", "b@x.fr"), ("b@x.fr", "c@x.fr"), ("a@x.fr", "c@x.fr"))
    with pytest.raises(InvalidStudy, match="line 4: never contradicts another answer or a decision"):
        answer(file, "merge", "merge", "never")


def test_a_merge_of_what_a_decision_splits_is_told(tmp_path: Path) -> None:
    file = asked(tmp_path, ("a@x.fr", "b@x.fr"))
    split = "action,first,second,reason,by,date\nsplit,b@x.fr,a@x.fr,known,ER,\n"
    (tmp_path / "decisions" / "persons.csv").write_text(split)
    with pytest.raises(InvalidStudy, match="line 2: merge contradicts"):
        answer(file, "merge")


def test_decisions_that_people_wrote_keep_their_manner(tmp_path: Path) -> None:
    file = asked(tmp_path, ("a@x.fr", "b@x.fr"))
    written = "# ours\nreason;first;action;second;by;date\nknown;m@x.fr;merge;n@x.fr;ER;01/02/2024"
    persons = tmp_path / "decisions" / "persons.csv"
    persons.write_text(written)
    answer(file, "merge")
    assert persons.read_text("utf-8").startswith(written + "\n")
    assert [merge.first for merge in decisions.load(of(tmp_path)).merges] == ["m@x.fr", "a@x.fr"]


def test_every_answer_is_logged(tmp_path: Path) -> None:
    file = asked(tmp_path, ("a@x.fr", "b@x.fr"), ("c@x.fr", "d@x.fr"))
    answer(file, "merge")
    answer(file, "later", by="CD")
    assert (tmp_path / "decisions" / "answers.log").read_text("utf-8").splitlines() == [
        "2024-03-01\tER\tmerge\ta@x.fr\tb@x.fr",
        "2024-03-01\tCD\tlater\tc@x.fr\td@x.fr",
    ]
