"""The words of pages beside what mwpersistence makes of them (`persistence_referee`)."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from persistence_referee import ours, tallies, theirs

from maillage.analyze.wikis import authorship
from maillage.analyze.wikis.authorship import Followed, split_sentences


def added(*texts: str) -> list[int]:
    """How many words each of these revisions added."""
    return [tally.added for tally in tallies([("Aline", text) for text in texts])]


# ------------------------------------------------------------------------------ their own test cases

APPLES = [
    ("Aline", "Apples are red."),
    ("Bruno", "Apples are blue."),
    ("Aline", "Apples are red."),
    ("Bruno", "Apples are tasty and red."),
    ("Chloé", "Apples are tasty and blue."),
]


def test_their_case_of_apples_word_by_word() -> None:
    """The first word is in all five revisions; `red` in three: gone, brought back by a revert, and gone again."""
    assert ours(APPLES) == [(3, 0, 10, 7, 2), (1, 1, 0, 0, 0), (0, 0, 0, 0, 0), (2, 0, 2, 2, 2), (1, 1, 0, 0, 1)]
    assert ours(APPLES) == theirs(APPLES)


def test_their_case_of_a_sentence_that_is_copied_adds_no_word() -> None:
    edits = [("Aline", "Apples are red."), ("Bruno", "Apples are red. Apples are red.")]
    assert ours(edits) == [(3, 0, 3, 3, 3), (0, 0, 0, 0, 0)] == theirs(edits)


def test_their_case_of_a_page_reverted_by_its_author() -> None:
    """Each word of the first was in both later revisions, in one of another user; what was added stayed in none."""
    edits = [("EpochFail", "I am foo."), ("127.0.0.1", "I am foo as well."), ("EpochFail", "I am foo.")]
    assert ours(edits) == [(3, 0, 3 * 2, 3 * 1, 3), (2, 0, 0, 0, 0), (0, 0, 0, 0, 0)] == theirs(edits)
    assert ours([("EpochFail", "I am bar.")]) == [(3, 0, 0, 0, 3)]


# ------------------------------------------------------------------------------ histories by the dozen


def drawn(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # histories, not secrets


def history(chance: random.Random, words: Sequence[str], length: int = 12) -> list[tuple[str, str]]:
    """Revisions as people make them: words changed, sentences added, removed and moved, versions brought back."""

    def sentence() -> str:
        return " ".join(chance.choice(words) for _ in range(chance.randint(3, 12))) + "."

    def changed(written: str) -> str:
        spelt = written.rstrip(".").split()
        at = chance.randrange(len(spelt))
        spelt[at : at + chance.randint(0, 3)] = [chance.choice(words) for _ in range(chance.randint(0, 4))]
        return " ".join(spelt or ["rien"]) + "."

    lines = [[sentence() for _ in range(chance.randint(1, 4))] for _ in range(chance.randint(1, 8))]
    versions: list[list[list[str]]] = []
    for _ in range(length):
        kind = chance.choice(["revert", "add", "remove", "move", "change", "change"])
        if kind == "revert" and versions:
            lines = [list(line) for line in chance.choice(versions[-6:])]
        elif kind == "add":
            lines.insert(chance.randint(0, len(lines)), [sentence()])
        elif kind == "remove" and len(lines) > 1:
            lines.pop(chance.randrange(len(lines)))
        elif kind == "move":
            lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
        else:
            line = chance.choice(lines)
            at = chance.randrange(len(line))
            line[at] = changed(line[at])
        versions.append([list(line) for line in lines])
    texts = ("\n\n".join(" ".join(line) for line in version) for version in versions)
    return [(chance.choice(["Aline", "Bruno", "Chloé"]), text) for text in texts]


def vocabulary(chance: random.Random, size: int) -> list[str]:
    return ["".join(chance.choice("abcdefghijklmnop") for _ in range(6)) for _ in range(size)]


def test_histories_have_the_figures_of_mwpersistence_but_for_one_in_two_hundred() -> None:
    """Their blanks are tokens too: where a blank stays in its place, a word beside it may pass for a new one."""
    chance = drawn(1)
    words = vocabulary(chance, 400)
    apart = []
    for _ in range(200):
        edits = history(chance, words)
        mine, other = ours(edits), theirs(edits)
        if mine != other:
            apart.append((sum(row[0] for row in mine), sum(row[0] for row in other)))
    assert len(apart) <= 1
    assert all(mine < other for mine, other in apart)


def test_words_that_are_everywhere_make_a_difference_of_less_than_one_in_five_hundred() -> None:
    """Which `de` of a sentence is the one that stays is anybody's guess: ours and theirs differ there, by a word."""
    chance = drawn(2)
    words = [*vocabulary(chance, 60), *("de", "la", "le", "et", "un") * 4]
    written = apart = 0
    for _ in range(100):
        edits = history(chance, words)
        mine, other = ours(edits), theirs(edits)
        assert abs(sum(row[4] for row in mine) - sum(row[4] for row in other)) <= 2
        written += sum(row[0] for row in other)
        apart += sum(abs(one[0] - another[0]) for one, another in zip(mine, other, strict=True))
    assert apart / written < 1 / 500


# -------------------------------------------------------------------------------------- what is always so

TEXTS = st.lists(st.sampled_from(["le port", "la mer", "le vent.", "\n", " ", "2015", "mer", ". "]), max_size=8)
EDITS = st.lists(st.tuples(st.sampled_from(["Aline", "Bruno"]), TEXTS.map("".join)), min_size=1, max_size=20)


@settings(max_examples=200)
@given(EDITS)
def test_every_word_of_the_last_text_has_an_author(edits: list[tuple[str, str]]) -> None:
    """A copied word stands for itself once, so there may be fewer words followed than there are."""
    found = tallies(edits)
    last = set(authorship.WORD.findall(edits[-1][1]))
    assert sum(tally.surviving for tally in found) <= len(authorship.WORD.findall(edits[-1][1]))
    assert (sum(tally.surviving for tally in found) > 0) == bool(last)


@settings(max_examples=200)
@given(EDITS)
def test_no_figure_is_beyond_what_can_be(edits: list[tuple[str, str]]) -> None:
    for number, tally in enumerate(tallies(edits)):
        later = len(edits) - number - 1
        assert 0 <= tally.surviving <= tally.added
        assert 0 <= tally.persisted_others <= tally.persisted <= tally.added * later
        assert tally.persisted >= 0
        assert tally.surviving == 0 or later == 0 or tally.persisted > 0


def test_a_line_keeps_its_author_where_it_is_moved() -> None:
    assert added("le port\nla mer est là", "la mer est là\nle port") == [6, 0]


def test_a_line_that_is_copied_is_not_written_anew() -> None:
    assert added("le port est là\nla mer", "le port est là\nla mer\nle port est là") == [6, 0]


def test_so_does_a_sentence() -> None:
    assert added("Le port est là. La mer monte.", "La mer monte. Le port est là.") == [7, 0]


def test_a_paragraph_that_is_parted_or_joined_is_not_written_anew() -> None:
    parted = "Le port est là.\nLa mer monte."
    assert added("Le port est là. La mer monte.", parted, "Le port est là. La mer monte. Bien.") == [7, 0, 1]


def test_one_word_alone_is_known_in_its_place_only() -> None:
    assert added("port\n\nmer", "mer\n\nvent\n\nport") == [2, 2]


def test_marks_and_blanks_are_no_words() -> None:
    assert added("le port", "== le, port ==\n\n") == [2, 0]


def test_the_text_is_gone_and_comes_back_within_fifteen_revisions() -> None:
    emptied = tallies([("Aline", "le port"), ("Bruno", ""), ("Chloé", "le port")])
    assert [(tally.added, tally.removed, tally.surviving) for tally in emptied] == [(2, 0, 2), (0, 2, 0), (0, 0, 0)]
    between = [("Bruno", f"mer{number}") for number in range(16)]
    late = tallies([("Aline", "le port"), *between, ("Chloé", "le port")])
    assert (late[0].surviving, late[-1].surviving) == (0, 2)


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("", []),
        ("Le port.", ["Le port."]),
        ("Le port. La mer ! Là ?", ["Le port.", "La mer !", "Là ?"]),
        ("voir www.exemple.org ici", ["voir www.exemple.org ici"]),
        ("trois... points", ["trois...", "points"]),
    ],
)
def test_a_line_has_sentences(line: str, sentences: list[str]) -> None:
    assert split_sentences(line) == sentences


# ---------------------------------------------------------------------------------- long and hostile texts


def test_a_text_that_is_too_long_is_compared_by_lines() -> None:
    line = "le vent du port tourne\n"
    text = line * (authorship.MOST_SEARCHED // len(line) + 1)
    followed = Followed()
    followed.add(text, "Aline")
    followed.add(f"{text}la mer", "Bruno")
    followed.add("le vent du port\nla mer", "Chloé")
    found = followed.finish()
    assert followed.coarse == 2
    assert [tally.added for tally in found] == [text.count("\n") * 5, 2, 4]
    assert found[1].surviving == 2


def test_hostile_texts_take_bounded_time_and_memory() -> None:
    """Nineteen texts of 190,000 characters, of a few words in another order each time."""
    chance = drawn(3)
    begun, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    followed = Followed()
    for _ in range(19):
        followed.add(" ".join(chance.choices(["a", "b", "la", "le", "de"], k=70_000)), "Aline")
    followed.finish()
    assert followed.coarse >= 18
    assert time.process_time() - begun < 19 * 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


def test_five_hundred_revisions_of_ten_thousand_characters_take_less_than_a_second() -> None:
    chance = drawn(4)
    edits = history(chance, vocabulary(chance, 3000), 20)
    long = "\n\n".join(text for _, text in history(chance, vocabulary(chance, 3000), 40))
    edits = [(user, f"{long}\n\n{text}") for user, text in edits * 25]
    assert sum(len(text) for _, text in edits) / len(edits) > 10_000
    begun = time.process_time()
    tallies(edits)
    assert time.process_time() - begun < 1
